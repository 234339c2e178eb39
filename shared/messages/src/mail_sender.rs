//! Hands mails to SES.

use akkoord_domain::{
    contact::EmailAddress,
    id::{DocumentId, OrganisationId, UserId},
    language::Language,
    login::DisplayName,
};
use aws_sdk_sesv2::{
    Client,
    error::{BuildError, ProvideErrorMetadata},
    operation::send_email::builders::SendEmailFluentBuilder,
    types::{Body, Content, Destination, EmailContent, Message, MessageHeader, MessageTag},
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

/// Whom a mail is for and what it is about. SES keeps the ids with the mail and hands them back when the mail comes back
/// (`functions/bounces`); they are all that it is told besides the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// The reader.
    pub user: UserId,
    /// The organisation's document that it is about.
    pub document: Option<(OrganisationId, DocumentId)>,
}

/// Sends mails in the firm's name.
#[derive(Clone)]
pub struct MailSender {
    client: Client,
    firm: DisplayName,
    from: String,
    set: String,
}

impl MailSender {
    /// A sender for this firm; SES must have verified `from`. `set` is the configuration set whose events tell of mails
    /// that came back.
    #[must_use]
    pub fn new(client: Client, from: &EmailAddress, firm: DisplayName, set: String) -> Self {
        let from = mailbox(firm.as_str(), from);
        Self { client, firm, from, set }
    }

    /// Sends one mail. SES has no idempotency key: whoever calls this twice sends it twice.
    ///
    /// # Errors
    /// [`MailError`] when SES did not take it.
    pub async fn send(
        &self,
        to: &EmailAddress,
        language: Language,
        mail: &Mail,
        subject: Subject,
    ) -> Result<(), MailError> {
        let sent = self.composed(to, language, mail, subject)?.send().await;
        // The service's message may repeat the address, so only its code is kept.
        sent.map_err(|error| MailError::NotTaken { code: error.code().unwrap_or("no answer").to_owned() })?;
        Ok(())
    }

    fn composed(
        &self,
        to: &EmailAddress,
        language: Language,
        mail: &Mail,
        subject: Subject,
    ) -> Result<SendEmailFluentBuilder, MailError> {
        let rendered = mail.render(language, &self.firm);
        let content = |text: String| Content::builder().data(text).charset("UTF-8").build();
        let body = Body::builder().text(content(rendered.text)?).html(content(rendered.html)?).build();
        // Keeps out-of-office programs from answering (RFC 3834, section 5).
        let automatic = MessageHeader::builder().name("Auto-Submitted").value("auto-generated").build()?;
        let message = Message::builder().subject(content(rendered.subject)?).body(body).headers(automatic).build();
        let request = self
            .client
            .send_email()
            .from_email_address(&self.from)
            .destination(Destination::builder().to_addresses(to.as_str()).build())
            .content(EmailContent::builder().simple(message).build())
            .configuration_set_name(&self.set);
        Ok(request.set_email_tags(Some(tags(subject)?)))
    }
}

/// The subject as SES keeps it. `functions/bounces` reads these names.
fn tags(subject: Subject) -> Result<Vec<MessageTag>, BuildError> {
    let tag = |name: &str, value: String| MessageTag::builder().name(name).value(value).build();
    let mut tags = vec![tag("user", subject.user.to_string())?];
    if let Some((organisation, document)) = subject.document {
        tags.push(tag("organisation", organisation.to_string())?);
        tags.push(tag("document", document.to_string())?);
    }
    Ok(tags)
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
    use akkoord_domain::Timestamp;

    use super::*;

    fn mailbox_of(name: &str) -> String {
        mailbox(name, &"portaal@example.com".parse().unwrap())
    }

    fn composed(subject: Subject) -> SendEmailFluentBuilder {
        let client = Client::from_conf(aws_sdk_sesv2::Config::builder().behavior_version_latest().build());
        let from = "portaal@example.com".parse().unwrap();
        let sender = MailSender::new(client, &from, "Voorbeeld Accountants".parse().unwrap(), "returns".to_owned());
        sender.composed(&"nina@example.com".parse().unwrap(), Language::Dutch, &Mail::PasswordChanged, subject).unwrap()
    }

    #[test]
    fn ses_is_told_by_ids_whom_a_mail_is_for_and_what_it_is_about() {
        let user = UserId::new(Timestamp::UNIX_EPOCH, 1);
        let organisation = OrganisationId::new(Timestamp::UNIX_EPOCH, 2);
        let document = DocumentId::new(Timestamp::UNIX_EPOCH, 3);
        let tags_of = |document| {
            let request = composed(Subject { user, document });
            assert_eq!(request.get_configuration_set_name().as_deref(), Some("returns"));
            let tags = request.get_email_tags().clone().unwrap();
            tags.into_iter().map(|tag| (tag.name, tag.value)).collect::<Vec<_>>()
        };
        let whose = ("user".to_owned(), user.to_string());
        assert_eq!(tags_of(None), std::slice::from_ref(&whose));
        let about = ("organisation".to_owned(), organisation.to_string());
        let tags = tags_of(Some((organisation, document)));
        assert_eq!(tags, [whose, about, ("document".to_owned(), document.to_string())]);
        // What SES takes: letters, digits, underscores and hyphens.
        let taken = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        assert!(tags.iter().all(|(name, value)| name.bytes().chain(value.bytes()).all(taken)));
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
