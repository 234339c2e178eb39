// How a document of a list stands, as a word of the texts: "approved" says nothing of sending, and only
// what the recipient's channel took is sent.
import type { DeliveryState, DocumentRow, DocumentStatus } from "../../api/types";

export type Standing = "yourTurn" | "others" | Exclude<DocumentStatus, "open"> | DeliveryState;

export function standingOf({
  status,
  delivery,
  your_turn,
}: Pick<DocumentRow, "status" | "delivery" | "your_turn">): Standing {
  if (status === "open") return your_turn ? "yourTurn" : "others";
  return status === "queued" ? (delivery ?? "approved") : status;
}
