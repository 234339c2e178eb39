// The API of approving as a test wants it to answer: a client of two organisations and their documents.
import { expect, type Page } from "@playwright/test";
import type { Approved, Document, DocumentRow, Tasks } from "../../../src/api/types";
import { type FakeApi, ok, type session, signedIn } from "./fake-api";
import { FILES, type Texts } from "./fixtures";
import { sha256 } from "./pdf";
import { button, heading } from "./steps";
import { taxReturn } from "./tax-return";

export const BAKERY = { id: "org_1", name: "Bakkerij De Gouden Aar B.V." };
export const FITTER = { id: "org_2", name: "Van Dijk Installatietechniek" };

export const PAGES = 24;
export const PDF = taxReturn(PAGES);
const FILE = { name: "btw-2026-q3.pdf", size: PDF.length, pages: PAGES, sha256: sha256(PDF) };

/** A civil date so many days from today, in the Netherlands. */
export const inDays = (days: number) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Amsterdam" }).format(
    Date.now() + days * 86_400_000,
  );

export const ROW: DocumentRow = {
  id: "doc_vat",
  version: 1,
  kind: "vat",
  title: "Btw-aangifte 3e kwartaal 2026",
  period: "2026-Q3",
  amount: { cents: 1234567, meaning: "to_pay" },
  deadline: inDays(3),
  recipient: "belastingdienst",
  status: "open",
  delivery: null,
  your_turn: true,
  approved: 0,
  needed: 1,
  released_at: "2026-11-20T09:30:00Z",
  question_open: false,
  approved_at: null,
  evidence: null,
};

export const OPEN_ROWS: DocumentRow[] = [
  {
    ...ROW,
    id: "doc_late",
    kind: "payroll_tax",
    title: "Loonaangifte oktober 2026",
    period: "2026-10",
    amount: { cents: 481230, meaning: "to_pay" },
    deadline: inDays(-2),
  },
  ROW,
  {
    ...ROW,
    id: "doc_accounts",
    kind: "annual_accounts_kvk",
    title: "Jaarrekening 2025 met toelichting en controleverklaring",
    period: "2025",
    amount: null,
    recipient: "kvk",
    deadline: inDays(24),
    your_turn: false,
    approved: 1,
    needed: 2,
    question_open: true,
  },
  {
    ...ROW,
    id: "doc_income",
    kind: "income_tax",
    title: "Aangifte inkomstenbelasting 2025",
    period: "2025",
    amount: { cents: 89900, meaning: "to_receive" },
    deadline: inDays(120),
  },
];

const ended = (
  id: string,
  status: DocumentRow["status"],
  change: Partial<DocumentRow>,
): DocumentRow => ({
  ...ROW,
  id,
  status,
  your_turn: false,
  approved: 1,
  approved_at: ["declined", "withdrawn"].includes(status) ? null : "2026-11-24T13:05:00Z",
  ...change,
});

export const ALL_ROWS: DocumentRow[] = [
  ROW,
  ended("doc_q2", "accepted", {
    delivery: "accepted",
    title: "Btw-aangifte 2e kwartaal 2026",
    approved_at: "2026-07-29T13:05:00Z",
    evidence: { made_at: "2026-07-29T13:06:00Z" },
    period: "2026-Q2",
    deadline: "2026-07-31",
    amount: { cents: 1102000, meaning: "to_pay" },
  }),
  ended("doc_quote", "approved", {
    kind: "quote",
    title: "Offerte administratie 2027",
    evidence: { made_at: "2026-11-24T13:06:00Z" },
    period: "2027",
    amount: null,
    recipient: "none",
    deadline: "2026-11-30",
  }),
  ended("doc_corporate", "queued", {
    delivery: "waiting",
    kind: "corporate_tax",
    title: "Aangifte vennootschapsbelasting 2025",
    period: "2025",
    deadline: "2026-11-30",
  }),
  ended("doc_declined", "declined", {
    kind: "payroll_tax",
    title: "Loonaangifte augustus 2026",
    period: "2026-08",
    deadline: "2026-09-30",
  }),
  ended("doc_withdrawn", "withdrawn", {
    kind: "annual_accounts_bank",
    title: "Jaarrekening 2024 voor de bank",
    period: "2024",
    amount: null,
    deadline: "2026-03-01",
  }),
];

export const TASKS: Tasks = {
  notices: [
    {
      organisation: FITTER,
      document: "doc_fitter",
      kind: "payroll_tax",
      title: "Loonaangifte oktober 2026",
      period: "2026-10",
      deadline: inDays(0),
      amount: { cents: 481230, meaning: "to_pay" },
    },
    {
      organisation: BAKERY,
      document: "doc_vat",
      kind: "vat",
      title: ROW.title,
      period: ROW.period,
      deadline: ROW.deadline,
      amount: ROW.amount ?? null,
    },
    {
      organisation: BAKERY,
      document: "doc_quote",
      kind: "quote",
      title: "Offerte administratie 2027",
      period: "2027",
      deadline: inDays(40),
    },
  ],
  more: false,
};

