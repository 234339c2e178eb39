// One sending of a PDF to the portal: to the store of files, then looked at there. A connection that falls
// away is waited for; everything else is said, and can be tried again.
import { answer, api } from "../../api/client";
import { later, mayPass } from "../../api/patience";
import { toProblem } from "../../api/problem";
import type { Draft } from "../../api/types";
import type { CheckedFile } from "../../upload/file";
import { type Putting, put } from "../../upload/put";
import type { Place } from "../place";

export type UploadState =
  | { phase: "none" }
  | { phase: "checking"; name: string }
  /** Waits for the draft to be there. */
  | { phase: "picked"; checked: CheckedFile }
  | { phase: "sending"; checked: CheckedFile; fraction: number }
  /** The connection is gone; it goes on by itself. */
  | { phase: "lost"; checked: CheckedFile }
  | { phase: "confirming"; checked: CheckedFile }
  /** `checked` is missing when the file itself was refused here. */
  | { phase: "failed"; name: string; code: string; checked?: CheckedFile };

/** How long a lost connection is waited for. */
const PATIENCE_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** The name as the API takes it: one line, at most 120 characters, nothing that turns text around. */
export function fileName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "").replace(/.*[/\\]/, "");
  return [...plain].slice(-120).join("").trim() || "document.pdf";
}

/** Which of the codes a refusal is about: the field's own if it names one. */
function codeOf(thrown: unknown): string {
  const problem = toProblem(thrown);
  return problem.details.fields?.find(({ field }) => field === "file")?.code ?? problem.code;
}

/** One sending, with its end known or given up; `ended` when another one took its place. */
export class Sending {
  ended = false;
  private putting: Putting | undefined;

  constructor(
    private readonly place: Place,
    private readonly checked: CheckedFile,
    private readonly show: (state: UploadState) => void,
  ) {}

  cancel(): void {
    this.ended = true;
    this.putting?.cancel();
  }

  /** The draft with its file; `undefined` when it failed, which is shown then. */
  async run(): Promise<Draft | undefined> {
    const until = Date.now() + PATIENCE_MS;
    let wait = FIRST_WAIT_MS;
    for (;;) {
      const outcome = await this.attempt();
      if (this.ended) return undefined;
      if (typeof outcome === "object") return outcome;
      if (outcome !== "lost" || Date.now() >= until) {
        this.fail(outcome === "lost" ? "unreachable" : outcome);
        return undefined;
      }
      this.show({ phase: "lost", checked: this.checked });
      await later(wait);
      if (this.ended) return undefined;
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    }
  }

  /** The draft, `"lost"` for what another try may mend, or the code of what is wrong. */
  private async attempt(): Promise<Draft | string> {
    const { file, sha256 } = this.checked;
    const body = { name: fileName(file.name), size: file.size, sha256 };
    const params = { path: { ...this.place } };
    const path = "/api/office/drafts/{organisation}/{document}";
    this.show({ phase: "sending", checked: this.checked, fraction: 0 });
    try {
      const ticket = await answer(api.POST(`${path}/upload`, { params, body }));
      if (this.ended) return "lost";
      this.putting = put(ticket.url, ticket.headers, file, (fraction) =>
        this.show({ phase: "sending", checked: this.checked, fraction }),
      );
      const outcome = await this.putting.outcome;
      if (outcome === "changed") return "hash_mismatch";
      if (outcome !== "stored") return outcome === "refused" ? "missing" : "lost";
      this.show({ phase: "confirming", checked: this.checked });
      return await answer(api.POST(`${path}/uploaded`, { params, body }));
    } catch (thrown) {
      return mayPass(thrown) ? "lost" : codeOf(thrown);
    }
  }

  private fail(code: string): void {
    const { checked } = this;
    this.show({ phase: "failed", name: checked.file.name, code, checked });
  }
}
