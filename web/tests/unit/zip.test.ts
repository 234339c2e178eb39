import { describe, expect, test } from "vitest";
import { isBadName, isBeside, Names } from "../../src/staff/bulk/names";
import { collector, openZip, type ZipFile } from "../../src/staff/bulk/zip";
import { MAX_FILE_BYTES } from "../../src/upload/file";
import { pdf } from "../e2e/support/pdf";
import { type Packed, zip } from "../support/zip";

const opened = (files: Packed[]) => openZip(new Blob([zip(files)]));

async function first(files: Packed[]): Promise<ZipFile> {
  const found = await opened(files);
  if (!Array.isArray(found) || !found[0]) throw new Error("no file");
  return found[0];
}

const bytes = (content: unknown) => Buffer.from(content as Uint8Array);

describe("a ZIP", () => {
  const one = { name: "map/btw é.pdf", content: pdf("een") };

  test("gives its files, packed or not, as often as they are asked", async () => {
    const files = await opened([one, { name: "b.pdf", content: pdf("b"), stored: true }]);
    if (!Array.isArray(files)) throw new Error(files.code);
    expect(files.map(({ path, size }) => [path, size])).toEqual([
      [one.name, one.content.length],
      ["b.pdf", pdf("b").length],
    ]);
    for (let time = 0; time < 2; time += 1) {
      expect(bytes(await files[0]?.read()).equals(one.content)).toBe(true);
      expect(bytes(await files[1]?.read()).equals(pdf("b"))).toBe(true);
    }
  });

  test("that is none, or is cut off, is refused", async () => {
    for (const content of [Buffer.alloc(0), Buffer.from("%PDF-1.4"), zip([one]).subarray(0, 60)]) {
      expect(await openZip(new Blob([content]))).toEqual({ code: "zip_not_a_zip" });
    }
  });

  test("leaves out folders and what programs put beside the files", async () => {
    const beside = ["map/", "__MACOSX/._a.pdf", "map/.DS_Store", "Thumbs.db"];
    const files = await opened([
      ...beside.map((name) => ({ name, content: Buffer.alloc(0) })),
      { name: "a.pdf", content: pdf("a") },
    ]);
    expect(Array.isArray(files) && files.map(({ path }) => path)).toEqual(["a.pdf"]);
  });

  test("with more entries than anybody sends is refused", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        name: `${at}.pdf`,
        content: Buffer.from("x"),
        stored: true,
      }));
    expect(await opened(many(5001))).toEqual({ code: "zip_too_many" });
    expect(await opened(many(5000))).toHaveLength(5000);
  });

  test("that says it unpacks to more than a disk is refused before anything is unpacked", async () => {
    const large = (at: number) => ({ name: `${at}`, content: Buffer.from("x"), says: 0xfffffff0 });
    expect(await opened([large(1), large(2)])).toEqual({ code: "zip_too_large" });
  });

  test("is not unpacked beyond the limit of a file, whatever it says of itself", async () => {
    const exact = Buffer.alloc(MAX_FILE_BYTES);
    const over = Buffer.alloc(MAX_FILE_BYTES + 1);
    const taken = await (await first([{ name: "a.pdf", content: exact }])).read();
    expect(taken.length).toBe(MAX_FILE_BYTES);
    expect(await (await first([{ name: "a.pdf", content: over }])).read()).toBe("too_large");
    // 60 kB that become 60 MB and say that they are 100 bytes.
    const bomb = { name: "a.pdf", content: Buffer.alloc(60_000_000), says: 100 };
    expect(["too_large", "damaged"]).toContain(await (await first([bomb])).read());
  });

  test("is not collected beyond the limit, should it be unpacked beyond what it says", async () => {
    const whole = collector(4);
    const writer = whole.writable.getWriter();
    await writer.write(new Uint8Array([1, 2, 3, 4]));
    expect([...whole.content()]).toEqual([1, 2, 3, 4]);
    expect(whole.isOver()).toBe(false);
    await expect(writer.write(new Uint8Array([5]))).rejects.toThrow();
    await expect(writer.write(new Uint8Array([6]))).rejects.toThrow();
    expect([...whole.content()]).toEqual([1, 2, 3, 4]);
    expect(whole.isOver()).toBe(true);
  });

  test("with a password, a wrong size, a changed byte or files in each other says so", async () => {
    expect(await (await first([{ ...one, encrypted: true }])).read()).toBe("file_encrypted");
    expect(await (await first([{ ...one, says: one.content.length - 1 }])).read()).toBe("damaged");
    const content = zip([{ ...one, stored: true }]);
    const at = content.indexOf("MediaBox");
    content[at] = 0x6d;
    const [changed] = (await openZip(new Blob([content]))) as ZipFile[];
    expect(await changed?.read()).toBe("damaged");
    const inside = (await opened([one, { ...one, name: "b.pdf", overlaps: 0 }])) as ZipFile[];
    expect(typeof (await inside[0]?.read())).toBe("object");
    expect(await inside[1]?.read()).toBe("damaged");
  });
});

describe("names", () => {
  test.each([
    "../a.pdf",
    "map/../../a.pdf",
    "/etc/a.pdf",
    "C:\\a.pdf",
    "c:a.pdf",
    "map\\a.pdf",
    "a\r\nb.pdf",
    "a\0.pdf",
    "fdp.\u202efdp.exe",
    "a//b.pdf",
    "./a.pdf",
  ])("%j is refused", (name) => expect(isBadName(name)).toBe(true));

  test.each(["a.pdf", "map/Btw 2026-Q3 (é).pdf", "a..b.pdf"])("%j is a name", (name) =>
    expect(isBadName(name)).toBe(false),
  );

  test("of what programs put beside files are known", () => {
    for (const name of ["__MACOSX/a.pdf", "map/._a.pdf", ".DS_Store", "x/Thumbs.db"]) {
      expect(isBeside(name), name).toBe(true);
    }
    for (const name of ["a.pdf", "macosx/a.pdf", "a._b.pdf"]) expect(isBeside(name)).toBe(false);
  });

  test("find a file by its path, or by its name where only one has it", () => {
    const files = ["2026/a.pdf", "2026/B.pdf", "2025/b.pdf", "caf\u00e9.pdf"].map((path) => ({
      path,
    }));
    const names = new Names(files);
    const found = (name: string) => names.find(name).map(({ path }) => path);
    expect(found("A.PDF")).toEqual(["2026/a.pdf"]);
    expect(found("2026/b.pdf")).toEqual(["2026/B.pdf"]);
    expect(found("b.pdf")).toEqual(["2026/B.pdf", "2025/b.pdf"]);
    expect(found("cafe\u0301.pdf")).toEqual(["caf\u00e9.pdf"]);
    expect(found("c.pdf")).toEqual([]);
  });
});
