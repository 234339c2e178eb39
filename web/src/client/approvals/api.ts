// The calls about approving. The one place that knows that their types are written by hand for now:
// with the generated schema, `approvals` becomes `api` and the types come from src/api/types.ts.
import type { Client } from "openapi-fetch";
import type { ApprovalsPaths } from "../../api/approvals";
import { api } from "../../api/client";

export const approvals = api as unknown as Client<ApprovalsPaths>;

export type * from "../../api/approvals";

/** Which document, as paths and addresses name it. */
export interface Place {
  organisation: string;
  document: string;
}

type Room = "read" | "approve" | "approved" | "question" | "decline";

export function documentAddress({ organisation, document }: Place, room?: Room): string {
  const address = `/approvals/${organisation}/${document}`;
  return room ? `${address}/${room}` : address;
}

/** The keys under which answers are remembered. */
export const keys = {
  all: ["approvals"] as const,
  notices: ["approvals", "notices"] as const,
  list: (organisation: string, filters: object) =>
    ["approvals", "list", organisation, filters] as const,
  document: ({ organisation, document }: Place) =>
    ["approvals", "document", organisation, document] as const,
  approved: ({ organisation, document }: Place) =>
    ["approvals", "approved", organisation, document] as const,
};
