// How the office's pages behave: entries and their proposals, a file on its way, four eyes, answers,
// and what is never lost.
import type { Page } from "@playwright/test";
import type { DraftFields } from "../../../src/api/types";
import { done, ok, problem, session } from "../support/fake-api";
import { expect, FILES, type Texts, test } from "../support/fixtures";
import {
  APPROVED_DOCUMENT,
  atOffice,
  BAKERY,
  BAKERY_DETAIL,
  DRAFT,
  OPEN_DOCUMENT,
  PDF,
  STAFF,
} from "../support/office";
import { sha256 } from "../support/pdf";
import { button, heading } from "../support/steps";

const DRAFT_PATH = "/office/drafts/org_1/doc_draft";
const DRAFT_API = "/api/office/drafts/org_1/doc_draft";
const NO_FILE = { ...DRAFT, file: null };

const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "PUT, GET",
  "Access-Control-Allow-Headers": "*",
};

const choosePdf = (page: Page, name = "btw-2026-q3.pdf", buffer = PDF) =>
  page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/pdf", buffer });

/** The store of files answers each PUT with the next of these; the last stays. */
async function store(page: Page, ...outcomes: ("stored" | "lost" | "refused")[]) {
  const puts: { headers: Record<string, string>; body: Buffer | null }[] = [];
  await page.route(`${FILES}/upload`, async (route) => {
    const request = route.request();
    if (request.method() === "OPTIONS") return route.fulfill({ status: 204, headers: CORS });
    puts.push({ headers: request.headers(), body: request.postDataBuffer() });
    const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
    if (outcome === "lost") return route.abort("connectionreset");
    return route.fulfill({ status: outcome === "stored" ? 200 : 403, headers: CORS });
  });
  return puts;
}

const TICKET = ok({
  url: `${FILES}/upload`,
  headers: { "x-amz-checksum-sha256": "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=" },
});

/** A new draft as the portal answers it: it says what was sent. */
const made = (body: unknown) => {
  const {
    organisation: _organisation,
    stages: _stages,
    key: _key,
    ...fields
  } = body as DraftFields;
  return ok({ ...NO_FILE, ...fields });
};

async function fillNew(page: Page, t: Texts, amount = "1.234,56") {
  const { common, publish } = t.staff;
  const client = page.getByRole("combobox", { name: common.organisation });
  await client.fill("gou");
  await page.getByRole("option", { name: BAKERY.name }).click();
  await page.getByLabel(common.kind).selectOption("vat");
  await page.getByLabel(publish.amountLabel).fill(amount);
  await page.getByLabel(publish.toPay).check();
  await page.getByLabel(publish.deadlineLabel).fill("2099-12-15");
}

test("a kind proposes title, period and recipient; an amount goes as cents", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { common, publish, kinds } = t.staff;
  const api = await atOffice(page, pageLanguage);
  api.answer("POST /api/office/drafts", made);
  await page.goto("/office/publish");
  await fillNew(page, t);
  await expect(page.getByLabel(common.title)).toHaveValue(new RegExp(`^${kinds.vat} .*20\\d\\d$`));
  await expect(page.getByLabel(common.recipient)).toHaveValue("belastingdienst");
  const amount = page.getByRole("status").and(page.locator("[for=amount]"));
  await expect(amount).toHaveText(pageLanguage === "nl" ? /€\s1\.234,56/ : /€1,234\.56/);
  await page.getByLabel(common.period).fill("kwartaal 3 2026");
  const title = await page.getByLabel(common.title).inputValue();
  await button(page, publish.saveAndGo).click();
  await expect(heading(page, title)).toBeVisible();
  await expect(page).toHaveURL(DRAFT_PATH);
  const sent = api.requests.find(({ operation }) => operation === "POST /api/office/drafts");
  expect(sent?.body as DraftFields).toMatchObject({
    organisation: BAKERY.id,
    kind: "vat",
    period: "2026-Q3",
    amount: { cents: 123_456, meaning: "to_pay" },
    deadline: "2099-12-15",
    message: null,
    stages: null,
  });
});

test("an amount that can be read in two ways is refused, and nothing is sent", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await atOffice(page, pageLanguage);
  await page.goto("/office/publish");
  await fillNew(page, t, "1.234");
  await button(page, t.staff.publish.saveAndGo).click();
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await summary.getByRole("link", { name: t.staff.money.ambiguous }).click();
  await expect(page.getByLabel(t.staff.publish.amountLabel)).toBeFocused();
  expect(api.count("POST /api/office/drafts")).toBe(0);
});

