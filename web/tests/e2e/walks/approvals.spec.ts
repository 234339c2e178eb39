// Approving (manual M5), through the running portal: what the office publishes is read, approved with
// a code, archived once, and proven by a pack that anyone can verify.
import {
  agree,
  approveBySms,
  archived,
  askForCode,
  close,
  open,
  pack,
  read,
  verify,
} from "../support/approving";
import { expect, test, walkedTwice } from "../support/fixtures";
import { publish, publishByHand } from "../support/publishing";
import {
  button,
  expectHome,
  giveCode,
  heading,
  openSignIn,
  setUpAuthenticator,
  signInBySms,
} from "../support/steps";
import { totp } from "../support/totp";
import { createOrganisation, createUser } from "../support/users";

const AMOUNT = /€\s?12[.,]345[.,]67/;

test("a document is published, read and approved with a code; the archive has it once, and its pack verifies", async ({
  pageOf,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { approvals } = t;
  const organisation = await createOrganisation();
  const [staff, client] = await Promise.all([
    createUser({ language: pageLanguage, staff: true, name: "Kim Kantoor" }),
    createUser({ language: pageLanguage, organisations: [String(organisation.number)] }),
  ]);
  const office = await pageOf(staff);
  const page = await pageOf(client);
  const look = () => expectAccessible([], page);
  const document = await publishByHand(office, t, organisation, () => expectAccessible([], office));

  await page.goto("/");
  await expectHome(page, t, client);
  await expect(page.getByText(t.portal.home.toApprove(1))).toBeVisible();
  await look();
  await page.getByRole("link", { name: document.title }).click();
  await expect(heading(page, document.title)).toBeFocused();
  await expect(page.getByText(AMOUNT)).toBeVisible();
  await look();

  // Akkoord before reading explains, and opens the document.
  await button(page, approvals.document.agree).click();
  await expect(page.getByRole("alert")).toHaveText(approvals.reading.readFirst);
  await expect(page.locator(".pdf-page[data-drawn]").first()).toBeVisible();
  await look();
  await close(page, t);

  await agree(page, t, async () => {
    const dialog = page.getByRole("dialog");
    for (const what of [organisation.name, document.title, AMOUNT]) {
      await expect(dialog.getByText(what)).toBeVisible();
    }
    await look();
  });
  await look();
  const code = await askForCode(page, t, client);
  await look();
  const wrong = code === "000000" ? "111111" : "000000";
  await giveCode(page, t.code.label.sms, wrong, approvals.approve.submit);
  await expect(page.getByRole("alert")).toContainText(t.errors.code_wrong(2));
  await giveCode(page, t.code.label.sms, code, approvals.approve.submit);
  await expect(heading(page, approvals.result.completeTitle)).toBeFocused();

  // Sent, received and proven by what runs behind the portal; the page follows it by itself.
  const receipt = page.getByText(approvals.result.receipt);
  await expect(receipt).toBeVisible({ timeout: 30_000 });
  const got = await archived(document);
  expect(got).toHaveLength(1);
  await expect(receipt).toContainText(got[0]?.receipt ?? "none");
  await look();

  const evidence = await pack(page, approvals.result.pack);
  const found = await verify(evidence);
  expect(found.whole, found.says).toBe(true);
  expect(found.says).toContain(document.id);
  expect(found.says).toContain(client.name);
  const changed = Buffer.from(evidence);
  const middle = changed.length >> 1;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  expect((await verify(changed)).whole).toBe(false);

  // It can be found again, and the office sees the same.
  await page.goto("/dossier");
  await expect(page.getByRole("link", { name: document.title })).toBeVisible();
  await look();
  await office.goto(document.office);
  const deliveries = office.getByRole("region", { name: t.staff.document.deliveries });
  await expect(deliveries.getByText(got[0]?.receipt ?? "none", { exact: true })).toBeVisible();
  await expect(office.getByText(t.staff.document.historyValid)).toBeVisible();
  await expectAccessible([], office);
  expect(await archived(document)).toHaveLength(1);
});

test.describe("others on the way", () => {
  walkedTwice();

  test("who has an authenticator approves with its code", async ({
    page,
    pageOf,
    t,
    pageLanguage,
    expectAccessible,
  }) => {
    const organisation = await createOrganisation();
    const [staff, client] = await Promise.all([
      createUser({ language: pageLanguage, staff: true }),
      createUser({ language: pageLanguage, organisations: [String(organisation.number)] }),
    ]);
    const document = await publish(await pageOf(staff), organisation);
    await openSignIn(page, t);
    await signInBySms(page, t, client);
    const { key } = await setUpAuthenticator(page, t);
    await expectHome(page, t, client);
    await read(page, t, document);
    await agree(page, t);
    // Nothing has to be sent, so the code is asked for at once.
    await expect(page.getByLabel(t.code.label.authenticator)).toBeFocused();
    await expectAccessible();
    // The set-up used this step's code up, and a code works once.
    await giveCode(page, t.code.label.authenticator, totp(key, 1), t.approvals.approve.submit);
    await expect(heading(page, t.approvals.result.completeTitle)).toBeVisible();
    await expect(page.getByText(t.approvals.result.office)).toBeVisible();
    // It stays with the firm, whose archive gives a receipt for it all the same.
    const receipt = page.getByText(t.approvals.result.receipt);
    await expect(receipt).toBeVisible({ timeout: 30_000 });
    const [got] = await archived(document);
    await expect(receipt).toContainText(got?.receipt ?? "none");
    await expectAccessible();
  });

  test("two people approve one after the other, and only then it is sent", async ({
    pageOf,
    t,
    pageLanguage,
    expectAccessible,
  }) => {
    const { approvals } = t;
    const organisation = await createOrganisation();
    const member = { language: pageLanguage, organisations: [String(organisation.number)] };
    const [staff, first, second] = await Promise.all([
      createUser({ language: pageLanguage, staff: true }),
      createUser({ ...member, name: "Ans Eerst" }),
      createUser({ ...member, name: "Bas Daarna" }),
    ]);
    const document = await publish(await pageOf(staff), organisation, {
      kind: "vat",
      title: "Btw-aangifte juni 2026",
      period: "2026-06",
      recipient: "belastingdienst",
      stages: [
        { needed: 1, members: [first.user] },
        { needed: 1, members: [second.user] },
      ],
    });
    const [ans, bas] = [await pageOf(first), await pageOf(second)];

    await bas.goto(document.client);
    await expect(bas.getByText(approvals.state.othersTitle)).toBeVisible();
    await expect(button(bas, approvals.document.agree)).toHaveCount(0);
    await expectAccessible([], bas);

    await read(ans, t, document);
    await approveBySms(ans, t, first);
    await expect(heading(ans, approvals.result.approvedTitle)).toBeVisible();
    await expect(ans.getByText(approvals.result.waitsFor(second.name))).toBeVisible();
    await expectAccessible([], ans);
    expect(await archived(document)).toEqual([]);

    await bas.reload();
    await open(bas, t);
    await close(bas, t);
    await approveBySms(bas, t, second);
    await expect(heading(bas, approvals.result.completeTitle)).toBeVisible();
    await expect(bas.getByText(approvals.result.receipt)).toBeVisible({ timeout: 30_000 });
    expect(await archived(document)).toHaveLength(1);

    await ans.reload();
    await expect(heading(ans, approvals.result.completeTitle)).toBeVisible();
    await button(ans, approvals.result.pack).waitFor();
    const { whole, says } = await verify(await pack(ans, approvals.result.pack));
    expect(whole, says).toBe(true);
    expect(says).toContain(first.name);
    expect(says).toContain(second.name);
  });
});
