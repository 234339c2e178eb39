// Whole seconds until a moment on the server's clock, redrawn as they pass.
import { useEffect, useState } from "react";
import { secondsUntil } from "../api/clock";

export function useCountdown(until: string | null | undefined): number {
  const [, redraw] = useState(0);
  const left = secondsUntil(until);
  useEffect(() => {
    if (secondsUntil(until) === 0) return;
    const timer = setInterval(() => {
      redraw((count) => count + 1);
      if (secondsUntil(until) === 0) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