test("a client is found and chosen by keyboard alone", async ({ page, t, pageLanguage }) => {
  await atOffice(page, pageLanguage);
  await page.goto("/office/publish");
  const client = page.getByRole("combobox", { name: t.staff.common.organisation });
  await client.focus();
  await page.keyboard.type("1000");
  const options = page.getByRole("listbox").getByRole("option");
  await expect(options).toHaveCount(4);
  await page.keyboard.press("ArrowDown");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(client).toHaveValue("Van Dijk Installatietechniek");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await client.fill("xyz");
  await expect(page.getByText(t.staff.publish.organisationNone)).toBeVisible();
});

test("what was typed comes back after a reload, and is gone once it is saved", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await atOffice(page, pageLanguage);
  api.answer("POST /api/office/drafts", made);
  await page.goto("/office/publish");
  await fillNew(page, t);
  await page.getByLabel(t.staff.common.message).fill("Beste Sanne");
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByText(t.staff.publish.restored)).toBeVisible();
  await expect(page.getByLabel(t.staff.common.message)).toHaveValue("Beste Sanne");
  await button(page, t.staff.publish.saveAndGo).click();
  await expect(page).toHaveURL(DRAFT_PATH);
  await page.goto("/office/publish");
  await expect(page.getByText(t.staff.publish.restored)).toHaveCount(0);
  await expect(page.getByLabel(t.staff.common.message)).toHaveValue("");
});

test("a form whose answer was lost makes one draft, with what was entered last", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { common, publish } = t.staff;
  const api = await atOffice(page, pageLanguage);
  // The first sending arrived: the second one is answered the draft that it made.
  api.answer("POST /api/office/drafts", problem(503, "unavailable"), ok(NO_FILE));
  api.answer(`PUT ${DRAFT_API}`, made);
  await page.goto("/office/publish");
  await fillNew(page, t);
  await button(page, publish.saveAndGo).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await page.getByLabel(common.message).fill("Toch nog iets.");
  await button(page, publish.saveAndGo).click();
  await expect(page).toHaveURL(DRAFT_PATH);
  const keys = api.requests
    .filter(({ operation }) => operation === "POST /api/office/drafts")
    .map(({ body }) => (body as DraftFields).key);
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(keys).toEqual([keys[0], keys[0]]);
  const changed = api.requests.find(({ operation }) => operation === `PUT ${DRAFT_API}`);
  expect(changed?.body).toMatchObject({ message: "Toch nog iets.", revision: NO_FILE.revision });
  // Another form is another document.
  await page.goto("/office/publish");
  await fillNew(page, t);
  await button(page, publish.saveAndGo).click();
  await expect(page).toHaveURL(DRAFT_PATH);
  const other = api.requests.findLast(({ operation }) => operation === "POST /api/office/drafts");
  expect(other?.body).toHaveProperty("key");
  expect(other?.body).not.toHaveProperty("key", keys[0]);
});

test("a PDF that was picked before there was a draft is sent with it, over a lost connection", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await atOffice(page, pageLanguage);
  api
    .answer("POST /api/office/drafts", made)
    .answer(`POST ${DRAFT_API}/upload`, problem(503, "unavailable"), TICKET)
    .answer(`POST ${DRAFT_API}/uploaded`, ok(DRAFT));
  const puts = await store(page, "lost", "stored");
  await page.goto("/office/publish");
  await fillNew(page, t);
  await choosePdf(page);
  await expect(page.getByText(t.staff.file.willSend)).toBeVisible();
  await button(page, t.staff.publish.saveAndGo).click();
  await expect(page.getByText(t.staff.file.stored)).toBeVisible({ timeout: 20_000 });
  expect(puts).toHaveLength(2);
  expect(puts[1]?.headers["x-amz-checksum-sha256"]).toBeTruthy();
  const announced = api.requests.filter(({ operation }) => operation.endsWith("/upload"));
  expect(announced.at(-1)?.body).toEqual({
    name: "btw-2026-q3.pdf",
    size: PDF.length,
    sha256: sha256(PDF),
  });
  await expect(button(page, t.staff.release.release)).toBeEnabled();
});

