// What is wrong, in words that say what to do; and the rows with errors as a list to go on with.
import type { Language } from "../../api/types";
import type { StaffMessages } from "../i18n/messages";
import { COLUMNS, type Column, HEADINGS, WRITTEN_BACK } from "./columns";
import { cellsOf, writeCsv } from "./csv";
import type { Looked } from "./dryRun";
import type { Wrong } from "./row";
import type { SourceProblem } from "./source";

const at = (language: Language) => (language === "nl" ? 0 : 1);

/** A column as the sample list calls it. */
export const headingOf = (column: Column, language: Language): string =>
  HEADINGS[column][at(language)];

const isColumn = (text: string | undefined): text is Column =>
  COLUMNS.some((column) => column === text);

const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`).join(", ");

export function sourceText(
  problem: SourceProblem,
  { bulk: { files } }: StaffMessages,
  language: Language,
): string {
  switch (problem.code) {
    case "csv_several":
    case "csv_unknown":
    case "csv_double":
      return files[problem.code](quoted(problem.names));
    case "csv_missing_columns":
      return files[problem.code](
        quoted(problem.columns.map((column) => headingOf(column, language))),
      );
    case "csv_quotes":
      return files[problem.code](problem.row);
    case "csv_too_many":
      return files[problem.code](problem.rows);
    default:
      return files[problem.code];
  }
}

/** Codes whose words depend on the column. */
function codeIn({ column, code }: Wrong): string {
  if (code === "unknown") return column === "client_number" ? "unknown_client" : "unknown_approver";
  if (code === "too_large" && column === "amount") return "amount_too_large";
  return code;
}

export function wrongText(wrong: Wrong, { bulk, problems }: StaffMessages): string {
  const code = codeIn(wrong);
  const texts: Record<string, string | ((about: string) => string)> = bulk.wrong;
  const text = Object.hasOwn(texts, code) ? texts[code] : undefined;
  if (typeof text === "function") return text(wrong.about ?? "");
  if (text !== undefined) return text;
  return Object.hasOwn(problems, code) ? problems[code as keyof typeof problems] : problems.invalid;
}

/** The column's name and what is wrong there. */
export function reasonOf(
  wrong: Wrong,
  t: StaffMessages,
  language: Language,
): { where: string; text: string } {
  const { column } = wrong;
  const where = isColumn(column) ? headingOf(column, language) : t.bulk.wholeRow;
  return { where, text: wrongText(wrong, t) };
}

const headings = (language: Language) => COLUMNS.map((column) => headingOf(column, language));

/** Rows with errors as a list of their own, each with its number and reasons; it can be mended and read again. */
export function badRowsCsv(rows: readonly Looked[], t: StaffMessages, language: Language): string {
  const written = rows.map(({ line, wrong }) => [
    String(line.number),
    ...cellsOf(line),
    wrong
      .map((one) => reasonOf(one, t, language))
      .map(({ where, text }) => `${where}: ${text}`)
      .join(" "),
  ]);
  const { row, reasons } = WRITTEN_BACK;
  return writeCsv([[row[at(language)], ...headings(language), reasons[at(language)]], ...written]);
}

/** A list with two rows that show what goes where. */
export function templateCsv(t: StaffMessages, language: Language, year: number): string {
  const { kinds, recipients, publish } = t;
  const amount = language === "nl" ? "1.234,56" : "1,234.56";
  const { toPay } = publish;
  return writeCsv([
    headings(language),
    [
      "10001",
      kinds.vat,
      `${kinds.vat} Q3 ${year}`,
      `${year}-Q3`,
      amount,
      toPay,
      `${year}-12-31`,
      recipients.belastingdienst,
      "",
      "",
      `${kinds.vat} 10001.pdf`,
    ],
    [
      "10002",
      kinds.annual_accounts_kvk,
      `${kinds.annual_accounts_kvk} ${year - 1}`,
      `${year - 1}`,
      "",
      "",
      `${year}-12-31`,
      recipients.kvk,
      "",
      "sanne+bram>mo",
      "10002.pdf",
    ],
  ]);
}
