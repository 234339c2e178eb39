// A step that took another one's place on the same page: it has the focus, so that it is heard and seen.
import { useEffect, useRef } from "react";

export function useArrival() {
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => {
    step.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return { ref: step, tabIndex: -1, className: "parts step" };
}
