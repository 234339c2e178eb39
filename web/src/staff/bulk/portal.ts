// The portal's calls for publishing in bulk: those of a single document, and the one that only looks.
import { answer, api } from "../../api/client";
import type { Draft } from "../../api/types";
import type { CheckedFile } from "../../upload/file";
import { placeOf } from "../place";
import { Sending } from "../publish/sending";
import type { Checker } from "./dryRun";
import type { Maker } from "./making";
import type { Releaser } from "./releasing";

async function upload(
  draft: Draft,
  file: CheckedFile,
  signal: AbortSignal,
): Promise<Draft | string> {
  let code = "unreachable";
  const sending = new Sending(placeOf(draft), file, (state) => {
    if (state.phase === "failed") code = state.code;
  });
  const cancel = () => sending.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  const stored = await sending.run();
  signal.removeEventListener("abort", cancel);
  signal.throwIfAborted();
  return stored ?? code;
}

export const PORTAL: Checker & Maker & Releaser = {
  check: async (rows) =>
    (await answer(api.POST("/api/office/drafts/check", { body: { rows } }))).rows,
  create: (fields) => answer(api.POST("/api/office/drafts", { body: fields })),
  upload,
  discard: (draft) =>
    answer(
      api.POST("/api/office/drafts/{organisation}/{document}/discard", {
        params: { path: { ...placeOf(draft) } },
        body: {},
      }),
    ),
  release: ({ organisation, id, revision }) =>
    answer(
      api.POST("/api/office/drafts/{organisation}/{document}/release", {
        params: { path: { organisation: organisation.id, document: id } },
        body: { revision },
      }),
    ),
};
