// Which language the app speaks. Dutch unless chosen otherwise; a choice made before signing in is
// remembered on this device and, after signing in, told to the portal so that mails and SMS follow.
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import type { Language } from "../api/types";
import { CHOSEN, KEPT, loadMessages, stored } from "./load";
import type { Messages } from "./messages";

interface LanguageState {
  language: Language;
  t: Messages;
  /** The user's own choice, on a page before signing in. */
  choose(language: Language): Promise<void>;
  /** The language that the portal has on file. */
  adopt(language: Language): Promise<void>;
}

const Context = createContext<LanguageState | undefined>(undefined);

export interface Spoken {
  language: Language;
  messages: Messages;
}

export function LanguageProvider({ initial, children }: { initial: Spoken; children: ReactNode }) {
  const [{ language, messages }, setSpoken] = useState(initial);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const wanted = useRef(language);
  const adopt = async (next: Language) => {
    wanted.current = next;
    const messages = await loadMessages(next);
    // Texts that come late must not undo a choice that was made after they were asked for.
    if (wanted.current !== next) return;
    stored("localStorage", KEPT, next);
    // At once, because the next request tells the API the page's language.
    document.documentElement.lang = next;
    setSpoken({ language: next, messages });
  };
  const choose = async (next: Language) => {
    stored("sessionStorage", CHOSEN, next);
    await adopt(next);
  };
  const state = { language, t: messages, choose, adopt };
  return <Context value={state}>{children}</Context>;
}

export function useLanguage(): LanguageState {
  const state = useContext(Context);
  if (!state) throw new Error("no LanguageProvider above");
  return state;
}

export const useMessages = (): Messages => useLanguage().t;

/** The language chosen before signing in, once: who takes it, tells the portal. */
export function takeChosenLanguage(): Language | undefined {
  const chosen = stored("sessionStorage", CHOSEN);
  stored("sessionStorage", CHOSEN, null);
  return chosen === "nl" || chosen === "en" ? chosen : undefined;
}

export function hasChosenLanguage(): boolean {
  return stored("sessionStorage", CHOSEN) !== null;
}
