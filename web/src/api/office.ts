// The office's part of the API by hand, in the shape of a generated schema. It goes as soon as
// schema.d.ts has these paths; only src/staff/api.ts imports from here.

export type Kind =
  | "income_tax"
  | "corporate_tax"
  | "vat"
  | "payroll_tax"
  | "annual_accounts_kvk"
  | "annual_accounts_bank"
  | "quote"
  | "engagement_letter"
  | "other";
export type Recipient = "belastingdienst" | "kvk" | "bank" | "none";
export type Status =
  | "open"
  | "approved"
  | "queued"
  | "sent"
  | "accepted"
  | "refused"
  | "declined"
  | "withdrawn";
export type Channel = "archive" | "recipient";
export type DeliveryState =
  | "waiting"
  | "queued"
  | "unknown"
  | "sent"
  | "accepted"
  | "refused"
  | "failed";
export type WorkKind =
  | "question"
  | "declined"
  | "delivery_failed"
  | "delivery_unknown"
  | "delivery_waiting"
  | "bounce";

export interface Named {
  id: string;
  name: string;
}

export interface Amount {
  /** Whole euro cents. */
  cents: number;
  meaning: "to_pay" | "to_receive";
}

export interface Stage {
  needed: number;
  /** Nobody named means anyone with the right. */
  members: string[];
}

export interface OrganisationRow extends Named {
  client_number: string;
  contact: Named | null;
}

export interface Member extends Named {
  rights: string[];
}

export interface OrganisationDetail extends OrganisationRow {
  members: Member[];
  /** The usual approvers. */
  stages: Stage[];
}

export interface File {
  name: string;
  size: number;
  pages: number;
  sha256: string;
}

/** What staff enter; `stages: null` leaves approving to the organisation's usual approvers. */
export interface Fields {
  organisation: string;
  corrects?: string;
  /** The revision that is changed; another one is refused. */
  revision?: number;
  kind: Kind;
  title: string;
  period: string;
  amount: Amount | null;
  deadline: string;
  recipient: Recipient;
  message: string | null;
  stages: Stage[] | null;
}

export interface Draft extends Omit<Fields, "organisation" | "corrects" | "revision"> {
  id: string;
  version: number;
  organisation: Named;
  revision: number;
  prepared_by: Named;
  file: File | null;
  four_eyes: boolean;
  may_release: boolean;
}

export interface DraftRow {
  organisation: Named;
  id: string;
  version: number;
  kind: Kind;
  title: string;
  period: string;
  deadline: string;
  prepared_by: Named;
  updated_at: string;
  ready: boolean;
}

export interface DocumentRow {
  organisation: Named;
  id: string;
  version: number;
  kind: Kind;
  title: string;
  period: string;
  amount: Amount | null;
  deadline: string;
  recipient: Recipient;
  status: Status;
  your_turn: boolean;
  approved: number;
  needed: number;
  released_at: string;
  question_open: boolean;
}

export interface Approval {
  name: string;
  at: string;
  you: boolean;
}

export interface StageView {
  needed: number;
  approved: Approval[];
  waiting: { name: string }[];
  anyone: boolean;
}

export interface Delivery {
  channel: Channel;
  state: DeliveryState;
  at: string;
  receipt: string | null;
  reason: string | null;
  attempts: number;
}

export interface Reply {
  at: string;
  name: string;
  from_firm: boolean;
  text: string;
}

export interface Question {
  id: string;
  at: string;
  name: string;
  text: string;
  reach: "mail" | "phone" | "portal";
  when: string | null;
  open: boolean;
  replies: Reply[];
}

export interface HistoryEntry {
  number: number;
  at: string;
  event: string;
  actor: string;
  detail: string | null;
  hash: string;
}

export interface StaffDocument extends Omit<DocumentRow, "your_turn" | "approved" | "needed"> {
  message: string | null;
  file: File;
  stages: StageView[];
  current_stage: number | null;
  closed: { by_name: string | null; at: string; reason: string | null } | null;
  reference: string | null;
  approved_at: string | null;
  deliveries: Delivery[];
  evidence: { made_at: string } | null;
  questions: Question[];
  versions: { version: number; released_at: string }[];
  contact: { name: string } | null;
  history: HistoryEntry[];
  history_valid: boolean;
}

