// The arithmetic of the reader: how large pages are, which of them are drawn, and which one is read.

export interface Size {
  width: number;
  height: number;
}

/** Space around and between pages, in CSS pixels. */
export const GAP = 12;
/** A page as wide as a screen would be harder to read than one of this width, in CSS pixels. */
const WIDEST = 880;
const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4];
const LEAST = STEPS[0] ?? 0.5;
const MOST = STEPS.at(-1) ?? 4;
/** How many pages have a canvas at once: more would exhaust a phone's memory. */
export const LIVE_PAGES = 3;
/** What a phone's canvas may hold, in pixels, with room to spare. */
const CANVAS_PIXELS = 8_000_000;

/** The nearest larger or smaller step; a pinch may have left the zoom in between. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const steps = direction === 1 ? STEPS : [...STEPS].reverse();
  return steps.find((step) => (step - zoom) * direction > 0.01) ?? zoom;
}

export const clampZoom = (zoom: number) => Math.min(MOST, Math.max(LEAST, zoom));

/** CSS pixels per point, at which the widest page fills the width that there is. */
export function fitScale(pages: Size[], width: number): number {
  const widest = Math.max(...pages.map((page) => page.width), 1);
  return Math.max(1, Math.min(width - 2 * GAP, WIDEST)) / widest;
}

/** Each page's upper edge, and the end of the last, in CSS pixels. */
export function offsets(pages: Size[], scale: number): number[] {
  const tops = [GAP];
  for (const { height } of pages) tops.push((tops.at(-1) ?? 0) + Math.round(height * scale) + GAP);
  return tops;
}

/** The page, from 0, that holds the middle of what is seen. */
export function pageAt(tops: number[], scrollTop: number, height: number): number {
  const middle = scrollTop + height / 2;
  const after = tops.findIndex((top) => top > middle);
  const count = tops.length - 1;
  return Math.max(0, Math.min(count - 1, (after === -1 ? count : after) - 1));
}

/** The page that is read and its neighbours, never more than three. */
export function livePages(current: number, count: number): number[] {
  const first = Math.max(0, Math.min(current - 1, count - LIVE_PAGES));
  return Array.from({ length: Math.min(LIVE_PAGES, count) }, (_, index) => first + index);
}

/** Canvas pixels per CSS pixel: the screen's own, unless the canvas would become too large. */
export function density(page: Size, scale: number, screen: number): number {
  const pixels = page.width * scale * page.height * scale;
  return Math.min(screen, Math.sqrt(CANVAS_PIXELS / Math.max(1, pixels)));
}
