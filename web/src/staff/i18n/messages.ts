// The office's texts in the language that the app speaks, loaded by staff only.
import { useLanguage } from "../../i18n/language";
import type { Shape } from "../../i18n/messages";
import { en } from "./en";
import { nl } from "./nl";

export type StaffMessages = Shape<typeof nl>;

export function useStaffMessages(): StaffMessages {
  return useLanguage().language === "en" ? en : nl;
}
