// The shared ground of all browser tests: the language of the run, and a watch that fails a test on
// a violation of the security policy, a request to a third party, or an error nobody caught.
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { en as authEn } from "../../../src/auth/i18n/en";
import { nl as authNl } from "../../../src/auth/i18n/nl";
import { en as approvalsEn } from "../../../src/client/approvals/i18n/en";
import { nl as approvalsNl } from "../../../src/client/approvals/i18n/nl";
import { en as portalEn } from "../../../src/client/i18n/en";
import { nl as portalNl } from "../../../src/client/i18n/nl";
import { en } from "../../../src/i18n/en";
import { nl } from "../../../src/i18n/nl";
import { en as readerEn } from "../../../src/pdf/i18n/en";
import { nl as readerNl } from "../../../src/pdf/i18n/nl";
import { en as staffEn } from "../../../src/staff/i18n/en";
import { nl as staffNl } from "../../../src/staff/i18n/nl";
import { emulator } from "./inbox";
import { beginSession, type User } from "./users";

/** Where signed addresses of files lead. Nothing listens there: tests answer these requests too. */
export const FILES = "http://127.0.0.1:4398";

export type PageLanguage = "nl" | "en";

const TEXTS = {
  nl: {
    ...nl,
    ...authNl,
    portal: portalNl,
    approvals: approvalsNl,
    reader: readerNl,
    staff: staffNl,
  },
  en: {
    ...en,
    ...authEn,
    portal: portalEn,
    approvals: approvalsEn,
    reader: readerEn,
    staff: staffEn,
  },
};

export type Texts = (typeof TEXTS)["nl"];
export const textsIn = (language: PageLanguage): Texts => TEXTS[language];

interface Options {
  pageLanguage: PageLanguage;
}

interface Fixtures {
  /** The page of one more person, who is signed in already, watched as the test's own page is. */
  pageOf(user: User): Promise<Page>;
  /** The texts of the run's language, from the app's own message files. */
  t: Texts;
  /** No axe finding, and no sideways scroll, on the page as it stands. */
  expectAccessible(without?: string[], of?: Page): Promise<void>;
  watched: undefined;
}

export const test = base.extend<Options & Fixtures>({
  pageLanguage: ["nl", { option: true }],
  t: async ({ pageLanguage }, use) => use(textsIn(pageLanguage)),
  watched: [
    async ({ page, baseURL }, use) => {
      const findings: string[] = [];
      await watch(page, new URL(baseURL ?? "http://localhost").origin, findings);
      await use(undefined);
      expect(findings, "violations, third parties and uncaught errors").toEqual([]);
    },
    { auto: true },
  ],
  expectAccessible: async ({ page }, use) =>
    use((without, of = page) => expectAccessible(of, without)),
  pageOf: async ({ browser, baseURL }, use) => {
    const origin = new URL(baseURL ?? "http://localhost").origin;
    const findings: string[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (user) => {
      const context = await browser.newContext();
      contexts.push(context);
      const { hostname } = new URL(origin);
      const session = { name: "__Host-session", value: await beginSession(user), path: "/" };
      const kept = { httpOnly: true, secure: true, sameSite: "Strict" as const };
      await context.addCookies([{ ...session, ...kept, domain: hostname }]);
      const page = await context.newPage();
      await watch(page, origin, findings);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(findings, "violations, third parties and uncaught errors").toEqual([]);
  },
});

export { expect };

/**
 * For walks that are about what the portal does: their screens are tried at every size in both
 * languages by the tests of screens and by the first walk, and each of these takes its time. So they
 * are walked in Dutch on a phone and in English on a desktop.
 */
export function walkedTwice(): void {
  const why = "walked in Dutch on a phone and in English on a desktop";
  test.skip(({ pageLanguage, hasTouch }) => (pageLanguage === "nl") !== hasTouch, why);
}

async function watch(page: Page, origin: string, findings: string[]): Promise<void> {
  page.on("request", (request) => {
    const url = new URL(request.url());
    // The bucket of files is not a third party; the security headers name it.
    const isOwn =
      [origin, FILES, emulator()].includes(url.origin) || ["data:", "blob:"].includes(url.protocol);
    if (!isOwn) findings.push(`third party: ${request.url()}`);
  });
  page.on("pageerror", (error) => findings.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (/Content[- ]Security[- ]Policy|TrustedScript|Trusted Type/i.test(text)) findings.push(text);
  });
  await page.exposeFunction("reportViolation", (text: string) => findings.push(text));
  await page.addInitScript(() => {
    const report = (window as unknown as { reportViolation(text: string): void }).reportViolation;
    addEventListener("securitypolicyviolation", (event) => {
      report(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile ?? ""}`);
    });
  });
}

type Nodes = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"][number]["nodes"];

/**
 * Those of the targets that are too small where nothing covers them: a bar that stands still at the edge of the screen
 * takes a part of whatever happens to lie under it.
 */
async function smallInFullView(page: Page, nodes: Nodes): Promise<Nodes> {
  const small: Nodes = [];
  for (const node of nodes) {
    const [selector] = node.target;
    if (typeof selector === "string") {
      const target = page.locator(selector);
      await target.evaluate((element) => element.scrollIntoView({ block: "center" }));
      const again = new AxeBuilder({ page }).include(selector).withRules(["target-size"]);
      if ((await again.analyze()).violations.length === 0) continue;
    }
    small.push(node);
  }
  return small;
}

/** WCAG 2.2 AA and axe's best practices; and nothing to scroll to the side. */
async function expectAccessible(page: Page, without: string[] = []): Promise<void> {
  // Half-way from one colour scheme to the other, a button's colours are nobody's choice.
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => !(animation instanceof CSSTransition)),
  );
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await new AxeBuilder({ page })
    .withTags(tags)
    .disableRules(without)
    .analyze();
  const found: string[] = [];
  for (const { id, nodes } of violations) {
    const kept = id === "target-size" ? await smallInFullView(page, nodes) : nodes;
    if (kept.length > 0) found.push(`${id}: ${kept.map(({ html }) => html).join(" | ")}`);
  }
  expect(found, "axe").toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "sideways scroll in px").toBe(0);
}
