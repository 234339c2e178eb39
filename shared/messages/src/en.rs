//! The English texts. Each has its Dutch twin in `nl`.

mod document;

use akkoord_domain::{Date, challenge::Purpose, dutch_time::in_the_netherlands};
use jiff::civil::DateTime;

use crate::{
    letter::{Button, Letter},
    mail::{FactorChange, Mail},
};

/// The SMS that brings a code, without the last line that binds it to the portal's address.
pub(crate) fn sms(purpose: Purpose, task: Option<&str>, code: &str, firm: Option<&str>, warned: bool) -> String {
    let purpose = match purpose {
        Purpose::SignIn => "sign in",
        Purpose::AcceptInvitation => "confirm your mobile number",
        Purpose::ChangePassword => "change your password",
        Purpose::ChangeFactor => "change your authenticator",
        Purpose::Approve => "approve",
    };
    let task = task.map(|task| format!(" {task}")).unwrap_or_default();
    let firm = firm.map(|firm| format!(" at {firm}")).unwrap_or_default();
    let warning = if warned { " Do not give it to anyone." } else { "" };
    format!("{code} is your code to {purpose}{task}{firm}.{warning}")
}

/// What a mail says.
pub(crate) fn letter(mail: &Mail, firm: &str) -> Letter {
    match mail {
        Mail::Invitation { name, link, login, valid_days } => Letter {
            subject: format!("Invitation to the client portal of {firm}"),
            before: vec![
                format!("Dear {name},"),
                format!("{firm} invites you to its client portal."),
                format!("Your login name: {login}"),
                "Choose a password and confirm your mobile number. It takes a few minutes.".to_owned(),
            ],
            button: Some(button("Open the invitation", link)),
            after: vec![
                format!(
                    "The link works once, for {valid_days} days. Has it expired? Open it all the same: you can ask for \
                     a new one there."
                ),
                "This link is for you alone. Do not forward this e-mail.".to_owned(),
            ],
            footer: None,
        },
        Mail::PasswordReset { link, minutes } => Letter {
            subject: format!("New password for the client portal of {firm}"),
            before: vec!["You asked for a new password.".to_owned()],
            button: Some(button("Choose a new password", link)),
            after: vec![
                format!("The link works once, for {minutes} minutes."),
                "Did you not ask for this? Then there is nothing to do. Your password does not change.".to_owned(),
            ],
            footer: None,
        },
        Mail::PasswordChanged => notice(
            "Your password was changed",
            vec![format!("The password of your account in the client portal of {firm} was changed.")],
            firm,
        ),
        Mail::NewDevice { device, at } => notice(
            "Signed in on a new device",
            vec![
                format!("Your account was used to sign in to the client portal of {firm}, on a new device."),
                format!("Device: {device}"),
                format!("Time: {}", moment(in_the_netherlands(*at))),
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
            "Authenticator set up",
            format!("An authenticator was set up for your account in the client portal of {firm}."),
        ),
        FactorChange::AuthenticatorRemoved => (
            "Authenticator removed",
            format!(
                "The authenticator of your account in the client portal of {firm} was removed. You sign in with a code \
                 by SMS again."
            ),
        ),
        FactorChange::RecoveryCodesRenewed => (
            "New recovery codes",
            format!(
                "New recovery codes were made for your account in the client portal of {firm}. The old codes no longer \
                 work."
            ),
        ),
        FactorChange::RecoveryCodeUsed => (
            "Signed in with a recovery code",
            format!(
                "Your account was used to sign in to the client portal of {firm}, with a recovery code. That code no \
                 longer works."
            ),
        ),
    };
    notice(subject, vec![first], firm)
}

/// A mail about something that happened. It has no link, so that people do not learn to follow one from such a mail.
fn notice(subject: &str, before: Vec<String>, firm: &str) -> Letter {
    let after = vec![
        "Was this you? Then there is nothing to do.".to_owned(),
        format!("Was this not you? Go to the portal yourself, change your password and contact {firm} at once."),
    ];
    Letter { subject: subject.to_owned(), before, button: None, after, footer: None }
}

fn button(label: &'static str, link: &str) -> Button {
    Button { label, written_out: "Does the button not work? Copy this address to your browser:", link: link.to_owned() }
}

/// A moment, written out.
fn moment(at: DateTime) -> String {
    format!("{} at {} (Dutch time)", day(at.date()), at.strftime("%H:%M"))
}

/// A date, written out.
fn day(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}
