// The steps that many walks share, as a user would do them.
import { expect, type Page } from "@playwright/test";
import type { Texts } from "./fixtures";
import { codeTo } from "./inbox";
import { totp } from "./totp";
import type { User } from "./users";

export const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Opens the sign-in page in the run's language, choosing it as a user would. */
export async function openSignIn(page: Page, t: Texts, path = "/sign-in"): Promise<void> {
  await page.goto(path);
  const chosen = button(page, t.signIn.title === "Sign in" ? "English" : "Nederlands");
  if ((await chosen.getAttribute("aria-pressed")) !== "true") await chosen.click();
  await expect(heading(page, t.signIn.title)).toBeVisible();
}

export async function givePassword(page: Page, t: Texts, user: User): Promise<void> {
  await page.getByLabel(t.signIn.login).fill(user.login);
  await page.getByLabel(t.signIn.password, { exact: true }).fill(user.password);
  await button(page, t.signIn.submit).click();
}

export async function giveCode(
  page: Page,
  label: string,
  code: string,
  submit: string,
): Promise<void> {
  await page.getByLabel(label).fill(code);
  await button(page, submit).click();
}

/** From the sign-in page to the authenticator's offer, with the code of the nth SMS. */
export async function signInBySms(page: Page, t: Texts, user: User, nth = 1): Promise<void> {
  await givePassword(page, t, user);
  await expect(heading(page, t.code.title.sms)).toBeVisible();
  await giveCode(page, t.code.label.sms, await codeTo(user.mobile, nth), t.code.submit);
  await expect(heading(page, t.portal.authenticator.title)).toBeVisible();
}

/** From the offer to the home screen, still by SMS. */
export async function later(page: Page, t: Texts): Promise<void> {
  await button(page, t.portal.authenticator.later).click();
}

/** From the offer through the set-up to where it returns; answers the key and the codes. */
export async function setUpAuthenticator(page: Page, t: Texts) {
  const texts = t.portal.authenticator;
  const key = (await page.locator(".key").textContent()) ?? "";
  await giveCode(page, texts.code, totp(key), texts.submit);
  await expect(heading(page, t.portal.recovery.title)).toBeVisible();
  const codes = await page
    .getByRole("list", { name: t.portal.recovery.list })
    .getByRole("listitem")
    .allTextContents();
  await page.getByLabel(t.portal.recovery.stored).check();
  await button(page, t.portal.recovery.submit).click();
  return { key, codes };
}

export async function expectHome(page: Page, t: Texts, user: User): Promise<void> {
  await expect(heading(page, t.portal.home.title(user.name))).toBeVisible();
}

/** On a phone signing out is on Mijn gegevens, which works at every size. */
export async function signOut(page: Page, t: Texts): Promise<void> {
  await page.goto("/account");
  await page.getByRole("region", { name: t.portal.shell.signOut }).getByRole("button").click();
  await expect(page.getByText(t.signIn.signedOut)).toBeVisible();
}
