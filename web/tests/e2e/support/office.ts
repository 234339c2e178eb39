// The office's side of the API as a test wants it to answer: one firm with a few clients and documents.
import type { Page } from "@playwright/test";
import type {
  Draft,
  DraftRow,
  FirmDocument,
  FirmDocumentRow,
  HistoryEntry,
  OrganisationDetail,
  Work,
} from "../../../src/api/types";
import { done, type FakeApi, ok, signedIn } from "./fake-api";
import { FILES } from "./fixtures";
import { pdf, sha256 } from "./pdf";

export const PDF = pdf("Btw-aangifte 3e kwartaal 2026");
const FILE = { name: "btw-2026-q3.pdf", size: PDF.length, pages: 1, sha256: sha256(PDF) };

export const BAKERY = { id: "org_1", name: "Bakkerij De Gouden Aar B.V." };
export const FITTER = { id: "org_2", name: "Van Dijk Installatietechniek" };
const JORIS = { id: "usr_staff_1", name: "Joris Hendriks" };
const EVA = { id: "usr_staff_2", name: "Eva Postma" };

export const ORGANISATIONS = {
  organisations: [
    { ...BAKERY, client_number: "10001", contact: JORIS },
    { ...FITTER, client_number: "10002", contact: EVA },
    {
      id: "org_3",
      name: "Stichting Zorgboerderij 't Hoefje",
      client_number: "10003",
      contact: null,
    },
    { id: "org_4", name: "Café André", client_number: "10004", contact: JORIS },
  ],
  next: null,
};

export const BAKERY_DETAIL: OrganisationDetail = {
  ...BAKERY,
  client_number: "10001",
  contact: JORIS,
  members: [
    { id: "usr_01", name: "Sanne de Wit", rights: ["approve", "dossier"] },
    { id: "usr_02", name: "Peter van Dijk", rights: ["approve"] },
    { id: "usr_03", name: "Nina Bakker", rights: ["dossier"] },
    { id: "usr_04", name: "Mohammed El Amrani", rights: ["approve", "administer"] },
  ],
  stages: [{ needed: 1, members: [] }],
};

export const DRAFT: Draft = {
  id: "doc_draft",
  version: 1,
  organisation: BAKERY,
  revision: 4,
  kind: "vat",
  title: "Btw-aangifte 3e kwartaal 2026",
  period: "2026-Q3",
  amount: { cents: 1234567, meaning: "to_pay" },
  deadline: "2099-12-15",
  recipient: "belastingdienst",
  message: "Beste Sanne,\n\nHierbij de aangifte. De voorbelasting op de nieuwe oven is verwerkt.",
  stages: [{ needed: 1, members: [] }],
  prepared_by: JORIS,
  updated_at: "2026-11-23T09:12:00Z",
  file: FILE,
  four_eyes: false,
  may_release: true,
};

const draftRow = (change: Partial<DraftRow>): DraftRow => ({
  organisation: BAKERY,
  id: "doc_draft",
  version: 1,
  kind: "vat",
  title: "Btw-aangifte 3e kwartaal 2026",
  period: "2026-Q3",
  deadline: "2026-12-15",
  prepared_by: JORIS,
  updated_at: "2026-11-23T09:12:00Z",
  ready: true,
  revision: 4,
  may_release: true,
  ...change,
});

export const DRAFTS = {
  drafts: [
    draftRow({}),
    draftRow({
      id: "doc_draft_2",
      organisation: FITTER,
      kind: "annual_accounts_bank",
      title: "Jaarrekening 2025",
      period: "2025",
      prepared_by: EVA,
      version: 2,
    }),
    draftRow({
      id: "doc_draft_3",
      kind: "engagement_letter",
      title: "Opdrachtbevestiging 2027",
      period: "2027",
      ready: false,
    }),
    draftRow({
      id: "doc_draft_4",
      organisation: FITTER,
      kind: "payroll_tax",
      title: "Aangifte loonheffingen oktober 2026",
      period: "2026-10",
    }),
  ],
  next: null,
};

const row = (change: Partial<FirmDocumentRow>): FirmDocumentRow => ({
  organisation: BAKERY,
  id: "doc_1",
  version: 1,
  kind: "vat",
  title: "Btw-aangifte 3e kwartaal 2026",
  period: "2026-Q3",
  amount: { cents: 1234567, meaning: "to_pay" },
  deadline: "2026-11-30",
  recipient: "belastingdienst",
  status: "open",
  delivery: null,
  your_turn: false,
  approved: 0,
  needed: 1,
  released_at: "2026-11-20T09:00:00Z",
  question_open: false,
  approved_at: null,
  evidence: null,
  ...change,
});

