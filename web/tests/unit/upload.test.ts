import { describe, expect, test } from "vitest";
import { checkPdf, looksLikePdf, MAX_FILE_BYTES, sha256 } from "../../src/upload/file";

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const file = (content: string, name = "a.pdf") => new File([content], name);

describe("a file before it is sent", () => {
  test("gets the SHA-256 that everybody gets", async () => {
    expect(await sha256(bytes("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(await sha256(bytes(""))).toMatch(/^e3b0c44298fc1c14/);
  });

  test("is known as a PDF by what is in it, not by its name", async () => {
    expect(looksLikePdf(bytes("%PDF-1.7\n"))).toBe(true);
    expect(looksLikePdf(bytes(`${"x".repeat(1000)}%PDF-1.4`))).toBe(true);
    expect(looksLikePdf(bytes(`${"x".repeat(1024)}%PDF-1.4`))).toBe(false);
    expect(await checkPdf(file("PK\u0003\u0004"))).toBe("not_a_pdf");
  });

  test("is refused when it is empty, too large or cannot be read", async () => {
    expect(await checkPdf(file(""))).toBe("empty");
    const size = (bytes: number) =>
      Object.defineProperty(file("%PDF-1.7"), "size", { value: bytes });
    expect(await checkPdf(size(MAX_FILE_BYTES))).toMatchObject({ sha256: expect.any(String) });
    expect(await checkPdf(size(MAX_FILE_BYTES + 1))).toBe("too_large");
    const moved = file("%PDF-1.7");
    moved.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotReadableError"));
    expect(await checkPdf(moved)).toBe("unreadable");
  });
});
