// Publishing in bulk, through the running portal: a ZIP with a list of an older spreadsheet program becomes
// drafts once, and clients see them when they are released together.
import { look, SEVERAL, six } from "../support/bulk";
import { expect, test, walkedTwice } from "../support/fixtures";
import { button, heading } from "../support/steps";
import { createOrganisation, createUser } from "../support/users";

walkedTwice();

test("a ZIP with six rows of which two are bad becomes four drafts once, released together", async ({
  pageOf,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { bulk, releaseMany } = t.staff;
  const organisation = await createOrganisation();
  const [staff, client] = await Promise.all([
    createUser({ language: pageLanguage, staff: true }),
    createUser({ language: pageLanguage, organisations: [String(organisation.number)] }),
  ]);
  const [office, page] = [await pageOf(staff), await pageOf(client)];
  const seen = () => expectAccessible([], office);
  const archive = six(organisation.number);

  await office.goto("/office/drafts");
  await office.getByRole("link", { name: bulk.open }).click();
  await expect(heading(office, bulk.title)).toBeFocused();
  await seen();
  await look(office, t, archive);
  await expect(office.getByText(bulk.counts.ready(4))).toBeVisible();
  await expect(office.getByText(bulk.counts.wrong(2))).toBeVisible();
  await expect(office.getByText(bulk.readAs("Windows-1252", bulk.separators[";"]))).toBeVisible();
  await expect(office.getByText("los.pdf")).toBeVisible();
  const bad = office.getByRole("region", { name: bulk.badRows });
  await expect(bad.getByText(bulk.wrong.not_a_pdf("geen-pdf.pdf"))).toBeVisible();
  await expect(bad.getByText(bulk.wrong.unknown_client)).toBeVisible();
  await seen();

  // Nothing was written by looking.
  await page.goto("/");
  await expect(page.getByText(t.portal.home.empty)).toBeVisible();
  await button(office, bulk.make(4)).click();
  const ended = office.getByRole("region", { name: bulk.done });
  await expect(ended.getByText(bulk.doneCounts.made(4))).toBeVisible({ timeout: 30_000 });
  await seen();

  // The same ZIP again makes none.
  await office.goto(SEVERAL);
  await look(office, t, archive);
  await expect(office.getByText(bulk.counts.there(4))).toBeVisible();
  await expect(button(office, bulk.make(4))).toHaveCount(0);
  await seen();

  // Drafts are nobody's but the firm's.
  await page.reload();
  await expect(page.getByText(t.portal.home.empty)).toBeVisible();
  await office.goto("/office/drafts");
  for (const title of ["Café € 1", "Btw 2", "Btw 5", "Btw 6"]) {
    await office.getByLabel(releaseMany.chooseLabel(title, organisation.name)).check();
  }
  await seen();
  await button(office, releaseMany.release(4)).click();
  const dialog = office.getByRole("dialog", { name: releaseMany.title(4) });
  await expect(dialog).toBeVisible();
  await seen();
  await dialog.getByRole("button", { name: releaseMany.confirm(4) }).click();
  await expect(office.getByText(releaseMany.done(4))).toBeVisible({ timeout: 30_000 });
  await seen();

  await page.reload();
  await expect(page.getByText(t.portal.home.toApprove(4))).toBeVisible();
  await expect(page.getByRole("link", { name: "Café € 1" })).toBeVisible();

  // Once more: they were released before, and none is made.
  await office.goto(SEVERAL);
  await look(office, t, archive);
  await expect(office.getByText(bulk.counts.released(4))).toBeVisible();
  await expect(office.getByText(bulk.nothingReady)).toBeVisible();
  await seen();
});
