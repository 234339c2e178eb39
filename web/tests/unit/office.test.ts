import { describe, expect, test } from "vitest";
import type { FirmOrganisation, Member } from "../../src/api/types";
import { en } from "../../src/staff/i18n/en";
import { nl } from "../../src/staff/i18n/nl";
import { changed, EMPTY, type Entries, fieldsOf } from "../../src/staff/publish/entries";
import { matching } from "../../src/staff/publish/matching";
import { parseMoney, writeMoney } from "../../src/staff/publish/money";
import { parsePeriod, usualPeriod } from "../../src/staff/publish/period";
import { choosable, stagesProblem, toggled } from "../../src/staff/publish/stages";

describe("amounts", () => {
  test.each([
    ["1.234,56", 123_456],
    ["1234,56", 123_456],
    ["1234", 123_400],
    ["0", 0],
    ["0,05", 5],
    ["12.50", 1250],
    ["1,234.56", 123_456],
    ["€ 1.234.567,89", 123_456_789],
    ["1.234.567", 123_456_700],
    ["EUR 12,-", 1200],
    [" 1 234,56 ", 123_456],
    ["10.000.000.000,00", 1_000_000_000_000],
  ])("%j is %i cents", (text, cents) => expect(parseMoney(text)).toEqual({ cents }));

  test.each([
    ["1.234", "ambiguous"],
    ["1,234", "ambiguous"],
    ["12,5", "cents"],
    ["12,", "cents"],
    ["1.234,567", "not_an_amount"],
    ["1.23.456", "not_an_amount"],
    ["12.34,56", "not_an_amount"],
    ["1,2,3", "cents"],
    ["-12,00", "negative"],
    ["12,00-", "negative"],
    ["twaalf", "not_an_amount"],
    ["", "not_an_amount"],
    ["1e6", "not_an_amount"],
    ["10.000.000.000,01", "too_large"],
  ])("%j is refused as %s", (text, problem) => expect(parseMoney(text)).toEqual({ problem }));

  test("come back the way they are typed", () => {
    for (const cents of [0, 5, 1250, 123_456, 123_456_789]) {
      expect(parseMoney(writeMoney(cents))).toEqual({ cents });
    }
  });
});

describe("periods", () => {
  test.each([
    ["2025", "2025"],
    [" 2026-Q3 ", "2026-Q3"],
    ["q3 2026", "2026-Q3"],
    ["3e kwartaal 2026", "2026-Q3"],
    ["Kwartaal 4 2026", "2026-Q4"],
    ["2nd quarter 2026", "2026-Q2"],
    ["2026-09", "2026-09"],
    ["9-2026", "2026-09"],
    ["09/2026", "2026-09"],
    ["September 2026", "2026-09"],
    ["mrt. 2026", "2026-03"],
    ["May 2026", "2026-05"],
  ])("%j is %s", (text, period) => expect(parsePeriod(text)).toBe(period));

  test.each([
    "",
    "25",
    "2026-13",
    "2026-Q5",
    "1989",
    "2100",
    "brumaire 2026",
    "2025/26",
    "3 2026 4",
  ])("%j is none", (text) => expect(parsePeriod(text)).toBeUndefined());

  test("that are usual are the last ones that are over", () => {
    const january = new Date(2027, 0, 10);
    expect(usualPeriod("vat", january)).toBe("2026-Q4");
    expect(usualPeriod("payroll_tax", january)).toBe("2026-12");
    expect(usualPeriod("income_tax", january)).toBe("2026");
    expect(usualPeriod("quote", january)).toBe("2027");
    const november = new Date(2026, 10, 25);
    expect(usualPeriod("vat", november)).toBe("2026-Q3");
    expect(usualPeriod("payroll_tax", november)).toBe("2026-10");
  });
});

const member = (id: string, may = true): Member => ({
  id,
  name: id,
  rights: may ? ["approve"] : ["dossier"],
});
const MEMBERS = [member("anna"), member("bas"), member("cor"), member("dirk", false)];

describe("stages", () => {
  test.each([
    [[{ needed: 1, members: [] }], undefined],
    [[{ needed: 3, members: [] }], undefined],
    [[{ needed: 4, members: [] }], "needed"],
    [[{ needed: 2, members: ["anna", "bas"] }], undefined],
    [[{ needed: 3, members: ["anna", "bas"] }], "needed"],
    [[{ needed: 0, members: ["anna"] }], "needed"],
    [[], "nobody"],
    [[{ needed: 1, members: ["dirk"] }], "right"],
    [[{ needed: 1, members: ["gone"] }], "right"],
    [
      [
        { needed: 1, members: ["anna"] },
        { needed: 1, members: ["anna"] },
      ],
      "twice",
    ],
    [
      [
        { needed: 1, members: [] },
        { needed: 1, members: [] },
      ],
      "anyone_twice",
    ],
    // Whoever a stage names does not count in the stage for anyone.
    [
      [
        { needed: 1, members: ["anna", "bas"] },
        { needed: 2, members: [] },
      ],
      "needed",
    ],
  ])("%j: %s", (stages, problem) => expect(stagesProblem(stages, MEMBERS)).toBe(problem));

  test("offer each member once, and only those who may approve", () => {
    const stages = [
      { needed: 1, members: ["anna"] },
      { needed: 1, members: [] },
    ];
    expect(choosable(stages, 0, MEMBERS).map(({ id }) => id)).toEqual(["anna", "bas", "cor"]);
    expect(choosable(stages, 1, MEMBERS).map(({ id }) => id)).toEqual(["bas", "cor"]);
  });

  test("stay possible when a member goes", () => {
    expect(toggled({ needed: 2, members: ["anna", "bas"] }, "bas")).toEqual({
      needed: 1,
      members: ["anna"],
    });
  });
});

