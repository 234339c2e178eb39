// The session's end (web.md, rule 6), and the account's changes in states that are hard to reach.
import {
  challenge,
  done,
  inSeconds,
  ok,
  problem,
  RECOVERY_CODES,
  SETUP,
  session,
  signedIn,
} from "../support/fake-api";
import { expect, test } from "../support/fixtures";
import { button, heading, SANNE } from "../support/screens";
import { giveCode } from "../support/steps";

test("two minutes before its end the session can be extended with one tap", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  await page.clock.install();
  const api = await signedIn(page, pageLanguage);
  api.answer("POST /api/session/extend", () => ok({ ends_at: inSeconds(1800 + 1690) }));
  await page.goto("/");
  await expect(heading(page, t.portal.home.title(SANNE.name))).toBeVisible();
  await page.clock.fastForward(1670_000);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.clock.fastForward(15_000);
  const dialog = page.getByRole("dialog", { name: t.portal.ending.title });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("timer")).toHaveText(/^[12]:\d\d$/);
  await expect(button(page, t.portal.ending.extend)).toBeFocused();
  await expectAccessible();
  await button(page, t.portal.ending.extend).click();
  await expect(dialog).toHaveCount(0);
  expect(api.count("POST /api/session/extend")).toBe(1);
});

test("at its end the portal is asked, and the sign-in page knows where to return", async ({
  page,
  t,
  pageLanguage,
}) => {
  await page.clock.install();
  const ends_at = inSeconds(300);
  const api = await signedIn(page, pageLanguage);
  api.answer(
    "GET /api/session",
    ok(session(pageLanguage, { ends_at })),
    problem(401, "no_session"),
  );
  await page.goto("/account#devices");
  await expect(heading(page, t.portal.account.title)).toBeVisible();
  await page.clock.fastForward(200_000);
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(api.count("GET /api/session")).toBe(1);
  await page.clock.fastForward(110_000);
  await page.waitForURL(/\/sign-in\?return=%2Faccount%23devices/);
  await expect(page.getByText(t.signIn.ended)).toBeVisible();
});

test("an absolute end cannot be moved, and that is said", async ({ page, t, pageLanguage }) => {
  const ends_at = inSeconds(90);
  const api = await signedIn(page, pageLanguage, { ends_at });
  api.answer("POST /api/session/extend", ok({ ends_at }));
  await page.goto("/");
  await button(page, t.portal.ending.extend).click();
  await expect(page.getByRole("dialog")).toContainText(t.portal.ending.last);
  await expect(button(page, t.portal.ending.extend)).toHaveCount(0);
});

test("signing out in one tab leads the others out too", async ({
  page,
  t,
  pageLanguage,
  context,
}) => {
  const api = await signedIn(page, pageLanguage);
  api.answer("POST /api/sign-out", done);
  await page.goto("/account");
  const other = await context.newPage();
  await signedIn(other, pageLanguage);
  await other.goto("/");
  await expect(heading(other, t.portal.home.title(SANNE.name))).toBeVisible();
  await page.getByRole("region", { name: t.portal.shell.signOut }).getByRole("button").click();
  await expect(page.getByText(t.signIn.signedOut)).toBeVisible();
  await expect(other.getByText(t.signIn.signedOut)).toBeVisible();
});

test("signing out that failed is never shown as done", async ({ page, t, pageLanguage }) => {
  const api = await signedIn(page, pageLanguage);
  api.answer("POST /api/sign-out", problem(503, "unavailable"));
  await page.goto("/account");
  const part = page.getByRole("region", { name: t.portal.shell.signOut });
  await part.getByRole("button").click();
  await expect(part.getByRole("status")).toHaveText(t.portal.shell.signOutFailed);
});

test("setting up an authenticator long after signing in asks for a code first", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await signedIn(page, pageLanguage);
  api
    .answer("POST /api/authenticator", problem(403, "code_required"), ok(SETUP))
    .answer("POST /api/session/challenge", ok(challenge()))
    .answer("POST /api/authenticator/confirm", problem(410, "setup_gone"));
  await page.goto("/authenticator?return=/account");
  await expect(heading(page, t.portal.factor.confirm)).toBeVisible();
  await giveCode(page, t.code.label.sms, "123456", t.code.submit);
  await expect(heading(page, t.portal.authenticator.title)).toBeVisible();
  expect(api.requests.at(-1)?.body).toEqual({ challenge: "usr_01.challenge", code: "123456" });
  await giveCode(page, t.portal.authenticator.code, "654321", t.portal.authenticator.submit);
  await expect(page.getByText(t.portal.authenticator.goneText)).toBeVisible();
});

test("recovery codes are copied, downloaded, and only left with a promise", async ({
  page,
  t,
  pageLanguage,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const api = await signedIn(page, pageLanguage);
  api
    .answer("POST /api/authenticator", ok(SETUP))
    .answer("POST /api/authenticator/confirm", ok({ recovery_codes: RECOVERY_CODES }));
  await page.goto("/authenticator");
  const link = page.getByRole("link", { name: t.portal.authenticator.open });
  if (await link.count()) await expect(link).toHaveAttribute("href", SETUP.otpauth);
  await page.getByLabel(t.portal.authenticator.keepSms).uncheck();
  await giveCode(page, t.portal.authenticator.code, "123456", t.portal.authenticator.submit);
  const texts = t.portal.recovery;
  await button(page, texts.copy).click();
  await expect(button(page, texts.copied)).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const code of RECOVERY_CODES) expect(copied).toContain(code);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: texts.download }).click();
  expect((await downloading).suggestedFilename()).toBe(texts.file);
  await button(page, texts.submit).click();
  await expect(page.getByRole("alert")).toContainText(texts.storedMissing);
  await page.getByLabel(texts.stored).check();
  await button(page, texts.submit).click();
  await expect(heading(page, t.portal.home.title(SANNE.name))).toBeVisible();
  const confirmed = api.requests.find(({ operation }) => operation.endsWith("/confirm"));
  expect(confirmed?.body).toEqual({ code: "123456", keep_sms: false });
});

test("a refused password leads back to the passwords, which are still there", async ({
  page,
  t,
  pageLanguage,
}) => {
  const texts = t.portal.changePassword;
  const api = await signedIn(page, pageLanguage);
  api
    .answer("POST /api/session/challenge", ok(challenge()))
    .answer(
      "POST /api/password/change",
      problem(401, "password_wrong"),
      problem(422, "password_too_common"),
      done,
    );
  await page.goto("/account/password");
  const [current, fresh] = [page.getByLabel(texts.current), page.getByLabel(texts.fresh)];
  await current.fill("het oude wachtwoord");
  await fresh.fill("het nieuwe wachtwoord");
  for (const [field, text] of [
    [current, t.errors.password_wrong],
    [fresh, t.errors.password_too_common],
  ] as const) {
    await button(page, t.common.next).click();
    await giveCode(page, t.code.label.sms, "123456", texts.submit);
    await expect(page.getByRole("alert")).toContainText(text);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(current).toHaveValue("het oude wachtwoord");
    await expect(fresh).toHaveValue("het nieuwe wachtwoord");
  }
  await button(page, t.common.next).click();
  await giveCode(page, t.code.label.sms, "123456", texts.submit);
  await expect(page.getByText(texts.done)).toBeVisible();
});
