// Dutch or English, before signing in. Each language is named in itself.
import { useLanguage } from "../i18n/language";

const NAMES = { nl: "Nederlands", en: "English" } as const;

export function LanguageSwitch() {
  const { language, choose, t } = useLanguage();
  return (
    <nav className="languages" aria-label={t.common.language}>
      {(["nl", "en"] as const).map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === language}
          onClick={() => void choose(each)}
        >
          {NAMES[each]}
        </button>
      ))}
    </nav>
  );
}
