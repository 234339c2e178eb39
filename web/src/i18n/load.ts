// Which language the app starts in, and its texts. Small, because main.tsx waits for nothing else.
import type { Language } from "../api/types";
import type { Messages } from "./messages";

export const KEPT = "akkoord.language";
/** Set by a choice made before signing in, until it has been told to the portal. */
export const CHOSEN = "akkoord.language-chosen";

/** Storage may be refused (private windows, policies); the app then forgets, and works. */
export function stored(
  area: "localStorage" | "sessionStorage",
  key: string,
  value?: string | null,
): string | null {
  try {
    const storage = window[area];
    if (value === null) storage.removeItem(key);
    else if (value !== undefined) storage.setItem(key, value);
    return storage.getItem(key);
  } catch {
    return null;
  }
}

export function initialLanguage(): Language {
  return stored("localStorage", KEPT) === "en" ? "en" : "nl";
}

export async function loadMessages(language: Language): Promise<Messages> {
  return language === "en" ? (await import("./en")).en : (await import("./nl")).nl;
}