export const DOCUMENTS = {
  documents: [
    row({ question_open: true }),
    row({
      id: "doc_2",
      organisation: FITTER,
      kind: "income_tax",
      title: "Aangifte inkomstenbelasting 2025 P. van Dijk",
      period: "2025",
      amount: { cents: 98_700, meaning: "to_receive" },
      approved: 1,
      needed: 3,
    }),
    row({
      id: "doc_3",
      kind: "quote",
      title: "Offerte salarisadministratie",
      period: "2027",
      amount: null,
      recipient: "none",
    }),
  ],
  next: "more",
};

export const WORK: { work: Work[]; next: string | null } = {
  work: [
    {
      id: "wrk_1",
      kind: "question",
      organisation: BAKERY,
      document: "doc_1",
      title: "Btw-aangifte 3e kwartaal 2026",
      at: "2026-11-23T08:05:00Z",
      contact: JORIS,
      mine: true,
      unreached: null,
    },
    {
      id: "wrk_2",
      kind: "delivery_unknown",
      organisation: FITTER,
      document: "doc_2",
      title: "Aangifte inkomstenbelasting 2025 P. van Dijk",
      at: "2026-11-23T07:45:00Z",
      contact: EVA,
      mine: false,
      unreached: null,
    },
    {
      id: "wrk_3",
      kind: "declined",
      organisation: BAKERY,
      document: "doc_3",
      title: "Offerte salarisadministratie",
      at: "2026-11-22T16:20:00Z",
      contact: JORIS,
      mine: true,
      unreached: null,
    },
    {
      id: "wrk_4",
      kind: "bounce",
      organisation: { id: "org_3", name: "Stichting Zorgboerderij 't Hoefje" },
      document: null,
      title: null,
      at: "2026-11-21T10:00:00Z",
      contact: null,
      mine: false,
      unreached: { id: "usr_07", name: "Henk van der Meulen" },
    },
    {
      id: "wrk_5",
      kind: "complaint",
      organisation: BAKERY,
      document: "doc_1",
      title: "Btw-aangifte 3e kwartaal 2026",
      at: "2026-11-20T10:00:00Z",
      contact: JORIS,
      mine: true,
      unreached: { id: "usr_01", name: "Sanne de Wit" },
    },
  ],
  next: null,
};

const DETAILS: Record<string, string> = {
  released: "1 (Joris Hendriks)",
  viewed: "1",
  approved: "1 (SMS)",
  reminded: "7",
};

const EVENTS = [
  "released",
  "viewed",
  "asked",
  "answered",
  "viewed",
  "reminded",
  "approved",
] as const satisfies HistoryEntry["event"][];

const HISTORY = EVENTS.map(
  (event, index): HistoryEntry => ({
    number: index + 1,
    at: `2026-11-2${index < 4 ? 0 : 3}T0${index + 1}:05:00Z`,
    event,
    actor: event === "released" || event === "answered" ? JORIS.name : "Sanne de Wit",
    detail: DETAILS[event] ?? null,
    hash: `${index}a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad`,
  }),
);

export const OPEN_DOCUMENT: FirmDocument = {
  organisation: BAKERY,
  id: "doc_1",
  version: 2,
  kind: "vat",
  title: "Btw-aangifte 3e kwartaal 2026",
  period: "2026-Q3",
  amount: { cents: 1234567, meaning: "to_pay" },
  deadline: "2026-11-30",
  recipient: "belastingdienst",
  status: "open",
  delivery: null,
  your_turn: false,
  approved: 1,
  needed: 3,
  released_at: "2026-11-23T07:05:00Z",
  question_open: true,
  message: "Beste Sanne,\n\nHierbij de aangifte.",
  file: FILE,
  stages: [
    {
      needed: 1,
      approved: [{ name: "Mohammed El Amrani", at: "2026-11-23T08:00:00Z", you: false }],
      waiting: [],
      anyone: false,
    },
    {
      needed: 2,
      approved: [],
      waiting: [{ name: "Sanne de Wit" }, { name: "Peter van Dijk" }],
      anyone: false,
    },
  ],
  current_stage: 1,
  closed: null,
  reference: null,
  approved_at: null,
  deliveries: [],
  evidence: null,
  questions: [
    {
      id: "qst_1",
      at: "2026-11-23T08:05:00Z",
      name: "Sanne de Wit",
      you: false,
      text: "Klopt het dat de nieuwe oven hier al in zit?\nDe factuur kwam pas in oktober.",
      reach: "phone",
      when: "na 16 uur",
      open: true,
      replies: [],
      asker: { mobile: "+31612345678", email: "sanne@example.com" },
    },
    {
      id: "qst_2",
      at: "2026-11-20T10:00:00Z",
      name: "Sanne de Wit",
      you: false,
      text: "Wanneer moet ik dit betalen?",
      reach: "portal",
      when: null,
      open: false,
      replies: [
        {
          at: "2026-11-20T11:30:00Z",
          name: JORIS.name,
          from_firm: true,
          text: "U betaalt zelf, uiterlijk op 30 november.",
        },
      ],
    },
  ],
  versions: [
    { version: 1, released_at: "2026-11-20T09:00:00Z" },
    { version: 2, released_at: "2026-11-23T07:05:00Z" },
  ],
  contact: JORIS,
  history: HISTORY,
  history_valid: true,
  evidence_late: false,
  lacks_approvers: false,
};

