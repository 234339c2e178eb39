// The app as an installed one: its service worker, what opens without a connection, and what is
// never kept.
import { speak } from "../support/fake-api";
import { expect, test } from "../support/fixtures";
import { heading } from "../support/screens";

test.use({ serviceWorkers: "allow" });

test("the portal opens without a connection, says so, and keeps nothing of the API", async ({
  page,
  t,
  pageLanguage,
  context,
}) => {
  await speak(page, pageLanguage);
  await page.goto("/sign-in");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.reload();
  await expect(heading(page, t.signIn.title)).toBeVisible();
  await expect(page.getByText("Voorbeeld Accountants").first()).toBeVisible();

  await context.setOffline(true);
  await page.reload();
  await expect(heading(page, t.signIn.title)).toBeVisible();
  await expect(page.getByText("Voorbeeld Accountants").first()).toBeVisible();
  await expect(page.getByText(t.offline.text)).toBeVisible();

  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((path) => path.startsWith("/api/"))).toEqual([]);
});

test("a browser finds what it needs to install the app", async ({ page, request }) => {
  await page.goto("/sign-in");
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  const response = await request.get(address ?? "");
  expect(response.headers()["content-type"]).toContain("application/manifest+json");
  const manifest = (await response.json()) as { icons: { src: string }[] };
  for (const { src } of manifest.icons) expect((await request.get(src)).status(), src).toBe(200);
});
