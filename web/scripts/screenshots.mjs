// Makes the pictures of the README out of the running portal: `cargo xtask up --fresh` in one terminal,
// `npm run screenshots` in another. It reads and approves one of the demonstration's documents, so a
// second time needs a fresh portal again.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const stackFile = process.env.AKKOORD_STACK ?? at(".local/state/stack.json");
const tool = process.env.PORTAL_TOOL ?? at("target/debug/portal-tool");
const { origin, endpoint } = JSON.parse(readFileSync(stackFile, "utf8"));
const MOBILE = "+31612345602";
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };

const env = { ...process.env, AKKOORD_STACK: stackFile };
const session = execFileSync(tool, ["session", "bram"], { env, encoding: "utf8" }).trim();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

async function pageOfBram(size) {
  const looks = { locale: "nl-NL", timezoneId: "Europe/Amsterdam", colorScheme: "light" };
  const context = await browser.newContext({ baseURL: origin, ...looks, ...size });
  const cookie = { name: "__Host-session", value: session, path: "/", secure: true };
  await context.addCookies([{ ...cookie, domain: new URL(origin).hostname }]);
  return context.newPage();
}

/** The code that the telephone got last: it was sent before the page asks for it. */
async function newestCode() {
  const response = await fetch(`${endpoint}/_ministack/sns/sms-messages`);
  const { sms_messages } = await response.json();
  return /#(\d{6})/.exec(sms_messages[MOBILE]?.at(-1)?.Message ?? "")?.[1] ?? "";
}

async function picture(page, name) {
  mkdirSync(at("docs/images"), { recursive: true });
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: at(`docs/images/${name}.png`), animations: "disabled" });
}

const page = await pageOfBram(DESKTOP);
await page.goto("/approvals");
await page.getByRole("link", { name: "Btw-aangifte 3e kwartaal" }).first().click();
await page.getByRole("button", { name: "Document openen" }).click();
await page.locator(".pdf-page[data-drawn]").first().waitFor();
await page.getByRole("button", { name: "Akkoord", exact: true }).click();
await page.getByRole("dialog").waitFor();
await picture(page, "confirming");

await page.getByRole("dialog").getByRole("button", { name: "Akkoord" }).click();
await page.getByRole("button", { name: "Verstuur SMS-code" }).click();
await page.locator("#code").waitFor();
await page.locator("#code").fill(await newestCode());
await page.getByRole("button", { name: "Verzend document" }).click();
await page.getByText("Ontvangstbewijs").waitFor({ timeout: 60_000 });

const phone = await pageOfBram(PHONE);
await phone.goto(page.url());
await phone.getByRole("button", { name: "Bewijs downloaden" }).waitFor();
await picture(phone, "approved");
await browser.close();
