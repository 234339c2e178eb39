// The dry run: every row is read, its file is unpacked and looked at, and the portal is asked what it
// thinks of it. Nothing is written.

import { patiently } from "../../api/patience";
import type { BulkRow, CheckedRow, DraftFields, Named } from "../../api/types";
import { looksLikePdf, sha256 } from "../../upload/file";
import { fileName } from "../publish/sending";
import type { Line } from "./csv";
import { isBadName, Names } from "./names";
import { type FileCode, parseLine, type Wrong } from "./row";
import type { ZipFile } from "./zip";

/** Rows of one call, and what its body may hold at most. */
const ROWS_A_CALL = 20;
const BYTES_A_CALL = 48 * 1024;

/** What the dry run asks the portal. */
export interface Checker {
  check(rows: BulkRow[]): Promise<CheckedRow[]>;
}

/** What a row becomes. */
export interface Ready {
  fields: DraftFields & { key: string };
  organisation: Named;
  file: ZipFile;
  name: string;
  sha256: string;
}

export type Verdict =
  /** It can be made, or a draft of it lacks its file. */
  | "ready"
  /** Its draft is there, whole and the same. */
  | "there"
  /** Its draft is there and says something else. */
  | "differs"
  /** It was released before. */
  | "released"
  | "wrong";

export interface Looked {
  line: Line;
  verdict: Verdict;
  wrong: Wrong[];
  /** With `ready`. */
  ready?: Ready;
}

export interface DryRun {
  rows: Looked[];
  /** Files of the ZIP that no row names. */
  unnamed: string[];
}

export interface Progress {
  step: "files" | "rows";
  done: number;
  of: number;
}

interface Row {
  line: Line;
  wrong: Wrong[];
  row?: BulkRow | undefined;
  file?: ZipFile;
  sha256?: string;
}

const about = (code: FileCode, file?: string): Wrong => ({ column: "file", code, about: file });

/** Finds each row's file; a file that two rows name is none of either. */
function pair(rows: Row[], files: readonly ZipFile[]): string[] {
  const names = new Names(files);
  const named = new Map<ZipFile, Row[]>();
  for (const row of rows) {
    const text = row.line.cells.file;
    if (!text) continue;
    const found = names.find(text);
    for (const file of found) named.set(file, [...(named.get(file) ?? []), row]);
    const [file] = found;
    if (!file) row.wrong.push(about(isBadName(text) ? "bad_name" : "no_such_file", text));
    else if (found.length > 1) row.wrong.push(about("two_files", text));
    else if (isBadName(file.path)) row.wrong.push(about("bad_name", file.path));
    else row.file = file;
  }
  for (const [file, of] of named) {
    if (of.length < 2) continue;
    for (const row of of) row.wrong.push(about("two_rows", file.path));
  }
  return files.filter((file) => !named.has(file)).map(({ path }) => path);
}

/** Unpacks a row's file, which is let go again: only its hash is kept. */
async function look(file: ZipFile): Promise<{ sha256: string } | FileCode> {
  if (file.isEncrypted) return "file_encrypted";
  const content = await file.read();
  if (typeof content === "string") return content;
  if (content.length === 0) return "empty";
  return looksLikePdf(content.buffer) ? { sha256: await sha256(content.buffer) } : "not_a_pdf";
}

/** What makes two publications the same one: the same file for the same client, kind, period and title. */
export async function keyOf(row: BulkRow, file: string): Promise<string> {
  const { client_number, kind, period, title } = row;
  const text = JSON.stringify([client_number, kind, period, title, file]);
  return sha256(new TextEncoder().encode(text).buffer);
}

/** Gives each row its key; a second row of the same key would be the same draft. */
async function name(rows: Row[]): Promise<void> {
  const first = new Map<string, number>();
  for (const it of rows) {
    if (!it.row || !it.sha256 || it.wrong.length > 0) continue;
    const key = await keyOf(it.row, it.sha256);
    const before = first.get(key);
    if (before !== undefined) {
      it.wrong.push({ code: "same_row", about: String(before) });
      continue;
    }
    first.set(key, it.line.number);
    it.row = { ...it.row, key };
  }
}

