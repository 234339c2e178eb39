// Periods as staff type them, and the ones that a kind of document is usually about.
import type { DocumentKind } from "../../api/types";

const FIRST_YEAR = 1990;
const LAST_YEAR = 2099;

const MONTHS: string[][] = [
  ["jan", "januari", "january"],
  ["feb", "februari", "february"],
  ["mrt", "maart", "mar", "march"],
  ["apr", "april"],
  ["mei", "may"],
  ["jun", "juni", "june"],
  ["jul", "juli", "july"],
  ["aug", "augustus", "august"],
  ["sep", "sept", "september"],
  ["okt", "oktober", "oct", "october"],
  ["nov", "november"],
  ["dec", "december"],
];

const QUARTERS = [
  /^(?<year>\d{4})[ -]?q(?<part>[1-4])$/,
  /^q(?<part>[1-4])[ -]?(?<year>\d{4})$/,
  /^(?<part>[1-4])(?:e|st|nd|rd|th)? (?:kwartaal|kw|quarter) (?<year>\d{4})$/,
  /^(?:kwartaal|kw|quarter) (?<part>[1-4]) (?<year>\d{4})$/,
  /^(?<year>\d{4}) (?:kwartaal|kw|quarter) (?<part>[1-4])$/,
];
const MONTHS_BY_NUMBER = [
  /^(?<year>\d{4})[-/ ](?<part>0[1-9]|1[0-2])$/,
  /^(?<part>0?[1-9]|1[0-2])[-/ ](?<year>\d{4})$/,
];
const MONTHS_BY_NAME = [
  /^(?<part>[a-z]+)\.? (?<year>\d{4})$/,
  /^(?<year>\d{4}) (?<part>[a-z]+)\.?$/,
];

function partsOf(text: string, shapes: RegExp[]): { year: string; part: string } | undefined {
  for (const shape of shapes) {
    const { year, part } = shape.exec(text)?.groups ?? {};
    if (year && part) return { year, part };
  }
  return undefined;
}

const two = (number: number) => String(number).padStart(2, "0");

function written(text: string): string | undefined {
  if (/^\d{4}$/.test(text)) return text;
  const quarter = partsOf(text, QUARTERS);
  if (quarter) return `${quarter.year}-Q${quarter.part}`;
  const numbered = partsOf(text, MONTHS_BY_NUMBER);
  if (numbered) return `${numbered.year}-${two(Number(numbered.part))}`;
  const named = partsOf(text, MONTHS_BY_NAME);
  const month = MONTHS.findIndex((names) => named && names.includes(named.part));
  return named && month >= 0 ? `${named.year}-${two(month + 1)}` : undefined;
}

/** A year, quarter or month in any usual writing, as the API writes it; `undefined` if it is none. */
export function parsePeriod(text: string): string | undefined {
  const period = written(text.trim().toLowerCase().replace(/\s+/g, " "));
  const year = Number(period?.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR ? period : undefined;
}

/** The last period that is over on this day, of the length that the kind of document is about. */
export function usualPeriod(kind: DocumentKind, today: Date): string {
  const [year, month] = [today.getFullYear(), today.getMonth()];
  switch (kind) {
    case "vat": {
      const quarter = Math.floor(month / 3);
      return quarter === 0 ? `${year - 1}-Q4` : `${year}-Q${quarter}`;
    }
    case "payroll_tax":
      return month === 0 ? `${year - 1}-12` : `${year}-${two(month)}`;
    case "quote":
    case "engagement_letter":
    case "other":
      return `${year}`;
    default:
      return `${year - 1}`;
  }
}
