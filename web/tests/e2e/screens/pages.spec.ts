// How pages behave (web.md, rules 5, 10, 13 and 15): focus and scroll, keyboard, language, no
// connection, and what goes wrong in the app itself.
import { challenge, ok, problem, session, signedIn } from "../support/fake-api";
import { expect, test } from "../support/fixtures";
import { button, heading, SANNE, SCREENS, signedOut } from "../support/screens";
import { givePassword } from "../support/steps";

test("a page change sets the title, focuses the heading, and Back restores the scroll", async ({
  page,
  t,
  pageLanguage,
}) => {
  await signedIn(page, pageLanguage);
  await page.goto("/account");
  await expect(page.getByText(t.portal.account.thisDevice)).toBeVisible();
  await page.evaluate(() => scrollTo(0, 350));
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(350);
  const link = page.getByRole("link", { name: t.portal.account.changePassword });
  // A plain click would scroll the link into view first.
  await link.first().evaluate((element: HTMLElement) => element.click());
  await expect(heading(page, t.portal.changePassword.title)).toBeFocused();
  await expect(page).toHaveTitle(new RegExp(t.portal.changePassword.title));
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(heading(page, t.portal.account.title)).toBeFocused();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(350);
});

test("Back from the code leads to the login name, which is still there", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await signedOut({ page, t, language: pageLanguage });
  api.answer("POST /api/sign-in", ok(challenge()));
  await page.goto("/sign-in");
  await givePassword(page, t, SANNE);
  await expect(heading(page, t.code.title.sms)).toBeFocused();
  await page.goBack();
  await expect(page.getByLabel(t.signIn.login)).toHaveValue(SANNE.login);
  await page.goForward();
  await expect(heading(page, t.code.title.sms)).toBeVisible();
  await page.reload();
  await expect(heading(page, t.signIn.title)).toBeVisible();
});

test("signing in works by keyboard alone, and the focus is seen", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await signedOut({ page, t, language: pageLanguage });
  api.answer("POST /api/sign-in", ok(challenge()));
  await page.goto("/sign-in");
  await expect(heading(page, t.signIn.title)).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: t.common.skip })).toBeFocused();
  const login = page.getByLabel(t.signIn.login);
  for (let press = 0; press < 12; press++) {
    const [width, isField] = await page.evaluate(() => {
      const active = document.activeElement as HTMLElement;
      const seen = active.matches("input") ? active.closest(".field-box") : active;
      const { outlineWidth, outlineStyle } = getComputedStyle(seen as Element);
      return [
        outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
        active.id === "login",
      ] as const;
    });
    expect(width, "outline in px").toBeGreaterThanOrEqual(2);
    if (isField) break;
    await page.keyboard.press("Tab");
  }
  await expect(login).toBeFocused();
  await page.keyboard.type(SANNE.login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(SANNE.password);
  await page.keyboard.press("Enter");
  await expect(heading(page, t.code.title.sms)).toBeVisible();
});

test("a menu opens, closes with Escape and gives the focus back", async ({
  page,
  t,
  pageLanguage,
}) => {
  await signedIn(page, pageLanguage);
  await page.goto("/");
  const chooser = page.getByRole("button", { name: t.portal.shell.client }).first();
  await chooser.focus();
  await page.keyboard.press("Enter");
  await expect(chooser).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect(chooser).toHaveAttribute("aria-expanded", "false");
  await expect(chooser).toBeFocused();
});

test("the language is switched before signing in, and the portal is told", async ({
  page,
  t,
  pageLanguage,
}) => {
  const other = pageLanguage === "nl" ? "en" : "nl";
  const api = await signedOut({ page, t, language: pageLanguage });
  api
    .answer("POST /api/sign-in", ok(challenge()))
    .answer("POST /api/sign-in/code", ok({ session: session(pageLanguage), next: "home" }))
    .answer("PUT /api/session/language", ok(session(other)));
  await page.goto("/sign-in");
  await page.getByLabel(t.signIn.login).fill(SANNE.login);
  await button(page, other === "en" ? "English" : "Nederlands").click();
  await expect(page.locator("html")).toHaveAttribute("lang", other);
  await expect(page.getByLabel(other === "en" ? "Login name" : "Inlognaam")).toHaveValue(
    SANNE.login,
  );
  await page.locator("#password").fill(SANNE.password);
  const asked = page.waitForRequest(/\/api\/sign-in$/);
  await page.locator("button[type=submit]").click();
  expect((await asked).headers()["accept-language"]).toBe(other);
  await page.locator("#code").fill("123456");
  await page.locator("button[type=submit]").click();
  await expect(
    heading(page, `${other === "en" ? "Welcome" : "Welkom"}, ${SANNE.name}`),
  ).toBeVisible();
  await expect.poll(() => api.count("PUT /api/session/language")).toBe(1);
  expect(api.requests.find(({ operation }) => operation.startsWith("PUT"))?.body).toEqual({
    language: other,
  });
});

