// From a problem's stable code to a text; a code that is not known here still gets a sentence.
import { type ApiProblem, UNAVAILABLE } from "../api/problem";
import type { Language } from "../api/types";
import { formatTime } from "./format";
import type { Messages } from "./messages";

export function problemText(t: Messages, language: Language, problem: ApiProblem): string {
  const { errors } = t;
  if (problem.code === "code_wrong") return errors.code_wrong(problem.details.attemptsLeft);
  if (problem.code === "sms_limit") {
    const { retryAt } = problem.details;
    return errors.sms_limit(retryAt ? formatTime(language, retryAt) || undefined : undefined);
  }
  const known = Object.hasOwn(errors, problem.code)
    ? errors[problem.code as keyof typeof errors]
    : undefined;
  if (typeof known === "string") return known;
  return problem.status >= 500 ? errors[UNAVAILABLE] : errors.unknown;
}
