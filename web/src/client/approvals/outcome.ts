// What came of approving, from what the document says and, right after one's own approval, from that
// answer: the document may still be on its way.
import type { Approved, Delivery, Document } from "../../api/types";

export interface Outcome {
  /** Whether everyone who had to approve has. */
  complete: boolean;
  reference: string;
  at: string | null;
  /** Who is still waited for; empty with `anyone` when it may be anybody with the right. */
  waitingFor: { name: string }[];
  anyone: boolean;
  /** How sending on to the recipient stands; `null` where nothing is sent on. */
  recipient: Delivery | null;
  archive: Delivery | null;
}

/** The answer to one's own approval, of the version that it was given to. */
export interface Own extends Approved {
  version: number;
}

/** Undefined when this user has nothing to see: the document is open and not approved by them. */
export function outcomeOf(document: Document, answer: Own | undefined): Outcome | undefined {
  // An approval lapses with its version.
  const own = answer?.version === document.version ? answer : undefined;
  const closed = document.status === "declined" || document.status === "withdrawn";
  if (closed) return undefined;
  const complete = document.status !== "open" || own?.complete === true;
  const mine = document.stages
    .flatMap((stage) => stage.approved)
    .filter(({ you }) => you)
    .at(-1);
  if (!complete && !mine && !own) return undefined;
  const delivery = (channel: Delivery["channel"]) =>
    document.deliveries.find((each) => each.channel === channel) ?? null;
  const stage = document.stages[document.current_stage ?? 0];
  const known = document.status === "open" && mine !== undefined;
  return {
    complete,
    reference: document.reference,
    at: (complete ? document.approved_at : mine?.at) ?? own?.at ?? null,
    waitingFor: complete ? [] : known ? (stage?.waiting ?? []) : (own?.waiting_for ?? []),
    anyone: complete ? false : known ? stage?.anyone === true : own?.anyone === true,
    recipient: document.recipient === "none" ? null : delivery("recipient"),
    archive: delivery("archive"),
  };
}

/** Whether the document has gone to who asked for it, so that the page may say so (M5.7). */
export function isSent({ complete, recipient }: Outcome): boolean {
  return complete && (recipient?.state === "sent" || recipient?.state === "accepted");
}
