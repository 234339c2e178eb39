import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Language } from "../../src/api/types";
import { COLUMNS } from "../../src/staff/bulk/columns";
import { type Line, readTable } from "../../src/staff/bulk/csv";
import { parseLine } from "../../src/staff/bulk/row";
import { readSource } from "../../src/staff/bulk/source";
import { badRowsCsv, sourceText, templateCsv, wrongText } from "../../src/staff/bulk/words";
import { en } from "../../src/staff/i18n/en";
import { nl } from "../../src/staff/i18n/nl";
import { pdf } from "../e2e/support/pdf";
import { zip } from "../support/zip";

const LANGUAGES = [
  ["nl", nl],
  ["en", en],
] as const satisfies [Language, unknown][];

function lines(text: string): Line[] {
  const table = readTable(new TextEncoder().encode(text));
  if ("code" in table) throw new Error(table.code);
  return table.lines;
}

describe.each(LANGUAGES)("lists in %s", (language, t) => {
  test("that are given as a sample are right", () => {
    const parsed = lines(templateCsv(t, language, 2026)).map(parseLine);
    expect(parsed.map(({ wrong }) => wrong)).toEqual([[], []]);
    expect(parsed[1]?.row?.approvers).toEqual([["sanne", "bram"], ["mo"]]);
  });

  test("of rows with errors say why, and are read again as they were", () => {
    const [line] = lines(templateCsv(t, language, 2026));
    if (!line) throw new Error("no line");
    const bad: Line = { ...line, number: 7, cells: { ...line.cells, title: '=Btw; "een"' } };
    const wrong = [{ column: "client_number" as const, code: "unknown" }];
    const text = badRowsCsv([{ line: bad, verdict: "wrong", wrong }], t, language);
    expect(text).toContain(t.bulk.wrong.unknown_client);
    // A cell that a spreadsheet would compute is text there, and what it was when it comes back.
    expect(text).toContain(`'${bad.cells.title?.slice(0, 4)}`);
    expect(lines(text)[0]?.cells).toEqual(bad.cells);
  });

  test("have words for everything that can be wrong", () => {
    const codes = Object.keys(t.bulk.wrong);
    const fromThePortal = ["unknown", "active_content", "hash_mismatch", "encrypted", "missing"];
    for (const code of [...codes, ...fromThePortal]) {
      for (const column of [...COLUMNS, undefined]) {
        const text = wrongText({ column, code, about: "x.pdf" }, t);
        expect(text.length, code).toBeGreaterThan(10);
        expect(text).not.toContain("undefined");
      }
    }
    const missing = sourceText({ code: "csv_missing_columns", columns: ["title"] }, t, language);
    expect(missing).toMatch(/titel|title/);
  });
});

test("the sample of the documentation is right", () => {
  const page = readFileSync(new URL("../../../docs/BULK.md", import.meta.url), "utf8");
  const sample = /```csv\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  expect(lines(sample).map((line) => parseLine(line).wrong)).toEqual([[], []]);
});

describe("what was chosen", () => {
  const list = Buffer.from(templateCsv(nl, "nl", 2026));
  const document = { name: "a.pdf", content: pdf("a") };
  const read = (files: { name: string; content: Buffer }[], beside?: Buffer<ArrayBuffer>) =>
    readSource(new Blob([zip(files)]), beside && new Blob([beside]));

  test("has its list inside or beside, and its files without lists", async () => {
    const inside = await read([document, { name: "map/Lijst.CSV", content: list }]);
    expect(inside).toMatchObject({ table: { separator: ";" }, files: [{ path: "a.pdf" }] });
    const beside = await read([document], Buffer.from(list));
    expect(beside).toMatchObject({ table: { separator: ";" }, files: [{ path: "a.pdf" }] });
    // The one that was chosen counts.
    const both = await read([{ name: "x.csv", content: Buffer.from("x") }], Buffer.from(list));
    expect(both).toMatchObject({ files: [] });
  });

  test("says when there is no list, more than one, or one that cannot be read", async () => {
    expect(await read([document])).toEqual({ code: "csv_missing" });
    const two = ["a.csv", "b.csv"].map((name) => ({ name, content: list }));
    expect(await read(two)).toEqual({ code: "csv_several", names: ["a.csv", "b.csv"] });
    const empty = { name: "a.csv", content: Buffer.alloc(0) };
    expect(await read([empty])).toEqual({ code: "csv_empty" });
    const large = { name: "a.csv", content: Buffer.alloc(10 * 1024 * 1024 + 1) };
    expect(await read([large])).toEqual({ code: "csv_too_large" });
    expect(await readSource(new Blob(["x"]), undefined)).toEqual({ code: "zip_not_a_zip" });
  });
});