test("a file that cannot be is refused with its cause, before and after sending", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { problems, file } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const refused = (code: string) =>
    problem(400, "bad_request", { fields: [{ field: "file", code }] });
  api
    .answer(`GET ${DRAFT_API}`, ok(NO_FILE))
    .answer(`POST ${DRAFT_API}/upload`, TICKET)
    .answer(
      `POST ${DRAFT_API}/uploaded`,
      refused("encrypted"),
      refused("hash_mismatch"),
      ok(DRAFT),
    );
  await store(page, "stored");
  await page.goto(DRAFT_PATH);
  await choosePdf(page, "brief.pdf", Buffer.from("PK\u0003\u0004 a letter"));
  await expect(page.getByText(problems.not_a_pdf)).toBeVisible();
  await choosePdf(page, "leeg.pdf", Buffer.alloc(0));
  await expect(page.getByText(problems.empty)).toBeVisible();
  await expect(button(page, file.again)).toHaveCount(0);
  expect(api.count(`POST ${DRAFT_API}/upload`)).toBe(0);
  await choosePdf(page);
  await expect(page.getByText(problems.encrypted)).toBeVisible();
  await choosePdf(page);
  await expect(page.getByText(problems.hash_mismatch)).toBeVisible();
  await button(page, file.again).click();
  await expect(page.getByText(file.stored)).toBeVisible();
});

test("a file can be dragged here, and its sending stopped", async ({ page, t, pageLanguage }) => {
  const { file } = t.staff;
  const api = await atOffice(page, pageLanguage);
  api
    .answer(`GET ${DRAFT_API}`, ok(NO_FILE))
    .answer(`POST ${DRAFT_API}/upload`, () => new Promise(() => {}));
  await page.goto(DRAFT_PATH);
  const drop = page.locator(".drop");
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "gesleept.pdf", { type: "application/pdf" }));
    return data;
  }, PDF.toString("latin1"));
  await drop.dispatchEvent("dragover", { dataTransfer: transfer });
  await expect(page.getByText(file.dropNow)).toBeVisible();
  await drop.dispatchEvent("drop", { dataTransfer: transfer });
  await expect(page.getByRole("progressbar", { name: /gesleept\.pdf/ })).toBeVisible();
  await button(page, file.cancel).click();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await expect(button(page, file.choose)).toBeVisible();
});

test("releasing names client, document, approvers and deadline, and sends the revision once", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { release, document } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const place = { organisation: "org_1", document: "doc_draft", version: 1 };
  api
    .answer(`POST ${DRAFT_API}/release`, ok(place))
    .answer("GET /api/office/documents/org_1/doc_draft", ok(OPEN_DOCUMENT));
  await page.goto(DRAFT_PATH);
  await button(page, release.release).click();
  const dialog = page.getByRole("dialog", { name: release.title });
  for (const text of [BAKERY.name, DRAFT.title, t.staff.approvers.anyOf(1), "2099"]) {
    await expect(dialog).toContainText(text);
  }
  await dialog.getByRole("button", { name: release.confirm }).dblclick();
  await expect(page.getByText(document.released)).toBeVisible();
  const sent = api.requests.filter(({ operation }) => operation.endsWith("/release"));
  expect(sent.map(({ body }) => body)).toEqual([{ revision: DRAFT.revision }]);
});

test("changes are saved before releasing is asked", async ({ page, t, pageLanguage }) => {
  const api = await atOffice(page, pageLanguage);
  api.answer(`PUT ${DRAFT_API}`, ok({ ...DRAFT, revision: 5, title: "Suppletie" }));
  await page.goto(DRAFT_PATH);
  await page.getByLabel(t.staff.common.title).fill("Suppletie");
  await button(page, t.staff.release.release).click();
  await expect(page.getByRole("dialog")).toContainText("Suppletie");
  const sent = api.requests.find(({ operation }) => operation === `PUT ${DRAFT_API}`);
  expect(sent?.body).toMatchObject({ title: "Suppletie", revision: 4, stages: null });
});

