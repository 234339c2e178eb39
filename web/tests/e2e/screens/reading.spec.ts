// Reading a document (web.md, rule 11; manual M5.4): the real reader on a real file of 24 pages.
import type { Page } from "@playwright/test";
import {
  document,
  GET_DOCUMENT,
  PAGES,
  PDF,
  PLACE,
  post,
  withApprovals,
} from "../support/approvals";
import { ok, problem } from "../support/fake-api";
import { expect, FILES, type Texts, test } from "../support/fixtures";
import { button, heading } from "../support/screens";

const drawn = (page: Page) => page.locator(".pdf-page[data-drawn]");
const box = (page: Page, t: Texts) => page.getByRole("region", { name: t.reader.pages });

async function reading(page: Page, t: Texts, language: "nl" | "en") {
  const api = await withApprovals(page, language);
  await page.goto(PLACE);
  await button(page, t.approvals.document.read).click();
  await expect(drawn(page).first()).toBeVisible();
  return api;
}

test("the page that is read is told, and no more than three are ever drawn", async ({
  page,
  t,
  pageLanguage,
}) => {
  await reading(page, t, pageLanguage);
  await expect(page.getByText(t.reader.page(1, PAGES))).toBeVisible();
  await expect(page.locator(".pdf-page")).toHaveCount(PAGES);
  let most = 0;
  for (const target of [2, 3, 9, 16, PAGES]) {
    await page
      .locator(".pdf-page")
      .nth(target - 1)
      .scrollIntoViewIfNeeded();
    await box(page, t).evaluate((element, nth) => {
      const shown = element.querySelectorAll(".pdf-page")[nth] as HTMLElement;
      element.scrollTop += shown.getBoundingClientRect().top - element.getBoundingClientRect().top;
    }, target - 1);
    await expect(page.getByText(t.reader.page(target, PAGES))).toBeVisible();
    await expect(page.locator(".pdf-page").nth(target - 1)).toHaveAttribute("data-drawn", "true");
    most = Math.max(most, await page.locator(".pdf-page canvas").count());
  }
  expect(most).toBeLessThanOrEqual(3);
  expect(most).toBeGreaterThan(0);
});

test("it fits the width, grows and shrinks, and the text can be read out and selected", async ({
  page,
  t,
  pageLanguage,
}) => {
  await reading(page, t, pageLanguage);
  const first = page.locator(".pdf-page").first();
  const width = async () => Math.round((await first.boundingBox())?.width ?? 0);
  const room = await box(page, t).evaluate((element) => element.clientWidth);
  const fitting = Math.min(room - 24, 880);
  expect(Math.abs((await width()) - fitting)).toBeLessThanOrEqual(1);
  await button(page, t.reader.zoomIn).click();
  expect(Math.abs((await width()) - fitting * 1.25)).toBeLessThanOrEqual(1);
  await button(page, t.reader.zoomOut).click();
  await button(page, t.reader.zoomOut).click();
  expect(Math.abs((await width()) - fitting * 0.75)).toBeLessThanOrEqual(1);
  await button(page, t.reader.fit).click();
  expect(Math.abs((await width()) - fitting)).toBeLessThanOrEqual(1);
  // A trackpad's pinch.
  await box(page, t).evaluate((element) => {
    const turn = { ctrlKey: true, deltaY: -100, clientX: 100, clientY: 300, bubbles: true };
    element.dispatchEvent(new WheelEvent("wheel", { ...turn, cancelable: true }));
  });
  await expect.poll(width).toBeGreaterThan(fitting * 1.5);
  const text = first.getByText("5a Verschuldigde omzetbelasting", { exact: false });
  await expect(text).toBeAttached();
  const [picture, letters] = [await first.boundingBox(), await text.boundingBox()];
  expect(letters?.x ?? 0).toBeGreaterThan(picture?.x ?? 0);
  expect(letters?.width ?? 0).toBeLessThan((picture?.width ?? 0) * 0.6);
});

test("colours of print are converted by this site's own WebAssembly", async ({
  page,
  t,
  pageLanguage,
}) => {
  const asked: string[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith(".wasm") && response.ok()) asked.push(response.url());
  });
  await reading(page, t, pageLanguage);
  const blue = await page
    .locator(".pdf-page canvas")
    .first()
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext("2d");
      const [x, y] = [Math.round(width / 2), Math.round((height * (842 - 773.5)) / 842)];
      return [...(context?.getImageData(x, y, 1, 1).data ?? [])];
    });
  expect(asked.join()).toContain("/wasm/qcms_bg.wasm");
  const [red = 255, , rest = 0] = blue;
  expect(rest).toBeGreaterThan(red);
});

test("two fingers zoom the document", async ({ page, t, pageLanguage, hasTouch }) => {
  test.skip(!hasTouch, "a phone's");
  await reading(page, t, pageLanguage);
  const first = page.locator(".pdf-page").first();
  const before = (await first.boundingBox())?.width ?? 0;
  await box(page, t).evaluate((element) => {
    const at = (identifier: number, clientX: number) =>
      new Touch({ identifier, target: element, clientX, clientY: 300 });
    const tell = (kind: string, touches: Touch[]) =>
      element.dispatchEvent(new TouchEvent(kind, { touches, bubbles: true, cancelable: true }));
    tell("touchstart", [at(1, 120), at(2, 200)]);
    tell("touchmove", [at(1, 80), at(2, 240)]);
    tell("touchend", []);
  });
  await expect.poll(async () => ((await first.boundingBox())?.width ?? 0) / before).toBeCloseTo(2);
});

