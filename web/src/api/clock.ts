// The server's clock, as far as the browser knows it. Countdowns and the session's end are server
// times; a phone whose clock is ten minutes off must still count down from sixty.

let offset = 0;

/** Learns from a Date header, which has whole seconds: half a second is the best guess. */
export function learnServerTime(date: string | null, now = Date.now()): void {
  const server = date === null ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(server)) offset = server + 500 - now;
}

export function serverNow(now = Date.now()): number {
  // A second more or less is the header's rounding, not a wrong clock.
  return Math.abs(offset) < 1500 ? now : now + offset;
}

/** Whole seconds until a server time, never below zero. */
export function secondsUntil(time: string | null | undefined, now = serverNow()): number {
  if (!time) return 0;
  const left = Math.ceil((Date.parse(time) - now) / 1000);
  return Number.isNaN(left) ? 0 : Math.max(0, left);
}
