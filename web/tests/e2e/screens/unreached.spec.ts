// What staff see of mails that came back.
import { expect, test } from "../support/fixtures";
import { atOffice } from "../support/office";

test("work names whom mails do not reach, and what to do", async ({
  page,
  t,
  pageLanguage,
  expectAccessible,
}) => {
  const { work } = t.staff;
  await atOffice(page, pageLanguage);
  await page.goto("/");
  const line = (kind: "bounce" | "complaint") =>
    page.getByRole("listitem").filter({ hasText: work.kinds[kind] });
  await expect(line("bounce")).toContainText("Henk van der Meulen");
  await expect(line("bounce")).toContainText(work.unreached.bounce);
  await expect(line("bounce")).toContainText("Stichting Zorgboerderij 't Hoefje");
  await expect(line("bounce").getByRole("link")).toHaveCount(0);
  await expect(
    line("bounce").getByRole("button", {
      name: work.doneLabel(work.kinds.bounce, "Henk van der Meulen"),
    }),
  ).toBeVisible();
  await expect(line("complaint")).toContainText("Sanne de Wit");
  await expect(line("complaint")).toContainText(work.unreached.complaint);
  await expect(line("complaint").getByRole("link")).toHaveAttribute(
    "href",
    "/office/documents/org_1/doc_1",
  );
  await expectAccessible();
});
