import { describe, expect, test } from "vitest";
import type { Document } from "../../src/api/types";
import { draft, dropDraft, keepDraft } from "../../src/client/approvals/drafts";
import { filtersIn, searchOf } from "../../src/client/approvals/filters";
import { en } from "../../src/client/approvals/i18n/en";
import { nl } from "../../src/client/approvals/i18n/nl";
import { isSent, type Own, outcomeOf } from "../../src/client/approvals/outcome";
import { standingOf } from "../../src/client/approvals/standing";
import { whyOf } from "../../src/client/approvals/why";
import { plainText } from "../../src/ui/plain";

const DOCUMENT: Document = {
  id: "doc_1",
  organisation: { id: "org_1", name: "Bakkerij" },
  version: 1,
  kind: "vat",
  title: "Btw",
  period: "2026-Q3",
  amount: null,
  deadline: "2026-12-01",
  recipient: "belastingdienst",
  status: "open",
  message: null,
  released_at: "2026-11-20T10:00:00Z",
  file: { name: "btw.pdf", size: 1, pages: 1, sha256: "0" },
  viewed: true,
  your_turn: true,
  may: "approve",
  stages: [{ needed: 2, approved: [], waiting: [{ name: "Jan" }], anyone: false }],
  current_stage: 0,
  closed: null,
  reference: "AKK-1",
  approved_at: null,
  deliveries: [],
  evidence: null,
  questions: [],
  versions: [],
  contact: null,
};
const OWN: Own = {
  version: 1,
  reference: "AKK-1",
  at: "2026-11-23T10:00:00Z",
  complete: false,
  status: "open",
  waiting_for: [{ name: "Jan" }],
  anyone: false,
};

describe("what came of approving", () => {
  test("is nothing for who has not approved an open document", () => {
    expect(outcomeOf(DOCUMENT, undefined)).toBeUndefined();
  });

  test("is known from one's own answer before the document tells", () => {
    expect(outcomeOf(DOCUMENT, OWN)).toMatchObject({
      complete: false,
      reference: "AKK-1",
      at: OWN.at,
      waitingFor: [{ name: "Jan" }],
    });
  });

  test("of a version is nothing for the one that took its place", () => {
    const corrected = { ...DOCUMENT, version: 2, viewed: false };
    expect(outcomeOf(corrected, OWN)).toBeUndefined();
    expect(outcomeOf(corrected, { ...OWN, complete: true })).toBeUndefined();
  });

  test("is found again from the document alone", () => {
    const at = "2026-11-23T10:00:00Z";
    const mine = { name: "Sanne", at, you: true };
    const stages = [{ needed: 2, approved: [mine], waiting: [{ name: "Jan" }], anyone: false }];
    expect(outcomeOf({ ...DOCUMENT, stages }, undefined)).toMatchObject({
      complete: false,
      reference: "AKK-1",
      at,
    });
  });

  test("is sent only when the channel took it, and never said of one's own approval alone", () => {
    const complete = { ...DOCUMENT, status: "queued" as const, reference: "AKK-9" };
    const at = "2026-11-23T10:00:00Z";
    const delivered = (state: "queued" | "sent" | "accepted" | "unknown" | "refused") => {
      const deliveries = [{ channel: "recipient" as const, state, at, receipt: null }];
      const outcome = outcomeOf({ ...complete, deliveries }, undefined);
      return outcome !== undefined && isSent(outcome);
    };
    expect(["queued", "unknown", "refused"].map((state) => delivered(state as "queued"))).toEqual([
      false,
      false,
      false,
    ]);
    expect(delivered("sent") && delivered("accepted")).toBe(true);
    const outcome = outcomeOf(DOCUMENT, { ...OWN, complete: true });
    expect(outcome && isSent(outcome)).toBe(false);
  });

  test("of a closed document is nothing", () => {
    expect(outcomeOf({ ...DOCUMENT, status: "declined" }, OWN)).toBeUndefined();
  });
});

describe("sent", () => {
  const SENT = /\b(verstuurd|verzonden|sent)\b/i;
  const TAKEN: readonly string[] = ["sent", "accepted"];

  test.each([nl, en])("is a word for what the channel took alone", ({ status, result }) => {
    for (const [state, text] of Object.entries(result.delivery)) {
      if (!TAKEN.includes(state)) expect(text("the KvK")).not.toMatch(SENT);
    }
    for (const [state, text] of Object.entries(status)) {
      const word = typeof text === "string" ? text : text(1, 2);
      if (!TAKEN.includes(state)) expect(word).not.toMatch(SENT);
    }
    expect(status.sent).toMatch(SENT);
    expect(result.delivery.sent("the KvK")).toMatch(SENT);
  });

  test("in a list is what the delivery says, and the firm's to do without a channel", () => {
    const row = { status: "queued" as const, your_turn: false };
    expect(standingOf({ ...row, delivery: "waiting" })).toBe("waiting");
    expect(standingOf({ ...row, delivery: "unknown" })).toBe("unknown");
    expect(standingOf({ ...row, delivery: null })).toBe("approved");
    expect(standingOf({ status: "sent", your_turn: false, delivery: "sent" })).toBe("sent");
    expect(standingOf({ status: "open", your_turn: true, delivery: null })).toBe("yourTurn");
  });
});

describe("filters in the address", () => {
  test("are read back as they were written", () => {
    expect(searchOf({ year: "2025", status: "approved" })).toBe("?year=2025&status=approved");
    expect(filtersIn("?year=2025&status=approved")).toEqual({
      list: "all",
      year: 2025,
      status: "approved",
    });
    expect(searchOf({ year: "", status: undefined })).toBe("");
  });

  test.each(["?year=1850", "?year=2025x", "?status=secret", "?status=__proto__", "?x=1"])(
    "%s narrows nothing",
    (search) => expect(filtersIn(search)).toEqual({ list: "all" }),
  );
});

test("only refusals because of the document are explained on its page", () => {
  expect(whyOf("superseded")).toBe("superseded");
  for (const code of ["code_wrong", "unavailable", "toString", "__proto__"]) {
    expect(whyOf(code)).toBeUndefined();
  }
});

test("what is pasted loses what the portal would refuse, and nothing that is read", () => {
  expect(plainText(" a\tb\r\nc\u2028d\u200e\u202e\u0007 ")).toBe("a b\nc\nd");
  expect(plainText("Café 👨‍👩‍👧 € 5\n\n– ok")).toBe("Café 👨‍👩‍👧 € 5\n\n– ok");
});

test("a draft is its writer's alone", () => {
  keepDraft("usr_1", "question doc_1", "Klopt dit?");
  expect(draft("usr_1", "question doc_1")).toBe("Klopt dit?");
  expect(draft("usr_2", "question doc_1")).toBe("");
  expect(draft("usr_1", "question doc_1")).toBe("");
  keepDraft("usr_1", "question doc_1", "Klopt dit?");
  dropDraft("usr_1", "question doc_1");
  expect(draft("usr_1", "question doc_1")).toBe("");
});
