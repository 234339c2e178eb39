// Every screen of the app and how to get there with the API answered by the test.
import { expect, type Page } from "@playwright/test";
import { APPROVAL_SCREENS } from "./approvals-screens";
import { BULK_SCREENS } from "./bulk-screens";
import {
  challenge,
  done,
  FakeApi,
  inSeconds,
  ok,
  problem,
  RECOVERY_CODES,
  SETUP,
  type session,
  signedIn,
  speak,
} from "./fake-api";
import type { PageLanguage, Texts } from "./fixtures";
import { OFFICE_SCREENS } from "./office-screens";
import { button, giveCode, givePassword, heading } from "./steps";

export const LINK = "usr_01JD.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq";
export const SANNE = {
  login: "sanne",
  password: "demo-wachtwoord-2026",
  name: "Sanne de Wit",
  mobile: "",
  email: "",
};

export interface Stage {
  page: Page;
  t: Texts;
  language: PageLanguage;
}

export interface Screen {
  name: string;
  open(stage: Stage): Promise<void>;
  title(t: Texts): string;
}

/** An API without a session, in the run's language. */
export async function signedOut({ page, language }: Stage): Promise<FakeApi> {
  await speak(page, language);
  const api = await FakeApi.on(page);
  return api.answer("GET /api/session", problem(401, "no_session"));
}

/** To the code step, with this challenge. */
export async function toCode(
  stage: Stage,
  change: Parameters<typeof challenge>[0] = {},
): Promise<FakeApi> {
  const api = (await signedOut(stage)).answer("POST /api/sign-in", ok(challenge(change)));
  await stage.page.goto("/sign-in");
  await givePassword(stage.page, stage.t, SANNE);
  return api;
}

const INVITED = { name: "Nina van Dijk", login: "nina", mobile: "06 •••• ••04" };

async function openWith(
  stage: Stage,
  operation: string,
  reply: ReturnType<typeof ok>,
  path: string,
) {
  const api = (await signedOut(stage)).answer(operation, reply);
  await stage.page.goto(path);
  return api;
}

async function setUp({ page, language }: Stage): Promise<FakeApi> {
  const api = (await signedIn(page, language))
    .answer("POST /api/authenticator", ok(SETUP))
    .answer("POST /api/authenticator/confirm", ok({ recovery_codes: RECOVERY_CODES }))
    .answer("POST /api/authenticator/later", done);
  await page.goto("/authenticator");
  return api;
}

async function inPortal(
  { page, language }: Stage,
  path: string,
  change: Parameters<typeof session>[1] = {},
) {
  const api = await signedIn(page, language, change);
  await page.goto(path);
  return api;
}

const WITH_APP = { second_factor: { authenticator: true, sms: true, recovery_codes_left: 1 } };

