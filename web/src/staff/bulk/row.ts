// One line of the spreadsheet as the portal takes it. What could be read in two ways is refused; what
// only the portal knows (clients, approvers, dates that are over) it says itself.
import type { Amount, BulkRow, DocumentKind, Recipient } from "../../api/types";
import { en } from "../i18n/en";
import { nl } from "../i18n/nl";
import { KINDS, RECIPIENTS, USUAL_RECIPIENT } from "../kinds";
import { type MoneyProblem, parseMoney } from "../publish/money";
import { parsePeriod } from "../publish/period";
import { type Column, plainWord } from "./columns";
import type { Line } from "./csv";

const MOST_TITLE = 120;
const MOST_MESSAGE = 2000;

/** Codes of the app itself; the portal has its own. */
export type RowCode =
  | MoneyProblem
  | "required"
  | "too_long"
  | "too_many_cells"
  | "character"
  | "kind"
  | "recipient"
  | "meaning"
  | "meaning_missing"
  | "period"
  | "date"
  | "approvers"
  | FileCode;

/** What is wrong with the file that a row names. */
export type FileCode =
  | "no_such_file"
  | "two_rows"
  | "two_files"
  | "bad_name"
  | "file_encrypted"
  | "too_large"
  | "empty"
  | "not_a_pdf"
  | "damaged"
  | "same_row";

/** One thing that is wrong with a row; `column` is missing for the row as a whole. */
export interface Wrong {
  column?: Column | undefined;
  code: string;
  /** The login, file or other row that it is about. */
  about?: string | undefined;
}

export interface Parsed {
  wrong: Wrong[];
  /** What the portal looks at, when nothing is wrong so far. */
  row?: BulkRow;
}

/** Words of the API, and what both languages' screens call them. */
function words<Word extends string>(
  all: readonly Word[],
  ...labels: Record<Word, string>[]
): Map<string, Word> {
  return new Map(
    all.flatMap((word) =>
      [word, ...labels.map((label) => label[word])].map((text) => [plainWord(text), word] as const),
    ),
  );
}

const KIND_WORDS = words<DocumentKind>(KINDS, nl.kinds, en.kinds);
const RECIPIENT_WORDS = words<Recipient>(RECIPIENTS, nl.recipients, en.recipients);
const meaningLabels = ({ publish }: { publish: { toPay: string; toReceive: string } }) => ({
  to_pay: publish.toPay,
  to_receive: publish.toReceive,
});
const MEANING_WORDS = words<Amount["meaning"]>(
  ["to_pay", "to_receive"],
  meaningLabels(nl),
  meaningLabels(en),
);

/** Characters that a text may not have: those that no reader sees, and those that turn text around. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** "2026-12-01" or "1-12-2026", as the API writes it; `undefined` if it is neither. */
export function parseDate(text: string): string | undefined {
  const iso = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/.exec(text);
  const dutch = /^(?<day>\d{1,2})-(?<month>\d{1,2})-(?<year>\d{4})$/.exec(text);
  const { year, month, day } = (iso ?? dutch)?.groups ?? {};
  if (!year || !month || !day) return undefined;
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${written}T00:00:00Z`);
  // The 31st of a short month is read as the 1st of the next one.
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(written)
    ? written
    : undefined;
}

/**
 * Login names by stage: `>` between stages, `,` or `+` within one; `undefined` where a name is missing. A mail
 * address may hold a plus, so beside one only a plus with spaces around it separates.
 */
export function parseApprovers(text: string): string[][] | undefined {
  const names = (stage: string) =>
    stage
      .split(/,|\s\+\s/)
      .flatMap((part) => (part.includes("@") ? [part] : part.split("+")))
      .map((name) => name.trim());
  const stages = text.split(">").map(names);
  return stages.flat().includes("") ? undefined : stages;
}

class Cells {
  readonly wrong: Wrong[] = [];

  constructor(private readonly line: Line) {
    if (line.isTooLong) this.wrong.push({ code: "too_many_cells" });
  }

  get(column: Column): string {
    return this.line.cells[column] ?? "";
  }

  refuse(column: Column, code: RowCode): undefined {
    this.wrong.push({ column, code });
  }

  text(column: Column, most: number): string | undefined {
    const text = this.get(column);
    if (text === "") return this.refuse(column, "required");
    if (UNSEEN.test(text)) return this.refuse(column, "character");
    return [...text].length > most ? this.refuse(column, "too_long") : text;
  }

  /** What `read` makes of a cell that may not be empty. */
  read<T>(column: Column, code: RowCode, read: (text: string) => T | undefined): T | undefined {
    const text = this.get(column);
    if (text === "") return this.refuse(column, "required");
    return read(text) ?? this.refuse(column, code);
  }

  message(): string | null | undefined {
    // Each program ends the lines within a cell in its own way.
    const text = this.get("message").replace(/\r\n?/g, "\n");
    if (UNSEEN.test(text.replaceAll("\n", ""))) return this.refuse("message", "character");
    if ([...text].length > MOST_MESSAGE) return this.refuse("message", "too_long");
    return text === "" ? null : text;
  }

  amount(): Amount | null | undefined {
    const [text, word] = [this.get("amount"), this.get("meaning")];
    const meaning = MEANING_WORDS.get(plainWord(word));
    if (word !== "" && !meaning) this.refuse("meaning", "meaning");
    if (text === "") return null;
    if (word === "") this.refuse("meaning", "meaning_missing");
    const money = parseMoney(text);
    if (money.problem) return this.refuse("amount", money.problem);
    return meaning ? { cents: money.cents, meaning } : undefined;
  }

  recipient(kind: DocumentKind | undefined): Recipient | undefined {
    const text = this.get("recipient");
    if (text === "") return kind && USUAL_RECIPIENT[kind];
    return RECIPIENT_WORDS.get(plainWord(text)) ?? this.refuse("recipient", "recipient");
  }

  approvers(): string[][] | null | undefined {
    const text = this.get("approvers");
    return text === "" ? null : (parseApprovers(text) ?? this.refuse("approvers", "approvers"));
  }
}

/** What a line says, and everything that is wrong with it at once. */
export function parseLine(line: Line): Parsed {
  const cells = new Cells(line);
  const client_number = cells.text("client_number", 100);
  const kind = cells.read("kind", "kind", (text) => KIND_WORDS.get(plainWord(text)));
  const title = cells.text("title", MOST_TITLE);
  const period = cells.read("period", "period", parsePeriod);
  const amount = cells.amount();
  const deadline = cells.read("deadline", "date", parseDate);
  const recipient = cells.recipient(kind);
  const message = cells.message();
  const approvers = cells.approvers();
  if (cells.get("file") === "") cells.refuse("file", "required");
  const { wrong } = cells;
  const isWhole =
    client_number !== undefined &&
    kind !== undefined &&
    title !== undefined &&
    period !== undefined &&
    amount !== undefined &&
    deadline !== undefined &&
    recipient !== undefined &&
    message !== undefined &&
    approvers !== undefined;
  if (!isWhole || wrong.length > 0) return { wrong };
  const row = {
    client_number,
    kind,
    title,
    period,
    amount,
    deadline,
    recipient,
    message,
    approvers,
  };
  return { wrong, row };
}
