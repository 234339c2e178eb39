//! What the command prints.

use std::fmt::Write as _;

use akkoord_domain::challenge::Method;
use akkoord_evidence::{Approval, Finding, Verified};

/// What is right about a pack. Its texts come from whoever signed it, so they are made fit for a terminal.
pub(crate) fn right(verified: &Verified) -> String {
    let evidence = &verified.evidence;
    let (document, file) = (&evidence.document, &evidence.document.file);
    let mut text = "The pack is whole: every byte of it is as it was signed.\n\n".to_owned();
    let mut line = |name: &str, value: &str| writeln!(text, "{name:<12} {}", printable(value)).unwrap_or_default();
    line("document", &document.title);
    line("", &format!("{}, version {}, {}, {} bytes", document.id, document.version, document.period, file.size));
    line("", &format!("SHA-256 {}", file.sha256));
    line("client", &format!("{} ({})", evidence.organisation.name, evidence.organisation.client_number));
    line("firm", &evidence.firm.name);
    for (place, approval) in evidence.approvals.iter().enumerate() {
        line(if place == 0 { "approved by" } else { "" }, &approved(approval));
    }
    line("history", &format!("{} entries, each one chained to the one before it", evidence.history.length));
    line("", &format!("head {}", evidence.history.head));
    line("made at", &evidence.made_at.to_string());
    line("signed with", &format!("the key with SHA-256 {}", verified.fingerprint));
    text.push_str(if verified.pinned {
        "\nThe signature is by the key that you gave.\n"
    } else {
        "\nATTENTION: the key was taken from the pack itself. So the pack agrees with itself, but this does not tell\n\
         who made it. Compare the key's SHA-256 with the one that the firm tells you, or give the firm's own key\n\
         with --key.\n"
    });
    text
}

/// What is wrong.
pub(crate) fn wrong(finding: &Finding) -> String {
    format!("THE PACK IS NOT RIGHT.\n\n{finding}.\n")
}

fn approved(approval: &Approval) -> String {
    let method = match approval.method {
        Method::Sms => "a code by SMS",
        Method::Authenticator => "a code from an authenticator",
        Method::Recovery => "a recovery code",
    };
    let address = approval.address.as_deref().map(|address| format!(", {address}")).unwrap_or_default();
    format!(
        "{} at {} with {method}, stage {} ({}{address})",
        approval.name, approval.approved_at, approval.stage, approval.device
    )
}

/// Without characters that move a terminal's cursor or turn the direction of text.
fn printable(text: &str) -> String {
    text.chars().map(|character| if is_shown(character) { character } else { '\u{fffd}' }).collect()
}

fn is_shown(character: char) -> bool {
    let turns = matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{061c}' | '\u{feff}');
    !character.is_control() && !turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_steer_a_terminal() {
        assert_eq!(printable("Zoë \u{1b}[2J\u{202e}x\r\n"), "Zoë \u{fffd}[2J\u{fffd}x\u{fffd}\u{fffd}");
    }
}
