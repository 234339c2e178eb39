// What the first page needs of figures as people here read them; the rest is in figures.ts.
import type { Language } from "../api/types";

export const LOCALES: Record<Language, string> = { nl: "nl-NL", en: "en-GB" };

/** Dutch and British time zones differ; the portal's clients live by the Dutch one. */
const ZONE = "Europe/Amsterdam";

export function inZone(
  language: Language,
  time: string,
  options: Intl.DateTimeFormatOptions,
): string {
  const moment = new Date(time);
  if (Number.isNaN(moment.getTime())) return "";
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: ZONE, ...options })
    .format(moment)
    .replaceAll(",", "");
}

export function formatTime(language: Language, time: string): string {
  return inZone(language, time, { hour: "2-digit", minute: "2-digit" });
}

/** A number that stays on one line, however it was grouped. */
export function unbroken(number: string): string {
  return number.replaceAll(" ", "\u00a0");
}
