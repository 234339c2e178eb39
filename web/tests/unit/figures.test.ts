import { describe, expect, test } from "vitest";
import {
  civilDate,
  daysUntil,
  formatAmount,
  formatPeriod,
  formatSize,
} from "../../src/i18n/figures";

describe("figures as people here read them", () => {
  test("amounts are in euros and cents, on one line", () => {
    expect(formatAmount("nl", 123456)).toBe("€\u00a01.234,56");
    expect(formatAmount("nl", 5)).toBe("€\u00a00,05");
    expect(formatAmount("en", 123456)).toBe("€1,234.56");
  });

  test("periods are years, quarters or months", () => {
    expect(formatPeriod("nl", "2025")).toBe("2025");
    expect(formatPeriod("nl", "2025-Q3")).toBe("3e kwartaal 2025");
    expect(formatPeriod("en", "2025-Q3")).toBe("Q3 2025");
    expect(formatPeriod("nl", "2025-09")).toBe("september 2025");
  });

  test("sizes are in kB and MB", () => {
    expect(formatSize("nl", 240_000)).toBe("240\u00a0kB");
    expect(formatSize("nl", 3_140_000)).toBe("3,1\u00a0MB");
  });
});

describe("days until a deadline", () => {
  test("are counted in the Netherlands, where a day begins before it does in UTC", () => {
    const evening = Date.parse("2026-11-22T23:30:00Z");
    expect(civilDate(evening)).toBe("2026-11-23");
    expect(daysUntil("2026-11-23", evening)).toBe(0);
    expect(daysUntil("2026-11-26", evening)).toBe(3);
    expect(daysUntil("2026-11-22", evening)).toBe(-1);
  });

  test("are whole across a change of the clock", () => {
    expect(daysUntil("2026-10-26", Date.parse("2026-10-24T12:00:00Z"))).toBe(2);
  });
});
