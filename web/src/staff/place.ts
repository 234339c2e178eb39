// Which document or draft a page of the office is about: in paths, in addresses and among remembered
// answers.

/** Which document or draft, as paths name it. */
export interface Place {
  organisation: string;
  document: string;
}

export const placeOf = (of: { id: string; organisation: { id: string } }): Place => ({
  organisation: of.organisation.id,
  document: of.id,
});

export const draftAddress = ({ organisation, document }: Place) =>
  `/office/drafts/${organisation}/${document}`;

export const documentAddress = ({ organisation, document }: Place) =>
  `/office/documents/${organisation}/${document}`;

/** Where several documents are prepared at once. */
export const SEVERAL = "/office/publish/several";

/** The keys under which answers are remembered. */
export const keys = {
  work: ["office", "work"] as const,
  drafts: ["office", "drafts"] as const,
  documents: ["office", "documents"] as const,
  settings: ["office", "settings"] as const,
  organisations: ["office", "organisations"] as const,
  organisation: (id: string) => ["office", "organisation", id] as const,
  draft: ({ organisation, document }: Place) =>
    ["office", "draft", organisation, document] as const,
  document: ({ organisation, document }: Place) =>
    ["office", "document", organisation, document] as const,
};
