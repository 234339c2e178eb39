// How forms behave (web.md, rules 1 to 4): codes, resending, passwords, failures.
import { challenge, type FakeApi, inSeconds, ok, problem, session } from "../support/fake-api";
import { expect, test } from "../support/fixtures";
import { button, heading, SANNE, signedOut, toCode } from "../support/screens";
import { giveCode, givePassword } from "../support/steps";

const SIGNED_IN = (language: "nl" | "en") => ok({ session: session(language), next: "home" });

test("the code field is one input that a phone fills, and takes a pasted “123 456”", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await toCode({ page, t, language: pageLanguage });
  api.answer("POST /api/sign-in/code", SIGNED_IN(pageLanguage));
  const field = page.getByLabel(t.code.label.sms);
  await expect(field).toHaveAttribute("inputmode", "numeric");
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(page.locator("input")).toHaveCount(1);
  await field.evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "123 456");
    input.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  await expect(field).toHaveValue("123456");
  await field.fill("123 456");
  await button(page, t.code.submit).click();
  await expect(heading(page, t.portal.home.title(SANNE.name))).toBeVisible();
  const sent = api.requests.find(({ operation }) => operation === "POST /api/sign-in/code");
  expect(sent?.body).toMatchObject({ code: "123456" });
});

test("a new code can be asked for after a countdown, then the other methods remain", async ({
  page,
  t,
  pageLanguage,
}) => {
  await page.clock.install();
  const api = await toCode(
    { page, t, language: pageLanguage },
    { resend_at: inSeconds(60), other_methods: ["recovery"] },
  );
  api.answer(
    "POST /api/sign-in/resend",
    ok(challenge({ id: "usr_01.second", resend_at: inSeconds(180) })),
  );
  await expect(page.getByText("06 •••• ••01", { exact: false })).toBeVisible();
  await expect(page.getByText(/\b(5\d|60)\b/).first()).toBeVisible();
  await expect(button(page, t.code.resend)).toHaveCount(0);
  await page.clock.runFor(61_000);
  await button(page, t.code.resend).click();
  await expect(page.getByText(t.code.resent)).toBeVisible();
  await expect(button(page, t.code.resend)).toHaveCount(0);
  expect(api.requests.at(-1)?.body).toEqual({ challenge: "usr_01.challenge" });
});

test("another method takes the place of the SMS", async ({ page, t, pageLanguage }) => {
  const api = await toCode({ page, t, language: pageLanguage }, { other_methods: ["recovery"] });
  api.answer(
    "POST /api/sign-in/method",
    ok(challenge({ method: "recovery", resend_at: null, other_methods: ["sms"] })),
  );
  await button(page, t.code.use.recovery).click();
  await expect(heading(page, t.code.title.recovery)).toBeFocused();
  await page.getByLabel(t.code.label.recovery).fill("ab");
  await button(page, t.code.submit).click();
  await expect(page.getByRole("alert")).toContainText(t.code.recoveryShape);
  await expect(button(page, t.code.use.sms)).toBeVisible();
});

test("the limit on messages says from when it works again", async ({ page, t, pageLanguage }) => {
  const api = await toCode({ page, t, language: pageLanguage }, { resend_at: inSeconds(0) });
  api.answer(
    "POST /api/sign-in/resend",
    problem(429, "sms_limit", { retry_at: "2026-11-23T13:05:00Z" }),
  );
  await button(page, t.code.resend).click();
  await expect(page.getByRole("alert")).toContainText(t.errors.sms_limit("14:05"));
});

test("a code that expired leads back to the start, with a word about it", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await toCode({ page, t, language: pageLanguage });
  api.answer("POST /api/sign-in/code", problem(410, "challenge_gone"));
  await giveCode(page, t.code.label.sms, "123456", t.code.submit);
  await expect(page.getByText(t.signIn.codeGone)).toBeVisible();
  await expect(page.getByLabel(t.signIn.login)).toHaveValue(SANNE.login);
});