/** Rows in calls that are small enough. */
export function batches<T>(rows: readonly T[], size: (row: T) => number): T[][] {
  const all: T[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const last = all.at(-1);
    const own = size(row);
    if (!last || last.length === ROWS_A_CALL || bytes + own > BYTES_A_CALL) {
      all.push([row]);
      bytes = own;
    } else {
      last.push(row);
      bytes += own;
    }
  }
  return all;
}

const bytesOf = ({ row }: Row) => new TextEncoder().encode(JSON.stringify(row)).length;

/** "approvers.0.1" is the second login of the first stage. */
function wrongOf(field: string, code: string, row: BulkRow): Wrong {
  const [column, stage, at] = field.split(".");
  const login = row.approvers?.[Number(stage)]?.[Number(at)];
  return { column: column as Wrong["column"], code, about: login };
}

function verdictOf(checked: CheckedRow): Verdict {
  if (checked.found === "released") return "released";
  if (checked.found === "new") return "ready";
  if (checked.differs) return "differs";
  return checked.has_file ? "there" : "ready";
}

/** What a row becomes, after what the portal said of it. */
function lookedOf({ line, row, wrong, file, sha256: hash }: Row, checked: CheckedRow): Looked {
  if (row) wrong.push(...checked.wrong.map(({ field, code }) => wrongOf(field, code, row)));
  const { organisation, stages } = checked;
  const isWrong = wrong.length > 0 || !row || !file || !hash || !organisation;
  if (isWrong) return { line, verdict: "wrong", wrong };
  const verdict = verdictOf(checked);
  if (verdict !== "ready") return { line, verdict, wrong };
  const { client_number: _number, approvers: _approvers, key, ...rest } = row;
  const fields = { ...rest, organisation: organisation.id, stages: stages ?? null, key: key ?? "" };
  const ready = { fields, organisation, file, name: fileName(file.path), sha256: hash };
  return { line, verdict, wrong, ready };
}

/** Looks at everything; throws the problem that a patient wait did not mend. */
export async function dryRun(
  lines: readonly Line[],
  files: readonly ZipFile[],
  portal: Checker,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<DryRun> {
  const rows: Row[] = lines.map((line) => ({ line, ...parseLine(line) }));
  const unnamed = pair(rows, files);
  for (const [at, row] of rows.entries()) {
    signal.throwIfAborted();
    onProgress({ step: "files", done: at, of: rows.length });
    if (!row.file || row.wrong.some(({ column }) => column === "file")) continue;
    const found = await look(row.file);
    if (typeof found === "string") row.wrong.push(about(found, row.file.path));
    else row.sha256 = found.sha256;
  }
  await name(rows);
  // A row that is wrong here already is asked about too when it can be: everything is said at once.
  const asked = rows.filter(({ row }) => row !== undefined);
  const looked = new Map<Row, Looked>();
  let done = 0;
  for (const batch of batches(asked, bytesOf)) {
    onProgress({ step: "rows", done, of: asked.length });
    const wire = batch.flatMap(({ row }) => row ?? []);
    const answers = await patiently(() => portal.check(wire), signal);
    batch.forEach((row, at) => {
      const checked = answers[at];
      if (checked) looked.set(row, lookedOf(row, checked));
    });
    done += batch.length;
  }
  const whole = (row: Row): Looked =>
    looked.get(row) ?? { line: row.line, verdict: "wrong", wrong: row.wrong };
  return { rows: rows.map(whole), unnamed };
}

/** How many rows there are of each verdict. */
export function count(rows: readonly Looked[]): Record<Verdict, number> {
  const counts = { ready: 0, there: 0, differs: 0, released: 0, wrong: 0 };
  for (const { verdict } of rows) counts[verdict] += 1;
  return counts;
}
