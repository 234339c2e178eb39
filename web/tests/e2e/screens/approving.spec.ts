// Approving a document (web.md, rules 7, 8, 12 and 15; manual M5), with the API answered by the test.

import type { Page } from "@playwright/test";
import {
  APPROVED,
  approvedDocument,
  document,
  GET_DOCUMENT,
  HALF_WAY,
  PDF,
  PLACE,
  post,
  REFERENCE,
  toConfirmation,
  withApprovals,
} from "../support/approvals";
import { challenge, type FakeApi, ok, problem, session } from "../support/fake-api";
import { expect, FILES, type Texts, test } from "../support/fixtures";
import { sha256 } from "../support/pdf";
import { button, heading } from "../support/screens";

const READ = document({ viewed: true });
const APPROVE = post("approve");

/** On Bevestiging & verzending with a code asked for; approving is the test's to answer. */
async function atCode(page: Page, t: Texts, language: "nl" | "en"): Promise<FakeApi> {
  const api = await withApprovals(page, language);
  api.answer(GET_DOCUMENT, ok(READ)).answer(post("challenge"), ok(challenge()));
  await toConfirmation(page, t);
  await button(page, t.approvals.approve.sms).click();
  await page.getByLabel(t.code.label.sms).fill("123 456");
  return api;
}

const send = (page: Page, t: Texts) => button(page, t.approvals.approve.submit);
const bodies = (api: FakeApi) =>
  api.requests
    .filter(({ operation }) => operation === APPROVE)
    .map(({ body }) => body as Record<string, unknown>);

test("from the document to the result: read, agree twice, a code, sent", async ({
  page,
  t,
  pageLanguage,
}) => {
  const texts = t.approvals;
  const api = await withApprovals(page, pageLanguage);
  api.answer(post("challenge"), ok(challenge())).answer(APPROVE, ok(APPROVED));
  await page.goto(PLACE);
  // Before reading it explains and opens (rule 7).
  await button(page, texts.document.agree).click();
  await expect(page.getByText(texts.reading.readFirst)).toBeVisible();
  await expect(page.locator(".pdf-page[data-drawn]").first()).toBeVisible();
  expect(api.requests.find(({ operation }) => operation === post("open"))?.body).toEqual({
    version: 1,
  });
  // In the reader, after reading, it asks (M5.5), naming everything (rule 8).
  await button(page, texts.document.agree).click();
  const dialog = page.getByRole("dialog", { name: texts.confirm.title });
  for (const part of [
    "Bakkerij De Gouden Aar B.V.",
    "Btw-aangifte 3e kwartaal 2026",
    /12[.,]345[.,]67/,
    texts.recipient.belastingdienst,
  ]) {
    await expect(dialog.getByText(part).first()).toBeVisible();
  }
  api.answer(GET_DOCUMENT, ok(READ));
  await dialog.getByRole("button", { name: texts.confirm.agree }).click();
  await expect(heading(page, texts.approve.title)).toBeFocused();
  await button(page, texts.approve.sms).click();
  await expect(page.getByLabel(t.code.label.sms)).toBeFocused();
  await page.getByLabel(t.code.label.sms).fill("123456");
  api.answer(GET_DOCUMENT, ok(approvedDocument()));
  await send(page, t).click();
  await expect(heading(page, texts.result.sentTitle)).toBeVisible();
  await expect(page.getByText(REFERENCE)).toBeVisible();
  await expect(page.getByText("DP-20261124-0081-4433")).toBeVisible();
  const hash = sha256(PDF);
  expect(bodies(api)[0]).toEqual({
    request: expect.stringMatching(/^[0-9a-f-]{36}$/),
    version: 1,
    sha256: hash,
    challenge: "usr_01.challenge",
    code: "123456",
  });
  // It can be found again from the document's page.
  await page.goto(PLACE);
  await page.getByRole("link", { name: texts.state.toResult }).click();
  await expect(heading(page, texts.result.sentTitle)).toBeFocused();
});

