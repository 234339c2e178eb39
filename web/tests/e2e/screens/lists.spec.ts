// Lists of documents, questions and declining (web.md, rules 4 to 6; manual M5.3, M5.8, M5.9).
import {
  ALL_ROWS,
  approvedDocument,
  BAKERY,
  document,
  GET_DOCUMENT,
  OPEN_ROWS,
  PLACE,
  post,
  QUESTIONS,
  ROW,
  withApprovals,
} from "../support/approvals";
import { challenge, done, ok, problem, session } from "../support/fake-api";
import { expect, test } from "../support/fixtures";
import { button, heading, SANNE } from "../support/screens";
import { giveCode, givePassword } from "../support/steps";

const LIST = "GET /api/approvals/org_1/documents";

test("the overview's filters stand in the address, are asked for, and are there after Back", async ({
  page,
  t,
  pageLanguage,
}) => {
  const texts = t.approvals.filters;
  const asked: string[] = [];
  const api = await withApprovals(page, pageLanguage);
  api.answer(LIST, ok({ documents: ALL_ROWS, next: null }));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith("/documents")) asked.push(url.search);
  });
  await page.goto("/approvals/all");
  // A quote is for the year to come.
  const next = String(new Date().getFullYear() + 1);
  await expect(page.getByLabel(texts.year).locator("option").nth(1)).toHaveText(next);
  await page.getByLabel(texts.year).selectOption("2025");
  await page.getByLabel(texts.status).selectOption("approved");
  await page.waitForURL("**/approvals/all?year=2025&status=approved");
  await expect.poll(() => asked.at(-1)).toMatch(/year=2025.*status=approved/);
  await page.getByRole("link", { name: ROW.title }).click();
  await expect(heading(page, ROW.title)).toBeFocused();
  await page.goBack();
  await expect(page.getByLabel(texts.year)).toHaveValue("2025");
  await expect(page.getByLabel(texts.status)).toHaveValue("approved");
  await page.reload();
  await expect(page.getByLabel(texts.year)).toHaveValue("2025");
});

test("Meer tonen adds the next lines, and Back restores them and the scroll", async ({
  page,
  t,
  pageLanguage,
}) => {
  const rows = (from: number) =>
    Array.from({ length: 20 }, (_, index) => ({
      ...ROW,
      id: `doc_${from + index}`,
      title: `Document ${from + index}`,
    }));
  const api = await withApprovals(page, pageLanguage);
  const cursors: (string | null)[] = [];
  await page.route("**/api/approvals/org_1/documents?*", async (route) => {
    const cursor = new URL(route.request().url()).searchParams.get("cursor");
    cursors.push(cursor);
    const reply = cursor
      ? { documents: rows(21), next: null }
      : { documents: rows(1), next: "page-2" };
    await route.fulfill({ json: reply });
  });
  api.answer("GET /api/approvals/org_1/documents/doc_30", ok(document({ id: "doc_30" })));
  await page.goto("/approvals");
  await button(page, t.approvals.lists.more).click();
  await expect(page.getByText("Document 40", { exact: true })).toBeVisible();
  expect(cursors).toEqual([null, "page-2"]);
  await expect(button(page, t.approvals.lists.more)).toHaveCount(0);
  await page.evaluate(() => scrollTo(0, 1500));
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(1500);
  const link = page.getByRole("link", { name: "Document 30" });
  await link.evaluate((element: HTMLElement) => element.click());
  await expect(heading(page, document().title)).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Document 40", { exact: true })).toBeVisible();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(1500);
});

test("the menu has only what one may do", async ({ page, t, pageLanguage }) => {
  const organisation = { id: "org_1", name: "Bakkerij", client_number: "1", rights: [] };
  await withApprovals(page, pageLanguage, { organisations: [organisation] });
  await page.goto("/");
  await expect(heading(page, t.portal.home.title(SANNE.name))).toBeVisible();
  const menu = page.getByRole("navigation", { name: t.portal.shell.menu });
  await expect(menu.getByRole("link", { name: t.portal.shell.home })).toBeVisible();
  await expect(menu.getByRole("link", { name: t.portal.shell.approvals })).toHaveCount(0);
  await expect(menu.getByRole("link", { name: t.portal.shell.dossier })).toHaveCount(0);
});

