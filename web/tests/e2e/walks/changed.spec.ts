// A document that the office changes or takes back under the client's eyes, through the running portal:
// nobody approves what no longer stands.
import { agree, archived, askForCode, close, open, read } from "../support/approving";
import { expect, test, walkedTwice } from "../support/fixtures";
import { correctByHand, publish } from "../support/publishing";
import { button, giveCode, heading } from "../support/steps";
import { createOrganisation, createUser } from "../support/users";

walkedTwice();

test("a version that is replaced while reading, and while the code is asked, is not approved", async ({
  pageOf,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { approvals } = t;
  const organisation = await createOrganisation();
  const [staff, client] = await Promise.all([
    createUser({ language: pageLanguage, staff: true }),
    createUser({ language: pageLanguage, organisations: [String(organisation.number)] }),
  ]);
  const [office, page] = [await pageOf(staff), await pageOf(client)];
  const document = await publish(office, organisation);
  await page.goto(document.client);
  await open(page, t);

  await office.goto(document.office);
  await correctByHand(office, t, () => expectAccessible([], office));
  // As when one comes back to the window.
  await page.evaluate(() => dispatchEvent(new Event("visibilitychange")));
  const dialog = page.getByRole("dialog", { name: approvals.reading.newTitle });
  await expect(dialog).toBeVisible();
  await expectAccessible([], page);
  await dialog.getByRole("button", { name: approvals.reading.openNew }).click();
  await expect(page.locator(".pdf-page[data-drawn]").first()).toBeVisible();
  await close(page, t);

  await agree(page, t);
  const code = await askForCode(page, t, client);
  await publish(office, organisation, { corrects: document.id });
  await giveCode(page, t.code.label.sms, code, approvals.approve.submit);
  await expect(page.getByText(approvals.why.superseded.title)).toBeVisible();
  await expect(page.getByText(approvals.document.notViewed)).toBeVisible();
  await expectAccessible([], page);

  await office.goto(document.office);
  await expect(office.getByText(t.staff.document.neededOf(0, 1))).toBeVisible();
  expect(await archived(document)).toEqual([]);
});

test("a document that is withdrawn while the code is asked is not approved", async ({
  pageOf,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { approvals } = t;
  const { document: texts } = t.staff;
  const organisation = await createOrganisation();
  const [staff, client] = await Promise.all([
    createUser({ language: pageLanguage, staff: true }),
    createUser({ language: pageLanguage, organisations: [String(organisation.number)] }),
  ]);
  const [office, page] = [await pageOf(staff), await pageOf(client)];
  const document = await publish(office, organisation);
  await read(page, t, document);
  await agree(page, t);
  const code = await askForCode(page, t, client);

  await office.goto(document.office);
  await button(office, texts.withdraw).click();
  const dialog = office.getByRole("dialog", { name: texts.withdrawTitle });
  await dialog.getByLabel(texts.withdrawReason).fill("Verkeerd jaar.");
  await expectAccessible([], office);
  await dialog.getByRole("button", { name: texts.withdrawConfirm }).click();
  await expect(office.getByText(texts.withdrawDone)).toBeVisible();

  await giveCode(page, t.code.label.sms, code, approvals.approve.submit);
  await expect(heading(page, document.title)).toBeVisible();
  await expect(page.getByText(approvals.state.withdrawnTitle)).toBeVisible();
  await expect(page.getByText("Verkeerd jaar.")).toBeVisible();
  await expect(button(page, approvals.document.agree)).toHaveCount(0);
  await expectAccessible([], page);
  expect(await archived(document)).toEqual([]);
});
