// The texts of the reader, in the language that the app speaks.
import { useLanguage } from "../../i18n/language";
import type { Shape } from "../../i18n/messages";
import { en } from "./en";
import { nl } from "./nl";

export type ReaderMessages = Shape<typeof nl>;

export function useReaderMessages(): ReaderMessages {
  return useLanguage().language === "en" ? en : nl;
}
