// The inputs. Each has a visible label, its hint and its error tied to it, and a type size at which
// phones do not zoom in.
import { CircleAlert, Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useMessages } from "../i18n/language";

export interface Labelled {
  /** Both the id and the name. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
}

interface AroundProps extends Labelled {
  look?: "text" | "code" | "choice" | undefined;
  /** The input, with what ties it to its label, hint and error. */
  children(tied: {
    id: string;
    name: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
  }): ReactNode;
}

/** Label, hint and error around an input. */
export function Around({ name, label, hint, error, look = "text", children }: AroundProps) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div className={error ? "field field-wrong" : "field"}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && <FieldError name={name}>{error}</FieldError>}
      <div className={`field-box field-${look}`}>
        {children({
          id: name,
          name,
          "aria-describedby": described || undefined,
          "aria-invalid": error ? true : undefined,
        })}
      </div>
    </div>
  );
}

/** What is wrong, under the id by which an input says so of itself. */
export function FieldError({ name, children }: { name: string; children: string }) {
  return (
    <p className="field-error" id={`${name}-error`}>
      <CircleAlert aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

/** What an input takes besides what {@link Around} gives it. */
export type Native<E extends "input" | "select" | "textarea"> = Labelled &
  Omit<ComponentProps<E>, "id" | "name" | "className">;

export interface FieldProps extends Native<"input"> {
  /** Beside the input, within its border. */
  inside?: ReactNode;
  look?: "text" | "code";
}

export function Field({ name, label, hint, error, inside, look, ...input }: FieldProps) {
  return (
    <Around name={name} label={label} hint={hint} error={error} look={look}>
      {(tied) => (
        <>
          <input maxLength={256} {...input} {...tied} />
          {inside}
        </>
      )}
    </Around>
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
