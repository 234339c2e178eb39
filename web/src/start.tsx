// Draws the first page and sets going what runs beside it.
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { loadBranding } from "./branding";
import type { Spoken } from "./i18n/language";
import { startScrollMemory } from "./ui/scroll";

/** The firm's name is nearly always there before the script is; nobody waits longer for it. */
const PATIENCE_MS = 300;

const patience = () => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));

export async function startApp(root: HTMLElement, spoken: Spoken): Promise<void> {
  document.documentElement.lang = spoken.language;
  startScrollMemory();
  await Promise.race([loadBranding(), patience()]);
  createRoot(root).render(<App spoken={spoken} />);
  // After the page, so that filling the cache does not compete with drawing it.
  const register = () => void import("./register").catch(() => undefined);
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
