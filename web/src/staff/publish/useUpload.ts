// The way of a PDF to the portal: looked at here, sent to the store of files, looked at there. A
// connection that falls away is waited for; everything else is said, and can be tried again.
import { useEffect, useRef, useState } from "react";
import { answer, api } from "../../api/client";
import { toProblem } from "../../api/problem";
import type { Draft } from "../../api/types";
import { type CheckedFile, checkPdf } from "../../upload/file";
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

/** The file picked before there was a draft to send it to, for the page of the draft. */
let handedOver: { document: string; checked: CheckedFile } | undefined;

export function handOver(document: string, checked: CheckedFile): void {
  handedOver = { document, checked };
}

function takeOver(document: string | undefined): CheckedFile | undefined {
  if (!document || handedOver?.document !== document) return undefined;
  const { checked } = handedOver;
  handedOver = undefined;
  return checked;
}

/** A moment later, or as soon as the connection is back. */
function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    addEventListener("online", go);
  });
}

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

const isLost = (thrown: unknown) => {
  const { status } = toProblem(thrown);
  return status === 0 || status >= 500;
};

/** One sending, with its end known or given up; `ended` when another one took its place. */
class Sending {
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
      return isLost(thrown) ? "lost" : codeOf(thrown);
    }
  }

  private fail(code: string): void {
    const { checked } = this;
    this.show({ phase: "failed", name: checked.file.name, code, checked });
  }
}

export interface Upload {
  state: UploadState;
  pick(file: File): void;
  /** Sends again, or goes on at once instead of waiting. */
  again(): void;
  cancel(): void;
}

/** `place` is missing until the draft has been saved for the first time. */
export function useUpload(place: Place | undefined, onStored: (draft: Draft) => void): Upload {
  const [state, setState] = useState<UploadState>({ phase: "none" });
  const sending = useRef<Sending>(undefined);

  const send = async (checked: CheckedFile) => {
    if (!place) return setState({ phase: "picked", checked });
    sending.current?.cancel();
    const own = new Sending(place, checked, (next) => {
      if (!own.ended) setState(next);
    });
    sending.current = own;
    const draft = await own.run();
    if (!draft || own.ended) return;
    setState({ phase: "none" });
    onStored(draft);
  };
  const pick = async (file: File) => {
    sending.current?.cancel();
    setState({ phase: "checking", name: file.name });
    const checked = await checkPdf(file);
    if (typeof checked === "object") await send(checked);
    else setState({ phase: "failed", name: file.name, code: checked });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the draft's page opens.
  useEffect(() => {
    const checked = takeOver(place?.document);
    if (checked) void send(checked);
  }, []);
  useEffect(() => () => sending.current?.cancel(), []);
  return {
    state,
    pick: (file) => void pick(file),
    again: () => {
      if ("checked" in state && state.checked) void send(state.checked);
    },
    cancel: () => {
      sending.current?.cancel();
      setState({ phase: "none" });
    },
  };
}
