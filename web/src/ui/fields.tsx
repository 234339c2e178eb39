// The inputs. Each has a visible label, its hint and its error tied to it, and a type size at which
// phones do not zoom in.
import { CircleAlert, Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useMessages } from "../i18n/language";

export interface FieldProps extends Omit<ComponentProps<"input">, "id" | "className"> {
  /** Both the id and the name. */
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Beside the input, within its border. */
  inside?: ReactNode;
  look?: "text" | "code";
}

export function Field({ name, label, hint, error, inside, look = "text", ...input }: FieldProps) {
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
      <div className={`field-box field-${look}`}>
        <input
          maxLength={256}
          {...input}
          id={name}
          name={name}
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
        />
        {inside}
      </div>
    </div>
  );
}

type PasswordProps = Omit<FieldProps, "type" | "inside" | "look"> & {
  autoComplete: "current-password" | "new-password";
};

export function PasswordField(props: PasswordProps) {
  const { common } = useMessages();
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  const toggle = (
    <button
      type="button"
      className="field-toggle"
      aria-label={shown ? common.hidePassword : common.showPassword}
      aria-controls={props.name}
      onClick={() => setShown(!shown)}
    >
      <Icon aria-hidden="true" />
      <span aria-hidden="true">{shown ? common.hide : common.show}</span>
    </button>
  );
  return (
    <Field
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      {...props}
      type={shown ? "text" : "password"}
      inside={toggle}
    />
  );
}
