// The client's screens of approving, and how to get there.
import { expect } from "@playwright/test";
import type { Document } from "../../../src/api/types";
import {
  ALL_ROWS,
  approvedDocument,
  BAKERY,
  document,
  GET_DOCUMENT,
  HALF_WAY,
  OPEN_ROWS,
  PLACE,
  post,
  QUESTIONS,
  toConfirmation,
  withApprovals,
} from "./approvals";
import { challenge, type FakeApi, ok, problem, type session } from "./fake-api";
import type { Screen, Stage } from "./screens";
import { button } from "./steps";

const LIST = "GET /api/approvals/org_1/documents";
type Change = Parameters<typeof session>[1];

async function goto(
  { page, language }: Stage,
  path: string,
  answers: (api: FakeApi) => void = () => {},
  change: Change = {},
): Promise<void> {
  answers(await withApprovals(page, language, change));
  await page.goto(path);
}

/** Where the code is asked for, which only the document's page leads to. */
async function confirmation(
  { page, t, language }: Stage,
  answers: (api: FakeApi) => void,
  change: Change = {},
): Promise<void> {
  answers(await withApprovals(page, language, change));
  await toConfirmation(page, t);
}

const of = (change: Partial<Document>) => (api: FakeApi) =>
  void api.answer(GET_DOCUMENT, ok(document(change)));

/** A screen about the one document, told in that document's state. */
function about(
  name: string,
  room: string,
  answers: (api: FakeApi) => void,
  title: Screen["title"] = () => document().title,
): Screen {
  return { name, open: (stage) => goto(stage, `${PLACE}${room}`, answers), title };
}

const WITH_APP = { second_factor: { authenticator: true, sms: true, recovery_codes_left: 9 } };
const READ = { viewed: true };