const AT = "2026-11-24T13:05:00Z";
export const REFERENCE = "AKK-2026-7K3F-92QD";

export const PLACE = "/approvals/org_1/doc_vat";
const API = "/api/approvals/org_1/documents/doc_vat";
export const GET_DOCUMENT = `GET ${API}`;
export const post = (action: string) => `POST ${API}/${action}`;

export function document(change: Partial<Document> = {}): Document {
  return {
    id: "doc_vat",
    organisation: BAKERY,
    version: 1,
    kind: "vat",
    title: ROW.title,
    period: ROW.period,
    amount: ROW.amount ?? null,
    deadline: ROW.deadline,
    recipient: "belastingdienst",
    status: "open",
    message:
      "Beste Sanne,\n\nHierbij de btw-aangifte over het derde kwartaal. De voorbelasting is hoger door de nieuwe oven.",
    released_at: "2026-11-20T09:30:00Z",
    file: FILE,
    viewed: false,
    your_turn: true,
    may: "approve",
    stages: [{ needed: 1, approved: [], waiting: [], anyone: true }],
    current_stage: 0,
    closed: null,
    reference: REFERENCE,
    approved_at: null,
    deliveries: [],
    evidence: null,
    questions: [],
    versions: [{ version: 1, released_at: "2026-11-20T09:30:00Z" }],
    contact: { name: "Joris Hendriks" },
    ...change,
  };
}

export const APPROVED: Approved = {
  reference: REFERENCE,
  at: AT,
  complete: true,
  status: "approved",
  waiting_for: [],
  anyone: false,
};

export function approvedDocument(change: Partial<Document> = {}): Document {
  return document({
    viewed: true,
    status: "sent",
    your_turn: false,
    may: "closed",
    stages: [
      {
        needed: 1,
        approved: [{ name: "Sanne de Wit", at: AT, you: true }],
        waiting: [],
        anyone: true,
      },
    ],
    current_stage: null,
    approved_at: AT,
    deliveries: [
      { channel: "archive", state: "accepted", at: "2026-11-24T13:05:20Z", receipt: null },
      {
        channel: "recipient",
        state: "sent",
        at: "2026-11-24T13:06:10Z",
        receipt: "DP-20261124-0081-4433",
      },
    ],
    evidence: { made_at: "2026-11-24T13:05:30Z" },
    ...change,
  });
}

export const HALF_WAY: Document = document({
  viewed: true,
  your_turn: false,
  may: "already_approved",
  stages: [
    {
      needed: 1,
      approved: [{ name: "Sanne de Wit", at: AT, you: true }],
      waiting: [],
      anyone: false,
    },
    {
      needed: 1,
      approved: [],
      waiting: [{ name: "Mohammed El Amrani" }, { name: "Peter van Dijk" }],
      anyone: false,
    },
  ],
  current_stage: 1,
});

export const QUESTIONS: Document["questions"] = [
  {
    id: "qst_1",
    at: "2026-11-21T10:00:00Z",
    name: "Sanne de Wit",
    you: true,
    text: "Is de factuur van de oven er al bij?\nDie kwam op 29 september.",
    reach: "phone",
    when: "morgen na 14 uur",
    open: false,
    replies: [
      {
        at: "2026-11-21T14:30:00Z",
        name: "Joris Hendriks",
        from_firm: true,
        text: "Ja, die zit bij de voorbelasting op bladzijde 2.",
      },
    ],
  },
];

/** A session with these documents; what else a test needs it answers itself. */
export async function withApprovals(
  page: Page,
  language: "nl" | "en",
  change: Parameters<typeof session>[1] = {},
): Promise<FakeApi> {
  await page.route(`${FILES}/**`, (route) =>
    route.fulfill({
      body: PDF,
      headers: { "Access-Control-Allow-Origin": "*", "Content-Type": "application/pdf" },
    }),
  );
  const api = await signedIn(page, language, change);
  return api
    .answer("GET /api/approvals/notices", ok(TASKS))
    .answer("GET /api/approvals/org_1/documents", ok({ documents: OPEN_ROWS, next: null }))
    .answer(GET_DOCUMENT, ok(document()))
    .answer(post("open"), ok({ url: `${FILES}/doc_vat/1?signed`, expires_at: AT }));
}

/** From the document's page, read, to where its code is asked for: Akkoord, and Akkoord once more. */
export async function toConfirmation(page: Page, t: Texts): Promise<void> {
  const { confirm, document } = t.approvals;
  await page.goto(PLACE);
  await button(page, document.agree).click();
  const dialog = page.getByRole("dialog", { name: confirm.title });
  await dialog.getByRole("button", { name: confirm.agree }).click();
  await expect(heading(page, t.approvals.approve.title)).toBeVisible();
}
