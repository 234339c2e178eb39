// Which document a page of approving is about: in paths, in addresses and among remembered answers.

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