export const APPROVAL_SCREENS: Screen[] = [
  {
    name: "approvals: home with notices",
    open: async (stage) => {
      await goto(stage, "/");
      await expect(stage.page.locator(".task").first()).toBeVisible();
    },
    title: (t) => t.portal.home.title("Sanne de Wit"),
  },
  {
    name: "approvals: home, notices cut off",
    open: async (stage) => {
      await goto(stage, "/", (api) =>
        api.answer("GET /api/approvals/notices", ok({ notices: [], more: true })),
      );
      await expect(stage.page.getByText(stage.t.portal.home.notHere)).toBeVisible();
    },
    title: (t) => t.portal.home.title("Sanne de Wit"),
  },
  {
    name: "approvals: home, notices do not come",
    open: async (stage) => {
      await goto(stage, "/", (api) => {
        const broken = problem(503, "unavailable", { reference: "01JD-7F3K" });
        api.answer("GET /api/approvals/notices", broken);
      });
      await expect(stage.page.getByText(stage.t.portal.home.noticesFailed)).toBeVisible();
    },
    title: (t) => t.portal.home.title("Sanne de Wit"),
  },
  {
    name: "approvals: open documents",
    open: async (stage) => {
      await goto(stage, "/approvals", (api) =>
        api.answer(LIST, ok({ documents: OPEN_ROWS, next: "more" })),
      );
      await expect(button(stage.page, stage.t.approvals.lists.more)).toBeVisible();
    },
    title: (t) => t.approvals.lists.title,
  },
  {
    name: "approvals: nothing open",
    open: async (stage) => {
      await goto(stage, "/approvals", (api) => api.answer(LIST, ok({ documents: [], next: null })));
      await expect(stage.page.getByText(stage.t.approvals.lists.empty)).toBeVisible();
    },
    title: (t) => t.approvals.lists.title,
  },
  {
    name: "approvals: list that does not come",
    open: async (stage) => {
      await goto(stage, "/approvals", (api) =>
        api.answer(LIST, problem(503, "unavailable", { reference: "01JD-7F3K" })),
      );
      await expect(stage.page.getByText("01JD-7F3K")).toBeVisible();
    },
    title: (t) => t.errors.unexpectedTitle,
  },
  {
    name: "approvals: no right here",
    open: async (stage) => {
      const organisations = [
        { ...BAKERY, client_number: "10001", rights: [] },
        { id: "org_2", name: "Van Dijk", client_number: "10002", rights: ["approve" as const] },
      ];
      await goto(stage, "/approvals", undefined, { organisations });
    },
    title: (t) => t.approvals.lists.title,
  },
  {
    name: "approvals: overview",
    open: async (stage) => {
      await goto(stage, "/approvals/all?year=2026", (api) =>
        api.answer(LIST, ok({ documents: ALL_ROWS, next: null })),
      );
      await expect(stage.page.getByText("Offerte administratie 2027")).toBeVisible();
    },
    title: (t) => t.approvals.lists.overview,
  },
  {
    name: "approvals: overview, nothing found",
    open: async (stage) => {
      await goto(stage, "/approvals/all?year=2021&status=declined", (api) =>
        api.answer(LIST, ok({ documents: [], next: null })),
      );
      await expect(stage.page.getByText(stage.t.approvals.lists.noMatch)).toBeVisible();
    },
    title: (t) => t.approvals.lists.overview,
  },
  about("approvals: document, not read", "", () => {}),
  about("approvals: document, read", "", of({ ...READ, questions: QUESTIONS })),
  about("approvals: document, deadline passed", "", of({ ...READ, deadline: "2026-10-31" })),
  about(
    "approvals: document, new version",
    "",
    of({
      version: 2,
      versions: [
        { version: 1, released_at: "2026-11-18T09:30:00Z" },
        { version: 2, released_at: "2026-11-20T09:30:00Z" },
      ],
    }),
  ),
  about("approvals: document, somebody else's turn", "", of({ may: "wait_for_others" })),
  about("approvals: document, approved by you", "", (api) =>
    api.answer(GET_DOCUMENT, ok(HALF_WAY)),
  ),
  about("approvals: document, no approver", "", of({ may: "not_an_approver", your_turn: false })),
  about("approvals: document, approved", "", (api) =>
    api.answer(GET_DOCUMENT, ok(approvedDocument())),
  ),
  about(
    "approvals: document, declined",
    "",
    of({
      status: "declined",
      may: "closed",
      closed: {
        by_name: "Mohammed El Amrani",
        at: "2026-11-23T08:15:00Z",
        reason: "De factuur van de oven ontbreekt.",
      },
    }),
  ),
  about(
    "approvals: document, withdrawn",
    "",
    of({
      status: "withdrawn",
      may: "closed",
      closed: { by_name: null, at: "2026-11-23T08:15:00Z", reason: "Verkeerd kwartaal." },
    }),
  ),
  about(
    "approvals: no such document",
    "",
    (api) => api.answer(GET_DOCUMENT, problem(404, "not_found")),
    (t) => t.errors.notFoundTitle,
  ),
  {
    name: "approvals: reading",
    open: async (stage) => {
      await goto(stage, `${PLACE}/read`, of(READ));
      await expect(stage.page.locator(".pdf-page[data-drawn]").first()).toBeVisible();
    },
    title: () => document().title,
  },
  {
    name: "approvals: reading after Akkoord",
    open: async (stage) => {
      await goto(stage, PLACE);
      await button(stage.page, stage.t.approvals.document.agree).click();
      await expect(stage.page.locator(".pdf-page[data-drawn]").first()).toBeVisible();
    },
    title: () => document().title,
  },
  {
    name: "approvals: file that does not come",
    open: async (stage) => {
      await goto(stage, `${PLACE}/read`, (api) =>
        api.answer(post("open"), problem(503, "unavailable", { reference: "01JD-7F3K" })),
      );
      await expect(stage.page.getByRole("alert")).toBeVisible();
    },
    title: () => document().title,
  },
  {
    name: "approvals: question to confirm",
    open: async (stage) => {
      await goto(stage, PLACE, of(READ));
      await button(stage.page, stage.t.approvals.document.agree).click();
      await expect(stage.page.getByRole("dialog")).toBeVisible();
    },
    title: () => document().title,
  },
  {
    name: "approvals: confirmation",
    open: (stage) => confirmation(stage, of(READ)),
    title: (t) => t.approvals.approve.title,
  },
  {
    name: "approvals: code by SMS",
    open: async (stage) => {
      await confirmation(stage, (api) => {
        of(READ)(api);
        api.answer(post("challenge"), ok(challenge({ other_methods: ["recovery"] })));
      });
      await button(stage.page, stage.t.approvals.approve.sms).click();
      await expect(stage.page.getByLabel(stage.t.code.label.sms)).toBeVisible();
    },
    title: (t) => t.approvals.approve.title,
  },
  {
    name: "approvals: code of the authenticator",
    open: async (stage) => {
      const answers = (api: FakeApi) => {
        of(READ)(api);
        const app = { method: "authenticator" as const, mobile: null, resend_at: null };
        api.answer(post("challenge"), ok(challenge({ ...app, other_methods: ["sms"] })));
      };
      await confirmation(stage, answers, WITH_APP);
      await expect(stage.page.getByLabel(stage.t.code.label.authenticator)).toBeVisible();
    },
    title: (t) => t.approvals.approve.title,
  },
  about(
    "approvals: result, sent",
    "/approved",
    (api) => api.answer(GET_DOCUMENT, ok(approvedDocument())),
    (t) => t.approvals.result.sentTitle,
  ),
  about(
    "approvals: result, being sent",
    "/approved",
    (api) =>
      api.answer(
        GET_DOCUMENT,
        ok(
          approvedDocument({
            status: "queued",
            evidence: null,
            deliveries: [
              { channel: "archive", state: "queued", at: "2026-11-24T13:05:20Z", receipt: null },
              { channel: "recipient", state: "failed", at: "2026-11-24T13:06:10Z", receipt: null },
            ],
          }),
        ),
      ),
    (t) => t.approvals.result.completeTitle,
  ),
  about(
    "approvals: result, stays with the firm",
    "/approved",
    (api) => {
      const at = "2026-11-24T13:05:20Z";
      const archive = { channel: "archive" as const, state: "accepted" as const, at };
      const deliveries = [{ ...archive, receipt: "ARC-7" }];
      const stays = { recipient: "none" as const, status: "approved" as const, deliveries };
      api.answer(GET_DOCUMENT, ok(approvedDocument(stays)));
    },
    (t) => t.approvals.result.completeTitle,
  ),
  about(
    "approvals: result, waiting for others",
    "/approved",
    (api) => api.answer(GET_DOCUMENT, ok(HALF_WAY)),
    (t) => t.approvals.result.approvedTitle,
  ),
  about("approvals: question", "/question", of({}), (t) => t.approvals.question.title),
  {
    name: "approvals: question that is empty",
    open: async (stage) => {
      await goto(stage, `${PLACE}/question`);
      await stage.page.getByLabel(stage.t.approvals.question.byPhone).check();
      await button(stage.page, stage.t.approvals.question.submit).click();
      await expect(stage.page.getByRole("alert")).toBeVisible();
    },
    title: (t) => t.approvals.question.title,
  },
  about("approvals: decline", "/decline", of(READ), (t) => t.approvals.decline.title),
  {
    name: "approvals: dossier",
    open: async (stage) => {
      await goto(stage, "/dossier", (api) =>
        api.answer(LIST, ok({ documents: ALL_ROWS.slice(1, 4), next: null })),
      );
      await expect(stage.page.getByText("Offerte administratie 2027")).toBeVisible();
    },
    title: (t) => t.approvals.dossier.title,
  },
  {
    name: "approvals: empty dossier",
    open: async (stage) => {
      await goto(stage, "/dossier", (api) => api.answer(LIST, ok({ documents: [], next: null })));
      await expect(stage.page.getByText(stage.t.approvals.dossier.empty)).toBeVisible();
    },
    title: (t) => t.approvals.dossier.title,
  },
];