test("a double tap on Verzend document sends once", async ({ page, t, pageLanguage }) => {
  const api = await atCode(page, t, pageLanguage);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  api.answer(APPROVE, async () => {
    await held;
    return ok(APPROVED);
  });
  await page.locator("button[type=submit]").dblclick();
  await page.getByLabel(t.code.label.sms).press("Enter");
  api.answer(GET_DOCUMENT, ok(approvedDocument()));
  release();
  await expect(page.getByText(REFERENCE)).toBeVisible();
  expect(api.count(APPROVE)).toBe(1);
});

test("after a lost answer it says so, and sending again is the same request", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await atCode(page, t, pageLanguage);
  const requests: unknown[] = [];
  await page.route("**/documents/doc_vat/approve", async (route) => {
    requests.push(route.request().postDataJSON().request);
    if (requests.length === 1) return route.abort();
    await route.fallback();
  });
  api.answer(APPROVE, ok(APPROVED));
  await send(page, t).click();
  await expect(page.getByText(t.approvals.approve.lostTitle)).toBeVisible();
  await expect(page.getByLabel(t.code.label.sms)).toHaveValue("123 456");
  api.answer(GET_DOCUMENT, ok(approvedDocument()));
  await send(page, t).click();
  await expect(page.getByText(REFERENCE)).toBeVisible();
  expect(requests).toHaveLength(2);
  expect(requests[0]).toBe(requests[1]);
});

test("without a connection nothing is sent, and nothing waits to be", async ({
  page,
  t,
  pageLanguage,
  context,
}) => {
  const api = await atCode(page, t, pageLanguage);
  api.answer(APPROVE, ok(APPROVED));
  await context.setOffline(true);
  await expect(page.getByText(t.approvals.approve.offlineTitle)).toBeVisible();
  await page.route("**/documents/doc_vat/approve", (route) => route.abort());
  await send(page, t).click();
  await expect(page.getByRole("alert")).toContainText(t.errors.unreachable);
  await page.unroute("**/documents/doc_vat/approve");
  await context.setOffline(false);
  await expect(page.getByText(t.approvals.approve.offlineTitle)).toHaveCount(0);
  await page.waitForTimeout(1500);
  expect(api.count(APPROVE)).toBe(0);
});

test("a wrong code tells how often one may try; a code that is gone can be asked for again", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await atCode(page, t, pageLanguage);
  api.answer(
    APPROVE,
    problem(401, "code_wrong", { attempts_left: 2 }),
    problem(410, "challenge_gone"),
  );
  await send(page, t).click();
  await expect(page.getByRole("alert")).toContainText(t.errors.code_wrong(2));
  await page.getByLabel(t.code.label.sms).fill("111111");
  await send(page, t).click();
  await expect(page.getByText(t.approvals.why.code_gone.title)).toBeVisible();
  await button(page, t.approvals.approve.sms).click();
  await expect(page.getByLabel(t.code.label.sms)).toBeVisible();
});

for (const code of [
  "superseded",
  "withdrawn",
  "declined",
  "already_approved",
  "completed",
  "not_your_turn",
  "not_open",
  "not_viewed",
  "code_of_another_document",
] as const) {
  test(`refused as ${code}: the document's page explains it`, async ({ page, t, pageLanguage }) => {
    const api = await atCode(page, t, pageLanguage);
    api.answer(APPROVE, problem(409, code));
    await send(page, t).click();
    await expect(heading(page, READ.title)).toBeVisible();
    const { title, text } = t.approvals.why[code];
    await expect(page.getByText(title)).toBeVisible();
    await expect(page.getByText(text)).toBeVisible();
  });
}

