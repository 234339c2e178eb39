// When one does not agree at once (manual M5.8, M5.9), through the running portal: a question with its
// answer, and Niet akkoord with its reason.
import type { Page } from "@playwright/test";
import { read } from "../support/approving";
import { expect, type Texts, test } from "../support/fixtures";
import { mailCount } from "../support/inbox";
import { type Published, publish } from "../support/publishing";
import { button, heading } from "../support/steps";
import { createOrganisation, createUser } from "../support/users";

/** From the office's list of work, where others' work may stand before it, to the document. */
async function openWork(page: Page, t: Texts, { title }: Published): Promise<void> {
  await page.goto("/");
  const link = page.getByRole("link", { name: title });
  const more = button(page, t.staff.common.more);
  const lines = page.getByRole("main").getByRole("listitem");
  for (;;) {
    await expect(link.or(more).first()).toBeVisible();
    if (await link.isVisible()) break;
    const shown = await lines.count();
    await more.click();
    await expect.poll(() => lines.count()).toBeGreaterThan(shown);
  }
  await link.click();
  await expect(heading(page, title)).toBeVisible();
}

test("a question reaches the office, and its answer the client", async ({
  pageOf,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { question, document: texts } = t.approvals;
  const organisation = await createOrganisation();
  const [staff, client] = await Promise.all([
    createUser({ language: pageLanguage, staff: true, name: "Kim Kantoor" }),
    createUser({ language: pageLanguage, organisations: [String(organisation.number)] }),
  ]);
  const [office, page] = [await pageOf(staff), await pageOf(client)];
  const document = await publish(office, organisation, { title: `Vraag ${organisation.number}` });
  await expect.poll(() => mailCount(client.email)).toBe(1);

  await page.goto(document.client);
  await page.getByRole("link", { name: texts.ask }).click();
  await expect(heading(page, question.title)).toBeFocused();
  await page.getByLabel(question.text).fill("Klopt regel 1b?\nDe oven kwam pas in oktober.");
  await page.getByLabel(question.byPhone).check();
  await page.getByLabel(question.when).fill("na 16 uur");
  await expectAccessible([], page);
  await button(page, question.submit).click();
  await expect(page.getByText(question.sent)).toBeVisible();
  await expect(page.getByText(question.open, { exact: true })).toBeVisible();

  await openWork(office, t, document);
  await expect(office.getByText("De oven kwam pas in oktober.")).toBeVisible();
  await expect(office.getByText("na 16 uur")).toBeVisible();
  await expectAccessible([], office);
  await office.getByLabel(t.staff.document.answerTo(client.name)).fill("Ja, dat klopt.");
  await button(office, t.staff.document.answerSend).click();
  await expect(office.getByText(t.staff.document.answerDone)).toBeVisible();

  await expect.poll(() => mailCount(client.email)).toBe(2);
  await page.reload();
  await expect(page.getByText("Ja, dat klopt.")).toBeVisible();
  await expect(page.getByText(question.closed, { exact: true })).toBeVisible();
  await expectAccessible([], page);
  // The document is still there to be approved.
  await expect(button(page, texts.agree)).toBeVisible();
});

test("Niet akkoord closes the document, and the office reads why", async ({
  pageOf,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { decline, document: texts, state } = t.approvals;
  const organisation = await createOrganisation();
  const [staff, client] = await Promise.all([
    createUser({ language: pageLanguage, staff: true }),
    createUser({ language: pageLanguage, organisations: [String(organisation.number)] }),
  ]);
  const [office, page] = [await pageOf(staff), await pageOf(client)];
  const document = await publish(office, organisation, { title: `Nee ${organisation.number}` });

  await read(page, t, document);
  await page.getByRole("link", { name: texts.disagree }).click();
  await expect(heading(page, decline.title)).toBeFocused();
  await button(page, decline.submit).click();
  await expect(page.getByRole("alert")).toContainText(decline.reasonMissing);
  await expectAccessible([], page);
  await page.getByLabel(decline.reason).fill("Het bedrag klopt niet.");
  await button(page, decline.submit).click();
  await expect(page.getByText(decline.done)).toBeVisible();
  await expect(page.getByText(state.declinedTitle)).toBeVisible();
  await expect(button(page, texts.agree)).toHaveCount(0);
  await expectAccessible([], page);

  await openWork(office, t, document);
  await expect(office.getByRole("blockquote")).toHaveText("Het bedrag klopt niet.");
  await expect(office.getByText(t.staff.document.noDeliveriesClosed)).toBeVisible();
  await expectAccessible([], office);
});
