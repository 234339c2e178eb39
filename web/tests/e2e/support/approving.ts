// The client's steps on the way to an approval, as a client would do them.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, type Texts } from "./fixtures";
import { codeTo } from "./inbox";
import type { Published } from "./publishing";
import { button, giveCode, heading } from "./steps";
import type { User } from "./users";

const drawn = (page: Page) => page.locator(".pdf-page[data-drawn]").first();

/** Opens the document from its page, to the first page drawn. */
export async function open(page: Page, t: Texts): Promise<void> {
  const { read, readAgain } = t.approvals.document;
  await button(page, read).or(button(page, readAgain)).click();
  await expect(drawn(page)).toBeVisible();
}

/** From the open document back to its page, with the cross. */
export async function close(page: Page, t: Texts): Promise<void> {
  await button(page, t.approvals.reading.close).click();
  await expect(page.getByText(t.approvals.document.viewed)).toBeVisible();
}

/** From anywhere to the document's page, with the document read. */
export async function read(page: Page, t: Texts, document: Published): Promise<void> {
  await page.goto(document.client);
  await open(page, t);
  await close(page, t);
}

/** Akkoord, and Akkoord once more: to where the code is asked. */
export async function agree(page: Page, t: Texts, look?: () => Promise<void>): Promise<void> {
  const { agree } = t.approvals.document;
  await button(page, agree).click();
  const dialog = page.getByRole("dialog", { name: t.approvals.confirm.title });
  await expect(dialog).toBeVisible();
  await look?.();
  await dialog.getByRole("button", { name: t.approvals.confirm.agree }).click();
  await expect(heading(page, t.approvals.approve.title)).toBeVisible();
}

/** Asks for the code by SMS; answers it. */
export async function askForCode(page: Page, t: Texts, user: User): Promise<string> {
  await button(page, t.approvals.approve.sms).click();
  await expect(page.getByLabel(t.code.label.sms)).toBeFocused();
  return codeTo(user.mobile);
}

/** From the document's page, read, to the result: with a code by SMS. */
export async function approveBySms(page: Page, t: Texts, user: User): Promise<void> {
  await agree(page, t);
  const code = await askForCode(page, t, user);
  await giveCode(page, t.code.label.sms, code, t.approvals.approve.submit);
  await expect(page.getByText(t.approvals.result.reference)).toBeVisible();
}

/** What the archive's stand-in took about a document. */
export async function archived(document: Published): Promise<{ receipt: string }[]> {
  const response = await fetch(`${process.env.ARCHIVE_URL ?? "http://localhost:8082"}/items`);
  const items = (await response.json()) as { data: { document: string }; receipt: string }[];
  return items.filter(({ data }) => data.document === document.id);
}

/** Downloads the pack from the page that offers it. */
export async function pack(page: Page, label: string): Promise<Buffer> {
  const downloading = page.waitForEvent("download");
  await button(page, label).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await downloading).createReadStream()) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Whether anyone with nothing but the pack finds it whole, and what the program says. */
export async function verify(content: Buffer): Promise<{ whole: boolean; says: string }> {
  const program = process.env.VERIFY_EVIDENCE;
  if (!program)
    throw new Error(
      "VERIFY_EVIDENCE must name the verify-evidence program: see `cargo xtask test`",
    );
  const folder = await mkdtemp(join(tmpdir(), "pack-"));
  const file = join(folder, "pack.zip");
  await writeFile(file, content);
  try {
    return await new Promise((resolve) => {
      execFile(program, [file], (error, stdout, stderr) =>
        resolve({ whole: error === null, says: stdout + stderr }),
      );
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