test("four eyes: who prepared it cannot release, a colleague can, and both are told", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { release, problems } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const own = { ...DRAFT, four_eyes: true, may_release: false };
  const eva = { id: "usr_staff_2", name: "Eva Postma" };
  const others = { ...DRAFT, four_eyes: true, may_release: true, prepared_by: eva };
  api
    .answer(`GET ${DRAFT_API}`, ok(own), ok(others))
    .answer(`POST ${DRAFT_API}/release`, problem(409, "other_eyes_needed"));
  await page.goto(DRAFT_PATH);
  await expect(page.getByText(release.eyesText)).toBeVisible();
  await expect(button(page, release.copy)).toBeVisible();
  await expect(button(page, release.release)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText(release.secondTitle(eva.name))).toBeVisible();
  await button(page, release.release).click();
  await page.getByRole("dialog").getByRole("button", { name: release.confirm }).click();
  await expect(page.getByRole("alert")).toContainText(problems.other_eyes_needed);
});

test("a colleague who was faster is told of, and what was typed stays", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await atOffice(page, pageLanguage);
  api
    .answer(`GET ${DRAFT_API}`, ok(DRAFT), ok({ ...DRAFT, revision: 6, deadline: "2099-11-01" }))
    .answer(`PUT ${DRAFT_API}`, problem(409, "changed"), ok({ ...DRAFT, revision: 7 }));
  await page.goto(DRAFT_PATH);
  const message = page.getByLabel(t.staff.common.message);
  await message.fill("Beste Peter");
  await button(page, t.staff.publish.save).click();
  await expect(page.getByRole("alert")).toContainText(t.staff.problems.changed);
  await button(page, t.staff.publish.loadAgain).click();
  await expect.poll(() => api.count(`GET ${DRAFT_API}`)).toBe(2);
  await expect(message).toHaveValue("Beste Peter");
  await button(page, t.staff.publish.save).click();
  await expect.poll(() => api.count(`PUT ${DRAFT_API}`)).toBe(2);
  const sent = api.requests.filter(({ operation }) => operation === `PUT ${DRAFT_API}`);
  expect(sent[1]?.body).toMatchObject({ revision: 6, message: "Beste Peter" });
});

test("approvers in steps are sent, and kept for the client when asked", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { approvers, publish } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const stages = [{ needed: 2, members: ["usr_01", "usr_02"] }];
  api
    .answer(`PUT ${DRAFT_API}`, ok({ ...DRAFT, revision: 5, stages }))
    .answer("PUT /api/office/organisations/org_1/approvers", done)
    .answer(
      "GET /api/office/organisations/org_1",
      ok(BAKERY_DETAIL),
      ok({ ...BAKERY_DETAIL, stages }),
    );
  await page.goto(DRAFT_PATH);
  await page.getByLabel(approvers.own).check();
  await expect(page.getByLabel("Nina Bakker")).toHaveCount(0);
  await page.getByLabel("Sanne de Wit").check();
  await page.getByLabel("Peter van Dijk").check();
  await page.getByLabel(approvers.needed).selectOption("2");
  await page.getByLabel(approvers.keep).check();
  await button(page, publish.save).click();
  await expect(page.getByText(publish.saved, { exact: true })).toBeVisible();
  await expect(page.getByLabel(approvers.usual)).toBeChecked();
  await expect(page.getByText(approvers.usualOf(BAKERY.name))).toBeVisible();
  const bodies = api.requests
    .filter(({ operation }) => operation.startsWith("PUT"))
    .map(({ body }) => (body as { stages: unknown }).stages);
  expect(bodies).toEqual([stages, stages]);
});

test("an answer to a question goes once, and an empty one not at all", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { document } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const path = "POST /api/office/documents/org_1/doc_1/questions/qst_1/answer";
  const [first, ...rest] = OPEN_DOCUMENT.questions;
  const answered = { ...OPEN_DOCUMENT, questions: [{ ...first, open: false }, ...rest] };
  api
    .answer(path, problem(503, "unavailable", { reference: "01JD" }), done)
    .answer("GET /api/office/documents/org_1/doc_1", ok(OPEN_DOCUMENT), ok(answered));
  await page.goto("/office/documents/org_1/doc_1");
  await button(page, document.answerSend).click();
  await expect(page.getByRole("alert")).toContainText(document.answerMissing);
  expect(api.count(path)).toBe(0);
  const field = page.getByLabel(document.answerTo("Sanne de Wit"));
  await field.fill("De oven zit erin.");
  await button(page, document.answerSend).click();
  await expect(page.getByRole("alert")).toContainText("01JD");
  await expect(field).toHaveValue("De oven zit erin.");
  await button(page, document.answerSend).click();
  await expect(page.getByText(document.answerDone)).toBeVisible();
  const [one, other] = api.requests.filter(({ operation }) => operation === path);
  expect(one?.body).toEqual(other?.body);
  expect(other?.body).toMatchObject({ text: "De oven zit erin." });
});

