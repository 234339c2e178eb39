// The part of the API about approving, by hand, in the shape of a generated schema. It goes as soon
// as schema.d.ts has these paths; only src/client/approvals/api.ts imports from here.
import type { Challenge } from "./types";

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
/** What a list can be narrowed to; `approved` holds everything that came after approval too. */
export type StatusFilter = "open" | "approved" | "declined" | "withdrawn";
export type Reach = "mail" | "phone" | "portal";
export type DeliveryState =
  | "waiting"
  | "queued"
  | "unknown"
  | "sent"
  | "accepted"
  | "refused"
  | "failed";

export interface Named {
  id: string;
  name: string;
}

export interface Amount {
  /** Whole euro cents. */
  cents: number;
  meaning: "to_pay" | "to_receive";
}

export interface Task {
  organisation: Named;
  document: string;
  kind: Kind;
  title: string;
  period: string;
  deadline: string;
  amount?: Amount | null;
}

export interface Tasks {
  notices: Task[];
  more: boolean;
}

export interface Row {
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

export interface Rows {
  documents: Row[];
  next: string | null;
}

export interface Stage {
  needed: number;
  approved: { name: string; at: string; you: boolean }[];
  waiting: { name: string }[];
  /** Anyone with the right may approve; then nobody is named in `waiting`. */
  anyone: boolean;
}

export interface Delivery {
  channel: "archive" | "recipient";
  state: DeliveryState;
  at: string;
  receipt: string | null;
}

export interface Question {
  id: string;
  at: string;
  name: string;
  you: boolean;
  text: string;
  reach: Reach;
  when: string | null;
  open: boolean;
  replies: { at: string; name: string; from_firm: boolean; text: string }[];
}

export interface Document {
  id: string;
  organisation: Named;
  version: number;
  kind: Kind;
  title: string;
  period: string;
  amount: Amount | null;
  deadline: string;
  recipient: Recipient;
  status: Status;
  message: string | null;
  released_at: string;
  file: { name: string; size: number; pages: number; sha256: string };
  /** Whether this user has opened this version. */
  viewed: boolean;
  your_turn: boolean;
  may: "approve" | "wait_for_others" | "already_approved" | "not_an_approver" | "closed";
  stages: Stage[];
  current_stage: number | null;
  closed: { by_name: string | null; at: string; reason: string | null } | null;
  reference: string | null;
  approved_at: string | null;
  deliveries: Delivery[];
  evidence: { made_at: string } | null;
  questions: Question[];
  versions: { version: number; released_at: string }[];
  contact: { name: string } | null;
}

export interface Approved {
  reference: string;
  at: string;
  complete: boolean;
  status: Status;
  waiting_for: { name: string }[];
  anyone: boolean;
}

/** A signed address: whoever has it may fetch the file until it expires. */
export interface Signed {
  url: string;
  expires_at: string;
}

interface Reply<T> {
  headers: { [name: string]: unknown };
  content: { "application/json": T };
}

interface Get<P, T> {
  get: { parameters: P; responses: { 200: Reply<T> } };
}

interface Post<P, B, T> {
  post: {
    parameters: P;
    requestBody: { content: { "application/json": B } };
    responses: { 200: Reply<T> };
  };
}

interface In {
  path: { organisation: string };
}

interface Of {
  path: { organisation: string; document: string };
}

interface OfQuestion {
  path: { organisation: string; document: string; question: string };
}

interface Listing {
  list: "open" | "all";
  year?: string;
  status?: StatusFilter;
  limit?: number;
  cursor?: string;
}

export interface ApprovalsPaths {
  "/api/approvals/notices": Get<object, Tasks>;
  "/api/approvals/{organisation}/documents": Get<In & { query: Listing }, Rows>;
  "/api/approvals/{organisation}/documents/{document}": Get<Of, Document>;
  "/api/approvals/{organisation}/documents/{document}/open": Post<Of, { version: number }, Signed>;
  "/api/approvals/{organisation}/documents/{document}/challenge": Post<
    Of,
    { version: number; sha256: string },
    Challenge
  >;
  "/api/approvals/{organisation}/documents/{document}/approve": Post<
    Of,
    { request: string; version: number; sha256: string; challenge: string; code: string },
    Approved
  >;
  "/api/approvals/{organisation}/documents/{document}/decline": Post<
    Of,
    { request: string; version: number; reason: string },
    { at: string }
  >;
  "/api/approvals/{organisation}/documents/{document}/questions": Post<
    Of,
    { request: string; text: string; reach: Reach; when?: string },
    { id: string }
  >;
  "/api/approvals/{organisation}/documents/{document}/questions/{question}/replies": Post<
    OfQuestion,
    { request: string; text: string },
    unknown
  >;
  "/api/approvals/{organisation}/documents/{document}/pack": Post<
    Of,
    Record<string, never>,
    Signed
  >;
}
