// What was just done, told on the page that one comes to. It stands there until one leaves or loads it again.

export type Done = "released" | "discarded";

export const doneState = (done: Done) => ({ done });

export function doneHere(): Done | undefined {
  const done = (history.state as { done?: unknown } | null)?.done;
  return done === "released" || done === "discarded" ? done : undefined;
}
