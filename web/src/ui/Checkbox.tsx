// A box to tick, with its words as part of the target.
import { FieldError } from "./fields";

export function Checkbox(props: {
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  defaultChecked?: boolean;
}) {
  const { name, label, hint, error, defaultChecked } = props;
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div className={error ? "check field-wrong" : "check"}>
      {error && <FieldError name={name}>{error}</FieldError>}
      <label htmlFor={name}>
        <input
          type="checkbox"
          id={name}
          name={name}
          defaultChecked={defaultChecked}
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p className="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
