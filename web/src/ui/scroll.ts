// Where each entry of the browser's history was scrolled to. The browser's own restoring comes
// before a lazily loaded page is there, so the app does it when the page has been drawn.

const positions = new Map<number, number>();
let entry = 0;
let next = 1;
let goingBack = false;

function numberOf(state: unknown): number | undefined {
  const found = (state as { entry?: unknown } | null)?.entry;
  return typeof found === "number" ? found : undefined;
}

/** Gives the current history entry a number, past the router's listeners. */
function stamp(number: number): void {
  const state = { ...(history.state as object | null), entry: number };
  History.prototype.replaceState.call(history, state, "");
  entry = number;
}

export function startScrollMemory(): void {
  history.scrollRestoration = "manual";
  entry = numberOf(history.state) ?? 0;
  next = entry + 1;
  if (numberOf(history.state) === undefined) stamp(entry);
  addEventListener("scroll", () => positions.set(entry, scrollY), { passive: true });
  // The router announces its own pushes and replacements under these names.
  addEventListener("pushState", () => {
    goingBack = false;
    stamp(next++);
  });
  addEventListener("replaceState", () => {
    goingBack = false;
    stamp(entry);
  });
  addEventListener("popstate", (event) => {
    goingBack = true;
    entry = numberOf(event.state) ?? 0;
  });
}

/** Called when a page has been drawn: its old place after Back, the top otherwise. */
export function restoreScroll(): void {
  scrollTo(0, goingBack ? (positions.get(entry) ?? 0) : 0);
}
