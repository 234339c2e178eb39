// What was chosen: the files of a ZIP and the list that goes with them, inside it or beside it.
import { type CsvProblem, MAX_CSV_BYTES, readTable, type Table } from "./csv";
import type { ZipFile, ZipProblem } from "./zip";

export type SourceProblem =
  | CsvProblem
  | ZipProblem
  | { code: "csv_missing" | "csv_unreadable" }
  | { code: "csv_several"; names: string[] };

export interface Source {
  table: Table;
  /** Without the lists. */
  files: ZipFile[];
}

async function bytesBeside(csv: Blob): Promise<Uint8Array | SourceProblem> {
  if (csv.size > MAX_CSV_BYTES) return { code: "csv_too_large" };
  try {
    return new Uint8Array(await csv.arrayBuffer());
  } catch {
    return { code: "csv_unreadable" };
  }
}

async function bytesInside(lists: readonly ZipFile[]): Promise<Uint8Array | SourceProblem> {
  const [list, ...others] = lists;
  if (!list) return { code: "csv_missing" };
  if (others.length > 0) return { code: "csv_several", names: lists.map(({ path }) => path) };
  const content = await list.read(MAX_CSV_BYTES);
  if (typeof content !== "string") return content;
  return { code: content === "too_large" ? "csv_too_large" : "csv_unreadable" };
}

/** Reads what was chosen, or says what stands in the way. */
export async function readSource(
  zip: Blob,
  csv: Blob | undefined,
): Promise<Source | SourceProblem> {
  // With this screen's first ZIP and not before.
  const { openZip, isCsv } = await import("./zip");
  const found = await openZip(zip);
  if (!Array.isArray(found)) return found;
  const bytes = await (csv ? bytesBeside(csv) : bytesInside(found.filter(isCsv)));
  if (!(bytes instanceof Uint8Array)) return bytes;
  const table = readTable(bytes);
  return "code" in table ? table : { table, files: found.filter((file) => !isCsv(file)) };
}