export const SCREENS: Screen[] = [
  {
    name: "sign-in",
    open: async (stage) => {
      await signedOut(stage);
      await stage.page.goto("/sign-in");
    },
    title: (t) => t.signIn.title,
  },
  {
    name: "sign-in that failed",
    open: async (stage) => {
      const api = await signedOut(stage);
      api.answer("POST /api/sign-in", problem(503, "unavailable", { reference: "01JD-7F3K" }));
      await stage.page.goto("/sign-in");
      await givePassword(stage.page, stage.t, SANNE);
      await expect(stage.page.getByRole("alert")).toBeVisible();
    },
    title: (t) => t.signIn.title,
  },
  {
    name: "code by SMS",
    open: async (stage) => void (await toCode(stage, { other_methods: ["recovery"] })),
    title: (t) => t.code.title.sms,
  },
  {
    name: "code not sent yet",
    open: async (stage) => void (await toCode(stage, { sent: false, resend_at: inSeconds(40) })),
    title: (t) => t.code.title.sms,
  },
  {
    name: "code of the authenticator",
    open: async (stage) =>
      void (await toCode(stage, {
        method: "authenticator",
        mobile: null,
        resend_at: null,
        other_methods: ["sms", "recovery"],
      })),
    title: (t) => t.code.title.authenticator,
  },
  {
    name: "recovery code",
    open: async (stage) => void (await toCode(stage, { method: "recovery", resend_at: null })),
    title: (t) => t.code.title.recovery,
  },
  {
    name: "forgotten password",
    open: async (stage) => {
      await signedOut(stage);
      await stage.page.goto("/forgotten-password");
    },
    title: (t) => t.forgotten.title,
  },
  {
    name: "new password",
    open: async (stage) =>
      void (await openWith(
        stage,
        "POST /api/password/reset/open",
        ok({ expires_at: inSeconds(900) }),
        `/new-password#${LINK}`,
      )),
    title: (t) => t.newPassword.title,
  },
  {
    name: "new password, expired link",
    open: async (stage) =>
      void (await openWith(
        stage,
        "POST /api/password/reset/open",
        problem(410, "link_gone"),
        `/new-password#${LINK}`,
      )),
    title: (t) => t.newPassword.goneTitle,
  },
  {
    name: "new password, no link",
    open: async (stage) => {
      await signedOut(stage);
      await stage.page.goto("/new-password");
    },
    title: (t) => t.newPassword.noLinkTitle,
  },
  {
    name: "invitation",
    open: async (stage) =>
      void (await openWith(
        stage,
        "POST /api/invitation/open",
        ok({ ...INVITED, language: stage.language }),
        `/invitation#${LINK}`,
      )),
    title: (t) => t.invitation.title(INVITED.name),
  },
  {
    name: "invitation, expired",
    open: async (stage) =>
      void (await openWith(
        stage,
        "POST /api/invitation/open",
        problem(410, "link_gone"),
        `/invitation#${LINK}`,
      )),
    title: (t) => t.invitation.goneTitle,
  },
  {
    name: "authenticator",
    open: async (stage) => void (await setUp(stage)),
    title: (t) => t.portal.authenticator.title,
  },
  {
    name: "recovery codes",
    open: async (stage) => {
      await setUp(stage);
      const texts = stage.t.portal.authenticator;
      await giveCode(stage.page, texts.code, "123456", texts.submit);
    },
    title: (t) => t.portal.recovery.title,
  },
  {
    name: "home",
    open: async (stage) => void (await inPortal(stage, "/", WITH_APP)),
    title: (t) => t.portal.home.title(SANNE.name),
  },
  {
    name: "home without a client",
    open: async (stage) => void (await inPortal(stage, "/", { active_organisation: null })),
    title: (t) => t.portal.home.title(SANNE.name),
  },
  {
    name: "account",
    open: async (stage) => {
      await inPortal(stage, "/account", WITH_APP);
      await expect(stage.page.getByText(stage.t.portal.account.thisDevice)).toBeVisible();
    },
    title: (t) => t.portal.account.title,
  },
  {
    name: "change password",
    open: async (stage) => void (await inPortal(stage, "/account/password")),
    title: (t) => t.portal.changePassword.title,
  },
  {
    name: "new recovery codes",
    open: async (stage) => void (await inPortal(stage, "/account/recovery-codes", WITH_APP)),
    title: (t) => t.portal.factor.codesTitle,
  },
  {
    name: "remove authenticator",
    open: async (stage) => void (await inPortal(stage, "/account/remove-authenticator", WITH_APP)),
    title: (t) => t.portal.factor.removeTitle,
  },
  {
    name: "no such page",
    open: async (stage) => {
      await signedOut(stage);
      await stage.page.goto("/nothing/here");
    },
    title: (t) => t.errors.notFoundTitle,
  },
  {
    name: "no such page in the portal",
    open: async (stage) => void (await inPortal(stage, "/account/nothing")),
    title: (t) => t.errors.notFoundTitle,
  },
  {
    name: "portal unavailable",
    open: async (stage) => {
      const api = await signedIn(stage.page, stage.language);
      api.answer("GET /api/session", problem(503, "unavailable", { reference: "01JD-7F3K" }));
      await stage.page.goto("/");
    },
    title: (t) => t.errors.unexpectedTitle,
  },
  ...APPROVAL_SCREENS,
  ...OFFICE_SCREENS,
  ...BULK_SCREENS,
];

export { button, heading };
