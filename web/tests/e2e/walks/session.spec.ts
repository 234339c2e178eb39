// What happens to a session, through the running portal.
import { expect, test } from "../support/fixtures";
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
import { createUser, ORGANISATIONS } from "../support/users";

test("after a session has ended, signing in leads back to the same page", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const user = await createUser({ language: pageLanguage });
  await openSignIn(page, t);
  await signInBySms(page, t, user);
  const { key } = await setUpAuthenticator(page, t);
  await expectHome(page, t, user);
  await page.goto("/account/password");
  await expect(heading(page, t.portal.changePassword.title)).toBeVisible();

  // The session ends behind the page's back, as it does after half an hour or from another device.
  await page.evaluate(() =>
    fetch("/api/sign-out", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    }),
  );
  await page.getByLabel(t.portal.changePassword.current).fill(user.password);
  await page.getByLabel(t.portal.changePassword.fresh).fill("een heel nieuw wachtwoord");
  await button(page, t.common.next).click();
  await expect(page.getByText(t.signIn.ended)).toBeVisible();
  await expectAccessible();
  await givePassword(page, t, user);
  await giveCode(page, t.code.label.authenticator, totp(key, 1), t.code.submit);
  await expect(heading(page, t.portal.changePassword.title)).toBeVisible();
});

test("the organisation is switched, and stays so", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { bakery, installer } = ORGANISATIONS;
  const organisations = [bakery.number, installer.number];
  const user = await createUser({ language: pageLanguage, organisations });
  await openSignIn(page, t);
  await signInBySms(page, t, user);
  await later(page, t);
  await expectHome(page, t, user);
  const chooser = page.getByRole("button", { name: t.portal.shell.client, exact: false }).first();
  for (const { name } of [installer, bakery]) {
    await chooser.click();
    await expectAccessible();
    await page.getByRole("button", { name, exact: false }).last().click();
    await expect(chooser).toContainText(name);
  }
  await page.reload();
  await expect(chooser).toContainText(bakery.name);
});

test("the language chosen before signing in becomes the user's, and can be changed after", async ({
  page,
  t,
  pageLanguage,
}) => {
  const other = pageLanguage === "nl" ? "en" : "nl";
  const user = await createUser({ language: other });
  await page.goto("/sign-in");
  // Twice, so that in Dutch too it is a choice and not where the page started.
  await button(page, other === "en" ? "English" : "Nederlands").click();
  await button(page, other === "en" ? "Nederlands" : "English").click();
  await expect(page.locator("html")).toHaveAttribute("lang", pageLanguage);
  await signInBySms(page, t, user);
  await later(page, t);
  await expectHome(page, t, user);

  // Without what the browser remembers, the portal still knows.
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expectHome(page, t, user);
  await page.goto("/account");
  await page.getByLabel(other === "en" ? "English" : "Nederlands").check();
  await expect(page.locator("html")).toHaveAttribute("lang", other);
  await expect(heading(page, other === "en" ? "My details" : "Mijn gegevens")).toBeVisible();
});

test("signing out everywhere ends the other device's session too", async ({
  page,
  t,
  pageLanguage,
  browser,
  baseURL,
}) => {
  const user = await createUser({ language: pageLanguage });
  await openSignIn(page, t);
  await signInBySms(page, t, user);
  const { key } = await setUpAuthenticator(page, t);
  await expectHome(page, t, user);

  const context = await browser.newContext({
    ...(baseURL && { baseURL }),
    serviceWorkers: "block",
  });
  const other = await context.newPage();
  await openSignIn(other, t);
  await givePassword(other, t, user);
  await giveCode(other, t.code.label.authenticator, totp(key, 1), t.code.submit);
  await expectHome(other, t, user);

  await page.goto("/account");
  await expect(
    page.getByRole("region", { name: t.portal.account.devices }).getByRole("listitem"),
  ).toHaveCount(2);
  await button(page, t.portal.account.everywhere).click();
  await page.getByRole("dialog").getByRole("button", { name: t.portal.account.everywhere }).click();
  await expect(page.getByText(t.signIn.signedOut)).toBeVisible();
  await other.reload();
  await expect(other.getByText(t.signIn.ended)).toBeVisible();
  await context.close();
});