test("a locked account gets the firm's telephone number", async ({ page, t, pageLanguage }) => {
  const api = await signedOut({ page, t, language: pageLanguage });
  api.answer("POST /api/sign-in", problem(403, "account_locked"));
  await page.goto("/sign-in");
  await givePassword(page, t, SANNE);
  await expect(page.getByRole("alert")).toContainText(t.errors.account_locked);
  await expect(page.getByRole("alert").getByRole("link")).toHaveAttribute("href", "tel:0880001200");
});

test("a password can be pasted and shown, and a manager knows it", async ({
  page,
  t,
  pageLanguage,
}) => {
  await signedOut({ page, t, language: pageLanguage });
  await page.goto("/sign-in");
  const field = page.getByLabel(t.signIn.password, { exact: true });
  await expect(field).toHaveAttribute("autocomplete", "current-password");
  await expect(page.getByLabel(t.signIn.login)).toHaveAttribute("autocomplete", "username");
  await field.focus();
  await page.evaluate(() => document.execCommand("insertText", false, "geplakt wachtwoord"));
  const mayPaste = await field.evaluate((input) =>
    input.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true })),
  );
  expect(mayPaste).toBe(true);
  await expect(field).toHaveAttribute("type", "password");
  await button(page, t.common.showPassword).click();
  await expect(field).toHaveAttribute("type", "text");
  await expect(field).toHaveValue("geplakt wachtwoord");
  await button(page, t.common.hidePassword).click();
  await expect(field).toHaveAttribute("type", "password");
});

test("a failed submit focuses a summary that leads to the fields", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await signedOut({ page, t, language: pageLanguage });
  await page.goto("/sign-in");
  await button(page, t.signIn.submit).click();
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  expect(api.count("POST /api/sign-in")).toBe(0);
  await summary.getByRole("link", { name: t.signIn.passwordMissing }).click();
  const field = page.getByLabel(t.signIn.password, { exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(t.signIn.passwordMissing);
});

test("a failure of the portal shows reference and telephone, and keeps what was typed", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await signedOut({ page, t, language: pageLanguage });
  api.answer("POST /api/sign-in", problem(503, "unavailable", { reference: "01JD-7F3K" }));
  await page.goto("/sign-in");
  await givePassword(page, t, SANNE);
  const summary = page.getByRole("alert");
  await expect(summary).toContainText("01JD-7F3K");
  await expect(summary).toContainText(/088\s000\s12\s00/);
  await expect(page.getByLabel(t.signIn.login)).toHaveValue(SANNE.login);
  await expect(page.getByLabel(t.signIn.password, { exact: true })).toHaveValue(SANNE.password);
});

test("a double tap sends once", async ({ page, t, pageLanguage }) => {
  const api = await signedOut({ page, t, language: pageLanguage });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  api.answer("POST /api/sign-in", async () => {
    await held;
    return ok(challenge());
  });
  await page.goto("/sign-in");
  await page.getByLabel(t.signIn.login).fill(SANNE.login);
  await page.getByLabel(t.signIn.password, { exact: true }).fill(SANNE.password);
  await page.locator("button[type=submit]").dblclick();
  await page.getByLabel(t.signIn.login).press("Enter");
  release();
  await expect(heading(page, t.code.title.sms)).toBeVisible();
  expect(api.count("POST /api/sign-in")).toBe(1);
});

test("waiting shows nothing, then a sign, then a text, then an explanation", async ({
  page,
  t,
  pageLanguage,
}) => {
  await page.clock.install();
  const api: FakeApi = await signedOut({ page, t, language: pageLanguage });
  api.answer("POST /api/sign-in", () => new Promise(() => {}));
  await page.goto("/sign-in");
  await givePassword(page, t, SANNE);
  const submit = page.locator("button[type=submit]");
  await expect(submit).toHaveAttribute("aria-disabled", "true");
  await expect(submit.locator("svg")).toHaveCount(0);
  await page.clock.runFor(350);
  await expect(submit.locator("svg")).toBeVisible();
  await expect(submit).toHaveText(t.signIn.submit);
  await page.clock.runFor(700);
  await expect(submit).toHaveText(t.common.wait);
  await expect(page.getByText(t.common.slow)).toHaveCount(0);
  await page.clock.runFor(9000);
  await expect(page.getByText(t.common.slow)).toBeVisible();
});
