// How waiting shows: nothing under 300 ms, a sign after that, a text after a second, an explanation
// after ten.
import { useEffect, useState } from "react";
import { useMessages } from "../i18n/language";

export type Waiting = "no" | "sign" | "text" | "explanation";

const THRESHOLDS: [number, Waiting][] = [
  [300, "sign"],
  [1000, "text"],
  [10_000, "explanation"],
];

export function useWaiting(busy: boolean): Waiting {
  const [waiting, setWaiting] = useState<Waiting>("no");
  useEffect(() => {
    if (!busy) return;
    const timers = THRESHOLDS.map(([after, stage]) => setTimeout(() => setWaiting(stage), after));
    return () => {
      for (const timer of timers) clearTimeout(timer);
      setWaiting("no");
    };
  }, [busy]);
  return waiting;
}

/** Says at the end of a form what takes so long. Nothing follows it, so nothing jumps. */
export function SlowExplanation({ waiting }: { waiting: Waiting }) {
  const { common } = useMessages();
  return (
    <p className="slow" role="status">
      {waiting === "explanation" ? common.slow : ""}
    </p>
  );
}

/** A page's place while it comes. `lines` is about as tall as what replaces it. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { common } = useMessages();
  const waiting = useWaiting(true);
  return (
    <div className="skeleton">
      <div aria-hidden="true">
        <div className="skeleton-line skeleton-title" />
        {Array.from({ length: lines }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same.
          <div key={index} className="skeleton-line" />
        ))}
      </div>
      <p className="skeleton-text" role="status">
        {waiting === "text" && common.loading}
        {waiting === "explanation" && common.slow}
      </p>
    </div>
  );
}
