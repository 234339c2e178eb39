// The texts of codes, of choosing a password, and of the pages that mailed links lead to.
import { useLanguage } from "../../i18n/language";
import type { Shape } from "../../i18n/messages";
import { en } from "./en";
import { nl } from "./nl";

export type AuthMessages = Shape<typeof nl>;

export function useAuthMessages(): AuthMessages {
  return useLanguage().language === "en" ? en : nl;
}
