// Publishing in bulk as a test wants it: lists and ZIPs made here, and the office's answers to them.
import type { Page } from "@playwright/test";
import type { BulkRow, CheckedRow, DraftFields } from "../../../src/api/types";
import { type Packed, zip } from "../../support/zip";
import type { FakeApi } from "./fake-api";
import { ok } from "./fake-api";
import { FILES, type Texts } from "./fixtures";
import { BAKERY, DRAFT } from "./office";
import { pdf } from "./pdf";
import { button } from "./steps";

export const SEVERAL = "/office/publish/several";

export const HEADINGS = "Klantnummer;Soort;Titel;Periode;Bedrag;Betekenis;Uiterste datum;Bestand";

/** A row that is right for the client of this number. */
export const rowOf = (number: string | number, title: string, file: string) =>
  `${number};Btw-aangifte;${title};2026-Q3;1.234,56;Te betalen;30-11-2099;${file}`;

/** Text as older spreadsheet programs write it: one byte a character, with the euro sign at 0x80. */
export const windows1252 = (text: string) => Buffer.from(text.replaceAll("€", "\x80"), "latin1");

export const listOf = (rows: string[]) => windows1252(`${[HEADINGS, ...rows].join("\r\n")}\r\n`);

export const packed = (files: Packed[]) => ({
  name: "aangiften.zip",
  mimeType: "application/zip",
  buffer: zip(files),
});

type Upload = ReturnType<typeof packed>;

/** Chooses the ZIP, and beside it a list. */
export async function choose(page: Page, archive: Upload, list?: Upload): Promise<void> {
  await page.locator("input[type=file]").first().setInputFiles(archive);
  if (list) await page.locator("input[type=file]").last().setInputFiles(list);
}

/** Chooses and starts the dry run. */
export async function look(page: Page, t: Texts, archive: Upload, list?: Upload): Promise<void> {
  await choose(page, archive, list);
  await button(page, t.staff.bulk.look).click();
}

/** Six rows: four are right, one file is no PDF, one client is unknown; a seventh file is in no row. */
export function six(number: string | number): Upload {
  const rows = [
    rowOf(number, "Café € 1", "btw 1.pdf"),
    rowOf(number, "Btw 2", "btw 2.pdf"),
    rowOf(number, "Btw 3", "geen-pdf.pdf"),
    rowOf("bestaat-niet", "Btw 4", "btw 4.pdf"),
    rowOf(number, "Btw 5", "map/btw 5.pdf"),
    rowOf(number, "Btw 6", "btw 6.pdf"),
  ];
  const names = ["btw 1.pdf", "btw 2.pdf", "btw 4.pdf", "map/btw 5.pdf", "btw 6.pdf", "los.pdf"];
  return packed([
    { name: "lijst.csv", content: listOf(rows) },
    { name: "geen-pdf.pdf", content: Buffer.from("dit is een brief") },
    ...names.map((name) => ({ name, content: pdf(name) })),
  ]);
}

/** The office knows the client 10001 and makes each draft once. */
export async function knowsTheBakery(api: FakeApi, page: Page): Promise<FakeApi> {
  const drafts = new Map<string, { id: string; sha256?: string }>();
  const CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "PUT",
    "Access-Control-Allow-Headers": "*",
  };
  await page.route(`${FILES}/upload`, (route) => route.fulfill({ status: 200, headers: CORS }));
  const checked = (row: BulkRow): CheckedRow => {
    const isKnown = row.client_number === "10001";
    const draft = drafts.get(row.key ?? "");
    return {
      wrong: isKnown ? [] : [{ field: "client_number", code: "unknown" }],
      organisation: isKnown ? BAKERY : null,
      stages: null,
      found: draft ? "draft" : "new",
      document: draft?.id ?? null,
      has_file: draft?.sha256 !== undefined,
      differs: false,
    };
  };
  const created = (body: unknown) => {
    const { key } = body as DraftFields;
    const id = `doc_bulk_${drafts.size}`;
    const draft = drafts.get(key ?? "") ?? { id };
    drafts.set(key ?? "", draft);
    const place = `POST /api/office/drafts/org_1/${draft.id}`;
    api.answer(`${place}/upload`, ok({ url: `${FILES}/upload`, headers: {} }));
    api.answer(`${place}/uploaded`, (said) => {
      draft.sha256 = (said as { sha256: string }).sha256;
      return ok({ ...DRAFT, id: draft.id });
    });
    const file = draft.sha256 ? { name: "x.pdf", size: 1, pages: 1, sha256: draft.sha256 } : null;
    return ok({ ...DRAFT, id: draft.id, file });
  };
  return api
    .answer("POST /api/office/drafts/check", (body) =>
      ok({ rows: (body as { rows: BulkRow[] }).rows.map(checked) }),
    )
    .answer("POST /api/office/drafts", created);
}
