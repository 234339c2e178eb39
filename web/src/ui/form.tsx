// One way to submit: read the form, check it, send it once, and on failure put the focus on a
// summary that links to the fields. Inputs are the browser's own, so entries stay what they were.
import { type FormEvent, useRef, useState } from "react";
import * as v from "valibot";
import { type ApiProblem, toProblem } from "../api/problem";
import { useLanguage } from "../i18n/language";
import { problemText } from "../i18n/problems";
import { useWaiting, type Waiting } from "./waiting";

export interface FieldError {
  /** The id and name of the field; without it, the form as a whole. */
  field?: string | undefined;
  text: string;
}

export interface Failure {
  errors: FieldError[];
  problem?: ApiProblem;
  /** Counts failures, so that a second one takes the focus again. */
  count: number;
}

/** Which field a problem's code is about, per form. `""` marks a problem without a field. */
export type FieldOfCode = Record<string, string>;

interface FormOptions<S extends v.GenericSchema<unknown, object>> {
  schema: S;
  fieldOfCode?: FieldOfCode;
  submit(values: v.InferOutput<S>): Promise<void>;
}

export interface FormHandle {
  onSubmit(event: FormEvent<HTMLFormElement>): void;
  failure: Failure | undefined;
  busy: boolean;
  waiting: Waiting;
  errorOf(field: string): string | undefined;
  fail(thrown: unknown): void;
  clear(): void;
}

function fieldOf(problem: ApiProblem, fieldOfCode: FieldOfCode): string | undefined {
  return fieldOfCode[problem.code] ?? fieldOfCode[problem.details.fields?.[0]?.field ?? ""];
}

export function useForm<S extends v.GenericSchema<unknown, object>>(
  options: FormOptions<S>,
): FormHandle {
  const { t, language } = useLanguage();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  // A ref, because two taps can come before the state of the first has been drawn.
  const sending = useRef(false);
  const waiting = useWaiting(busy);

  const show = (errors: FieldError[], problem?: ApiProblem) =>
    setFailure((before) => ({
      errors,
      count: (before?.count ?? 0) + 1,
      ...(problem && { problem }),
    }));

  const fail = (thrown: unknown) => {
    const problem = toProblem(thrown);
    const field = fieldOf(problem, options.fieldOfCode ?? {});
    show([{ field, text: problemText(t, language, problem) }], problem);
  };

  const send = async (form: HTMLFormElement) => {
    const parsed = v.safeParse(options.schema, Object.fromEntries(new FormData(form)));
    if (!parsed.success) {
      show(firstPerField(parsed.issues));
      return;
    }
    sending.current = true;
    setBusy(true);
    try {
      await options.submit(parsed.output);
      setFailure(undefined);
    } catch (thrown) {
      fail(thrown);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };

  return {
    failure,
    busy,
    waiting,
    fail,
    clear: () => setFailure(undefined),
    errorOf: (field) => failure?.errors.find((error) => error.field === field)?.text,
    onSubmit(event) {
      event.preventDefault();
      if (!sending.current) void send(event.currentTarget);
    },
  };
}

function firstPerField(issues: v.BaseIssue<unknown>[]): FieldError[] {
  const errors = new Map<string | undefined, FieldError>();
  for (const issue of issues) {
    const field = issue.path?.[0]?.key as string | undefined;
    if (!errors.has(field)) errors.set(field, { field, text: issue.message });
  }
  return [...errors.values()];
}
