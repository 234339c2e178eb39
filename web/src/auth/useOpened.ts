// Asks the portal what a mailed link is good for, once, and again on request.
import { useEffect, useState } from "react";
import { type ApiProblem, toProblem } from "../api/problem";

export type Opened<T> =
  | { state: "opening" }
  | { state: "gone" }
  | { state: "open"; view: T }
  | { state: "failed"; problem: ApiProblem; retry(): void };

export function useOpened<T>(link: string, open: (link: string) => Promise<T>) {
  const [opened, setOpened] = useState<Opened<T>>({ state: "opening" });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `open` is the same question each time.
  useEffect(() => {
    let current = true;
    const settle = (next: Opened<T>) => {
      if (current) setOpened(next);
    };
    setOpened({ state: "opening" });
    open(link).then(
      (view) => settle({ state: "open", view }),
      (thrown) => {
        const problem = toProblem(thrown);
        const retry = () => setAttempt((count) => count + 1);
        // A link that is not even well formed is as good as one that is over.
        const gone = problem.code === "link_gone" || problem.status === 400;
        settle(gone ? { state: "gone" } : { state: "failed", problem, retry });
      },
    );
    return () => {
      current = false;
    };
  }, [link, attempt]);
  const markGone = () => setOpened({ state: "gone" });
  return { opened, markGone };
}