test("Dutch is the language of who chose none", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(heading(page, "Inloggen")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "nl");
});

test("without a connection a banner says so, offers to try again, and keeps what was typed", async ({
  page,
  t,
  pageLanguage,
  context,
  expectAccessible,
}) => {
  const api = await signedOut({ page, t, language: pageLanguage });
  api.answer("POST /api/sign-in", ok(challenge()));
  await page.goto("/sign-in");
  await expect(heading(page, t.signIn.title)).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText(t.offline.text)).toBeVisible();
  await expectAccessible();
  await page.route("**/api/sign-in", (route) => route.abort());
  await givePassword(page, t, SANNE);
  await expect(page.getByRole("alert")).toContainText(t.errors.unreachable);
  await expect(page.getByLabel(t.signIn.login)).toHaveValue(SANNE.login);
  await button(page, t.common.retry).click();
  await expect(page.getByText(t.offline.text)).toBeVisible();
  await context.setOffline(false);
  await page.unroute("**/api/sign-in");
  await expect(page.getByText(t.offline.text)).toHaveCount(0);
  await button(page, t.signIn.submit).click();
  await expect(heading(page, t.code.title.sms)).toBeVisible();
});

test("a portal that cannot be reached at first is tried again on request", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await signedIn(page, pageLanguage);
  const broken = problem(503, "unavailable", { reference: "01JD-7F3K" });
  api.answer("GET /api/session", broken, broken, ok(session(pageLanguage)));
  await page.goto("/");
  await expect(page.getByText("01JD-7F3K")).toBeVisible();
  await button(page, t.common.retry).click();
  await expect(heading(page, t.portal.home.title(SANNE.name))).toBeVisible();
});

test("a failure of the app itself shows the firm's telephone and a reference", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  await signedIn(page, pageLanguage, { organisations: null as never });
  await page.goto("/");
  await expect(heading(page, t.errors.unexpectedTitle)).toBeVisible();
  await expect(page.getByText(/web-[0-9a-f]{8}/)).toBeVisible();
  await expect(page.locator("main").getByRole("link")).toHaveAttribute("href", "tel:0880001200");
  await expectAccessible();
});

test("an empty list says why it is empty and what comes next", async ({
  page,
  t,
  pageLanguage,
}) => {
  await signedIn(page, pageLanguage);
  await page.goto("/");
  const notices = page.getByRole("region", { name: t.portal.home.notices });
  await expect(notices).toContainText(t.portal.home.empty);
  await expect(notices).toContainText(t.portal.home.emptyWhy("Voorbeeld Accountants"));
  await expect(notices).toContainText(t.portal.home.emptyNext);
});

test("a skeleton stands before any script has run, in the page's own style", async ({ page }) => {
  await page.route(/\/assets\/.*\.js$/, () => undefined);
  await page.goto("/sign-in", { waitUntil: "commit" });
  const line = page.locator(".skeleton-line").first();
  await expect(line).toBeVisible();
  expect(await line.evaluate((element) => getComputedStyle(element).borderRadius)).toBe("4px");
});

test("less motion is respected", async ({ page, t, pageLanguage }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await SCREENS[0]?.open({ page, t, language: pageLanguage });
  const duration = await page
    .locator("button[type=submit]")
    .evaluate((element) => getComputedStyle(element).transitionDuration);
  expect(new Set(duration.split(", "))).toEqual(new Set(["0s"]));
});

test("of two languages chosen one after the other the last one stays, however late the first one comes", async ({
  page,
  t,
  pageLanguage,
}) => {
  await signedOut({ page, t, language: pageLanguage });
  await page.goto("/sign-in");
  await expect(heading(page, t.signIn.title)).toBeVisible();
  const names = { nl: "Nederlands", en: "English" };
  const other = pageLanguage === "nl" ? "en" : "nl";
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(new RegExp(`/assets/${other}-[^/]*\\.js$`), async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(new RegExp(`/assets/${other}-`));
  await button(page, names[other]).click();
  await asked;
  await button(page, names[pageLanguage]).click();
  const came = page.waitForResponse(new RegExp(`/assets/${other}-`));
  release();
  await came;
  // A turn of the page's own loop after the texts came, they would have been shown.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
  await expect(page.locator("html")).toHaveAttribute("lang", pageLanguage);
  await expect(heading(page, t.signIn.title)).toBeVisible();
});
