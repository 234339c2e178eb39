// Makes the drafts of rows that were right: at most three at a time, each by the calls of a single draft.
// Each row ends by itself; what was made stays made, and making it again finds it.

import { patiently } from "../../api/patience";
import { toProblem } from "../../api/problem";
import type { Draft, DraftFields } from "../../api/types";
import type { CheckedFile } from "../../upload/file";
import type { Ready } from "./dryRun";

const AT_ONCE = 3;

/** What making asks the portal. */
export interface Maker {
  create(fields: DraftFields): Promise<Draft>;
  /** The draft with its file, or the code of what is wrong with that. */
  upload(draft: Draft, file: CheckedFile, signal: AbortSignal): Promise<Draft | string>;
  discard(draft: Draft): Promise<unknown>;
}

export type Made =
  | { outcome: "made" | "there" | "released" }
  /** It can be tried again. */
  | { outcome: "failed"; code: string };

/** A problem that every other row would have as well. */
const endsAll = (code: string) => code === "no_session" || code === "staff_only";

const codeOf = (thrown: unknown) => {
  const problem = toProblem(thrown);
  return problem.details.fields?.[0]?.code ?? problem.code;
};

/** What the portal says of a file that no other try will mend. */
const REFUSED = new Set(["not_a_pdf", "encrypted", "active_content", "empty", "too_large"]);

/** A draft whose file was refused is taken away again, unless somebody went on with it. */
async function takeBack(draft: Draft, portal: Maker, signal: AbortSignal): Promise<void> {
  if (draft.revision > 1 || draft.file) return;
  try {
    await patiently(() => portal.discard(draft), signal);
  } catch {
    // Then it stands without a file, and making the row again goes on with it.
  }
}

async function makeOne(ready: Ready, portal: Maker, signal: AbortSignal): Promise<Made> {
  const draft = await patiently(() => portal.create(ready.fields), signal);
  // Somebody was faster, or an answer was lost and it was made all the same.
  if (draft.file?.sha256 === ready.sha256) return { outcome: "there" };
  const content = await ready.file.read();
  if (typeof content === "string") return { outcome: "failed", code: content };
  signal.throwIfAborted();
  const file = new File([content], ready.name, { type: "application/pdf" });
  const stored = await portal.upload(draft, { file, sha256: ready.sha256 }, signal);
  if (typeof stored !== "string") return { outcome: "made" };
  if (REFUSED.has(stored)) await takeBack(draft, portal, signal);
  return { outcome: "failed", code: stored };
}

/**
 * Makes the rows, and tells of each how it ended. It ends early when it is stopped or when nothing more can
 * be made; rows that were not told of are still to be made.
 */
export async function make<Row extends { ready?: Ready }>(
  rows: readonly Row[],
  portal: Maker,
  onMade: (row: Row, made: Made) => void,
  signal: AbortSignal,
): Promise<"done" | "stopped"> {
  const waiting = [...rows];
  const ended = new AbortController();
  const end = () => ended.abort();
  signal.addEventListener("abort", end, { once: true });
  const { signal: either } = ended;
  const work = async () => {
    for (;;) {
      const row = either.aborted ? undefined : waiting.shift();
      if (!row) return;
      if (!row.ready) continue;
      try {
        onMade(row, await makeOne(row.ready, portal, either));
      } catch (thrown) {
        // Stopped in the middle: making it again goes on with it.
        if (either.aborted) return;
        const code = codeOf(thrown);
        if (endsAll(code)) end();
        if (code === "published_before") onMade(row, { outcome: "released" });
        else onMade(row, { outcome: "failed", code });
      }
    }
  };
  if (!signal.aborted) await Promise.all(Array.from({ length: AT_ONCE }, work));
  signal.removeEventListener("abort", end);
  return signal.aborted || either.aborted ? "stopped" : "done";
}