test("who may only read the dossier finds approved documents, their evidence, and the way back", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { dossier, document: texts, question, result } = t.approvals;
  const reader = { ...BAKERY, client_number: "1", rights: ["dossier" as const] };
  const api = await withApprovals(page, pageLanguage, { organisations: [reader] });
  const asked: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith("/documents")) asked.push(url.search);
  });
  const ready = { ...ROW, status: "sent" as const, approved: 1, your_turn: false };
  const rows = [
    {
      ...ready,
      approved_at: "2026-11-24T13:05:00Z",
      evidence: { made_at: "2026-11-24T13:06:00Z" },
    },
    { ...ready, id: "doc_new", title: "Offerte", approved_at: "2026-11-25T08:00:00Z" },
  ];
  api.answer(LIST, ok({ documents: rows, next: null }));
  const seen = approvedDocument({ viewed: false, questions: QUESTIONS });
  api.answer(GET_DOCUMENT, ok(seen));
  await page.goto("/dossier");
  const lines = page.getByRole("listitem").filter({ has: page.getByRole("link") });
  await expect(lines.filter({ hasText: ROW.title }).getByRole("button")).toHaveCount(1);
  await expect(lines.filter({ hasText: "Offerte" })).toContainText(dossier.packSoon);
  expect(asked.at(-1)).toMatch(/list=all.*status=approved/);
  await page.getByRole("link", { name: ROW.title }).click();
  await expect(page.getByRole("link", { name: result.toDossier })).toBeVisible();
  await page.getByRole("link", { name: result.toDocument }).click();
  await expect(page.getByText(question.closed)).toBeVisible();
  await expect(button(page, question.addReply)).toHaveCount(0);
  await page.getByRole("link", { name: texts.backToDossier }).click();
  await expect(heading(page, dossier.title)).toBeVisible();
});

test("the overview says who sends what was approved, and never that it was sent before it was", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage);
  api.answer(LIST, ok({ documents: ALL_ROWS, next: null }));
  await page.goto("/approvals/all");
  await expect(page.locator(".standing-queued")).toHaveText(t.approvals.status.waiting);
});

test("notices that were cut off lead on, and do not say that nothing waits", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { home } = t.portal;
  const api = await withApprovals(page, pageLanguage);
  api.answer("GET /api/approvals/notices", ok({ notices: [], more: true }));
  await page.goto("/");
  await expect(page.getByText(home.notHere)).toBeVisible();
  await expect(page.getByText(home.empty)).toHaveCount(0);
  await page.getByRole("link", { name: home.allToApprove }).click();
  await page.waitForURL("**/approvals");
});

test("the lines say for whom they wait, and how urgent they are", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage);
  api.answer(LIST, ok({ documents: OPEN_ROWS, next: null }));
  await page.goto("/approvals");
  const { documents } = t.portal;
  await expect(page.getByText(documents.passed)).toBeVisible();
  await expect(page.getByText(documents.daysLeft(3))).toBeVisible();
  await expect(page.getByText(t.approvals.status.progress(1, 2))).toBeVisible();
  await expect(page.getByText(t.approvals.status.yourTurn)).toHaveCount(3);
});

test("a question is asked once, with how one wants the answer, and leads back", async ({
  page,
  t,
  pageLanguage,
}) => {
  const texts = t.approvals.question;
  const api = await withApprovals(page, pageLanguage);
  api.answer(post("questions"), problem(503, "unavailable"), ok({ id: "qst_1" }));
  await page.goto(PLACE);
  await page.getByRole("link", { name: t.approvals.document.ask }).click();
  await page.getByLabel(texts.text).fill("Klopt de voorbelasting?");
  await page.getByLabel(texts.byPhone).check();
  await page.getByLabel(texts.when).fill("morgen na 14 uur");
  await button(page, texts.submit).click();
  await expect(page.getByRole("alert")).toContainText(t.errors.unavailable);
  await expect(page.getByLabel(texts.text)).toHaveValue("Klopt de voorbelasting?");
  api.answer(GET_DOCUMENT, ok(document({ questions: QUESTIONS })));
  await button(page, texts.submit).click();
  await expect(page.getByText(texts.sent)).toBeVisible();
  await expect(page.getByRole("heading", { name: texts.thread })).toBeVisible();
  const sent = api.requests.filter(({ operation }) => operation === post("questions"));
  expect(sent[1]?.body).toEqual({
    request: expect.stringMatching(/^[0-9a-f-]{36}$/),
    text: "Klopt de voorbelasting?",
    reach: "phone",
    when: "morgen na 14 uur",
  });
  expect(sent[0]?.body).toEqual(sent[1]?.body);
});

