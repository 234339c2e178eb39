import { beforeEach, describe, expect, test, vi } from "vitest";
import { ApiProblem } from "../../src/api/problem";
import type { BulkRow, CheckedRow, Draft, DraftFields } from "../../src/api/types";
import type { Line } from "../../src/staff/bulk/csv";
import { batches, count, dryRun, keyOf, type Looked } from "../../src/staff/bulk/dryRun";
import { type Made, make } from "../../src/staff/bulk/making";
import { releaseAll } from "../../src/staff/bulk/releasing";
import type { ZipFile } from "../../src/staff/bulk/zip";
import { pdf } from "../e2e/support/pdf";

/** What the portal does with rows and keys, without a portal. */
class FakePortal {
  readonly drafts = new Map<string, { fields: DraftFields; sha256?: string | undefined }>();
  readonly released = new Set<string>();
  created = 0;
  busy = 0;
  mostBusy = 0;
  /** Asked before each call; may throw what a network does. */
  weather: (call: string) => void = () => undefined;

  async check(rows: BulkRow[]): Promise<CheckedRow[]> {
    this.weather("check");
    return rows.map((row): CheckedRow => {
      const draft = this.drafts.get(row.key ?? "");
      const isKnown = row.client_number === "10001";
      return {
        wrong: isKnown ? [] : [{ field: "client_number", code: "unknown" }],
        organisation: isKnown ? { id: "org_1", name: "Bakkerij" } : null,
        stages: null,
        found: this.released.has(row.key ?? "") ? "released" : draft ? "draft" : "new",
        document: null,
        has_file: draft?.sha256 !== undefined,
        differs: draft !== undefined && draft.fields.deadline !== row.deadline,
      };
    });
  }

  async create(fields: DraftFields): Promise<Draft> {
    this.busy += 1;
    this.mostBusy = Math.max(this.busy, this.mostBusy);
    await Promise.resolve();
    this.busy -= 1;
    this.weather("create");
    const key = fields.key ?? "";
    if (this.released.has(key)) throw new ApiProblem(409, "published_before");
    if (!this.drafts.has(key)) {
      this.created += 1;
      this.drafts.set(key, { fields });
    }
    this.weather("created");
    const sha256 = this.drafts.get(key)?.sha256;
    const file = sha256 === undefined ? null : { name: "x.pdf", size: 1, pages: 1, sha256 };
    return { id: key, file, revision: this.revision } as Draft;
  }

  /** Of every draft that is answered. */
  revision = 1;

  async discard({ id }: Draft): Promise<void> {
    this.drafts.delete(id);
  }

  async upload({ id }: Draft, { sha256 }: { file: File; sha256: string }): Promise<Draft | string> {
    this.weather("upload");
    const draft = this.drafts.get(id);
    if (draft) draft.sha256 = sha256;
    return { id } as Draft;
  }
}

const file = (path: string, content = pdf(path), change: Partial<ZipFile> = {}): ZipFile => ({
  path,
  size: content.length,
  isEncrypted: false,
  read: async () => new Uint8Array(content),
  ...change,
});

const line = (number: number, change: Line["cells"] = {}): Line => ({
  number,
  cells: {
    client_number: "10001",
    kind: "vat",
    title: `Btw ${number}`,
    period: "2026-Q3",
    deadline: "2026-12-01",
    file: `${number}.pdf`,
    ...change,
  },
  isTooLong: false,
});

let portal: FakePortal;
beforeEach(() => {
  portal = new FakePortal();
});

const never = new AbortController().signal;
const look = (lines: Line[], files: ZipFile[]) =>
  dryRun(lines, files, portal, () => undefined, never);
const reasons = (rows: Looked[]) =>
  rows.map(({ wrong }) => wrong.map(({ column, code }) => `${column ?? "row"}:${code}`).join(" "));

async function makeAll(rows: Looked[], signal = never) {
  const made: Made[] = [];
  const end = await make(rows, portal, (_row, how) => made.push(how), signal);
  const of = (outcome: string) => made.filter((how) => how.outcome === outcome).length;
  return {
    end,
    made: of("made"),
    there: of("there"),
    released: of("released"),
    failed: of("failed"),
  };
}

