//! The mails that the portal sends, and their subject, plain text and HTML.
//!
//! No mail carries client data beyond what names the task; [`crate::document`] says what that is for a document.

use std::fmt;

use akkoord_domain::{
    Timestamp,
    language::Language,
    login::{DisplayName, LoginName},
};

use crate::{document::DocumentMail, en, nl};

/// What a mail is about, with everything that its text needs.
pub enum Mail {
    /// An invitation to the portal.
    Invitation {
        /// Whom it invites.
        name: DisplayName,
        /// The single-use link. A secret.
        link: String,
        /// The name to sign in with.
        login: LoginName,
        /// For how many days the link works.
        valid_days: i64,
    },
    /// A link to choose a new password.
    PasswordReset {
        /// The single-use link. A secret.
        link: String,
        /// For how many minutes the link works.
        minutes: i64,
    },
    /// The password was changed.
    PasswordChanged,
    /// Somebody signed in on a device that was not known yet.
    NewDevice {
        /// The device as the user would recognise it.
        device: String,
        /// When.
        at: Timestamp,
    },
    /// The second factor was changed, or a recovery code took its place.
    FactorChanged(FactorChange),
    /// Something about a document.
    Document(DocumentMail),
}

/// What happened to a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorChange {
    /// An authenticator was set up.
    AuthenticatorAdded,
    /// The authenticator was removed.
    AuthenticatorRemoved,
    /// New recovery codes took the place of the old ones.
    RecoveryCodesRenewed,
    /// Somebody signed in with a recovery code.
    RecoveryCodeUsed,
}

impl Mail {
    /// The mail in one language, from this firm.
    #[must_use]
    pub fn render(&self, language: Language, firm: &DisplayName) -> Rendered {
        let letter = match language {
            Language::Dutch => nl::letter(self, firm.as_str()),
            Language::English => en::letter(self, firm.as_str()),
        };
        letter.render(language)
    }
}

impl fmt::Debug for Mail {
    /// Only the kind: links are secrets, names and devices are personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Mail::Invitation { .. } => "Invitation",
            Mail::PasswordReset { .. } => "PasswordReset",
            Mail::PasswordChanged => "PasswordChanged",
            Mail::NewDevice { .. } => "NewDevice",
            Mail::FactorChanged(_) => "FactorChanged",
            Mail::Document(_) => "Document",
        })
    }
}

/// A mail ready to be sent. It may hold a link, so it has no `Debug`.
pub struct Rendered {
    /// One line of at most 160 characters.
    pub subject: String,
    /// The plain text; lines end with LF.
    pub text: String,
    /// The HTML page.
    pub html: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://portaal.example/new-password#usr_01.secret";

    fn firm() -> DisplayName {
        "Voorbeeld Accountants".parse().unwrap()
    }

    fn invitation(name: &str) -> Mail {
        Mail::Invitation {
            name: name.parse().unwrap(),
            link: LINK.to_owned(),
            login: "nina".parse().unwrap(),
            valid_days: 7,
        }
    }

    fn all() -> Vec<Mail> {
        let mut mails = vec![
            invitation("Nina Bos"),
            Mail::PasswordReset { link: LINK.to_owned(), minutes: 30 },
            Mail::PasswordChanged,
            Mail::NewDevice { device: "Firefox, Windows".to_owned(), at: "2026-11-23T08:05:00Z".parse().unwrap() },
        ];
        mails.extend(
            [
                FactorChange::AuthenticatorAdded,
                FactorChange::AuthenticatorRemoved,
                FactorChange::RecoveryCodesRenewed,
                FactorChange::RecoveryCodeUsed,
            ]
            .map(Mail::FactorChanged),
        );
        mails
    }

    fn subjects(language: Language) -> Vec<String> {
        all().iter().map(|mail| mail.render(language, &firm()).subject).collect()
    }

    #[test]
    fn every_mail_has_its_subject_in_dutch() {
        assert_eq!(
            subjects(Language::Dutch),
            [
                "Uitnodiging voor het cliëntportaal van Voorbeeld Accountants",
                "Nieuw wachtwoord voor het cliëntportaal van Voorbeeld Accountants",
                "Uw wachtwoord is gewijzigd",
                "Ingelogd op een nieuw apparaat",
                "Authenticator ingesteld",
                "Authenticator verwijderd",
                "Nieuwe herstelcodes",
                "Ingelogd met een herstelcode",
            ]
        );
    }

    #[test]
    fn every_mail_has_its_subject_in_english() {
        assert_eq!(
            subjects(Language::English),
            [
                "Invitation to the client portal of Voorbeeld Accountants",
                "New password for the client portal of Voorbeeld Accountants",
                "Your password was changed",
                "Signed in on a new device",
                "Authenticator set up",
                "Authenticator removed",
                "New recovery codes",
                "Signed in with a recovery code",
            ]
        );
    }

    #[test]
    fn an_invitation_says_who_what_and_until_when() {
        let dutch = invitation("Nina Bos").render(Language::Dutch, &firm());
        assert_eq!(
            dutch.text,
            "Beste Nina Bos,\n\n\
             Voorbeeld Accountants nodigt u uit voor het cliëntportaal.\n\n\
             Uw inlognaam: nina\n\n\
             Kies een wachtwoord en bevestig uw mobiele nummer. Dat duurt een paar minuten.\n\n\
             Uitnodiging openen:\n\
             https://portaal.example/new-password#usr_01.secret\n\n\
             De link werkt één keer en is 7 dagen geldig. Is de link verlopen? Open hem dan toch: u kunt daar een nieuwe \
             aanvragen.\n\n\
             Deze link is alleen voor u. Stuur deze e-mail niet door.\n"
        );
        let english = invitation("Nina Bos").render(Language::English, &firm());
        for line in ["Dear Nina Bos,", "Your login name: nina", "The link works once, for 7 days."] {
            assert!(english.text.contains(line), "{line}");
        }
    }

