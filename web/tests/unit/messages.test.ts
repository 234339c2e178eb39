import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { en as authEn } from "../../src/auth/i18n/en";
import { nl as authNl } from "../../src/auth/i18n/nl";
import { newPasswordSchema } from "../../src/auth/password";
import { en as approvalsEn } from "../../src/client/approvals/i18n/en";
import { nl as approvalsNl } from "../../src/client/approvals/i18n/nl";
import { en as portalEn } from "../../src/client/i18n/en";
import { nl as portalNl } from "../../src/client/i18n/nl";
import { en } from "../../src/i18n/en";
import { formatCountdown, formatDate, formatMoment } from "../../src/i18n/figures";
import { nl } from "../../src/i18n/nl";
import { en as readerEn } from "../../src/pdf/i18n/en";
import { nl as readerNl } from "../../src/pdf/i18n/nl";
import { en as staffEn } from "../../src/staff/i18n/en";
import { nl as staffNl } from "../../src/staff/i18n/nl";

/** Every text by its path; functions are called with 1 and with 3. */
function flatten(messages: object, path = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    const at = `${path}.${key}`;
    if (typeof value === "string") texts.set(at, value);
    else if (typeof value === "function") {
      texts.set(`${at}(1)`, value(1, 3)).set(`${at}(3)`, value(3, 3));
    } else for (const [inner, text] of flatten(value, at)) texts.set(inner, text);
  }
  return texts;
}

describe.each([
  ["first page", nl, en],
  ["codes and links", authNl, authEn],
  ["portal", portalNl, portalEn],
  ["approvals", approvalsNl, approvalsEn],
  ["reader", readerNl, readerEn],
  ["office", staffNl, staffEn],
])("the texts of the %s", (_name, dutch, english) => {
  const [inDutch, inEnglish] = [flatten(dutch), flatten(english)];

  test("are the same ones in both languages, none empty", () => {
    expect([...inEnglish.keys()]).toEqual([...inDutch.keys()]);
    for (const [path, text] of [...inDutch, ...inEnglish]) expect(text.trim(), path).not.toBe("");
  });

  test("hold no undefined, and no double space", () => {
    for (const [path, text] of [...inDutch, ...inEnglish])
      expect(text, path).not.toMatch(/undefined|NaN| {2}/);
  });
});

describe("dates and times", () => {
  const moment = "2026-11-23T23:30:00Z";

  test("read as people here write them, in the Dutch time zone", () => {
    expect(formatDate("nl", moment)).toBe("di 24 nov 2026");
    expect(formatDate("en", moment)).toBe("Tue 24 Nov 2026");
    expect(formatMoment("nl", moment)).toBe("di 24 nov 2026, 00:30");
  });

  test("of nonsense are empty", () => expect(formatMoment("nl", "soon")).toBe(""));

  test("count down in minutes and seconds", () => {
    expect([125, 60, 9, 0].map(formatCountdown)).toEqual(["2:05", "1:00", "0:09", "0:00"]);
  });
});

describe("a new password", () => {
  const schema = newPasswordSchema(nl, authNl);
  const verdict = (password: string) => v.safeParse(schema, password).issues?.[0]?.message;

  test("has 12 to 128 characters, counted as people count", () => {
    expect(verdict("a".repeat(11))).toBe(nl.errors.password_too_short);
    expect(verdict("a".repeat(12))).toBeUndefined();
    expect(verdict("a".repeat(128))).toBeUndefined();
    expect(verdict("a".repeat(129))).toBe(nl.errors.password_too_long);
    expect(verdict("🙂".repeat(11))).toBe(nl.errors.password_too_short);
    expect(verdict("🙂".repeat(12))).toBeUndefined();
  });

  test("spaces are characters, and nothing is trimmed off", () => {
    expect(verdict("een paar woorden")).toBeUndefined();
    expect(v.parse(schema, " spaces around ")).toBe(" spaces around ");
  });
});
