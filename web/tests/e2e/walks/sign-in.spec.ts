// Signing in, through the running portal.
import { expect, test } from "../support/fixtures";
import { codeTo } from "../support/inbox";
import {
  button,
  expectHome,
  giveCode,
  givePassword,
  heading,
  later,
  openSignIn,
  setUpAuthenticator,
  signInBySms,
  signOut,
} from "../support/steps";
import { totp } from "../support/totp";
import { createUser } from "../support/users";

test("a client signs in by SMS and out again", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const user = await createUser({ language: pageLanguage });
  await openSignIn(page, t);
  await expectAccessible();
  await givePassword(page, t, user);
  await expect(page.getByText(new RegExp(`•{4}\\s•{2}${user.mobile.slice(-2)}`))).toBeVisible();
  await expectAccessible();
  const code = await codeTo(user.mobile);
  // As a phone's clipboard may hold it.
  await giveCode(page, t.code.label.sms, `${code.slice(0, 3)} ${code.slice(3)}`, t.code.submit);
  await expect(heading(page, t.portal.authenticator.title)).toBeVisible();
  await expectAccessible();
  await later(page, t);
  await expectHome(page, t, user);
  await expectAccessible();
  await signOut(page, t);
  await page.goto("/");
  await expect(heading(page, t.signIn.title)).toBeVisible();
});

test("staff arrive at the office", async ({ page, t, pageLanguage, expectAccessible }) => {
  const user = await createUser({ language: pageLanguage, staff: true });
  await openSignIn(page, t);
  await signInBySms(page, t, user);
  await later(page, t);
  await expect(heading(page, t.staff.work.title)).toBeVisible();
  await expectAccessible();
});

test("an authenticator is set up, signs in, and a recovery code stands in for it", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const user = await createUser({ language: pageLanguage });
  await openSignIn(page, t);
  await signInBySms(page, t, user);
  const { key, codes } = await setUpAuthenticator(page, t);
  expect(codes).toHaveLength(10);
  await expectHome(page, t, user);

  await signOut(page, t);
  await givePassword(page, t, user);
  await expect(heading(page, t.code.title.authenticator)).toBeVisible();
  await expectAccessible();
  // The set-up used this step's code up, and a code works once.
  await giveCode(page, t.code.label.authenticator, totp(key, 1), t.code.submit);
  await expectHome(page, t, user);

  await signOut(page, t);
  await givePassword(page, t, user);
  await button(page, t.code.use.recovery).click();
  await expect(heading(page, t.code.title.recovery)).toBeVisible();
  await expectAccessible();
  const recovery = (codes[0] ?? "").toLowerCase().replace("-", " ");
  await giveCode(page, t.code.label.recovery, recovery, t.code.submit);
  await expectHome(page, t, user);
  await page.goto("/account");
  await expect(page.getByText(t.portal.account.codesLeft(9))).toBeVisible();
});

test("a wrong password does not say which field was wrong, and keeps what was typed", async ({
  page,
  t,
  pageLanguage,
}) => {
  const user = await createUser({ language: pageLanguage });
  await openSignIn(page, t);
  await givePassword(page, t, { ...user, password: "niet het wachtwoord" });
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await expect(summary).toContainText(t.errors.sign_in_failed);
  const known = (await summary.textContent()) ?? "";
  await expect(page.getByLabel(t.signIn.login)).toHaveValue(user.login);
  const answered = page.waitForResponse(/\/api\/sign-in$/);
  await givePassword(page, t, { ...user, login: `${user.login}x` });
  expect((await answered).status()).toBe(401);
  await expect(summary).toHaveText(known);
});

test("three wrong codes end the attempt, and signing in starts again", async ({
  page,
  t,
  pageLanguage,
}) => {
  const user = await createUser({ language: pageLanguage });
  await openSignIn(page, t);
  await givePassword(page, t, user);
  await expect(heading(page, t.code.title.sms)).toBeVisible();
  const right = await codeTo(user.mobile);
  const wrong = right === "000000" ? "111111" : "000000";
  for (const left of [2, 1]) {
    await giveCode(page, t.code.label.sms, wrong, t.code.submit);
    await expect(page.getByRole("alert")).toContainText(t.errors.code_wrong(left));
    await expect(page.getByRole("alert")).toBeFocused();
  }
  await giveCode(page, t.code.label.sms, wrong, t.code.submit);
  await expect(heading(page, t.signIn.title)).toBeVisible();
  await expect(page.getByText(t.signIn.attemptsUsed)).toBeVisible();
  await expect(page.getByLabel(t.signIn.login)).toHaveValue(user.login);
  // At once again: no second message within the minute, and the page says from when.
  await page.getByLabel(t.signIn.password, { exact: true }).fill(user.password);
  await button(page, t.signIn.submit).click();
  await expect(page.getByText(t.code.notSentTitle)).toBeVisible();
  await expect(button(page, t.code.send)).toBeDisabled();
});

test("the portal's pages ask to sign in, and signing in leads to the page asked for", async ({
  page,
  t,
  pageLanguage,
}) => {
  const user = await createUser({ language: pageLanguage });
  await page.goto("/account");
  await page.waitForURL(/\/sign-in\?return=%2Faccount/);
  await openSignIn(page, t, page.url());
  await signInBySms(page, t, user);
  await later(page, t);
  await expect(heading(page, t.portal.account.title)).toBeVisible();
});
