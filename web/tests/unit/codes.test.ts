import { describe, expect, test } from "vitest";
import { bare, inFours } from "../../src/client/key";
import { qrPath } from "../../src/client/qr";
import { digitsOf, recoveryCodeOf } from "../../src/ui/codes";

describe("codes as people type and paste them", () => {
  test.each(["123456", "123 456", " 123-456 ", "Uw code is 123456.", "123\u00a0456"])(
    "%j is six digits",
    (typed) => expect(digitsOf(typed)).toBe("123456"),
  );

  test.each(["ABCDE-FGHJK", "abcdefghjk", " abcde fghjk ", "abcde – fghjk"])(
    "%j is a recovery code",
    (typed) => expect(recoveryCodeOf(typed)).toBe("ABCDE-FGHJK"),
  );

  test("leading zeros stay", () => expect(digitsOf("000 042")).toBe("000042"));
});

describe("an authenticator's key", () => {
  test("reads in fours, whether the portal grouped it or not", () => {
    expect(inFours("JBSWY3DPEHPK3PXPJB")).toBe("JBSW Y3DP EHPK 3PXP JB");
    expect(inFours("JBSW Y3DP EHPK")).toBe("JBSW Y3DP EHPK");
  });

  test("is copied without spaces", () => expect(bare("JBSW Y3DP")).toBe("JBSWY3DP"));
});

describe("a QR code", () => {
  const { size, path } = qrPath("otpauth://totp/x?secret=JBSWY3DP");

  test("has the quiet zone of four modules on every side", () => {
    const starts = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map((match) =>
      match.slice(1).map(Number),
    );
    expect(starts.length).toBeGreaterThan(50);
    for (const [x = 0, y = 0, run = 0] of starts) {
      expect(x).toBeGreaterThanOrEqual(4);
      expect(y).toBeGreaterThanOrEqual(4);
      expect(x + run).toBeLessThanOrEqual(size - 4);
    }
  });

  test("begins with the finder pattern's seven dark modules", () => {
    expect(path.startsWith("M4 4h7v1h-7z")).toBe(true);
  });
});
