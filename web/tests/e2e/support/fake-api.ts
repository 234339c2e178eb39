// The API as a test wants it to answer, for states that are hard to reach in the real portal.
import type { Page, Route } from "@playwright/test";
import type { components } from "../../../src/api/schema";

type Schemas = components["schemas"];
export type Challenge = Schemas["Challenge"];
export type SessionView = Schemas["SessionView"];

/** A status with a body; `undefined` is an answer without one. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

type Answer = Reply | ((body: unknown) => Reply | Promise<Reply>);

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const done: Reply = { status: 204 };

export function problem(status: number, code: string, more: object = {}): Reply {
  return { status, body: { type: "about:blank", title: code, status, code, ...more } };
}

export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

export function challenge(change: Partial<Challenge> = {}): Challenge {
  return {
    id: "usr_01.challenge",
    method: "sms",
    sent: true,
    mobile: "06 •••• ••01",
    expires_at: inSeconds(180),
    resend_at: inSeconds(60),
    other_methods: [],
    attempts_left: 3,
    ...change,
  };
}

export const ORGANISATIONS: Schemas["Organisation"][] = [
  {
    id: "org_1",
    name: "Bakkerij De Gouden Aar B.V.",
    client_number: "10001",
    rights: ["approve", "dossier", "upload"],
  },
  {
    id: "org_2",
    name: "Van Dijk Installatietechniek",
    client_number: "10002",
    rights: ["approve", "dossier", "upload"],
  },
];

export function session(language: "nl" | "en", change: Partial<SessionView> = {}): SessionView {
  return {
    user: "usr_01",
    name: "Sanne de Wit",
    login: "sanne",
    email: "sanne@example.com",
    mobile: "06 •••• ••01",
    language,
    kind: "client",
    organisations: ORGANISATIONS,
    active_organisation: "org_1",
    ends_at: inSeconds(1800),
    second_factor: { authenticator: false, sms: true, recovery_codes_left: 0 },
    ...change,
  };
}

export const DEVICES = {
  devices: [
    {
      id: "dev_1",
      name: "Chrome op Windows",
      signed_in_at: "2026-11-23T08:05:00Z",
      last_seen_at: "2026-11-23T09:12:00Z",
      current: true,
    },
    {
      id: "dev_2",
      name: "Safari op iPhone",
      signed_in_at: "2026-11-20T18:41:00Z",
      last_seen_at: "2026-11-22T07:30:00Z",
      current: false,
    },
  ],
};

export const MAILS = {
  organisations: ORGANISATIONS.map(({ id, name }) => ({
    organisation: { id, name },
    modules: [{ module: "approvals", on: true }],
  })),
};

export const RECOVERY_CODES = Array.from({ length: 10 }, (_, index) => `ABCD${index}-FGHJ${index}`);

export const SETUP = {
  otpauth:
    "otpauth://totp/Voorbeeld%20Accountants:sanne?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Voorbeeld%20Accountants",
  key: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  expires_at: "2026-11-23T09:12:00Z",
};

export interface Request {
  operation: string;
  body: unknown;
}

export class FakeApi {
  readonly requests: Request[] = [];
  private readonly answers = new Map<string, Answer[]>();

  private constructor() {}

  static async on(page: Page): Promise<FakeApi> {
    const api = new FakeApi();
    await page.route(/\/api\//, (route) => api.handle(route));
    return api;
  }

  /** `"POST /api/sign-in"` answers these in turn, and the last of them from then on. */
  answer(operation: string, ...answers: Answer[]): this {
    this.answers.set(operation, answers);
    return this;
  }

  count(operation: string): number {
    return this.requests.filter((request) => request.operation === operation).length;
  }

  private async handle(route: Route): Promise<void> {
    const request = route.request();
    const operation = `${request.method()} ${new URL(request.url()).pathname}`;
    const body: unknown = request.postDataJSON();
    this.requests.push({ operation, body });
    const queue = this.answers.get(operation) ?? [problem(404, "not_found")];
    const next = queue.length > 1 ? queue.shift() : queue[0];
    const reply = typeof next === "function" ? await next(body) : next;
    if (!reply) throw new Error(`no answer for ${operation}`);
    const type = reply.status >= 400 ? "application/problem+json" : "application/json";
    await route.fulfill({
      status: reply.status,
      headers: { "Cache-Control": "no-store", "Content-Type": type, ...reply.headers },
      ...(reply.body !== undefined && { body: JSON.stringify(reply.body) }),
    });
  }
}

/** Speaks the run's language from the first page on, as somebody who chose it before would see. */
export async function speak(page: Page, language: "nl" | "en"): Promise<void> {
  await page.addInitScript((chosen) => {
    if (localStorage.getItem("akkoord.language") === null)
      localStorage.setItem("akkoord.language", chosen);
  }, language);
}

/** An API with a session, for pages behind signing in. */
export async function signedIn(
  page: Page,
  language: "nl" | "en",
  change: Partial<SessionView> = {},
): Promise<FakeApi> {
  await speak(page, language);
  await page.addInitScript(() => localStorage.setItem("akkoord.signed-in", "1"));
  const api = await FakeApi.on(page);
  return api
    .answer("GET /api/session", ok(session(language, change)))
    .answer("GET /api/approvals/notices", ok({ notices: [], more: false }))
    .answer("GET /api/session/devices", ok(DEVICES))
    .answer("GET /api/account/mails", ok(MAILS));
}
