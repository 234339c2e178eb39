// Why something with a document did not go through. The reason travels with the address to the
// document's page and is explained there until one leaves it.
import type { ApprovalMessages } from "./i18n/messages";

export type Why = keyof ApprovalMessages["why"];

const REASONS: Record<Why, true> = {
  not_viewed: true,
  superseded: true,
  withdrawn: true,
  declined: true,
  already_approved: true,
  completed: true,
  not_your_turn: true,
  not_open: true,
  code_of_another_document: true,
  evidence_not_ready: true,
  too_many: true,
  code_gone: true,
};

/** A refusal because the document is not what the page thought it was; other problems are none. */
export function whyOf(code: string): Why | undefined {
  return Object.hasOwn(REASONS, code) ? (code as Why) : undefined;
}

export type Done = "asked" | "replied" | "declined";

interface Told {
  why?: Why;
  done?: Done;
  /** The reader was opened from the document's page, so that closing it is going back. */
  fromDocument?: boolean;
  /** The version that was read and confirmed, on the way to approving it. */
  version?: number;
}

/** What the page before said; history.state is outside input like any other. */
export function told(): Told {
  const state = (history.state ?? {}) as Record<string, unknown>;
  const { why, done, fromDocument, version } = state;
  return {
    ...(typeof why === "string" && whyOf(why) && { why: why as Why }),
    ...((done === "asked" || done === "replied" || done === "declined") && { done }),
    ...(fromDocument === true && { fromDocument }),
    ...(typeof version === "number" && { version }),
  };
}
