// The office's screens, and how to get there.
import { expect } from "@playwright/test";
import { ok, problem } from "./fake-api";
import { APPROVED_DOCUMENT, atOffice, BAKERY, DRAFT, OPEN_DOCUMENT } from "./office";
import type { Screen, Stage } from "./screens";
import { button } from "./steps";

async function goto(stage: Stage, path: string) {
  const api = await atOffice(stage.page, stage.language);
  await stage.page.goto(path);
  return api;
}

const DRAFT_PATH = "/office/drafts/org_1/doc_draft";
const DOCUMENT_PATH = "/office/documents/org_1/doc_1";

export const OFFICE_SCREENS: Screen[] = [
  {
    name: "office: work",
    open: async (stage) => {
      await goto(stage, "/");
      await expect(stage.page.getByRole("listitem").first()).toBeVisible();
    },
    title: (t) => t.staff.work.title,
  },
  {
    name: "office: no work",
    open: async (stage) => {
      const api = await atOffice(stage.page, stage.language);
      api.answer("GET /api/office/work", ok({ work: [], next: null }));
      await stage.page.goto("/?show=mine");
      await expect(stage.page.getByText(stage.t.staff.work.emptyMine)).toBeVisible();
    },
    title: (t) => t.staff.work.title,
  },
  {
    name: "office: documents",
    open: async (stage) => {
      await goto(stage, "/office/documents");
      await expect(button(stage.page, stage.t.staff.common.more)).toBeVisible();
    },
    title: (t) => t.staff.documents.title,
  },
  {
    name: "office: no documents",
    open: async (stage) => {
      const api = await atOffice(stage.page, stage.language);
      api.answer("GET /api/office/documents", ok({ documents: [], next: null }));
      await stage.page.goto("/office/documents?status=declined");
      await expect(stage.page.getByText(stage.t.staff.documents.empty.declined)).toBeVisible();
    },
    title: (t) => t.staff.documents.title,
  },
  {
    name: "office: documents that do not come",
    open: async (stage) => {
      const api = await atOffice(stage.page, stage.language);
      const broken = problem(503, "unavailable", { reference: "01JD-7F3K" });
      api.answer("GET /api/office/documents", broken);
      await stage.page.goto("/office/documents");
      await expect(stage.page.getByText("01JD-7F3K")).toBeVisible();
    },
    title: (t) => t.staff.documents.title,
  },
  {
    name: "office: drafts",
    open: async (stage) => {
      await goto(stage, "/office/drafts");
      await expect(stage.page.getByText(stage.t.staff.drafts.yourEyes)).toBeVisible();
    },
    title: (t) => t.staff.drafts.title,
  },
  {
    name: "office: publish",
    open: async (stage) => {
      await goto(stage, "/office/publish");
      await expect(button(stage.page, stage.t.staff.publish.saveAndGo)).toBeVisible();
    },
    title: (t) => t.staff.publish.title,
  },
  {
    name: "office: publish, with what is missing",
    open: async (stage) => {
      await goto(stage, "/office/publish");
      await stage.page.getByLabel(stage.t.staff.publish.amountLabel).fill("1.234");
      await button(stage.page, stage.t.staff.publish.saveAndGo).click();
      await expect(stage.page.getByRole("alert")).toBeFocused();
    },
    title: (t) => t.staff.publish.title,
  },
  {
    name: "office: draft",
    open: async (stage) => {
      await goto(stage, DRAFT_PATH);
      await expect(button(stage.page, stage.t.staff.release.release)).toBeVisible();
      const reader = stage.page.getByRole("region", { name: stage.t.staff.preview.pdf });
      if (await reader.count()) await expect(reader.locator("[data-drawn]")).toBeVisible();
    },
    title: () => DRAFT.title,
  },
  {
    name: "office: draft, approvers in steps",
    open: async (stage) => {
      const api = await atOffice(stage.page, stage.language);
      const stages = [
        { needed: 1, members: ["usr_04"] },
        { needed: 2, members: ["usr_01", "usr_02"] },
      ];
      api.answer(
        "GET /api/office/drafts/org_1/doc_draft",
        ok({ ...DRAFT, stages, version: 2, file: null }),
      );
      await stage.page.goto(DRAFT_PATH);
      await expect(stage.page.getByText(stage.t.staff.approvers.stage(2))).toBeVisible();
    },
    title: () => DRAFT.title,
  },
  {
    name: "office: draft that another releases",
    open: async (stage) => {
      const api = await atOffice(stage.page, stage.language);
      api.answer(
        "GET /api/office/drafts/org_1/doc_draft",
        ok({ ...DRAFT, four_eyes: true, may_release: false }),
      );
      await stage.page.goto(DRAFT_PATH);
      await expect(stage.page.getByText(stage.t.staff.release.eyesTitle)).toBeVisible();
    },
    title: () => DRAFT.title,
  },
  {
    name: "office: release",
    open: async (stage) => {
      await goto(stage, DRAFT_PATH);
      await button(stage.page, stage.t.staff.release.release).click();
      await expect(stage.page.getByRole("dialog")).toContainText(BAKERY.name);
    },
    title: () => DRAFT.title,
  },
  {
    name: "office: draft that is gone",
    open: async (stage) => void (await goto(stage, "/office/drafts/org_1/doc_gone")),
    title: (t) => t.staff.publish.gone,
  },
  {
    name: "office: open document",
    open: async (stage) => {
      await goto(stage, DOCUMENT_PATH);
      await expect(button(stage.page, stage.t.staff.document.withdraw)).toBeVisible();
    },
    title: () => OPEN_DOCUMENT.title,
  },
  {
    name: "office: document being read",
    open: async (stage) => {
      await goto(stage, DOCUMENT_PATH);
      await button(stage.page, stage.t.staff.document.open).click();
      await expect(stage.page.locator(".pdf-page[data-drawn]")).toBeVisible();
    },
    title: () => OPEN_DOCUMENT.title,
  },
  {
    name: "office: approved document",
    open: async (stage) => {
      await goto(stage, "/office/documents/org_2/doc_2");
      await expect(button(stage.page, stage.t.staff.document.pack)).toBeVisible();
    },
    title: () => APPROVED_DOCUMENT.title,
  },
  {
    name: "office: withdraw",
    open: async (stage) => {
      await goto(stage, DOCUMENT_PATH);
      await button(stage.page, stage.t.staff.document.withdraw).click();
      await button(stage.page, stage.t.staff.document.withdrawConfirm).last().click();
      await expect(stage.page.getByRole("alert")).toBeFocused();
    },
    title: () => OPEN_DOCUMENT.title,
  },
  {
    name: "office: correct",
    open: async (stage) => {
      await goto(stage, DOCUMENT_PATH);
      await button(stage.page, stage.t.staff.document.correct).click();
      await expect(stage.page.getByRole("dialog")).toBeVisible();
    },
    title: () => OPEN_DOCUMENT.title,
  },
  {
    name: "office: settings",
    open: async (stage) => {
      await goto(stage, "/office/settings");
      await expect(button(stage.page, stage.t.staff.settings.save)).toBeVisible();
    },
    title: (t) => t.staff.settings.title,
  },
];