describe("a thousand rows of which ten are bad", () => {
  const numbers = Array.from({ length: 1000 }, (_, at) => at + 2);
  const isBad = (number: number) => number % 100 === 7;
  const lines = numbers.map((number) =>
    line(number, isBad(number) ? { client_number: "onbekend" } : {}),
  );
  const files = numbers.map((number) => file(`${number}.pdf`));

  test("make 990 drafts and 10 errors, and none when it runs again", async () => {
    const first = await look(lines, files);
    expect(count(first.rows)).toMatchObject({ ready: 990, wrong: 10, there: 0 });
    expect(portal.created).toBe(0);
    expect(await makeAll(first.rows)).toMatchObject({ end: "done", made: 990, failed: 0 });
    expect(portal.mostBusy).toBe(3);
    // The same dry run made again, and a new one.
    expect(await makeAll(first.rows)).toMatchObject({ made: 0, there: 990 });
    const second = await look(lines, files);
    expect(count(second.rows)).toMatchObject({ ready: 0, wrong: 10, there: 990 });
    expect(await makeAll(second.rows)).toMatchObject({ made: 0 });
    expect(portal.created).toBe(990);
  });

  test("go on after a stop, and through a network that loses every fourth call", async () => {
    // Nobody waits for the network of a test.
    vi.stubGlobal("setTimeout", (go: () => void) => void setImmediate(go));
    try {
      let call = 0;
      portal.weather = (what) => {
        call += 1;
        if (what !== "check" && call % 4 === 0) throw new TypeError("Failed to fetch");
      };
      const { rows } = await look(lines.slice(0, 60), files);
      const stop = new AbortController();
      let seen = 0;
      const end = await make(
        rows,
        portal,
        () => {
          seen += 1;
          if (seen === 20) stop.abort();
        },
        stop.signal,
      );
      expect(end).toBe("stopped");
      expect(portal.created).toBeLessThan(30);
      // By hand, as often as a row failed.
      for (let time = 0; time < 20; time += 1) {
        if ((await makeAll(rows)).failed === 0) break;
      }
      expect(portal.created).toBe(count(rows).ready);
      expect([...portal.drafts.values()].every(({ sha256 }) => sha256)).toBe(true);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe("a dry run", () => {
  test("says which file is not there, is named twice, is there twice or cannot be a document", async () => {
    const files = [
      file("2.pdf"),
      file("a/3.pdf"),
      file("b/3.pdf"),
      file("4.pdf", Buffer.from("geen pdf")),
      file("5.pdf", Buffer.alloc(0)),
      file("6.pdf", pdf("6"), { isEncrypted: true }),
      file("../7.pdf"),
      file("8.pdf", pdf("8"), { read: async () => "too_large" }),
      file("los.pdf"),
    ];
    const lines = [
      ...[2, 3, 4, 5, 6].map((number) => line(number)),
      line(7, { file: "../7.pdf" }),
      line(8),
      line(9, { file: "2.pdf" }),
      line(10),
      line(11, { file: "..\\x.pdf" }),
    ];
    const { rows, unnamed } = await look(lines, files);
    expect(reasons(rows)).toEqual([
      "file:two_rows",
      "file:two_files",
      "file:not_a_pdf",
      "file:empty",
      "file:file_encrypted",
      "file:bad_name",
      "file:too_large",
      "file:two_rows",
      "file:no_such_file",
      "file:bad_name",
    ]);
    expect(unnamed).toEqual(["los.pdf"]);
  });

  test("says what the portal thinks of a row together with what is wrong with its file", async () => {
    const { rows } = await look([line(2, { client_number: "x" })], []);
    expect(reasons(rows)).toEqual(["file:no_such_file client_number:unknown"]);
  });

  test("takes the same document under two names for one, and names the first", async () => {
    const files = [file("a.pdf", pdf("zelfde")), file("b.pdf", pdf("zelfde"))];
    const title = "Dezelfde";
    const { rows } = await look(
      [line(2, { file: "a.pdf", title }), line(3, { file: "b.pdf", title })],
      files,
    );
    expect(reasons(rows)).toEqual(["", "row:same_row"]);
    expect(rows[1]?.wrong[0]?.about).toBe("2");
  });

  test("tells a draft that says something else, one without its file, and a released one", async () => {
    const files = [2, 3, 4].map((number) => file(`${number}.pdf`));
    const first = await look([line(2), line(3), line(4)], files);
    await makeAll(first.rows);
    const keys = first.rows.map(({ ready }) => ready?.fields.key ?? "");
    const second = portal.drafts.get(keys[1] ?? "");
    if (second) second.sha256 = undefined;
    portal.released.add(keys[2] ?? "");
    const again = await look([line(2, { deadline: "2026-12-02" }), line(3), line(4)], files);
    expect(again.rows.map(({ verdict }) => verdict)).toEqual(["differs", "ready", "released"]);
    expect(await makeAll(again.rows)).toMatchObject({ made: 1 });
    // Released between the dry run and the making.
    expect(await makeAll(first.rows)).toMatchObject({ there: 2, released: 1 });
    expect(portal.created).toBe(3);
  });

  test("asks in calls of at most 20 rows and 48 kB", () => {
    expect(batches(Array(45).fill(1), () => 1).map(({ length }) => length)).toEqual([20, 20, 5]);
    expect(batches([1, 2, 3], () => 20_000).map(({ length }) => length)).toEqual([2, 1]);
    expect(batches([1], () => 1_000_000)).toEqual([[1]]);
  });

  test("knows a publication by client, kind, period, title and file alone", async () => {
    const row = { client_number: "1", kind: "vat", period: "2026", title: "a" } as BulkRow;
    const key = await keyOf(row, "f");
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyOf({ ...row, deadline: "2026-01-01", message: "x" }, "f")).toBe(key);
    const others = [
      keyOf({ ...row, client_number: "2" }, "f"),
      keyOf({ ...row, kind: "other" }, "f"),
      keyOf({ ...row, period: "2025" }, "f"),
      keyOf({ ...row, title: "b" }, "f"),
      keyOf(row, "g"),
    ];
    for (const other of await Promise.all(others)) expect(other).not.toBe(key);
  });

  test("ends when it is stopped, and with the portal's problem when that refuses", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(
      dryRun([line(2)], [file("2.pdf")], portal, () => undefined, stop.signal),
    ).rejects.toThrow();
    portal.weather = () => {
      throw new ApiProblem(403, "staff_only");
    };
    await expect(look([line(2)], [file("2.pdf")])).rejects.toMatchObject({ code: "staff_only" });
  });
});

describe("making", () => {
  test("ends for all when the session has ended, and leaves the rest to be made", async () => {
    const files = [2, 3, 4, 5, 6].map((number) => file(`${number}.pdf`));
    const { rows } = await look(
      files.map((_, at) => line(at + 2)),
      files,
    );
    let calls = 0;
    portal.weather = (what) => {
      calls += what === "create" ? 1 : 0;
      if (what === "create" && calls > 2) throw new ApiProblem(401, "no_session");
    };
    const made = await makeAll(rows);
    expect(made.end).toBe("stopped");
    portal.weather = () => undefined;
    expect(await makeAll(rows)).toMatchObject({ end: "done", failed: 0 });
    expect(portal.created).toBe(5);
  });

  test("lets one file fail alone, with the portal's word for it", async () => {
    const files = [file("2.pdf"), file("3.pdf")];
    const { rows } = await look([line(2), line(3)], files);
    const made: Made[] = [];
    portal.upload = async (draft, { file: sent, sha256 }) => {
      if (sent.name === "2.pdf") return "active_content";
      const stored = portal.drafts.get(draft.id);
      if (stored) stored.sha256 = sha256;
      return draft;
    };
    await make(rows, portal, (_row, how) => made.push(how), never);
    expect(made).toContainEqual({ outcome: "failed", code: "active_content" });
    expect(made).toContainEqual({ outcome: "made" });
    // Nothing is left of the one that was refused.
    expect([...portal.drafts.values()].map(({ fields }) => fields.title)).toEqual(["Btw 3"]);
  });

  test("leaves a draft that somebody went on with, and one whose file did not arrive", async () => {
    const { rows } = await look([line(2)], [file("2.pdf")]);
    portal.upload = async () => "unreachable";
    expect(await makeAll(rows)).toMatchObject({ failed: 1 });
    expect(portal.drafts.size).toBe(1);
    portal.upload = async () => "not_a_pdf";
    portal.revision = 2;
    expect(await makeAll(rows)).toMatchObject({ failed: 1 });
    expect(portal.drafts.size).toBe(1);
  });
});

describe("releasing many", () => {
  const drafts = ["a", "b", "c"].map((id) => ({ id, organisation: { id: "org" }, revision: 1 }));

  test("tells of each why not, and goes on", async () => {
    const told: string[] = [];
    const release = async ({ id }: { id: string }) => {
      if (id === "b") throw new ApiProblem(409, "other_eyes_needed");
    };
    await releaseAll(
      drafts,
      { release },
      ({ draft, code }) => told.push(`${draft.id}:${code}`),
      never,
    );
    expect(told).toEqual(["a:undefined", "b:other_eyes_needed", "c:undefined"]);
  });

  test("ends where the session does", async () => {
    const told: string[] = [];
    const release = async () => {
      throw new ApiProblem(401, "no_session");
    };
    await releaseAll(drafts, { release }, ({ draft }) => told.push(draft.id), never);
    expect(told).toEqual(["a"]);
  });
});
