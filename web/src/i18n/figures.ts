// Amounts, periods, sizes, days and moments as people here read them.
import type { Language } from "../api/types";
import { formatTime, inZone, LOCALES, unbroken } from "./format";

const DAY_MS = 86_400_000;

/** Cents as "€ 1.234,56", on one line. */
export function formatAmount(language: Language, cents: number): string {
  const options = { style: "currency", currency: "EUR" } as const;
  return unbroken(new Intl.NumberFormat(LOCALES[language], options).format(cents / 100));
}

/** "2025", "3e kwartaal 2025" or "september 2025". */
export function formatPeriod(language: Language, period: string): string {
  const [year = "", part] = period.split("-");
  if (part === undefined) return year;
  if (part.startsWith("Q")) {
    const quarter = part.slice(1);
    return language === "nl" ? `${quarter}e kwartaal ${year}` : `Q${quarter} ${year}`;
  }
  const options = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  const month = Date.UTC(Number(year), Number(part) - 1, 1);
  return new Intl.DateTimeFormat(LOCALES[language], options).format(month);
}

/** "240 kB", "3,1 MB". */
export function formatSize(language: Language, bytes: number): string {
  const small = bytes < 1_000_000;
  const amount = small ? Math.ceil(bytes / 1000) : bytes / 1_000_000;
  const options = { maximumFractionDigits: small ? 0 : 1 };
  const number = new Intl.NumberFormat(LOCALES[language], options).format(amount);
  return `${number}\u00a0${small ? "kB" : "MB"}`;
}

/** The civil date in the Netherlands at a moment, as "2026-11-23". */
export function civilDate(moment: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Amsterdam" }).format(moment);
}

/** Whole days from today to a civil date: 0 is today, negative has passed. */
export function daysUntil(date: string, now: number): number {
  return Math.round((Date.parse(date) - Date.parse(civilDate(now))) / DAY_MS);
}

/** "ma 23 nov 2026". */
export function formatDate(language: Language, time: string): string {
  return inZone(language, time, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
}

/** "ma 23 nov 2026, 14:05". */
export function formatMoment(language: Language, time: string): string {
  const date = formatDate(language, time);
  return date === "" ? "" : `${date}, ${formatTime(language, time)}`;
}

/** Seconds as "1:05", for the countdown to the session's end. */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
