// The texts of approving, in the language that the app speaks.
import { useLanguage } from "../../../i18n/language";
import type { Shape } from "../../../i18n/messages";
import { en } from "./en";
import { nl } from "./nl";

export type ApprovalMessages = Shape<typeof nl>;

export function useApprovalMessages(): ApprovalMessages {
  return useLanguage().language === "en" ? en : nl;
}