test("a reply joins the thread", async ({ page, t, pageLanguage }) => {
  const texts = t.approvals.question;
  const api = await withApprovals(page, pageLanguage);
  api
    .answer(GET_DOCUMENT, ok(document({ viewed: true, questions: QUESTIONS })))
    .answer(post("questions/qst_1/replies"), done);
  await page.goto(PLACE);
  await button(page, texts.addReply).click();
  await expect(page.getByLabel(texts.reply)).toBeFocused();
  await button(page, texts.submit).click();
  await expect(page.getByRole("alert")).toContainText(texts.replyMissing);
  await page.getByLabel(texts.reply).fill("Dank u, dan is het goed.");
  await button(page, texts.submit).click();
  await expect(page.getByText(texts.replied)).toBeVisible();
  expect(api.requests.find(({ operation }) => operation.endsWith("/replies"))?.body).toMatchObject({
    text: "Dank u, dan is het goed.",
  });
});

test("a thread that is full says so, and keeps what was written", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage);
  api.answer(GET_DOCUMENT, ok(document({ questions: QUESTIONS })));
  api.answer(post("questions/qst_1/replies"), problem(409, "too_many"));
  await page.goto(PLACE);
  await button(page, t.approvals.question.addReply).click();
  await page.getByLabel(t.approvals.question.reply).fill("Dank u wel");
  await button(page, t.approvals.question.submit).click();
  await expect(page.getByText(t.approvals.why.too_many.text)).toBeVisible();
  await expect(page.getByLabel(t.approvals.question.reply)).toHaveValue("Dank u wel");
});

test("a reply to what was withdrawn meanwhile says so, and does not ask to try again", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { question, why } = t.approvals;
  const api = await withApprovals(page, pageLanguage);
  api.answer(GET_DOCUMENT, ok(document({ questions: QUESTIONS })));
  api.answer(post("questions/qst_1/replies"), problem(409, "withdrawn"));
  await page.goto(PLACE);
  await button(page, question.addReply).click();
  await page.getByLabel(question.reply).fill("Dank u wel");
  const change = { questions: QUESTIONS, status: "withdrawn" as const, may: "closed" as const };
  api.answer(GET_DOCUMENT, ok(document(change)));
  await button(page, question.submit).click();
  await expect(page.getByText(why.withdrawn.text)).toBeVisible();
  await expect(button(page, question.addReply)).toHaveCount(0);
  await expect(page.getByText(t.errors.unknown)).toHaveCount(0);
});

test("declining needs a reason, says that it is final, and is done once", async ({
  page,
  t,
  pageLanguage,
}) => {
  const texts = t.approvals.decline;
  const api = await withApprovals(page, pageLanguage);
  api
    .answer(GET_DOCUMENT, ok(document({ viewed: true })))
    .answer(post("decline"), ok({ at: "2026-11-24T10:00:00Z" }));
  await page.goto(PLACE);
  await page.getByRole("link", { name: t.approvals.document.disagree }).click();
  await expect(page.getByText(texts.finalText)).toBeVisible();
  await button(page, texts.submit).click();
  await expect(page.getByRole("alert")).toContainText(texts.reasonMissing);
  expect(api.count(post("decline"))).toBe(0);
  await page.getByLabel(texts.reason).fill("De factuur van de oven ontbreekt.");
  const closed = { by_name: "Sanne de Wit", at: "2026-11-24T10:00:00Z", reason: "De factuur" };
  api.answer(
    GET_DOCUMENT,
    ok(document({ viewed: true, status: "declined", may: "closed", closed })),
  );
  await page.locator("button[type=submit]").dblclick();
  await expect(page.getByText(texts.done)).toBeVisible();
  await expect(page.getByText(t.approvals.state.declinedTitle)).toBeVisible();
  expect(api.count(post("decline"))).toBe(1);
  expect(api.requests.find(({ operation }) => operation === post("decline"))?.body).toMatchObject({
    version: 1,
    reason: "De factuur van de oven ontbreekt.",
  });
});

test("what one was writing is still there after signing in again", async ({
  page,
  t,
  pageLanguage,
}) => {
  const texts = t.approvals.question;
  const api = await withApprovals(page, pageLanguage);
  api
    .answer(post("questions"), problem(401, "no_session"))
    .answer("POST /api/sign-in", ok(challenge()))
    .answer("POST /api/sign-in/code", ok({ session: session(pageLanguage), next: "home" }));
  await page.goto(`${PLACE}/question`);
  await page.getByLabel(texts.text).fill("Klopt de voorbelasting?");
  await button(page, texts.submit).click();
  await expect(page.getByText(t.signIn.ended)).toBeVisible();
  await givePassword(page, t, SANNE);
  await giveCode(page, t.code.label.sms, "123456", t.code.submit);
  await expect(heading(page, texts.title)).toBeVisible();
  await expect(page.getByLabel(texts.text)).toHaveValue("Klopt de voorbelasting?");
});