test("staff see where to call who asked, that an approver left, and what became of a delivery", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { document } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const [first, ...rest] = OPEN_DOCUMENT.history;
  const failed = {
    ...first,
    number: 9,
    event: "delivery",
    actor: "portal",
    channel: "archive",
    state: "failed",
    detail: "status_503",
  };
  api.answer(
    "GET /api/office/documents/org_1/doc_1",
    ok({ ...OPEN_DOCUMENT, lacks_approvers: true, history: [first, ...rest, failed] }),
  );
  await page.goto("/office/documents/org_1/doc_1");
  const call = page.getByRole("link", { name: "+31612345678" });
  await expect(call).toHaveAttribute("href", "tel:+31612345678");
  await expect(page.getByText(document.lacksApprovers)).toBeVisible();
  const { channels, states, reasonStatus } = document;
  const said = `${channels.archive} · ${states.failed} · ${reasonStatus("503")}`;
  await expect(page.getByText(said)).toBeVisible();
  await expectAccessible();
});

test("withdrawing needs a reason, and says that it is done", async ({ page, t, pageLanguage }) => {
  const { document } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const closed = { by_name: STAFF.name, at: "2026-11-23T10:00:00Z", reason: "Verkeerde periode" };
  api.answer(
    "GET /api/office/documents/org_1/doc_1",
    ok(OPEN_DOCUMENT),
    ok({ ...OPEN_DOCUMENT, status: "withdrawn", closed }),
  );
  await page.goto("/office/documents/org_1/doc_1");
  await button(page, document.withdraw).click();
  const dialog = page.getByRole("dialog", { name: document.withdrawTitle });
  await dialog.getByRole("button", { name: document.withdrawConfirm }).click();
  await expect(dialog.getByRole("alert")).toContainText(document.withdrawMissing);
  await dialog.getByLabel(document.withdrawReason).fill("Verkeerde periode");
  await dialog.getByRole("button", { name: document.withdrawConfirm }).click();
  await expect(page.getByText(document.withdrawDone)).toBeVisible();
  await expect(page.getByText("Verkeerde periode")).toBeVisible();
  await expect(button(page, document.withdraw)).toHaveCount(0);
});

test("a corrected version says whose approval lapses, and becomes a draft", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { document, publish } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const correction = { ...NO_FILE, version: 3 };
  api.answer("POST /api/office/drafts", ok(correction)).answer(`GET ${DRAFT_API}`, ok(correction));
  await page.goto("/office/documents/org_1/doc_1");
  await button(page, document.correct).click();
  const dialog = page.getByRole("dialog", { name: document.correctTitle });
  await expect(dialog).toContainText(document.correctLapse("Mohammed El Amrani"));
  await dialog.getByRole("button", { name: document.correctConfirm }).click();
  await expect(page.getByText(publish.correctionText)).toBeVisible();
  const sent = api.requests.find(({ operation }) => operation === "POST /api/office/drafts");
  expect(sent?.body).toMatchObject({ corrects: "doc_1", period: "2026-Q3", stages: null });
});

test("what may have arrived is only sent again after a warning", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { document } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const path = "POST /api/office/documents/org_2/doc_2/deliver-again";
  api.answer(path, done);
  await page.goto("/office/documents/org_2/doc_2");
  await expect(page.getByText(document.historyInvalid)).toBeVisible();
  await button(page, document.againLabel(document.channels.archive)).click();
  const dialog = page.getByRole("dialog", { name: document.againTitle });
  await expect(dialog).toContainText(document.againUnknown);
  expect(api.count(path)).toBe(0);
  await dialog.getByRole("button", { name: document.again }).click();
  await expect(page.getByText(document.againDone)).toBeVisible();
  expect(api.requests.find(({ operation }) => operation === path)?.body).toEqual({
    channel: "archive",
  });
});

