// One way to do something at the office: once at a time, with what went wrong as a summary that leads
// to the fields. As useForm does for clients' forms, with the office's own texts for problems.
import { useRef, useState } from "react";
import { type ApiProblem, toProblem } from "../api/problem";
import { useLanguage } from "../i18n/language";
import { problemText } from "../i18n/problems";
import type { Failure, FieldError } from "../ui/form";
import { useWaiting, type Waiting } from "../ui/waiting";
import { useStaffMessages } from "./i18n/messages";

/** The text of a problem's code, where the office has one of its own. */
export function useProblemTexts() {
  const { t, language } = useLanguage();
  const { problems } = useStaffMessages();
  const known = (code: string) =>
    Object.hasOwn(problems, code) ? problems[code as keyof typeof problems] : undefined;
  return {
    textOf: (problem: ApiProblem) => known(problem.code) ?? problemText(t, language, problem),
    ofCode: (code: string) => known(code) ?? t.errors.bad_request,
  };
}

/** Which input a problem's code is about, or a field of the API that is called differently here. */
export type FieldOfCode = Record<string, string>;

export interface Action {
  run(work: () => Promise<void>): void;
  failure: Failure | undefined;
  busy: boolean;
  waiting: Waiting;
  errorOf(field: string): string | undefined;
  /** What is wrong before anything is sent. */
  refuse(errors: FieldError[]): void;
  fail(thrown: unknown): void;
  clear(): void;
}

export function useAction(fieldOfCode: FieldOfCode = {}): Action {
  const { textOf, ofCode } = useProblemTexts();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  // A ref, because two taps can come before the state of the first has been drawn.
  const running = useRef(false);

  const show = (errors: FieldError[], problem?: ApiProblem) =>
    setFailure((before) => ({
      errors,
      count: (before?.count ?? 0) + 1,
      ...(problem && { problem }),
    }));

  const fail = (thrown: unknown) => {
    const problem = toProblem(thrown);
    const fields = problem.details.fields ?? [];
    const errors: FieldError[] = fields.map(({ field, code }) => ({
      field: fieldOfCode[field] ?? field,
      text: ofCode(code),
    }));
    const own = { field: fieldOfCode[problem.code], text: textOf(problem) };
    show(errors.length > 0 ? errors : [own], problem);
  };

  const attempt = async (work: () => Promise<void>) => {
    running.current = true;
    setBusy(true);
    try {
      await work();
      setFailure(undefined);
    } catch (thrown) {
      fail(thrown);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  return {
    failure,
    busy,
    waiting: useWaiting(busy),
    errorOf: (field) => failure?.errors.find((error) => error.field === field)?.text,
    refuse: (errors) => show(errors),
    fail,
    clear: () => setFailure(undefined),
    run: (work) => {
      if (!running.current) void attempt(work);
    },
  };
}
