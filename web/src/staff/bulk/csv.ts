// A spreadsheet saved as CSV, in whatever encoding and with whatever separator: its lines by column, or
// what stands in the way of reading it.
import Papa from "papaparse";
import { COLUMNS, type Column, columnOf, isWrittenBack, REQUIRED } from "./columns";

export const MAX_ROWS = 1000;

/** More than 1,000 rows with long messages: what is larger is no such table. */
export const MAX_CSV_BYTES = 10 * 1024 * 1024;

export type Encoding = "utf-8" | "utf-16" | "windows-1252";
export type Separator = ";" | "," | "\t";

/** One row as it stands in the spreadsheet. */
export interface Line {
  /** As the spreadsheet numbers it: the headings are row 1. */
  number: number;
  cells: Partial<Record<Column, string>>;
  /** Has more cells than there are headings. */
  isTooLong: boolean;
}

export interface Table {
  lines: Line[];
  encoding: Encoding;
  separator: Separator;
}

/** Why the whole file was refused. `names` are headings, `row` is where. */
export type CsvProblem =
  | { code: "csv_too_large" | "csv_empty" | "csv_spreadsheet" | "csv_not_text" | "csv_no_headings" }
  | { code: "csv_unknown" | "csv_double"; names: string[] }
  | { code: "csv_missing_columns"; columns: Column[] }
  | { code: "csv_quotes"; row: number }
  | { code: "csv_too_many"; rows: number };

const SEPARATORS: readonly Separator[] = [";", ",", "\t"];

const startsWith = (bytes: Uint8Array, ...start: number[]) =>
  start.every((byte, index) => bytes[index] === byte);

/** What the bytes say; the programs that write something else than UTF-8 write Windows-1252. */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } | undefined {
  const as = (label: string, encoding: Encoding) => {
    const text = new TextDecoder(label).decode(bytes);
    return text.includes("\0") ? undefined : { text, encoding };
  };
  if (startsWith(bytes, 0xff, 0xfe)) return as("utf-16le", "utf-16");
  if (startsWith(bytes, 0xfe, 0xff)) return as("utf-16be", "utf-16");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : { text, encoding: "utf-8" };
  } catch {
    return as("windows-1252", "windows-1252");
  }
}

/** "PK": what a spreadsheet begins with that was not saved as CSV; the other one is of older programs. */
const isSpreadsheet = (bytes: Uint8Array) =>
  startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);

const split = (text: string, separator: Separator, preview = 0) =>
  Papa.parse<string[]>(text, { delimiter: separator, preview, skipEmptyLines: false });

const known = (headings: string[] | undefined) =>
  headings?.filter((heading) => columnOf(heading) !== undefined).length ?? 0;

/** The separator with which the first line holds the most columns that are known. */
function separatorOf(text: string): Separator | undefined {
  const found = SEPARATORS.map((separator) => ({
    separator,
    columns: known(split(text, separator, 1).data[0]),
  })).sort((one, other) => other.columns - one.columns);
  return found[0] && found[0].columns > 0 ? found[0].separator : undefined;
}

const isBlank = (cells: string[]) => cells.every((cell) => cell.trim() === "");

function columnsOf(headings: string[]): (Column | undefined)[] | CsvProblem {
  const names = headings.map((heading) => heading.trim());
  const unknown = names.filter(
    (name) => name !== "" && columnOf(name) === undefined && !isWrittenBack(name),
  );
  if (unknown.length > 0) return { code: "csv_unknown", names: unknown };
  const columns = names.map(columnOf);
  const double = names.filter(
    (_, at) => columns[at] !== undefined && columns.indexOf(columns[at]) !== at,
  );
  if (double.length > 0) return { code: "csv_double", names: double };
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  return missing.length > 0 ? { code: "csv_missing_columns", columns: missing } : columns;
}

/** The mark with which a spreadsheet keeps what it would compute as a text; it is none of the text. */
const TEXT_MARK = /^'(?=[=+\-@])/;

function lineOf(number: number, cells: string[], columns: (Column | undefined)[]): Line {
  const line: Line = { number, cells: {}, isTooLong: !isBlank(cells.slice(columns.length)) };
  columns.forEach((column, at) => {
    const cell = cells[at]?.trim().replace(TEXT_MARK, "");
    if (column && cell) line.cells[column] = cell;
  });
  return line;
}

/** The table that a file holds. */
export function readTable(bytes: Uint8Array): Table | CsvProblem {
  if (bytes.length > MAX_CSV_BYTES) return { code: "csv_too_large" };
  if (isSpreadsheet(bytes)) return { code: "csv_spreadsheet" };
  const decoded = decode(bytes);
  if (!decoded) return { code: "csv_not_text" };
  // Excel's own line that names the separator is a row of the file and none of the spreadsheet.
  const text = decoded.text.replace(/^\ufeff/, "").replace(/^sep=.\r?\n/i, "");
  if (text.trim() === "") return { code: "csv_empty" };
  const separator = separatorOf(text);
  if (!separator) return { code: "csv_no_headings" };
  const { data, errors } = split(text, separator);
  const quotes = errors.find(({ type }) => type === "Quotes");
  if (quotes) return { code: "csv_quotes", row: (quotes.row ?? 0) + 1 };
  const [headings = [], ...rows] = data;
  const columns = columnsOf(headings);
  if (!Array.isArray(columns)) return columns;
  const lines = rows.flatMap((cells, at) =>
    isBlank(cells) ? [] : [lineOf(at + 2, cells, columns)],
  );
  if (lines.length === 0) return { code: "csv_empty" };
  if (lines.length > MAX_ROWS) return { code: "csv_too_many", rows: lines.length };
  return { lines, encoding: decoded.encoding, separator };
}

/** Rows as a spreadsheet opens them: with a mark that says UTF-8, and no cell that it would compute. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  const text = Papa.unparse(
    rows.map((row) => [...row]),
    { delimiter: ";", newline: "\r\n", escapeFormulae: /^[=+\-@\t\r]/ },
  );
  return `\ufeff${text}\r\n`;
}

/** A line's cells in the order of the columns. */
export const cellsOf = ({ cells }: Line): string[] => COLUMNS.map((column) => cells[column] ?? "");
