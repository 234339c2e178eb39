//! The SMS that brings a code.

use akkoord_domain::{
    challenge::Purpose,
    code::Code,
    facts::{Kind, Period},
    language::Language,
};

use crate::{en, names, nl};

/// A code on its way to a telephone, with what it is for and which portal it belongs to.
pub struct SmsCode<'a> {
    /// What the code authorises: somebody who did not ask for this should recognise it.
    pub purpose: Purpose,
    /// The document that it approves, with [`Purpose::Approve`]: its kind and period name the task.
    pub task: Option<(Kind, Period)>,
    /// The code.
    pub code: &'a Code,
    /// The firm's name; left out when the SMS would not fit in one part with it.
    pub firm: &'a str,
    /// The portal's origin, for example `https://portaal.example.nl`.
    pub origin: &'a str,
}

impl SmsCode<'_> {
    /// The text. Its last line, `@host #code`, lets telephones fill the code in on that site only (origin-bound
    /// one-time codes, WICG). Never log it.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let sms = match language {
            Language::Dutch => nl::sms,
            Language::English => en::sms,
        };
        let code = self.code.expose();
        let last_line = format!("\n@{} #{code}", host(self.origin));
        let task = self.task.map(|(kind, period)| names::task(kind, period, language));
        // What is left out first is what the reader misses least: the sender is known, the task is not.
        let attempts = [(Some(self.firm), true), (None, true), (None, false)];
        let texts = attempts.map(|(firm, warned)| sms(self.purpose, task.as_deref(), code, firm, warned) + &last_line);
        let fits = |text: &&String| septets(text).is_some_and(|length| length <= ONE_PART);
        let shortest = texts.len() - 1;
        texts.iter().find(fits).unwrap_or(&texts[shortest]).clone()
    }
}

/// The longest SMS in one part, in septets (3GPP TS 23.040, section 9.2.3.24).
const ONE_PART: usize = 160;

/// The length in the GSM 7-bit alphabet (3GPP TS 23.038, section 6.2.1), or `None` when a character is not in it.
fn septets(text: &str) -> Option<usize> {
    const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§\
                         ¿abcdefghijklmnopqrstuvwxyzäöñüà";
    const EXTENSION: &str = "^{}\\[~]|€";
    text.chars().try_fold(0, |length, character| {
        if BASIC.contains(character) { Some(length + 1) } else { EXTENSION.contains(character).then_some(length + 2) }
    })
}

/// The host of an origin, without scheme and port: the format has no place for them.
fn host(origin: &str) -> &str {
    let authority = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    authority.split(['/', ':']).next().unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PURPOSES: [Purpose; 4] =
        [Purpose::SignIn, Purpose::AcceptInvitation, Purpose::ChangePassword, Purpose::ChangeFactor];

    fn text(purpose: Purpose, language: Language, firm: &str, origin: &str) -> String {
        let code = "012345".parse().unwrap();
        SmsCode { purpose, task: None, code: &code, firm, origin }.text(language)
    }

    fn usual(purpose: Purpose, language: Language) -> String {
        text(purpose, language, "Voorbeeld Accountants", "https://portaal.example.nl")
    }

    #[test]
    fn each_purpose_is_named_in_both_languages() {
        let names = ["inloggen", "mobiele nummer", "wachtwoord wijzigen", "authenticator wijzigen"];
        for (purpose, name) in PURPOSES.into_iter().zip(names) {
            assert!(usual(purpose, Language::Dutch).contains(name), "{purpose:?}");
        }
        let names = ["sign in", "mobile number", "change your password", "change your authenticator"];
        for (purpose, name) in PURPOSES.into_iter().zip(names) {
            assert!(usual(purpose, Language::English).contains(name), "{purpose:?}");
        }
    }

    #[test]
    fn the_last_line_binds_the_code_to_the_host() {
        assert_eq!(
            usual(Purpose::SignIn, Language::Dutch),
            "012345 is uw code voor inloggen bij Voorbeeld Accountants. Geef de code aan niemand door.\n\
             @portaal.example.nl #012345"
        );
        for language in [Language::Dutch, Language::English] {
            for purpose in PURPOSES {
                assert!(usual(purpose, language).ends_with(".\n@portaal.example.nl #012345"));
            }
        }
        assert!(
            text(Purpose::SignIn, Language::English, "A", "http://localhost:8080").ends_with("\n@localhost #012345")
        );
    }

    #[test]
    fn it_fits_in_one_part_whatever_the_firm_is_called() {
        let long = "Van der Meulen, Van den Heuvel & De Jong-Willemsen Accountants en Belastingadviseurs";
        for language in [Language::Dutch, Language::English] {
            for purpose in PURPOSES {
                assert!(usual(purpose, language).contains("Voorbeeld Accountants"), "{purpose:?}");
                for firm in ["Voorbeeld Accountants", long, "Żółć 会計"] {
                    let origin = "https://clientportaal.van-der-meulen-accountants.example";
                    let sms = text(purpose, language, firm, origin);
                    assert!(septets(&sms).is_some_and(|length| length <= ONE_PART), "{sms}");
                }
            }
        }
    }

    #[test]
    fn an_approval_names_the_document_and_always_fits() {
        let code = "012345".parse().unwrap();
        let text = |kind, period: &str, firm, origin, language| {
            let task = Some((kind, period.parse().unwrap()));
            SmsCode { purpose: Purpose::Approve, task, code: &code, firm, origin }.text(language)
        };
        assert_eq!(
            text(
                Kind::AnnualAccountsKvk,
                "2025",
                "Voorbeeld Accountants",
                "https://portaal.example.nl",
                Language::Dutch
            ),
            "012345 is uw code voor akkoord jaarrekening 2025 bij Voorbeeld Accountants. Geef de code aan niemand \
             door.\n@portaal.example.nl #012345"
        );
        let origin = "https://clientportaal.van-der-meulen-accountants.example";
        for language in [Language::Dutch, Language::English] {
            for kind in Kind::ALL {
                for period in ["2025", "2026-Q3", "2026-09"] {
                    let sms = text(kind, period, "Voorbeeld Accountants", origin, language);
                    assert!(sms.contains(&names::task(kind, period.parse().unwrap(), language)), "{sms}");
                    assert!(septets(&sms).is_some_and(|length| length <= ONE_PART), "{sms}");
                }
            }
        }
    }

    #[test]
    fn the_alphabet_counts_extended_characters_twice() {
        assert_eq!(septets("Café & Zn\n@#"), Some(12));
        assert_eq!(septets("€[]"), Some(6));
        assert_eq!(septets("ë"), None);
        assert_eq!(septets("\t"), None);
    }
}
