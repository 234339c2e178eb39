// What a page under Mijn gegevens just changed, told on the page that one returns to. It stands
// there until one leaves; it is never only a message that fades.

export type DoneChange = "password" | "removed" | "codes";

export const doneState = (done: DoneChange) => ({ done });

export function doneChange(): DoneChange | undefined {
  const done = (history.state as { done?: unknown } | null)?.done;
  return done === "password" || done === "removed" || done === "codes" ? done : undefined;
}