    #[test]
    fn a_reset_says_for_how_long_and_what_if_it_was_not_asked_for() {
        let mail = Mail::PasswordReset { link: LINK.to_owned(), minutes: 30 };
        let dutch = mail.render(Language::Dutch, &firm()).text;
        assert!(dutch.contains("De link werkt één keer en is 30 minuten geldig."));
        assert!(dutch.contains("Hebt u dit niet gevraagd? Dan hoeft u niets te doen."));
        let english = mail.render(Language::English, &firm()).text;
        assert!(english.contains("The link works once, for 30 minutes."));
        assert!(english.contains("Did you not ask for this?"));
    }

    #[test]
    fn a_new_device_is_told_in_dutch_time() {
        let told = |at: &str, language| {
            let mail = Mail::NewDevice { device: "Firefox, Windows".to_owned(), at: at.parse().unwrap() };
            mail.render(language, &firm()).text
        };
        let winter = told("2026-11-23T08:05:00Z", Language::Dutch);
        assert!(winter.contains("Apparaat: Firefox, Windows"));
        assert!(winter.contains("Tijdstip: maandag 23 november 2026 om 09:05 uur (Nederlandse tijd)"), "{winter}");
        let summer = told("2026-08-02T22:30:00Z", Language::Dutch);
        assert!(summer.contains("maandag 3 augustus 2026 om 00:30 uur"), "{summer}");
        let english = told("2026-11-23T08:05:00Z", Language::English);
        assert!(english.contains("Time: Monday 23 November 2026 at 09:05 (Dutch time)"), "{english}");
    }

    #[test]
    fn every_day_and_month_has_its_dutch_name() {
        for (at, name) in [
            ("2026-01-05T12:00:00Z", "maandag 5 januari"),
            ("2026-02-03T12:00:00Z", "dinsdag 3 februari"),
            ("2026-03-04T12:00:00Z", "woensdag 4 maart"),
            ("2026-04-02T12:00:00Z", "donderdag 2 april"),
            ("2026-05-01T12:00:00Z", "vrijdag 1 mei"),
            ("2026-06-06T12:00:00Z", "zaterdag 6 juni"),
            ("2026-07-05T12:00:00Z", "zondag 5 juli"),
            ("2026-12-31T12:00:00Z", "donderdag 31 december"),
        ] {
            let mail = Mail::NewDevice { device: String::new(), at: at.parse().unwrap() };
            assert!(mail.render(Language::Dutch, &firm()).text.contains(name), "{name}");
        }
    }

    #[test]
    fn plain_text_and_html_say_the_same_and_declare_their_language() {
        for language in [Language::Dutch, Language::English] {
            for mail in all() {
                let rendered = mail.render(language, &firm());
                let declared = if language == Language::Dutch { "<html lang=\"nl\">" } else { "<html lang=\"en\">" };
                assert!(rendered.html.contains(declared));
                for paragraph in rendered.text.split("\n\n") {
                    let last_line = paragraph.trim_end().rsplit('\n').next().unwrap();
                    assert!(rendered.html.contains(last_line), "{mail:?}: {last_line}");
                }
            }
        }
    }

    #[test]
    fn only_invitation_and_reset_have_a_link_and_only_one_button() {
        for mail in all() {
            let rendered = mail.render(Language::Dutch, &firm());
            let expected = usize::from(matches!(mail, Mail::Invitation { .. } | Mail::PasswordReset { .. }));
            assert_eq!(rendered.html.matches("<a href=").count(), expected, "{mail:?}");
            assert_eq!(rendered.text.matches("https://").count(), expected, "{mail:?}");
            assert_eq!(rendered.text.contains(&format!("\n{LINK}\n")), expected == 1, "{mail:?}");
        }
    }

    #[test]
    fn html_loads_nothing_and_has_no_tables() {
        for mail in all() {
            let html = mail.render(Language::English, &firm()).html;
            for unwanted in ["<table", "<img", "<link", "<style", "<script", "url(", " src="] {
                assert!(!html.contains(unwanted), "{mail:?}: {unwanted}");
            }
        }
    }

    #[test]
    fn nothing_filled_in_starts_a_line_of_its_own() {
        let mail = Mail::NewDevice {
            device: "Chrome\r\nBcc: somebody@example.com\u{2028}<b>x</b>".to_owned(),
            at: Timestamp::UNIX_EPOCH,
        };
        let rendered = mail.render(Language::English, &firm());
        assert!(rendered.text.contains("Device: Chrome  Bcc: somebody@example.com <b>x</b>\n"));
        assert!(rendered.html.contains("&lt;b&gt;x&lt;/b&gt;"));
        for mail in all() {
            let subject = mail.render(Language::Dutch, &"é".repeat(100).parse().unwrap()).subject;
            assert!(!subject.contains(char::is_control));
            assert!(subject.chars().count() <= 160);
        }
    }

    #[test]
    fn debug_shows_the_kind_and_no_link() {
        assert_eq!(format!("{:?}", invitation("Nina Bos")), "Invitation");
    }
}
