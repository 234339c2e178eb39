// What the browser can say about a new password before it is sent. The portal decides; these two
// limits are the same there (NIST SP 800-63B: length, no composition rules).
import * as v from "valibot";
import type { Messages } from "../i18n/messages";
import type { AuthMessages } from "./i18n/messages";

export const PASSWORD_LENGTH = { least: 12, most: 128 };

export function newPasswordSchema(t: Messages, link: AuthMessages) {
  // Counted as people count: an emoji or an accented letter is one character.
  const length = (text: string) => [...text].length;
  return v.pipe(
    v.string(),
    v.nonEmpty(link.newPassword.missing),
    v.check((text) => length(text) >= PASSWORD_LENGTH.least, t.errors.password_too_short),
    v.check((text) => length(text) <= PASSWORD_LENGTH.most, t.errors.password_too_long),
  );
}

/** The portal's verdicts on a password, all about the one field. */
export function passwordProblems(field: string): Record<string, string> {
  const codes = ["too_short", "too_long", "too_common", "has_name"];
  return Object.fromEntries(codes.map((code) => [`password_${code}`, field]));
}
