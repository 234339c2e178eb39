// When a question to the portal is asked again by itself.
import { ApiProblem } from "../api/problem";

/** Problems that another try may mend; an answer that says no is not one of them. */
export function mayRetry(count: number, problem: unknown): boolean {
  return (
    count < 1 && problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 500)
  );
}
