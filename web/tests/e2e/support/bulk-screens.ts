// The screens of publishing in bulk, and of choosing drafts to release together.
import { expect } from "@playwright/test";
import { knowsTheBakery, look, packed, SEVERAL, six } from "./bulk";
import { ok, problem } from "./fake-api";
import { atOffice, DRAFTS, FITTER } from "./office";
import type { Screen, Stage } from "./screens";
import { button } from "./steps";

async function several(stage: Stage) {
  const api = await atOffice(stage.page, stage.language);
  await knowsTheBakery(api, stage.page);
  await stage.page.goto(SEVERAL);
  await expect(button(stage.page, stage.t.staff.bulk.look)).toBeVisible();
  return api;
}

async function chosen(stage: Stage) {
  const api = await atOffice(stage.page, stage.language);
  await stage.page.goto("/office/drafts");
  const { releaseMany } = stage.t.staff;
  await button(stage.page, releaseMany.all).click();
  await expect(button(stage.page, releaseMany.release(2))).toBeVisible();
  // A correction voids approvals, so it is chosen by hand and said to be one.
  const correction = "Jaarrekening 2025";
  await stage.page.getByLabel(releaseMany.chooseLabel(correction, FITTER.name)).check();
  await button(stage.page, releaseMany.release(3)).click();
  await expect(stage.page.getByRole("dialog")).toContainText(releaseMany.corrections(1));
  return api;
}

export const BULK_SCREENS: Screen[] = [
  {
    name: "office: several at once",
    open: async (stage) => {
      await several(stage);
      await stage.page.getByText(stage.t.staff.bulk.columnsAll).click();
      await expect(stage.page.getByText(stage.t.staff.bulk.about.approvers)).toBeVisible();
    },
    title: (t) => t.staff.bulk.title,
  },
  {
    name: "office: several at once, a ZIP without a list",
    open: async (stage) => {
      await several(stage);
      const archive = packed([{ name: "brief.txt", content: Buffer.from("hallo") }]);
      await look(stage.page, stage.t, archive);
      await expect(stage.page.getByText(stage.t.staff.bulk.files.csv_missing)).toBeVisible();
    },
    title: (t) => t.staff.bulk.title,
  },
  {
    name: "office: several at once, what was found",
    open: async (stage) => {
      await several(stage);
      await look(stage.page, stage.t, six(10001));
      await expect(button(stage.page, stage.t.staff.bulk.make(4))).toBeVisible();
    },
    title: (t) => t.staff.bulk.title,
  },
  {
    name: "office: several at once, being made",
    open: async (stage) => {
      const api = await several(stage);
      await look(stage.page, stage.t, six(10001));
      api.answer("POST /api/office/drafts", () => new Promise(() => {}));
      await button(stage.page, stage.t.staff.bulk.make(4)).click();
      await expect(stage.page.getByText(stage.t.staff.bulk.keepOpen)).toBeVisible();
    },
    title: (t) => t.staff.bulk.title,
  },
  {
    name: "office: several at once, made but for one",
    open: async (stage) => {
      const api = await several(stage);
      await look(stage.page, stage.t, six(10001));
      await expect(button(stage.page, stage.t.staff.bulk.make(4))).toBeVisible();
      const refused = problem(400, "bad_request", {
        fields: [{ field: "file", code: "active_content" }],
      });
      api.answer("POST /api/office/drafts", refused);
      await button(stage.page, stage.t.staff.bulk.make(4)).click();
      await expect(button(stage.page, stage.t.staff.bulk.retry(4))).toBeVisible();
    },
    title: (t) => t.staff.bulk.title,
  },
  {
    name: "office: drafts to release together",
    open: async (stage) => void (await chosen(stage)),
    title: (t) => t.staff.drafts.title,
  },
  {
    name: "office: drafts released together but for one",
    open: async (stage) => {
      const api = await chosen(stage);
      const [first, second, , last] = DRAFTS.drafts;
      for (const draft of [first, second, last]) {
        const path = `POST /api/office/drafts/${draft?.organisation.id}/${draft?.id}/release`;
        const released = ok({ organisation: "", document: "", version: 1 });
        api.answer(path, draft === second ? problem(409, "other_eyes_needed") : released);
      }
      const dialog = stage.page.getByRole("dialog");
      await dialog.getByRole("button", { name: stage.t.staff.releaseMany.confirm(3) }).click();
      await expect(stage.page.getByText(stage.t.staff.releaseMany.done(2))).toBeVisible();
    },
    title: (t) => t.staff.drafts.title,
  },
];
