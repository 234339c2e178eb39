// What happens around a sign-in: where it returns to, what it hands to the portal, and whether this
// device has a session worth asking about. The session itself is a cookie that no script can read.
import type { SessionView } from "../api/types";

const SIGNED_IN = "akkoord.signed-in";

/** Only a path of this site: anything else would make the sign-in page a springboard. */
export function safeReturn(path: string | null, origin: string): string {
  if (!path?.startsWith("/") || /^\/[/\\]/.test(path)) return "/";
  try {
    const url = new URL(path, origin);
    if (url.origin !== origin || url.pathname.startsWith("/sign-in")) return "/";
    return url.pathname + url.search + url.hash;
  } catch {
    return "/";
  }
}

export function signInAddress(returnTo: string): string {
  return returnTo === "/" ? "/sign-in" : `/sign-in?return=${encodeURIComponent(returnTo)}`;
}

let fresh: SessionView | undefined;

export function keepFreshSession(session: SessionView): void {
  fresh = session;
}

/** The session of a sign-in just done, so that the portal need not ask for it again. */
export function takeFreshSession(): SessionView | undefined {
  const session = fresh;
  fresh = undefined;
  return session;
}

export function rememberSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(SIGNED_IN, "1");
    else localStorage.removeItem(SIGNED_IN);
  } catch {
    // Without storage the sign-in page shows once more than it had to.
  }
}

export function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(SIGNED_IN) !== null;
  } catch {
    return false;
  }
}
