// Dates and times as people here read them: "ma 23 nov 2026", "14:05".
import type { Language } from "../api/types";

const LOCALES: Record<Language, string> = { nl: "nl-NL", en: "en-GB" };

/** Dutch and British time zones differ; the portal's clients live by the Dutch one. */
const ZONE = "Europe/Amsterdam";

function parts(language: Language, time: string, options: Intl.DateTimeFormatOptions): string {
  const moment = new Date(time);
  if (Number.isNaN(moment.getTime())) return "";
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: ZONE, ...options })
    .format(moment)
    .replaceAll(",", "");
}

export function formatDate(language: Language, time: string): string {
  return parts(language, time, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

export function formatTime(language: Language, time: string): string {
  return parts(language, time, { hour: "2-digit", minute: "2-digit" });
}

export function formatMoment(language: Language, time: string): string {
  const date = formatDate(language, time);
  return date === "" ? "" : `${date}, ${formatTime(language, time)}`;
}

/** A number that stays on one line, however it was grouped. */
export function unbroken(number: string): string {
  return number.replaceAll(" ", "\u00a0");
}

/** Seconds as "1:05", for the countdown to the session's end. */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
