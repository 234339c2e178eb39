import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { patiently } from "../../src/api/patience";
import { ApiProblem } from "../../src/api/problem";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const LOST = new TypeError("Failed to fetch");

/** Answers each call with the next of these; the last stays. */
function answering(...outcomes: unknown[]) {
  let calls = 0;
  const call = async () => {
    const outcome = outcomes[Math.min(calls, outcomes.length - 1)];
    calls += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { call, calls: () => calls };
}

const never = new AbortController().signal;

test("a call that is lost, held back or failed is made again until it is answered", async () => {
  const busy = [LOST, new ApiProblem(503, "unavailable"), new ApiProblem(429, "too_many_requests")];
  const { call, calls } = answering(...busy, "answer");
  const answer = patiently(call, never);
  await vi.advanceTimersByTimeAsync(7_000);
  expect(await answer).toBe("answer");
  expect(calls()).toBe(4);
});

test("waits get longer, and end after a minute", async () => {
  const { call, calls } = answering(LOST);
  const failed = expect(patiently(call, never)).rejects.toBe(LOST);
  await vi.advanceTimersByTimeAsync(60_000);
  await failed;
  expect(calls()).toBeGreaterThan(4);
  expect(calls()).toBeLessThan(9);
});

test("what another try does not mend is said at once", async () => {
  const { call, calls } = answering(new ApiProblem(409, "published_before"));
  await expect(patiently(call, never)).rejects.toMatchObject({ code: "published_before" });
  expect(calls()).toBe(1);
});

test("a stop ends the waiting, and nothing is called after it", async () => {
  const stop = new AbortController();
  const { call, calls } = answering(LOST);
  const stopped = expect(patiently(call, stop.signal)).rejects.toMatchObject({
    name: "AbortError",
  });
  await vi.advanceTimersByTimeAsync(0);
  stop.abort();
  await stopped;
  expect(calls()).toBe(1);
});
