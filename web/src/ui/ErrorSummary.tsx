// What went wrong with a form, above it: takes the focus, links to the fields, and on a failure of
// the portal gives the reference and the firm's telephone number.
import { CircleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import type { ApiProblem } from "../api/problem";
import { useMessages } from "../i18n/language";
import { CallFirm } from "./Contact";
import type { Failure } from "./form";

const HELP: readonly string[] = ["account_locked", "sms_not_allowed", "no_right", "not_found"];

/** Failures for which calling the firm is the way on. */
export function needsHelp(problem: ApiProblem | undefined): boolean {
  return problem !== undefined && (problem.status >= 500 || HELP.includes(problem.code));
}

export function Reference({ problem }: { problem: ApiProblem }) {
  const { errors } = useMessages();
  const { reference } = problem.details;
  return (
    <>
      <p>{reference ? errors.quote : errors.callUs}</p>
      {reference && (
        <p>
          {errors.reference}: <code>{reference}</code>
        </p>
      )}
    </>
  );
}

export function ErrorSummary({ failure }: { failure: Failure | undefined }) {
  const { errors } = useMessages();
  const box = useRef<HTMLDivElement>(null);
  const count = failure?.count ?? 0;
  useEffect(() => {
    if (count > 0) box.current?.focus();
  }, [count]);
  if (!failure) return null;
  const { problem } = failure;
  return (
    <div ref={box} className="notice notice-error" role="alert" tabIndex={-1}>
      <CircleAlert aria-hidden="true" />
      <div>
        <h2 className="notice-title">{errors.title}</h2>
        <ul className="summary">
          {failure.errors.map((error) => (
            <li key={error.text}>
              {error.field ? <FieldLink field={error.field} text={error.text} /> : error.text}
            </li>
          ))}
        </ul>
        {problem && problem.status >= 500 && <Reference problem={problem} />}
        {needsHelp(problem) && <CallFirm />}
      </div>
    </div>
  );
}

function FieldLink({ field, text }: { field: string; text: string }) {
  return (
    <a
      href={`#${field}`}
      onClick={(event) => {
        // Focus without touching the address: it may be what brings the user back here.
        event.preventDefault();
        document.getElementById(field)?.focus();
      }}
    >
      {text}
    </a>
  );
}
