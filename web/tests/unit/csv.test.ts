import { describe, expect, test } from "vitest";
import { COLUMNS, HEADINGS } from "../../src/staff/bulk/columns";
import { readTable, type Table, writeCsv } from "../../src/staff/bulk/csv";
import { parseApprovers, parseDate, parseLine } from "../../src/staff/bulk/row";

const HEAD = "Klantnummer;Soort;Titel;Periode;Uiterste datum;Bestand";
const ROW = "10001;btw-aangifte;Btw Q3;2026-Q3;2026-12-01;btw.pdf";
const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(2 * (text.length + 1)));
  for (const [at, unit] of [...`\ufeff${text}`].entries()) {
    bytes.setUint16(2 * at, unit.charCodeAt(0), littleEndian);
  }
  return new Uint8Array(bytes.buffer);
}

function table(bytes: Uint8Array): Table {
  const found = readTable(bytes);
  if ("code" in found) throw new Error(found.code);
  return found;
}

describe("a spreadsheet", () => {
  const text = `${HEAD}\r\n${ROW.replace("Btw Q3", "Café € 3")}\r\n`;

  test.each([
    ["UTF-8", utf8(text), "utf-8"],
    ["UTF-8 with a mark", utf8(`\ufeff${text}`), "utf-8"],
    ["UTF-16", utf16(text, true), "utf-16"],
    ["UTF-16, the other way round", utf16(text, false), "utf-16"],
    // Node reads it as ISO 8859-1, which has no euro sign; the walk has one.
    ["Windows-1252", latin1(text.replace("€", "&")), "windows-1252"],
  ])("is read in %s", (_name, bytes, encoding) => {
    const found = table(bytes as Uint8Array);
    expect(found.encoding).toBe(encoding);
    expect(found.lines[0]?.cells.title?.replace("&", "€")).toBe("Café € 3");
  });

  test.each([";", ",", "\t"] as const)("is read with %j between its cells", (separator) => {
    const found = table(utf8(text.replaceAll(";", separator)));
    expect(found.separator).toBe(separator);
    expect(found.lines[0]?.cells).toMatchObject({ client_number: "10001", file: "btw.pdf" });
  });

  test("has its headings in Dutch, English or the API's words, in any order", () => {
    for (const at of [0, 1] as const) {
      const headings = COLUMNS.map((column) => HEADINGS[column][at].toUpperCase()).reverse();
      const found = table(utf8(`${headings.join(";")}\n${headings.join(";")}`));
      expect(Object.keys(found.lines[0]?.cells ?? {})).toHaveLength(COLUMNS.length);
    }
    expect(table(utf8(`${COLUMNS.join(",")}\n1`)).lines[0]?.cells.client_number).toBe("1");
  });

  test("keeps the row numbers of its program over empty rows and breaks within a cell", () => {
    const rows = [HEAD, "", ROW.replace("Btw Q3", '"Btw\nQ3"'), ";;;;;", ROW];
    const found = table(utf8(`sep=;\r\n${rows.join("\n")}\n\n`));
    expect(found.lines.map(({ number }) => number)).toEqual([3, 5]);
    expect(found.lines[0]?.cells.title).toBe("Btw\nQ3");
  });

  test("may have what the portal wrote beside it", () => {
    expect(table(utf8(`Regel;${HEAD};Wat er mis is\n7;${ROW};x`)).lines).toHaveLength(1);
  });

  test.each([
    ["", "csv_empty"],
    [" \r\n", "csv_empty"],
    [HEAD, "csv_empty"],
    ["a;b\n1;2", "csv_no_headings"],
    ["een brief", "csv_no_headings"],
    ["a\0b", "csv_not_text"],
    ["PK\x03\x04", "csv_spreadsheet"],
    [`${HEAD};Kleur\n${ROW}`, "csv_unknown"],
    [`${HEAD};Soort\n${ROW}`, "csv_double"],
    [`${HEAD};File\n${ROW}`, "csv_double"],
    [`${HEAD.replace(";Titel", "")}\n${ROW}`, "csv_missing_columns"],
    [`${HEAD}\n${ROW}\n"half`, "csv_quotes"],
    ["x".repeat(10 * 1024 * 1024 + 1), "csv_too_large"],
  ])("%.20j is refused as %s", (content, code) =>
    expect(readTable(utf8(content))).toMatchObject({ code }),
  );

  test("names what is wrong with its headings, and where a quote is open", () => {
    expect(readTable(utf8(`${HEAD};Kleur;Maat\n`))).toEqual({
      code: "csv_unknown",
      names: ["Kleur", "Maat"],
    });
    expect(readTable(utf8("Klantnummer;Soort\n"))).toEqual({
      code: "csv_missing_columns",
      columns: ["title", "period", "deadline", "file"],
    });
    expect(readTable(utf8(`${HEAD}\n${ROW}\n"half`))).toEqual({ code: "csv_quotes", row: 3 });
  });

  test("has at most 1,000 rows", () => {
    const of = (rows: number) => readTable(utf8(`${HEAD}\n${`${ROW}\n`.repeat(rows)}`));
    expect((of(1000) as Table).lines).toHaveLength(1000);
    expect(of(1001)).toEqual({ code: "csv_too_many", rows: 1001 });
  });

  test("that is written is opened as UTF-8 and computes nothing", () => {
    expect(writeCsv([["a;b", "=1+1", 'é"']])).toBe('\ufeff"a;b";"\'=1+1";"é"""\r\n');
    // Also where the formula has a second line.
    expect(writeCsv([["=1+1\nx"]])).toContain("'=1+1");
  });

  test("what was marked as text comes back as it was", () => {
    const texts = ["+31 kosten", "- graag voor 1 december", "'t Hoekje", "'s ochtends", "@home"];
    const rows = texts.map((title) => COLUMNS.map((column) => (column === "title" ? title : "x")));
    const read = table(utf8(writeCsv([[...COLUMNS], ...rows])));
    expect(read.lines.map(({ cells }) => cells.title)).toEqual(texts);
  });
});

