// What holds on every screen (web.md, rules 5, 9 and 10): accessible in light and dark, a title, one
// primary button, large targets and type, and nothing that moves once it has been drawn.
import { expect, test } from "../support/fixtures";
import { heading, SCREENS } from "../support/screens";

/** Everything that can be tapped and is smaller than 44 px, links within a sentence aside. */
function smallTargets(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll(
    "a, button, input, select, textarea, summary, [role=button]",
  )) {
    const own = element.getBoundingClientRect();
    const label = element.closest("label")?.getBoundingClientRect();
    const [width, height] = [
      Math.max(own.width, label?.width ?? 0),
      Math.max(own.height, label?.height ?? 0),
    ];
    const isHidden = own.width <= 1 || getComputedStyle(element).clipPath !== "none";
    if (!isHidden && (width < 44 || height < 44)) {
      found.push(
        `${element.textContent || element.id}: ${Math.round(width)} × ${Math.round(height)}`,
      );
    }
  }
  return found;
}

function smallInputs(): string[] {
  return [...document.querySelectorAll("input, select, textarea")]
    .filter((input) => Number.parseFloat(getComputedStyle(input).fontSize) < 16)
    .map((input) => input.id);
}

interface Shifts {
  total: number;
  moved: string[];
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node?: Element | null }[];
}

/** The layout's shifts since the page began, as browsers score them, without those after a tap. */
function watchShifts(): void {
  const seen: Shifts = { total: 0, moved: [] };
  Object.assign(window, { shifts: seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      if (entry.hadRecentInput) continue;
      seen.total += entry.value;
      for (const { node } of entry.sources) seen.moved.push(node?.className ?? String(node));
    }
  }).observe({ type: "layout-shift", buffered: true });
}

const shifts = () => (window as unknown as { shifts: Shifts }).shifts;

for (const screen of SCREENS) {
  test(`${screen.name}`, async ({ page, t, pageLanguage, expectAccessible }) => {
    await page.addInitScript(watchShifts);
    await screen.open({ page, t, language: pageLanguage });
    const title = screen.title(t);
    await expect(heading(page, title)).toBeVisible();
    await expect(page).toHaveTitle(`${title} – Voorbeeld Accountants`);
    await expect(page.locator("html")).toHaveAttribute("lang", pageLanguage);
    await expectAccessible();
    expect(await page.evaluate(shifts), "CLS").toEqual({ total: 0, moved: [] });
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible();
    await page.emulateMedia({ forcedColors: "active", colorScheme: "light" });
    // The user's own colours are drawn then, which axe does not see: it reads the style sheet's.
    await expectAccessible(["color-contrast"]);
    await page.emulateMedia({ forcedColors: "none" });
    expect(await page.evaluate(smallTargets), "targets under 44 px").toEqual([]);
    expect(await page.evaluate(smallInputs), "inputs under 16 px").toEqual([]);
    expect(await page.locator(".button-primary").count(), "primary buttons").toBeLessThanOrEqual(1);
  });
}
