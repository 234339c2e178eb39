// Inputs of the office's forms beside the house's Field: a choice out of a few, and longer texts.
import { CircleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

interface Labelled {
  /** Both the id and the name. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
}

const describedBy = ({ name, hint, error }: Labelled) =>
  [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined;

/** Label, hint and error around an input, tied to it by its name. */
function Around({ name, label, hint, error, children }: Labelled & { children: ReactNode }) {
  return (
    <div className={error ? "field field-wrong" : "field"}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && <FieldError name={name}>{error}</FieldError>}
      <div className="field-box">{children}</div>
    </div>
  );
}

export function FieldError({ name, children }: { name: string; children: string }) {
  return (
    <p className="field-error" id={`${name}-error`}>
      <CircleAlert aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

type Native<E extends "select" | "textarea"> = Omit<ComponentProps<E>, "id" | "name" | "className">;

export function Select(props: Labelled & Native<"select">) {
  const { name, label, hint, error, children, ...select } = props;
  return (
    <Around name={name} label={label} hint={hint} error={error}>
      <select
        {...select}
        id={name}
        name={name}
        aria-describedby={describedBy(props)}
        aria-invalid={error ? true : undefined}
      >
        {children}
      </select>
    </Around>
  );
}

export function TextArea(props: Labelled & Native<"textarea">) {
  const { name, label, hint, error, ...textarea } = props;
  return (
    <Around name={name} label={label} hint={hint} error={error}>
      <textarea
        rows={4}
        maxLength={2000}
        {...textarea}
        id={name}
        name={name}
        aria-describedby={describedBy(props)}
        aria-invalid={error ? true : undefined}
      />
    </Around>
  );
}
