// Pages that come when they are needed. Without a connection they wait for it; after a release that
// took an older page's files away, the tab starts over, once.
import { type ComponentType, lazy } from "react";

const RELOADED = "akkoord.reloaded";

const connection = () =>
  new Promise<void>((resolve) => {
    addEventListener("online", () => resolve(), { once: true });
  });

function reloadOnce(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED)) return false;
    sessionStorage.setItem(RELOADED, "1");
  } catch {
    return false;
  }
  location.reload();
  return true;
}

interface PageModule<P> {
  default: ComponentType<P>;
}

async function load<P>(page: () => Promise<PageModule<P>>): Promise<PageModule<P>> {
  try {
    return await page();
  } catch (error) {
    if (!navigator.onLine) {
      await connection();
      return load(page);
    }
    if (reloadOnce()) return new Promise(() => undefined);
    throw error;
  }
}

export function lazyPage<P>(page: () => Promise<PageModule<P>>) {
  return lazy(() => load(page));
}
