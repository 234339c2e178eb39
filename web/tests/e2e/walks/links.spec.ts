// What starts with a mail: a forgotten password and an invitation, through the running portal.
import { expect, test } from "../support/fixtures";
import { codeTo, linkTo } from "../support/inbox";
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
} from "../support/steps";
import { totp } from "../support/totp";
import { createUser } from "../support/users";

const NEW_PASSWORD = "vier losse woorden samen";

test("a forgotten password is replaced with a mailed link, which works once", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const user = await createUser({ language: pageLanguage });
  await openSignIn(page, t);
  await page.getByRole("link", { name: t.signIn.forgotten }).click();
  await expect(heading(page, t.forgotten.title)).toBeFocused();
  await expectAccessible();
  await page.getByLabel(t.signIn.login).fill(user.login);
  await button(page, t.forgotten.submit).click();
  await expect(heading(page, t.forgotten.doneTitle)).toBeVisible();

  const link = await linkTo(user.email, "/new-password");
  await page.goto(link);
  await expect(heading(page, t.newPassword.title)).toBeVisible();
  expect(page.url()).not.toContain("#");
  await expectAccessible();
  await page.getByLabel(t.newPassword.label).fill("te kort");
  await button(page, t.newPassword.submit).click();
  await expect(page.getByRole("alert")).toContainText(t.errors.password_too_short);
  await page.getByLabel(t.newPassword.label).fill(NEW_PASSWORD);
  await button(page, t.newPassword.submit).click();
  await expect(heading(page, t.newPassword.doneTitle)).toBeVisible();

  await page.goto("/sign-in");
  await page.goto(link);
  await expect(heading(page, t.newPassword.goneTitle)).toBeVisible();

  await page.goto("/sign-in");
  await givePassword(page, t, user);
  await expect(page.getByRole("alert")).toContainText(t.errors.sign_in_failed);
  await signInBySms(page, t, { ...user, password: NEW_PASSWORD });
});

test("an invitation is accepted, and its link is used up", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const user = await createUser({ language: pageLanguage, invited: true });
  const link = await linkTo(user.email, "/invitation");
  // The page speaks the language that the invitation is in.
  await page.goto(link);
  await expect(heading(page, t.invitation.title(user.name))).toBeVisible();
  await expect(page.getByText(user.login, { exact: true })).toBeVisible();
  await expectAccessible();
  await page.getByLabel(t.invitation.password).fill(NEW_PASSWORD);
  await button(page, t.invitation.submit).click();
  await expect(heading(page, t.code.title.sms)).toBeVisible();
  await expectAccessible();
  await giveCode(page, t.code.label.sms, await codeTo(user.mobile), t.code.submit);
  await expect(heading(page, t.portal.authenticator.title)).toBeVisible();
  await later(page, t);
  await expectHome(page, t, user);

  await page.goto("/sign-in");
  await page.goto(link);
  await expect(heading(page, t.invitation.goneTitle)).toBeVisible();
  await expectAccessible();
  await button(page, t.invitation.renew).click();
  await expect(heading(page, t.invitation.renewedTitle)).toBeVisible();
});

test("a password is changed with the old one and a code", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const user = await createUser({ language: pageLanguage });
  const texts = t.portal.changePassword;
  await openSignIn(page, t);
  await signInBySms(page, t, user);
  const { key } = await setUpAuthenticator(page, t);
  await expectHome(page, t, user);
  await page.goto("/account");
  await expect(heading(page, t.portal.account.title)).toBeVisible();
  await expectAccessible();
  await page.getByRole("region", { name: t.portal.account.password }).getByRole("link").click();
  await expect(heading(page, texts.title)).toBeFocused();
  await expectAccessible();
  await page.getByLabel(texts.current).fill(user.password);
  await page.getByLabel(texts.fresh).fill(NEW_PASSWORD);
  await button(page, t.common.next).click();
  await expect(heading(page, texts.codeTitle)).toBeVisible();
  await giveCode(page, t.code.label.authenticator, totp(key, 1), texts.submit);
  await expect(heading(page, t.portal.account.title)).toBeVisible();
  await expect(page.getByText(texts.done)).toBeVisible();
});
