// Mails that one does not want, under Mijn gegevens: saved as they are chosen, and never shown as saved when they are not.
import type { Page } from "@playwright/test";
import { done, MAILS, ORGANISATIONS, ok, problem, signedIn } from "../support/fake-api";
import { expect, type Texts, test } from "../support/fixtures";
import { atOffice } from "../support/office";
import { heading } from "../support/screens";

const PUT = "PUT /api/account/mails";

const part = (page: Page, t: Texts) => page.getByRole("region", { name: t.portal.account.mails });
const client = (page: Page, t: Texts, index: number) =>
  part(page, t).getByRole("group", { name: ORGANISATIONS[index]?.name as string });
const box = (page: Page, t: Texts, index: number) =>
  client(page, t, index).getByLabel(t.portal.account.mailsAbout.approvals);

test("mails are switched off and on for one client, and the others stay", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { account } = t.portal;
  const api = await signedIn(page, pageLanguage);
  api.answer(PUT, done);
  await page.goto("/account#mails");
  await expect(part(page, t)).toContainText(account.mailsAlways);
  await box(page, t, 1).uncheck();
  await expect(client(page, t, 1).getByRole("status")).toHaveText(account.mailsOff);
  await expect(box(page, t, 1)).not.toBeChecked();
  await expect(box(page, t, 0)).toBeChecked();
  await expectAccessible();
  await box(page, t, 1).check();
  await expect(client(page, t, 1).getByRole("status")).toHaveText(account.mailsOn);
  const sent = api.requests.filter(({ operation }) => operation === PUT).map(({ body }) => body);
  const choice = { organisation: "org_2", module: "approvals" };
  expect(sent).toEqual([
    { ...choice, on: false },
    { ...choice, on: true },
  ]);
});

test("a choice that was not saved goes back and says so", async ({ page, t, pageLanguage }) => {
  const { account } = t.portal;
  const api = await signedIn(page, pageLanguage);
  let refuse = () => {};
  const refused = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  api.answer(
    PUT,
    async () => {
      await refused;
      return problem(503, "unavailable");
    },
    done,
  );
  await page.goto("/account");
  await box(page, t, 0).click();
  await expect(box(page, t, 0)).not.toBeChecked();
  // A second click while the first is on its way sends nothing that could overtake it.
  await box(page, t, 0).click();
  refuse();
  await expect(client(page, t, 0).getByRole("status")).toHaveText(account.mailsFailed);
  await expect(box(page, t, 0)).toBeChecked();
  expect(api.count(PUT)).toBe(1);
  await box(page, t, 0).uncheck();
  await expect(client(page, t, 0).getByRole("status")).toHaveText(account.mailsOff);
});

test("choices that cannot be read are asked for again, and none are said to be none", async ({
  page,
  t,
  pageLanguage,
}) => {
  const { account } = t.portal;
  const api = await signedIn(page, pageLanguage);
  const off = MAILS.organisations.map((of) => ({
    ...of,
    modules: of.modules.map((about) => ({ ...about, on: false })),
  }));
  const path = "GET /api/account/mails";
  api.answer(path, problem(503, "unavailable", { reference: "AB12CD34" }));
  await page.goto("/account");
  await expect(part(page, t)).toContainText(account.mailsUnread);
  await expect(part(page, t)).toContainText("AB12CD34");
  await expect(part(page, t)).not.toContainText(account.mailsNone);
  api.answer(path, ok({ organisations: off }));
  await part(page, t).getByRole("button", { name: t.common.retry }).click();
  await expect(box(page, t, 0)).not.toBeChecked();
  api.answer(path, ok({ organisations: [] }));
  await page.reload();
  await expect(part(page, t)).toContainText(account.mailsNone);
});

test("staff have no mails to choose", async ({ page, t, pageLanguage }) => {
  const api = await atOffice(page, pageLanguage);
  await page.goto("/account");
  await expect(heading(page, t.portal.account.title)).toBeVisible();
  await expect(page.getByRole("region", { name: t.portal.account.language })).toBeVisible();
  await expect(part(page, t)).toHaveCount(0);
  expect(api.count("GET /api/account/mails")).toBe(0);
});
