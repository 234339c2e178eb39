// What was just done travels with the address to the page that says so. A page that is loaded again, and
// one that is gone back to, has it no more: by then something else may be true.
import { useEffect } from "react";

export function useSaidOnce(): void {
  useEffect(() => {
    const { done, ...rest } = (history.state ?? {}) as Record<string, unknown>;
    if (done !== undefined) history.replaceState(rest, "");
  }, []);
}
