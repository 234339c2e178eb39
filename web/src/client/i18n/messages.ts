// The portal's own texts in the language that the app speaks.
import { useLanguage } from "../../i18n/language";
import type { Shape } from "../../i18n/messages";
import { en } from "./en";
import { nl } from "./nl";

export type PortalMessages = Shape<typeof nl>;

export function usePortalMessages(): PortalMessages {
  return useLanguage().language === "en" ? en : nl;
}
