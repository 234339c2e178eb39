import { describe, expect, test } from "vitest";
import { reasonText } from "../../src/staff/document/reasons";
import { en } from "../../src/staff/i18n/en";
import { nl } from "../../src/staff/i18n/nl";

describe("why a delivery is not there", () => {
  // The words of shared/filing's Reason.
  const words = [
    "status_503",
    "redirected",
    "name_not_found",
    "address_not_allowed",
    "not_reached",
    "not_trusted",
    "timed_out",
    "connection_lost",
    "not_written",
  ];

  test.each(words)("%s is said in both languages", (word) => {
    const said = [nl, en].map((texts) => reasonText(texts.document, word));
    for (const text of said) expect(text).toMatch(/^[A-Z].*\.$/);
    expect(new Set([...said, word]).size).toBe(3);
  });

  test.each(["Onbekende cliënt", "status_", "constructor"])("%s stays as it came", (text) =>
    expect(reasonText(nl.document, text)).toBe(text),
  );
});
