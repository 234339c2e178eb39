// Codes as people type and paste them, and the input for six digits.
import type { ClipboardEvent } from "react";
import { Field, type FieldProps } from "./fields";

/** The digits of what people paste: "123 456", "123-456", "Uw code is 123456". */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** A recovery code the way it was written down: upper case, without the dash and spaces. */
export function recoveryCodeOf(text: string): string {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return bare.length > 5 ? `${bare.slice(0, 5)}-${bare.slice(5)}` : bare;
}

/** One input for six digits, which the keyboard can fill from an SMS. */
export function CodeField(props: Omit<FieldProps, "look" | "inside">) {
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const digits = digitsOf(event.clipboardData.getData("text"));
    if (digits.length !== 6) return;
    event.preventDefault();
    event.currentTarget.value = digits;
  };
  return (
    <Field
      inputMode="numeric"
      autoComplete="one-time-code"
      enterKeyHint="done"
      spellCheck={false}
      {...props}
      maxLength={32}
      look="code"
      onPaste={paste}
    />
  );
}