test("the cross, Back and Escape close it; opening it told the portal which version", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await reading(page, t, pageLanguage);
  expect(api.requests.find(({ operation }) => operation === post("open"))?.body).toEqual({
    version: 1,
  });
  api.answer(GET_DOCUMENT, ok(document({ viewed: true })));
  await button(page, t.approvals.reading.close).click();
  await expect(heading(page, document().title)).toBeFocused();
  await expect(page.getByText(t.approvals.document.viewed)).toBeVisible();
  await button(page, t.approvals.document.readAgain).click();
  await expect(drawn(page).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText(t.approvals.document.viewed)).toBeVisible();
  await page.goto(`${PLACE}/read`);
  await expect(drawn(page).first()).toBeVisible();
  await button(page, t.approvals.reading.close).click();
  await page.waitForURL(`**${PLACE}`);
});

test("it works by keyboard alone", async ({ page, t, pageLanguage }) => {
  await reading(page, t, pageLanguage);
  await box(page, t).focus();
  await page.keyboard.press("PageDown");
  await expect
    .poll(() => box(page, t).evaluate((element) => element.scrollTop))
    .toBeGreaterThan(50);
  await button(page, t.reader.zoomIn).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(button(page, t.reader.fit)).toBeFocused();
});

test("the file can be kept, under its own name", async ({ page, t, pageLanguage }) => {
  await reading(page, t, pageLanguage);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: t.reader.download }).click();
  expect((await downloading).suggestedFilename()).toBe("btw-2026-q3.pdf");
});

test("a version that is replaced while reading is said so, and the new one opens", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await reading(page, t, pageLanguage);
  const newer = document({ version: 2, title: "Btw-aangifte 3e kwartaal 2026 (herzien)" });
  api.answer(GET_DOCUMENT, ok(newer));
  await page.evaluate(() => dispatchEvent(new Event("visibilitychange")));
  const dialog = page.getByRole("dialog", { name: t.approvals.reading.newTitle });
  await expect(dialog).toBeVisible();
  await expect(button(page, t.approvals.document.agree)).toHaveCount(0);
  await dialog.getByRole("button", { name: t.approvals.reading.openNew }).click();
  await expect(heading(page, newer.title)).toBeVisible();
  await expect(drawn(page).first()).toBeVisible();
  const opened = api.requests.filter(({ operation }) => operation === post("open"));
  expect(opened.map(({ body }) => body)).toEqual([{ version: 1 }, { version: 2 }]);
});

test("opening a version that was just replaced leads to the new one", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage);
  const signed = ok({ url: `${FILES}/doc_vat/2`, expires_at: "" });
  api
    .answer(post("open"), problem(409, "superseded"), signed)
    .answer(GET_DOCUMENT, ok(document()), ok(document({ version: 2 })));
  await page.goto(`${PLACE}/read`);
  await button(page, t.approvals.reading.openNew).click();
  await expect(drawn(page).first()).toBeVisible();
});

test("a document withdrawn while reading is said so", async ({ page, t, pageLanguage }) => {
  const api = await reading(page, t, pageLanguage);
  const closed = { by_name: null, at: "2026-11-24T10:00:00Z", reason: null };
  api.answer(GET_DOCUMENT, ok(document({ status: "withdrawn", may: "closed", closed })));
  await page.evaluate(() => dispatchEvent(new Event("visibilitychange")));
  await button(page, t.approvals.reading.toDocument).click();
  await expect(page.getByText(t.approvals.state.withdrawnTitle)).toBeVisible();
  await expect(button(page, t.approvals.document.agree)).toHaveCount(0);
});

test("a file that is not the one that was released is not shown", async ({
  page,
  t,
  pageLanguage,
}) => {
  await withApprovals(page, pageLanguage);
  await page.route(`${FILES}/**`, (route) =>
    route.fulfill({
      body: Buffer.concat([PDF, Buffer.from("\n")]),
      headers: { "Access-Control-Allow-Origin": "*" },
    }),
  );
  await page.goto(`${PLACE}/read`);
  await expect(page.getByRole("alert")).toContainText(t.reader.changedTitle);
  await expect(page.locator(".pdf-page")).toHaveCount(0);
});

test("a file that does not come is asked for again, with a new address", async ({
  page,
  t,
  pageLanguage,
}) => {
  const api = await withApprovals(page, pageLanguage);
  let asked = 0;
  await page.route(`${FILES}/**`, (route) => (asked++ === 0 ? route.abort() : route.fallback()));
  await page.goto(`${PLACE}/read`);
  await expect(page.getByRole("alert")).toContainText(t.reader.failedTitle);
  await button(page, t.common.retry).click();
  await expect(drawn(page).first()).toBeVisible();
  expect(api.count(post("open"))).toBe(2);
});