test("what waits for the office is noted as sent by the office, and never sent by the portal", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { document, problems, recipients } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const place = "/api/office/documents/org_2/doc_2";
  const [archive, recipient] = APPROVED_DOCUMENT.deliveries;
  const byFirm = {
    ...recipient,
    state: "sent",
    receipt: "Digipoort 8f3a",
    by_firm: "2026-11-24",
    may_send_by_firm: false,
  };
  api
    .answer(
      `GET ${place}`,
      ok(APPROVED_DOCUMENT),
      ok({ ...APPROVED_DOCUMENT, status: "sent", deliveries: [archive, byFirm] }),
    )
    .answer(
      `POST ${place}/sent-by-firm`,
      problem(400, "bad_request", { fields: [{ field: "on", code: "before_approval" }] }),
      done,
    );
  await page.goto("/office/documents/org_2/doc_2");
  const to = recipients.belastingdienst;
  await expect(button(page, document.byFirmLabel(to))).toBeVisible();
  await expect(button(page, document.againLabel(to))).toHaveCount(0);
  await button(page, document.byFirmLabel(to)).click();
  const dialog = page.getByRole("dialog", { name: document.byFirmTitle(to) });
  await expectAccessible();
  await dialog.getByLabel(document.byFirmOn).fill("2026-11-20");
  await dialog.getByLabel(document.byFirmRemark).fill("Digipoort 8f3a");
  await dialog.getByRole("button", { name: document.byFirmConfirm }).click();
  await expect(dialog.getByRole("alert")).toContainText(problems.before_approval);
  await dialog.getByLabel(document.byFirmOn).fill("2026-11-24");
  await dialog.getByRole("button", { name: document.byFirmConfirm }).click();
  await expect(page.getByText(document.byFirmDone)).toBeVisible();
  await expect(page.getByText("Digipoort 8f3a")).toBeVisible();
  const sent = api.requests.filter(({ operation }) => operation === `POST ${place}/sent-by-firm`);
  expect(sent[1]?.body).toEqual({ on: "2026-11-24", remark: "Digipoort 8f3a" });
});

test("work that is done stays in sight as done, and failing to say so is said", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { work } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const path = "POST /api/office/work/org_1/wrk_3/done";
  api.answer(path, problem(503, "unavailable"), done);
  await page.goto("/");
  const question = page.getByRole("listitem").filter({ hasText: work.untilAnswered });
  await expect(question.getByRole("link", { name: OPEN_DOCUMENT.title })).toBeVisible();
  await expect(question.getByRole("button")).toHaveCount(0);
  const line = page.getByRole("listitem").filter({ hasText: work.kinds.declined });
  await line.getByRole("button").click();
  await expect(line.getByRole("status")).toHaveText(work.doneFailed);
  await line.getByRole("button").click();
  await expect(line.getByText(work.isDone)).toBeFocused();
  await page.getByRole("link", { name: work.mine }).click();
  await expect(page).toHaveURL("/?show=mine");
  await expect(page.getByText(work.othersTitle)).toHaveCount(0);
  await question.getByRole("link", { name: OPEN_DOCUMENT.title }).click();
  await expect(heading(page, OPEN_DOCUMENT.title)).toBeFocused();
});