export interface Work {
  id: string;
  kind: WorkKind;
  organisation: Named;
  document: string | null;
  title: string | null;
  at: string;
  contact: Named | null;
  mine: boolean;
}

export interface Settings {
  four_eyes: Kind[];
  reminders: boolean;
}

export interface Address {
  url: string;
  expires_at: string;
}

export interface UploadTicket {
  url: string;
  headers: Record<string, string>;
}

export interface UploadedFile {
  name: string;
  size: number;
  sha256: string;
}

interface Json<T> {
  content: { "application/json": T };
}

interface NoPath<Query = never> {
  path?: never;
  query?: Query;
}
interface Reading<Parameters, Out> {
  parameters: Parameters;
  responses: { 200: Json<Out> };
}
interface Writing<Parameters, In, Out> {
  parameters: Parameters;
  requestBody: Json<In>;
  responses: { 200: Json<Out> };
}
interface Doing<Parameters, In> {
  parameters: Parameters;
  requestBody: Json<In>;
  responses: { 204: { content?: never } };
}

type Nothing = Record<string, never>;
interface Paged {
  limit?: number;
  cursor?: string | undefined;
}
interface OfOrganisation {
  path: { organisation: string };
}
interface OfDocument {
  path: { organisation: string; document: string };
}
interface OfQuestion {
  path: { organisation: string; document: string; question: string };
}
interface OfWork {
  path: { organisation: string; work: string };
}
type Page<Name extends string, Row> = Record<Name, Row[]> & { next: string | null };

export interface OfficePaths {
  "/api/office/organisations": {
    get: Reading<NoPath<Paged>, Page<"organisations", OrganisationRow>>;
  };
  "/api/office/organisations/{organisation}": { get: Reading<OfOrganisation, OrganisationDetail> };
  "/api/office/organisations/{organisation}/approvers": {
    put: Doing<OfOrganisation, { stages: Stage[] }>;
  };
  "/api/office/drafts": {
    get: Reading<NoPath<Paged>, Page<"drafts", DraftRow>>;
    post: Writing<NoPath, Fields, Draft>;
  };
  "/api/office/drafts/{organisation}/{document}": {
    get: Reading<OfDocument, Draft>;
    put: Writing<OfDocument, Fields, Draft>;
  };
  "/api/office/drafts/{organisation}/{document}/upload": {
    post: Writing<OfDocument, UploadedFile, UploadTicket>;
  };
  "/api/office/drafts/{organisation}/{document}/uploaded": {
    post: Writing<OfDocument, UploadedFile, Draft>;
  };
  "/api/office/drafts/{organisation}/{document}/preview": {
    post: Writing<OfDocument, Nothing, Address>;
  };
  "/api/office/drafts/{organisation}/{document}/release": {
    post: Writing<
      OfDocument,
      { revision: number },
      { organisation: string; document: string; version: number }
    >;
  };
  "/api/office/drafts/{organisation}/{document}/discard": { post: Doing<OfDocument, Nothing> };
  "/api/office/documents": {
    get: Reading<NoPath<Paged & { status?: Status }>, Page<"documents", DocumentRow>>;
  };
  "/api/office/documents/{organisation}/{document}": { get: Reading<OfDocument, StaffDocument> };
  "/api/office/documents/{organisation}/{document}/open": {
    post: Writing<OfDocument, { version: number }, Address>;
  };
  "/api/office/documents/{organisation}/{document}/withdraw": {
    post: Doing<OfDocument, { request: string; reason: string }>;
  };
  "/api/office/documents/{organisation}/{document}/questions/{question}/answer": {
    post: Doing<OfQuestion, { request: string; text: string }>;
  };
  "/api/office/documents/{organisation}/{document}/deliver-again": {
    post: Doing<OfDocument, { channel: Channel }>;
  };
  "/api/office/documents/{organisation}/{document}/pack": {
    post: Writing<OfDocument, Nothing, Address>;
  };
  "/api/office/work": { get: Reading<NoPath<Paged>, Page<"work", Work>> };
  "/api/office/work/{organisation}/{work}/done": { post: Doing<OfWork, Nothing> };
  "/api/office/settings": {
    get: Reading<NoPath, Settings>;
    put: Writing<NoPath, Settings, Settings>;
  };
}