test("a version that was replaced before the code is asked for leads to the new one", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage);
  api.answer(GET_DOCUMENT, ok(READ)).answer(post("challenge"), problem(409, "superseded"));
  await toConfirmation(page, t);
  api.answer(GET_DOCUMENT, ok(document({ version: 2 })));
  await button(page, t.approvals.approve.sms).click();
  await expect(page.getByText(t.approvals.why.superseded.title)).toBeVisible();
  await expect(button(page, t.approvals.document.read)).toBeVisible();
});

test("the confirmation of an unread document leads to the document", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage);
  await page.goto(`${PLACE}/approve`);
  await expect(page.getByText(t.approvals.why.not_viewed.text)).toBeVisible();
  expect(api.count(post("challenge"))).toBe(0);
});

test("the confirmation by its address alone asks for no code", async ({
  page,
  t,
  pageLanguage,
}) => {
  const second_factor = { authenticator: true, sms: true, recovery_codes_left: 9 };
  const api = await withApprovals(page, pageLanguage, { second_factor });
  api.answer(GET_DOCUMENT, ok(READ)).answer(post("challenge"), ok(challenge()));
  await page.goto(`${PLACE}/approve`);
  await page.waitForURL(`**${PLACE}`);
  await expect(button(page, t.approvals.document.agree)).toBeVisible();
  expect(api.count(post("challenge"))).toBe(0);
});

for (const code of ["sms_not_allowed", "no_right", "not_found"] as const) {
  test(`a code refused as ${code} says to call, with the number`, async ({
    page,
    t,
    pageLanguage,
  }) => {
    const api = await withApprovals(page, pageLanguage);
    api.answer(GET_DOCUMENT, ok(READ)).answer(post("challenge"), problem(403, code));
    await toConfirmation(page, t);
    await button(page, t.approvals.approve.sms).click();
    const alert = page.locator(".notice", { hasText: t.errors[code] });
    await expect(alert.getByRole("link")).toHaveAttribute("href", /^tel:/);
  });
}

test("who has an authenticator is asked for its code at once", async ({
  page,
  t,
  pageLanguage,
}) => {
  const second_factor = { authenticator: true, sms: true, recovery_codes_left: 9 };
  const api = await withApprovals(page, pageLanguage, { second_factor });
  const app = challenge({ method: "authenticator", mobile: null, resend_at: null });
  api.answer(GET_DOCUMENT, ok(READ)).answer(post("challenge"), ok(app));
  await toConfirmation(page, t);
  await expect(page.getByLabel(t.code.label.authenticator)).toBeFocused();
  expect(api.count(post("challenge"))).toBe(1);
});

test("with others to come the result says for whom it waits", async ({ page, t, pageLanguage }) => {
  const api = await atCode(page, t, pageLanguage);
  const waiting_for = [{ name: "Mohammed El Amrani" }, { name: "Peter van Dijk" }];
  api.answer(APPROVE, ok({ ...APPROVED, complete: false, status: "open", waiting_for }));
  api.answer(GET_DOCUMENT, ok(HALF_WAY));
  await send(page, t).click();
  await expect(heading(page, t.approvals.result.approvedTitle)).toBeVisible();
  await expect(page.getByText(REFERENCE)).toBeVisible();
  await expect(page.getByText(/Mohammed El Amrani (en|and) Peter van Dijk/)).toBeVisible();
});

test("the evidence is offered as soon as it is made", async ({ page, t, pageLanguage }) => {
  await page.clock.install();
  const api = await withApprovals(page, pageLanguage);
  api
    .answer(GET_DOCUMENT, ok(approvedDocument({ evidence: null })), ok(approvedDocument()))
    .answer(
      post("pack"),
      problem(503, "unavailable"),
      ok({ url: `${FILES}/pack`, expires_at: "" }),
    );
  await page.route(`${FILES}/pack`, (route) =>
    route.fulfill({
      body: "PK",
      headers: { "Content-Disposition": 'attachment; filename="bewijs.zip"' },
    }),
  );
  await page.goto(`${PLACE}/approved`);
  await expect(page.getByText(t.approvals.result.evidenceWaiting)).toBeVisible();
  await page.clock.runFor(2500);
  await button(page, t.approvals.result.pack).click();
  await expect(page.getByText(t.approvals.result.packFailed)).toBeVisible();
  const downloading = page.waitForEvent("download");
  await button(page, t.approvals.result.pack).click();
  expect((await downloading).suggestedFilename()).toBe("bewijs.zip");
  await expect(heading(page, t.approvals.result.sentTitle)).toBeVisible();
});