test("more documents come under those that are there", async ({ page, t, pageLanguage }) => {
  const { common, documents } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const row = (id: string, title: string) => ({
    ...OPEN_DOCUMENT,
    id,
    title,
    your_turn: false,
    approved: 0,
    needed: 1,
  });
  api.answer(
    "GET /api/office/documents",
    ok({ documents: [row("doc_1", "Eerste")], next: "more" }),
    ok({ documents: [row("doc_2", "Tweede")], next: null }),
  );
  await page.goto("/office/documents");
  await button(page, common.more).click();
  await expect(page.getByRole("link", { name: "Tweede" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Eerste" })).toBeVisible();
  await expect(button(page, common.more)).toHaveCount(0);
  await page.getByRole("link", { name: documents.filters.declined }).click();
  await expect(page).toHaveURL("/office/documents?status=declined");
});

test("the settings are saved as a whole, and said to be", async ({ page, t, pageLanguage }) => {
  const { settings, kinds } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const lifting = {
    kinds: ["annual_accounts_kvk" as const],
    by: { id: STAFF.user, name: STAFF.name },
    at: "2026-11-24T09:00:00Z",
    own: true,
  };
  const four_eyes = ["vat", "annual_accounts_kvk", "annual_accounts_bank"];
  const answered = ok({ revision: 4, four_eyes, reminders: false, lifting });
  api.answer("PUT /api/office/settings", problem(409, "settings_changed"), answered);
  await page.goto("/office/settings");
  await page.getByLabel(kinds.vat).check();
  await page.getByLabel(kinds.annual_accounts_kvk).uncheck();
  await page.getByLabel(settings.remindersOn).uncheck();
  await button(page, settings.save).click();
  await expect(page.getByText(t.staff.problems.settings_changed)).toBeVisible();
  expect(api.count("GET /api/office/settings")).toBeGreaterThan(1);
  await button(page, settings.save).click();
  await expect(page.getByText(settings.savedInPart)).toBeVisible();
  // What needs a colleague stays in force, and the page shows it so.
  await expect(page.getByLabel(kinds.annual_accounts_kvk)).toBeChecked();
  await expect(page.getByText(settings.liftingOwn)).toBeVisible();
  await expect(button(page, settings.liftingAgree)).toHaveCount(0);
  expect(api.requests.at(-1)?.body).toEqual({
    revision: 3,
    four_eyes: ["vat", "annual_accounts_bank"],
    reminders: false,
  });
});

test("a colleague agrees that four eyes end, or keeps them", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { settings, kinds } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const lifting = {
    kinds: ["annual_accounts_kvk" as const],
    by: { id: "usr_9", name: "Iris Jansen" },
    at: "2026-11-24T09:00:00Z",
    own: false,
  };
  const wished = { revision: 3, four_eyes: ["annual_accounts_kvk"], reminders: true, lifting };
  api.answer("GET /api/office/settings", ok(wished));
  const agree = "POST /api/office/settings/lifting/agree";
  const lifted = ok({ revision: 4, four_eyes: [], reminders: true, lifting: null });
  api.answer(agree, problem(409, "lifting_changed"), lifted);
  await page.goto("/office/settings");
  await expect(page.getByText(settings.lifting("Iris Jansen"))).toBeVisible();
  await expectAccessible();
  await button(page, settings.liftingAgree).click();
  await expect(page.getByText(t.staff.problems.lifting_changed)).toBeVisible();
  expect(api.count("GET /api/office/settings")).toBeGreaterThan(1);
  await button(page, settings.liftingAgree).click();
  await expect(page.getByText(settings.lifting("Iris Jansen"))).toHaveCount(0);
  await expect(page.getByLabel(kinds.annual_accounts_kvk)).not.toBeChecked();
  expect(api.requests.find(({ operation }) => operation === agree)?.body).toEqual({
    kinds: ["annual_accounts_kvk"],
  });
});

test("a client finds no office", async ({ page, t, pageLanguage }) => {
  const api = await atOffice(page, pageLanguage);
  const client = { ...STAFF, kind: "client" as const };

  api.answer("GET /api/session", ok(session(pageLanguage, client)));
  await page.goto("/office/settings");
  await expect(heading(page, t.errors.notFoundTitle)).toBeVisible();
  expect(api.count("GET /api/office/settings")).toBe(0);
});

test("what was lost on its way is asked for again", async ({
  page,
  pageLanguage,
  t,
  expectAccessible,
}) => {
  const { document } = t.staff;
  const api = await atOffice(page, pageLanguage);
  const [archive, recipient] = APPROVED_DOCUMENT.deliveries;
  const lost = {
    ...APPROVED_DOCUMENT,
    evidence: null,
    evidence_late: true,
    deliveries: [{ ...archive, state: "queued", reason: null, late: true }, recipient],
  };
  const path = "/api/office/documents/org_2/doc_2";
  api.answer(`GET ${path}`, ok(lost)).answer(`POST ${path}/deliver-again`, done);
  api.answer(`POST ${path}/prove-again`, done);
  await page.goto("/office/documents/org_2/doc_2");
  await expect(page.getByText(document.late)).toBeVisible();
  await expect(page.getByText(document.evidenceLate)).toBeVisible();
  await expectAccessible();
  await button(page, document.againLabel(document.channels.archive)).click();
  await expect(page.getByText(document.againDone)).toBeVisible();
  await button(page, document.evidenceAgain).click();
  await expect(page.getByText(document.evidenceAsked)).toBeVisible();
  expect(api.count(`POST ${path}/deliver-again`)).toBe(1);
  expect(api.count(`POST ${path}/prove-again`)).toBe(1);
});