export const APPROVED_DOCUMENT: FirmDocument = {
  ...OPEN_DOCUMENT,
  id: "doc_2",
  version: 1,
  status: "approved",
  needed: 1,
  title: "Aangifte inkomstenbelasting 2025 P. van Dijk",
  kind: "income_tax",
  period: "2025",
  organisation: FITTER,
  amount: { cents: 98_700, meaning: "to_receive" },
  question_open: false,
  message: null,
  questions: [],
  stages: [
    {
      needed: 1,
      approved: [{ name: "Peter van Dijk", at: "2026-11-23T07:40:00Z", you: false }],
      waiting: [],
      anyone: true,
    },
  ],
  current_stage: null,
  reference: "AK-7F3K-22QD",
  approved_at: "2026-11-23T07:40:00Z",
  evidence: { made_at: "2026-11-23T07:41:00Z" },
  versions: [{ version: 1, released_at: "2026-11-20T09:00:00Z" }],
  deliveries: [
    {
      channel: "archive",
      state: "unknown",
      at: "2026-11-23T07:45:00Z",
      receipt: null,
      reason: "timed_out",
      attempts: 3,
      late: false,
      may_send_again: true,
      may_send_by_firm: false,
    },
    {
      channel: "recipient",
      state: "waiting",
      at: "2026-11-23T07:41:00Z",
      receipt: null,
      reason: null,
      attempts: 0,
      late: false,
      may_send_again: false,
      may_send_by_firm: true,
    },
  ],
  history_valid: false,
};

export const STAFF = {
  user: JORIS.id,
  name: JORIS.name,
  login: "joris",
  email: "joris@example.com",
  kind: "staff" as const,
  organisations: [],
  active_organisation: null,
};

/** The store of files, which has one: on another origin, as the real one. */
async function serveFiles(page: Page): Promise<void> {
  const headers = { "Access-Control-Allow-Origin": "*", "Content-Type": "application/pdf" };
  await page.route(`${FILES}/**`, (route) => route.fulfill({ headers, body: PDF }));
}

/** Everything that the office's screens ask for, with answers that a test may replace. */
export async function atOffice(page: Page, language: "nl" | "en"): Promise<FakeApi> {
  const api = await signedIn(page, language, STAFF);
  await serveFiles(page);
  return api
    .answer("GET /api/office/work", ok(WORK))
    .answer("GET /api/office/documents", ok(DOCUMENTS))
    .answer("GET /api/office/drafts", ok(DRAFTS))
    .answer("GET /api/office/organisations", ok(ORGANISATIONS))
    .answer("GET /api/office/organisations/org_1", ok(BAKERY_DETAIL))
    .answer("GET /api/office/drafts/org_1/doc_draft", ok(DRAFT))
    .answer("GET /api/office/documents/org_1/doc_1", ok(OPEN_DOCUMENT))
    .answer("GET /api/office/documents/org_2/doc_2", ok(APPROVED_DOCUMENT))
    .answer("POST /api/office/drafts/org_1/doc_draft/preview", ok({ url: `${FILES}/draft.pdf` }))
    .answer("POST /api/office/documents/org_1/doc_1/open", ok({ url: `${FILES}/released.pdf` }))
    .answer("POST /api/office/documents/org_1/doc_1/withdraw", done)
    .answer(
      "GET /api/office/settings",
      ok({
        revision: 3,
        four_eyes: ["annual_accounts_kvk", "annual_accounts_bank"],
        reminders: true,
        lifting: null,
      }),
    );
}
