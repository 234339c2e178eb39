//! The Dutch texts. Each has its English twin in `en`.

mod document;

use akkoord_domain::{Date, challenge::Purpose, dutch_time::in_the_netherlands};
use jiff::civil::DateTime;

use crate::{
    letter::{Button, Letter},
    mail::{FactorChange, Mail},
    names::DUTCH_MONTHS,
};

/// The SMS that brings a code, without the last line that binds it to the portal's address.
pub(crate) fn sms(purpose: Purpose, task: Option<&str>, code: &str, firm: Option<&str>, warned: bool) -> String {
    let purpose = match purpose {
        Purpose::SignIn => "inloggen",
        Purpose::AcceptInvitation => "het bevestigen van uw mobiele nummer",
        Purpose::ChangePassword => "wachtwoord wijzigen",
        Purpose::ChangeFactor => "authenticator wijzigen",
        Purpose::Approve => "akkoord",
    };
    let task = task.map(|task| format!(" {task}")).unwrap_or_default();
    let firm = firm.map(|firm| format!(" bij {firm}")).unwrap_or_default();
    let warning = if warned { " Geef de code aan niemand door." } else { "" };
    format!("{code} is uw code voor {purpose}{task}{firm}.{warning}")
}

/// What a mail says.
pub(crate) fn letter(mail: &Mail, firm: &str) -> Letter {
    match mail {
        Mail::Invitation { name, link, login, valid_days } => Letter {
            subject: format!("Uitnodiging voor het cliëntportaal van {firm}"),
            before: vec![
                format!("Beste {name},"),
                format!("{firm} nodigt u uit voor het cliëntportaal."),
                format!("Uw inlognaam: {login}"),
                "Kies een wachtwoord en bevestig uw mobiele nummer. Dat duurt een paar minuten.".to_owned(),
            ],
            button: Some(button("Uitnodiging openen", link)),
            after: vec![
                format!(
                    "De link werkt één keer en is {valid_days} dagen geldig. Is de link verlopen? Open hem dan toch: u \
                     kunt daar een nieuwe aanvragen."
                ),
                "Deze link is alleen voor u. Stuur deze e-mail niet door.".to_owned(),
            ],
            footer: None,
        },
        Mail::PasswordReset { link, minutes } => Letter {
            subject: format!("Nieuw wachtwoord voor het cliëntportaal van {firm}"),
            before: vec!["U hebt gevraagd om een nieuw wachtwoord.".to_owned()],
            button: Some(button("Nieuw wachtwoord kiezen", link)),
            after: vec![
                format!("De link werkt één keer en is {minutes} minuten geldig."),
                "Hebt u dit niet gevraagd? Dan hoeft u niets te doen. Uw wachtwoord verandert niet.".to_owned(),
            ],
            footer: None,
        },
        Mail::PasswordChanged => notice(
            "Uw wachtwoord is gewijzigd",
            vec![format!("Het wachtwoord van uw account in het cliëntportaal van {firm} is gewijzigd.")],
            firm,
        ),
        Mail::NewDevice { device, at } => notice(
            "Ingelogd op een nieuw apparaat",
            vec![
                format!("Er is met uw account ingelogd in het cliëntportaal van {firm}, op een nieuw apparaat."),
                format!("Apparaat: {device}"),
                format!("Tijdstip: {}", moment(in_the_netherlands(*at))),
            ],
            firm,
        ),
        Mail::FactorChanged(change) => factor_changed(*change, firm),
        Mail::Document(mail) => document::letter(mail, firm),
    }
}

fn factor_changed(change: FactorChange, firm: &str) -> Letter {
    let (subject, first) = match change {
        FactorChange::AuthenticatorAdded => (
            "Authenticator ingesteld",
            format!("Voor uw account in het cliëntportaal van {firm} is een authenticator ingesteld."),
        ),
        FactorChange::AuthenticatorRemoved => (
            "Authenticator verwijderd",
            format!(
                "De authenticator van uw account in het cliëntportaal van {firm} is verwijderd. U logt weer in met een \
                 code per sms."
            ),
        ),
        FactorChange::RecoveryCodesRenewed => (
            "Nieuwe herstelcodes",
            format!(
                "Voor uw account in het cliëntportaal van {firm} zijn nieuwe herstelcodes gemaakt. De oude codes werken \
                 niet meer."
            ),
        ),
        FactorChange::RecoveryCodeUsed => (
            "Ingelogd met een herstelcode",
            format!(
                "Er is met uw account ingelogd in het cliëntportaal van {firm}, met een herstelcode. Die code werkt nu \
                 niet meer."
            ),
        ),
    };
    notice(subject, vec![first], firm)
}

/// A mail about something that happened. It has no link, so that people do not learn to follow one from such a mail.
fn notice(subject: &str, before: Vec<String>, firm: &str) -> Letter {
    let after = vec![
        "Was u dit zelf? Dan hoeft u niets te doen.".to_owned(),
        format!(
            "Was u dit niet? Ga dan zelf naar het portaal, wijzig uw wachtwoord en neem direct contact op met {firm}."
        ),
    ];
    Letter { subject: subject.to_owned(), before, button: None, after, footer: None }
}

fn button(label: &'static str, link: &str) -> Button {
    Button { label, written_out: "Werkt de knop niet? Kopieer dan dit adres naar uw browser:", link: link.to_owned() }
}

/// A moment, written out.
fn moment(at: DateTime) -> String {
    format!("{} om {:02}:{:02} uur (Nederlandse tijd)", day(at.date()), at.hour(), at.minute())
}

/// A date, written out.
fn day(date: Date) -> String {
    const DAYS: [&str; 7] = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];
    let day = DAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs() % 7)];
    let month = DUTCH_MONTHS[usize::from((date.month().unsigned_abs() + 11) % 12)];
    format!("{day} {} {month} {}", date.day(), date.year())
}
