import { describe, expect, test } from "vitest";
import {
  clampZoom,
  density,
  fitScale,
  LIVE_PAGES,
  livePages,
  nextZoom,
  offsets,
  pageAt,
} from "../../src/pdf/zoom";
import { scriptAddress } from "../../src/trusted";

const A4 = { width: 595, height: 842 };

describe("the reader's pages", () => {
  test("fill a phone's width, and no more than is easy to read", () => {
    expect(Math.round(fitScale([A4], 320) * A4.width)).toBe(320 - 24);
    expect(Math.round(fitScale([A4], 1280) * A4.width)).toBe(880);
  });

  test("a wide page among them fits too", () => {
    const wide = { width: 842, height: 595 };
    expect(fitScale([A4, wide], 320) * wide.width).toBeCloseTo(296);
  });

  test("lie under one another; the one in the middle is the one that is read", () => {
    const tops = offsets([A4, A4, A4], 1);
    expect(tops).toEqual([12, 866, 1720, 2574]);
    expect(pageAt(tops, 0, 600)).toBe(0);
    expect(pageAt(tops, 700, 600)).toBe(1);
    expect(pageAt(tops, 99_999, 600)).toBe(2);
  });

  test("no more than three are live, whichever is read and however many there are", () => {
    for (const count of [1, 2, 3, 24, 300]) {
      for (let current = 0; current < count; current++) {
        const live = livePages(current, count);
        expect(live.length).toBe(Math.min(LIVE_PAGES, count));
        expect(live).toContain(current);
        expect(live.every((index) => index >= 0 && index < count)).toBe(true);
      }
    }
  });

  test("a canvas never grows beyond what a phone can hold", () => {
    expect(density(A4, 1, 3)).toBe(3);
    const dots = density(A4, 6, 3);
    expect(A4.width * 6 * dots * (A4.height * 6 * dots)).toBeLessThan(8_000_001);
  });
});

describe("zoom", () => {
  test("goes from step to step, also from between them, and has ends", () => {
    expect(nextZoom(1, 1)).toBe(1.25);
    expect(nextZoom(1.1, 1)).toBe(1.25);
    expect(nextZoom(1.1, -1)).toBe(1);
    expect(nextZoom(4, 1)).toBe(4);
    expect(nextZoom(0.5, -1)).toBe(0.5);
    expect([clampZoom(0.1), clampZoom(9)]).toEqual([0.5, 4]);
  });
});

describe("the script addresses that the app makes itself", () => {
  test.each(["/sw.js", "/assets/pdf-5.4.624/pdf.worker.js"])("%s is one", (address) => {
    expect(scriptAddress(address)).toBe(address);
  });

  test.each([
    "https://evil.example/sw.js",
    "//evil.example/sw.js",
    "/assets/pdf-5.4.624/../x.js",
    "/assets/pdf-5.4.624/pdf.worker.js?x",
    "data:text/javascript,1",
  ])("%s is none", (address) => {
    expect(() => scriptAddress(address)).toThrow(TypeError);
  });
});
