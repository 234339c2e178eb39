// How a document comes to a client: by hand through the office's pages, and in one go through its API
// for the walks that are about what comes after.
import type { Page } from "@playwright/test";
import type { Draft, DraftFields } from "../../../src/api/types";
import { expect, type Texts } from "./fixtures";
import { sha256 } from "./pdf";
import { button, heading } from "./steps";
import { taxReturn } from "./tax-return";
import type { Organisation } from "./users";

export const PDF = { name: "btw-2026-q3.pdf", mimeType: "application/pdf", buffer: taxReturn(2) };

/** Far enough, and in the same year as today only by chance. */
const DEADLINE = "2099-11-30";

export interface Published {
  title: string;
  id: string;
  /** The document's page at the client's side, and at the office's. */
  client: string;
  office: string;
}

function published(title: string, organisation: string, id: string): Published {
  const place = `${organisation}/${id}`;
  return { title, id, client: `/approvals/${place}`, office: `/office/documents/${place}` };
}

const choosePdf = (page: Page) => page.locator("input[type=file]").setInputFiles(PDF);

/** Prepares and releases a VAT return as staff do; `look` sees every screen on the way. */
export async function publishByHand(
  page: Page,
  t: Texts,
  organisation: Organisation,
  look: () => Promise<void>,
): Promise<Published> {
  const { common, publish, file } = t.staff;
  await page.goto("/office/publish");
  const client = page.getByRole("combobox", { name: common.organisation });
  await client.fill(organisation.name);
  await page.getByRole("option", { name: organisation.name }).click();
  await page.getByLabel(common.kind).selectOption("vat");
  await page.getByLabel(common.period).fill("Q3 2026");
  await page.getByLabel(publish.amountLabel).fill("12.345,67");
  await page.getByLabel(publish.toPay).check();
  await page.getByLabel(publish.deadlineLabel).fill(DEADLINE);
  await page.getByLabel(common.message).fill("Hierbij de aangifte.\nKijk vooral naar regel 1b.");
  const title = await page.getByLabel(common.title).inputValue();
  await choosePdf(page);
  await look();
  await button(page, publish.saveAndGo).click();
  await expect(heading(page, title)).toBeVisible();
  await expect(page.getByText(file.stored)).toBeVisible();
  // A phone shows the PDF when asked to.
  const drawn = page.locator(".pdf-page[data-drawn]").first();
  await expect(drawn.or(button(page, t.staff.preview.open))).toBeVisible();
  await look();
  await release(page, t, look);
  const [id = ""] = new URL(page.url()).pathname.split("/").slice(-1);
  return published(title, organisation.organisation, id);
}

/** Releases the draft on the page. */
export async function release(page: Page, t: Texts, look: () => Promise<void>): Promise<void> {
  await button(page, t.staff.release.release).click();
  const dialog = page.getByRole("dialog", { name: t.staff.release.title });
  await expect(dialog).toBeVisible();
  await look();
  await dialog.getByRole("button", { name: t.staff.release.confirm }).click();
  await expect(page.getByText(t.staff.document.released)).toBeVisible();
}

/** From a published document's page at the office to a released next version. */
export async function correctByHand(page: Page, t: Texts, look: () => Promise<void>) {
  const { document, publish, file } = t.staff;
  await button(page, document.correct).click();
  await page.getByRole("dialog").getByRole("button", { name: document.correctConfirm }).click();
  await expect(page.getByText(publish.correction)).toBeVisible();
  await choosePdf(page);
  await expect(page.getByText(file.stored)).toBeVisible();
  await look();
  await release(page, t, look);
}

/** Calls the office's API as the page of a member of staff does. */
async function call<T>(page: Page, path: string, body: unknown): Promise<T> {
  const answer = await page.evaluate(
    async ([path, body]) => {
      const headers = { "Content-Type": "application/json" };
      const response = await fetch(`/api/office${path}`, { method: "POST", headers, body });
      return { status: response.status, text: await response.text() };
    },
    [path, JSON.stringify(body)] as const,
  );
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return JSON.parse(answer.text) as T;
}

/** Releases a quote, or what `change` makes of it, in one go. */
export async function publish(
  page: Page,
  { organisation }: Organisation,
  change: Partial<DraftFields> = {},
): Promise<Published> {
  const fields: DraftFields = {
    organisation,
    kind: "quote",
    title: "Offerte administratie 2027",
    period: "2027",
    amount: null,
    deadline: DEADLINE,
    recipient: "none",
    message: null,
    stages: null,
    ...change,
  };
  if (page.url() === "about:blank") await page.goto("/");
  const draft = await call<Draft>(page, "/drafts", fields);
  const place = `/drafts/${organisation}/${draft.id}`;
  const file = { name: PDF.name, size: PDF.buffer.length, sha256: sha256(PDF.buffer) };
  const upload = await call<{ url: string; headers: Record<string, string> }>(
    page,
    `${place}/upload`,
    file,
  );
  const put = { method: "PUT", headers: upload.headers, body: new Uint8Array(PDF.buffer) };
  const stored = await fetch(upload.url, put);
  if (!stored.ok) throw new Error(`the bucket answered ${stored.status}`);
  const { revision } = await call<Draft>(page, `${place}/uploaded`, file);
  await call(page, `${place}/release`, { revision });
  return published(fields.title, organisation, draft.id);
}
