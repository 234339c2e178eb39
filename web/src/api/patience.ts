// Calls that a connection which falls away, or a busy portal, does not end: they are made again, later and
// later, for as long as somebody would wait.
import { toProblem } from "./problem";

const PATIENCE_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** A moment later, or as soon as the connection is back; at once when it is stopped. */
export function later(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", go);
      signal?.removeEventListener("abort", go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    globalThis.addEventListener?.("online", go);
    signal?.addEventListener("abort", go);
  });
}

/** What another try may mend. */
export function mayPass(thrown: unknown): boolean {
  const { status } = toProblem(thrown);
  return status === 0 || status === 429 || status >= 500;
}

/** Makes a call until it is answered; throws its problem, or that it was stopped. */
export async function patiently<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  let wait = FIRST_WAIT_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (thrown) {
      signal.throwIfAborted();
      if (!mayPass(thrown) || Date.now() + wait > until) throw thrown;
    }
    await later(wait, signal);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  }
}
