// Several lines of text, with label, hint and error as every field has them.
import { CircleAlert } from "lucide-react";
import type { ComponentProps } from "react";

interface TextAreaProps extends Omit<ComponentProps<"textarea">, "id" | "className"> {
  /** Both the id and the name. */
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
}

export function TextArea({ name, label, hint, error, ...area }: TextAreaProps) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div className={error ? "field field-wrong" : "field"}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${name}-error`}>
          <CircleAlert aria-hidden="true" />
          <span>{error}</span>
        </p>
      )}
      <div className="field-box">
        <textarea
          rows={5}
          {...area}
          id={name}
          name={name}
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
        />
      </div>
    </div>
  );
}
