// Amounts as staff type them. What could be read in two ways is refused, never guessed.

/** The largest amount that a document names, in cents: 10 billion euros. */
const MAX_CENTS = 1_000_000_000_000;

export type MoneyProblem = "not_an_amount" | "ambiguous" | "cents" | "negative" | "too_large";
export type Money = { cents: number; problem?: never } | { problem: MoneyProblem };

/** Grouped by points or by commas, with cents behind the other mark or without cents. */
const GROUPED = [/^\d{1,3}(\.\d{3})+,\d{2}$/, /^\d{1,3}(,\d{3})+\.\d{2}$/];
const GROUPED_WHOLE = [/^\d{1,3}(\.\d{3}){2,}$/, /^\d{1,3}(,\d{3}){2,}$/];

/** Without the euro sign, and with the spaces gone where they only group thousands. */
function bare(text: string): string {
  const amount = text
    .trim()
    .replace(/^(€|EUR)\s*/i, "")
    .replace(/\s*(€|EUR)$/i, "")
    // ",-" is how a round amount is written by hand.
    .replace(/,(-{1,2}|[–—=])$/, ",00");
  return /^\d{1,3}(\s\d{3})+([.,]\d{2})?$/.test(amount) ? amount.replace(/\s/g, "") : amount;
}

const inCents = (text: string): Money => {
  const cents = Number(text);
  return cents <= MAX_CENTS ? { cents } : { problem: "too_large" };
};

/** "1.234,56", "1234,56" and "1234" are amounts; "1.234" might be 1,23 or 1234 and is refused. */
export function parseMoney(text: string): Money {
  const amount = bare(text);
  if (/^[-−–+]|[-−–]$/.test(amount)) return { problem: "negative" };
  if (/^\d+$/.test(amount)) return inCents(`${amount}00`);
  if (/^\d{1,3}[.,]\d{3}$/.test(amount)) return { problem: "ambiguous" };
  if (/^\d+[.,]\d{2}$/.test(amount) || GROUPED.some((shape) => shape.test(amount))) {
    return inCents(amount.replace(/[.,]/g, ""));
  }
  if (GROUPED_WHOLE.some((shape) => shape.test(amount))) {
    return inCents(`${amount.replace(/[.,]/g, "")}00`);
  }
  return { problem: /^\d[\d.,]*[.,]\d?$/.test(amount) ? "cents" : "not_an_amount" };
}

/** Cents as the field shows them: "1.234,56". */
export function writeMoney(cents: number): string {
  const options = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat("nl-NL", options).format(cents / 100);
}