test("what stays with the firm shows how its archive took it, and claims nothing before", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { result, to } = t.approvals;
  const at = "2026-11-24T13:05:20Z";
  const stays = { recipient: "none" as const, status: "approved" as const };
  const archive = { channel: "archive" as const, at, receipt: null };
  const api = await withApprovals(page, pageLanguage);
  const failed = [{ ...archive, state: "failed" as const }];
  api.answer(GET_DOCUMENT, ok(approvedDocument({ ...stays, deliveries: failed })));
  await page.goto(`${PLACE}/approved`);
  await expect(page.getByText(result.office)).toBeVisible();
  await expect(page.getByText(result.delivery.failed(to.none))).toBeVisible();
  const deliveries = [{ ...archive, state: "accepted" as const, receipt: "ARC-7" }];
  api.answer(GET_DOCUMENT, ok(approvedDocument({ ...stays, deliveries })));
  await page.reload();
  await expect(page.getByText(result.delivery.accepted(to.none))).toBeVisible();
  await expect(page.getByText("ARC-7")).toBeVisible();
});

test("before there is evidence the result says that the firm will send it, not that it is sent", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { result, to } = t.approvals;
  const api = await withApprovals(page, pageLanguage);
  const approved = { status: "approved" as const, deliveries: [], evidence: null };
  api.answer(GET_DOCUMENT, ok(approvedDocument(approved)));
  await page.goto(`${PLACE}/approved`);
  await expect(page.getByText(result.delivery.waiting(to.belastingdienst))).toBeVisible();
});

test("a result that is not there leads to the document", async ({ page, pageLanguage }) => {
  await withApprovals(page, pageLanguage);
  await page.goto(`${PLACE}/approved`);
  await page.waitForURL(`**${PLACE}`);
  await expect(heading(page, READ.title)).toBeVisible();
});

test("a link to another organisation's document switches to it and says so", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage, { active_organisation: "org_2" });
  api.answer("PUT /api/session/organisation", ok(session(pageLanguage)));
  await page.goto("/");
  await page.getByRole("link", { name: /Btw-aangifte 3e kwartaal/ }).click();
  await expect(
    page.getByText(t.approvals.document.switched("Bakkerij De Gouden Aar B.V.")),
  ).toBeVisible();
  const chooser = page.getByRole("button", { name: t.portal.shell.client, exact: false }).first();
  await expect(chooser).toContainText("Bakkerij De Gouden Aar B.V.");
  expect(api.requests.find(({ operation }) => operation.startsWith("PUT"))?.body).toEqual({
    organisation: "org_1",
  });
  // Who then chooses another client leaves the document.
  const other = session(pageLanguage, { active_organisation: "org_2" });
  api
    .answer("PUT /api/session/organisation", ok(other))
    .answer("GET /api/approvals/org_2/documents", ok({ documents: [], next: null }));
  await chooser.click();
  await page
    .getByRole("button", { name: /Van Dijk/ })
    .last()
    .click();
  await page.waitForURL("**/approvals");
  expect(api.count("PUT /api/session/organisation")).toBe(2);
});

test("another organisation's document that is not mine does not exist", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage);
  await page.goto("/approvals/org_9/doc_1");
  await expect(heading(page, t.errors.notFoundTitle)).toBeVisible();
  expect(api.count("PUT /api/session/organisation")).toBe(0);
});