function parsed(change: Record<string, string>) {
  const cells = {
    client_number: "10001",
    kind: "btw-aangifte",
    title: "Btw Q3",
    period: "Q3 2026",
    deadline: "1-12-2026",
    file: "btw.pdf",
    ...change,
  };
  return parseLine({ number: 2, cells, isTooLong: false });
}
const wrong = (change: Record<string, string>) =>
  parsed(change).wrong.map(({ column, code }) => `${column}:${code}`);

describe("a row", () => {
  test("is what the portal takes", () => {
    expect(
      parsed({
        amount: "1.234,56",
        meaning: "Te betalen",
        recipient: "belastingdienst",
        message: "Een\r\ntwee",
        approvers: "sanne, bram > mo",
      }).row,
    ).toEqual({
      client_number: "10001",
      kind: "vat",
      title: "Btw Q3",
      period: "2026-Q3",
      amount: { cents: 123_456, meaning: "to_pay" },
      deadline: "2026-12-01",
      recipient: "belastingdienst",
      message: "Een\ntwee",
      approvers: [["sanne", "bram"], ["mo"]],
    });
    expect(parsed({}).row).toMatchObject({
      amount: null,
      recipient: "belastingdienst",
      message: null,
      approvers: null,
    });
  });

  test.each(["vat", "VAT return", "Btw-aangifte", "BTW aangifte"])("takes the kind %j", (kind) =>
    expect(parsed({ kind }).row?.kind).toBe("vat"),
  );

  test.each([
    [{ title: "" }, "title:required"],
    [{ title: "a".repeat(121) }, "title:too_long"],
    [{ title: "a\nb" }, "title:character"],
    [{ title: "a\u202eb" }, "title:character"],
    [{ message: "a\u0000" }, "message:character"],
    [{ message: "a".repeat(2001) }, "message:too_long"],
    [{ client_number: "" }, "client_number:required"],
    [{ kind: "folder" }, "kind:kind"],
    [{ period: "derde kwartaal" }, "period:period"],
    [{ deadline: "31-02-2026" }, "deadline:date"],
    [{ deadline: "12/01/2026" }, "deadline:date"],
    [{ recipient: "de buren" }, "recipient:recipient"],
    [{ amount: "1.234", meaning: "te betalen" }, "amount:ambiguous"],
    [{ amount: "-12,00", meaning: "te betalen" }, "amount:negative"],
    [{ amount: "12,00" }, "meaning:meaning_missing"],
    [{ amount: "12,00", meaning: "misschien" }, "meaning:meaning"],
    [{ approvers: "sanne>" }, "approvers:approvers"],
    [{ approvers: "sanne,,bram" }, "approvers:approvers"],
    [{ file: "" }, "file:required"],
  ])("%j is %s", (change, expected) => expect(wrong(change)).toEqual([expected]));

  test("says everything that is wrong at once", () => {
    expect(wrong({ kind: "", title: "", period: "", deadline: "", file: "" })).toHaveLength(5);
    const long = { number: 2, cells: {}, isTooLong: true };
    expect(parseLine(long).wrong[0]).toEqual({ code: "too_many_cells" });
  });
});

describe("dates and approvers", () => {
  test.each([
    ["2026-12-01", "2026-12-01"],
    ["01-12-2026", "2026-12-01"],
    ["1-2-2028", "2028-02-01"],
    ["29-02-2028", "2028-02-29"],
    ["29-02-2027", undefined],
    ["2026-13-01", undefined],
    ["2026-1-1", undefined],
    ["01-12-26", undefined],
    ["1 december 2026", undefined],
    ["0-0-2026", undefined],
  ])("%j is the date %j", (text, date) => expect(parseDate(text)).toBe(date));

  test.each([
    ["sanne", [["sanne"]]],
    ["sanne+bram", [["sanne", "bram"]]],
    ["sanne , bram>mo", [["sanne", "bram"], ["mo"]]],
    ["sanne+btw@example.com, bram", [["sanne+btw@example.com", "bram"]]],
    ["sanne@example.com + bram", [["sanne@example.com", "bram"]]],
    [">", undefined],
    ["sanne+", undefined],
  ])("%j are the approvers %j", (text, stages) => expect(parseApprovers(text)).toEqual(stages));
});
