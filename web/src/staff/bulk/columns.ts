// The columns of a spreadsheet for publishing in bulk, and the headings by which they are known.

/** The columns in the order of the template. */
export const COLUMNS = [
  "client_number",
  "kind",
  "title",
  "period",
  "amount",
  "meaning",
  "deadline",
  "recipient",
  "message",
  "approvers",
  "file",
] as const;

export type Column = (typeof COLUMNS)[number];

/** Columns without which no row can be right. */
export const REQUIRED: readonly Column[] = [
  "client_number",
  "kind",
  "title",
  "period",
  "deadline",
  "file",
];

/** Besides the API's own word: Dutch first, then English, then what else people write above it. */
export const HEADINGS: Record<
  Column,
  readonly [dutch: string, english: string, ...more: string[]]
> = {
  client_number: ["klantnummer", "client_number", "cliëntnummer"],
  kind: ["soort", "kind"],
  title: ["titel", "title"],
  period: ["periode", "period"],
  amount: ["bedrag", "amount"],
  meaning: ["betekenis", "meaning"],
  deadline: ["uiterste datum", "deadline", "uiterlijk"],
  recipient: ["ontvanger", "recipient", "bestemming"],
  message: ["bericht", "message", "toelichting"],
  approvers: ["accordeurs", "approvers", "accordeerders"],
  file: ["bestand", "file"],
};

/** What the portal writes beside rows that were wrong: it may come back, and is not read. */
export const WRITTEN_BACK = {
  row: ["regel", "row"],
  reasons: ["wat er mis is", "what is wrong"],
} as const;

/** A word in one writing: capitals, accents, spaces, hyphens and underscores do not count. */
export function plainWord(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[\s_.-]+/g, "");
}

const KNOWN = new Map(
  COLUMNS.flatMap((column) =>
    [column, ...HEADINGS[column]].map((heading) => [plainWord(heading), column] as const),
  ),
);
const BACK = new Set(Object.values(WRITTEN_BACK).flat().map(plainWord));

export const columnOf = (heading: string): Column | undefined => KNOWN.get(plainWord(heading));

export const isWrittenBack = (heading: string): boolean => BACK.has(plainWord(heading));
