import { describe, expect, test } from "vitest";
import { safeReturn, signInAddress } from "../../src/auth/after";
import { linkIn } from "../../src/auth/link";
import { parseBranding, telephoneLink } from "../../src/branding";

const ORIGIN = "https://portal.example";

describe("where a sign-in returns to", () => {
  test.each(["/account", "/account?x=1#devices", "/"])("%s is a page of the portal", (path) => {
    expect(safeReturn(path, ORIGIN)).toBe(path);
  });

  test.each([
    null,
    "",
    "account",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/sign-in",
    "/sign-in?return=/sign-in",
  ])("%j leads home", (path) => expect(safeReturn(path, ORIGIN)).toBe("/"));

  test("the start page needs no mention", () => {
    expect(signInAddress("/")).toBe("/sign-in");
    expect(signInAddress("/account#devices")).toBe("/sign-in?return=%2Faccount%23devices");
  });
});

describe("a mailed link", () => {
  const handle = `usr_01JD.${"a".repeat(43)}`;

  test("is the fragment", () => expect(linkIn(`#${handle}`)).toBe(handle));

  test.each(["", "#", "#short", `#${"a".repeat(300)}`, `#${handle}<script>`, `#${handle}%00`])(
    "%j is none",
    (fragment) => expect(linkIn(fragment)).toBeUndefined(),
  );
});

describe("the firm's branding file", () => {
  test("is read piece by piece: what is missing or absurd is empty", () => {
    const support = { name: " Team ", telephone: 12, email: "x".repeat(500) };
    expect(parseBranding({ firm: "Voorbeeld", support })).toEqual({
      firm: "Voorbeeld",
      telephone: "",
      support: { name: "Team", telephone: "", email: "" },
    });
  });

  test.each([undefined, null, 3, "text", [], {}])("%j breaks nothing", (content) => {
    expect(parseBranding(content).firm).toBe("");
  });

  test("telephone links hold what a phone can dial", () => {
    expect(telephoneLink("+31 (0)88 - 000 12 34")).toBe("tel:+310880001234");
    expect(telephoneLink("088 000 12 34")).toBe("tel:0880001234");
  });
});
