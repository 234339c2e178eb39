//! Hands mails to SES.

use akkoord_domain::{contact::EmailAddress, language::Language, login::DisplayName};
use aws_sdk_sesv2::{
    Client,
    error::{BuildError, ProvideErrorMetadata},
    types::{Body, Content, Destination, EmailContent, Message, MessageHeader},
};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::mail::Mail;

/// A mail was not taken by SES. It holds no address, link or text.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// SES refused it or did not answer in time; the code is the service's own.
    #[error("the mail was not taken: {code}")]
    NotTaken {
        /// For example `TooManyRequestsException`, or `no answer`.
        code: String,
    },
    /// The request could not be made.
    #[error("the mail could not be composed")]
    Composed,
}

impl From<BuildError> for MailError {
    fn from(_: BuildError) -> Self {
        MailError::Composed
    }
}

/// Sends mails in the firm's name.
#[derive(Clone)]
pub struct MailSender {
    client: Client,
    firm: DisplayName,
    from: String,
}

impl MailSender {
    /// A sender for this firm; SES must have verified `from`.
    #[must_use]
    pub fn new(client: Client, from: &EmailAddress, firm: DisplayName) -> Self {
        let from = mailbox(firm.as_str(), from);
        Self { client, firm, from }
    }

    /// Sends one mail. SES has no idempotency key: whoever calls this twice sends it twice.
    ///
    /// # Errors
    /// [`MailError`] when SES did not take it.
    pub async fn send(&self, to: &EmailAddress, language: Language, mail: &Mail) -> Result<(), MailError> {
        let rendered = mail.render(language, &self.firm);
        let content = |text: String| Content::builder().data(text).charset("UTF-8").build();
        let body = Body::builder().text(content(rendered.text)?).html(content(rendered.html)?).build();
        // Keeps out-of-office programs from answering (RFC 3834, section 5).
        let automatic = MessageHeader::builder().name("Auto-Submitted").value("auto-generated").build()?;
        let message = Message::builder().subject(content(rendered.subject)?).body(body).headers(automatic).build();
        self.client
            .send_email()
            .from_email_address(&self.from)
            .destination(Destination::builder().to_addresses(to.as_str()).build())
            .content(EmailContent::builder().simple(message).build())
            .send()
            .await
            // The service's message may repeat the address, so only its code is kept.
            .map_err(|error| MailError::NotTaken { code: error.code().unwrap_or("no answer").to_owned() })?;
        Ok(())
    }
}

/// `"Firm" <address>`: a quoted string when the name is ASCII, else encoded words (RFC 2047, section 5).
fn mailbox(name: &str, address: &EmailAddress) -> String {
    let address = address.as_str();
    if name.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        return format!("\"{quoted}\" <{address}>");
    }
    // An encoded word has at most 75 characters: 12 around the base 64 of at most 45 bytes.
    let mut words: Vec<String> = vec![String::new()];
    for character in name.chars() {
        if words.last().is_some_and(|word| word.len() + character.len_utf8() > 45) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(character);
        }
    }
    let encoded: Vec<String> = words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word))).collect();
    format!("{} <{address}>", encoded.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox_of(name: &str) -> String {
        mailbox(name, &"portaal@example.com".parse().unwrap())
    }

    #[test]
    fn a_plain_name_is_quoted() {
        assert_eq!(mailbox_of("Voorbeeld Accountants"), "\"Voorbeeld Accountants\" <portaal@example.com>");
        assert_eq!(mailbox_of("\"A\" <x@y.nl>, B\\"), "\"\\\"A\\\" <x@y.nl>, B\\\\\" <portaal@example.com>");
    }

    #[test]
    fn any_other_name_becomes_encoded_words_that_no_line_break_survives() {
        assert_eq!(mailbox_of("Café"), "=?UTF-8?B?Q2Fmw6k=?= <portaal@example.com>");
        let long = mailbox_of(&format!("{}\r\nBcc: x@example.com", "é".repeat(100)));
        assert!(!long.contains(['\r', '\n']));
        let words: Vec<&str> = long.split(' ').filter(|word| word.starts_with("=?")).collect();
        assert!(words.len() > 1 && words.iter().all(|word| word.len() <= 75));
    }
}
