// What the firm says about itself: its name and how to reach it. The file comes from the firm's
// hands, so it is read as outside input and a missing piece never breaks a page.
import { useSyncExternalStore } from "react";

export interface Branding {
  firm: string;
  telephone: string;
  support: { name: string; telephone: string; email: string };
}

const LONGEST = 200;

/** The texts of an object under these names; what is no text, or absurdly long, is empty. */
function texts<K extends string>(content: unknown, names: readonly K[]): Record<K, string> {
  const found = (typeof content === "object" && content) || {};
  const text = (name: K) => {
    const value = (found as Record<string, unknown>)[name];
    return typeof value === "string" && value.length <= LONGEST ? value.trim() : "";
  };
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<K, string>;
}

export function parseBranding(content: unknown): Branding {
  const { support } = (content ?? {}) as { support?: unknown };
  return {
    ...texts(content, ["firm", "telephone"]),
    support: texts(support, ["name", "telephone", "email"]),
  };
}

let branding = parseBranding(undefined);
const listeners = new Set<() => void>();

export async function loadBranding(): Promise<void> {
  try {
    const response = await fetch("/branding.json", { credentials: "same-origin" });
    branding = parseBranding(await response.json());
  } catch {
    // Offline, or not there: the pages stand without the firm's name, and ask again next time.
    return;
  }
  for (const listener of listeners) listener();
}

export function useBranding(): Branding {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => branding,
  );
}

/** Telephone links hold digits and a leading plus, whatever way the firm writes its number. */
export function telephoneLink(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, "")}`;
}