describe("choosing a kind", () => {
  const context = { language: "nl" as const, t: nl, today: new Date(2026, 10, 25) };
  const choose = (before: Entries, change: Partial<Entries>) => changed(before, change, context);

  test("proposes recipient, period and title", () => {
    const entries = choose(EMPTY, { kind: "vat" });
    expect(entries).toMatchObject({
      recipient: "belastingdienst",
      period: "3e kwartaal 2026",
      title: "Btw-aangifte 3e kwartaal 2026",
    });
    expect(choose(entries, { kind: "annual_accounts_kvk" })).toMatchObject({
      recipient: "kvk",
      period: "2025",
      title: "Jaarrekening voor de KvK 2025",
    });
  });

  test("follows the period, and never replaces what somebody typed", () => {
    const entries = choose(EMPTY, { kind: "vat" });
    expect(choose(entries, { period: "Q2 2026" }).title).toBe("Btw-aangifte 2e kwartaal 2026");
    const own = choose(choose(entries, { title: "Suppletie" }), { recipient: "none" });
    expect(choose(own, { kind: "payroll_tax" })).toMatchObject({
      title: "Suppletie",
      recipient: "none",
      period: "oktober 2026",
    });
  });
});

describe("a draft's fields", () => {
  const full: Entries = {
    ...EMPTY,
    organisation: { id: "org_1", name: "Bakkerij" },
    kind: "vat",
    title: " Btw-aangifte ",
    period: "3e kwartaal 2026",
    amount: "1.234,56",
    meaning: "to_pay",
    deadline: "2026-12-01",
    recipient: "belastingdienst",
    message: " ",
  };

  test("are what the API gets: cents, a written period, no empty message", () => {
    expect(fieldsOf(full, nl, "2026-11-25").fields).toEqual({
      organisation: "org_1",
      kind: "vat",
      title: "Btw-aangifte",
      period: "2026-Q3",
      amount: { cents: 123_456, meaning: "to_pay" },
      deadline: "2026-12-01",
      recipient: "belastingdienst",
      message: null,
      stages: null,
    });
    const without = fieldsOf({ ...full, amount: "", meaning: "" }, nl, "2026-11-25");
    expect(without.fields?.amount).toBeNull();
  });

  test("that are missing are all named, in the order of the form", () => {
    const { errors } = fieldsOf(EMPTY, en, "2026-11-25");
    expect(errors?.map(({ field }) => field)).toEqual([
      "organisation",
      "kind",
      "period",
      "title",
      "deadline",
      "recipient",
    ]);
  });

  test("with an amount need its meaning, and a deadline that is not over", () => {
    const wrong = { ...full, meaning: "" as const, deadline: "2026-11-24" };
    const { errors } = fieldsOf(wrong, en, "2026-11-25");
    expect(errors).toEqual([
      { field: "meaning", text: en.errors.meaning },
      { field: "deadline", text: en.errors.deadlinePast },
    ]);
  });
});

describe("searching a client", () => {
  const rows: FirmOrganisation[] = [
    ["Bakkerij De Gouden Aar B.V.", "10001"],
    ["Café André", "10002"],
    ["Stichting 't Hoefje", "20001"],
  ].map(([name = "", client_number = ""]) => ({ id: name, name, client_number, contact: null }));
  const found = (typed: string) => matching(rows, typed).map(({ name }) => name);

  test("goes by the beginnings of words, without accents, or by number", () => {
    expect(found("gou bak")).toEqual(["Bakkerij De Gouden Aar B.V."]);
    expect(found("cafe andre")).toEqual(["Café André"]);
    expect(found("hoef")).toEqual(["Stichting 't Hoefje"]);
    expect(found("0001")).toHaveLength(2);
    expect(found("")).toHaveLength(3);
    expect(found("xyz")).toEqual([]);
  });
});

describe("problems", () => {
  test("of the contract have a text in both languages", () => {
    const codes =
      "changed other_eyes_needed no_file deadline_passed approver_without_right not_open superseded withdrawn declined already_approved evidence_not_ready not_a_pdf encrypted active_content too_large empty hash_mismatch missing";
    for (const { problems } of [nl, en]) {
      for (const code of codes.split(" ")) {
        expect(problems[code as keyof typeof problems], code).toMatch(/.{10}/);
      }
    }
  });
});
