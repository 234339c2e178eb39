//! One message of the queue, one mail to each person whom it concerns, once.
//!
//! The queue delivers at least once and in any order. The claim on the outbox item lets one worker at a time bring it
//! about; a worker that died leaves it to the next delivery, when its lease has ended. With the claim stands who was
//! told, so that a mail that was not taken holds up nobody else's and sends nobody a second one. SES has no idempotency
//! key, so a worker that dies in the instant between SES's answer and the note of it is followed by a second mail: that
//! is better than none.

use std::time::Instant;

use akkoord_domain::{
    contact::EmailAddress,
    id::{OutboxId, UserId},
    login::DisplayName,
};
use akkoord_messages::mail_sender::{MailError, MailSender, Subject};
use akkoord_runtime::{
    batch,
    clock::Clock,
    random::RandomError,
    settings::{SettingsError, Source},
};
use akkoord_store::{
    Store, StoreError,
    notification::Claim,
    outbox::{Effect, Message},
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};

use crate::letter::{Letter, Letters};

/// What the function must be told.
#[derive(Debug)]
pub struct Settings {
    /// `TABLE_NAME`: the portal's table.
    pub table: String,
    /// `PORTAL_ORIGIN`: where links lead, `https://…` without a slash at the end.
    pub origin: String,
    /// `FIRM_NAME`: in whose name mails are sent.
    pub firm: DisplayName,
    /// `MAIL_FROM`: the sender's address, verified in SES.
    pub from: EmailAddress,
    /// `MAIL_SET`: the configuration set whose events tell of mails that came back.
    pub set: String,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] when one is missing or has the wrong form.
    pub fn read(source: &Source) -> Result<Self, SettingsError> {
        let origin = source.required("PORTAL_ORIGIN")?;
        if !(origin.starts_with("https://") || origin.starts_with("http://localhost")) || origin.ends_with('/') {
            return Err(SettingsError::Invalid("PORTAL_ORIGIN"));
        }
        Ok(Self {
            table: source.required("TABLE_NAME")?,
            origin,
            firm: source.required("FIRM_NAME")?.parse().map_err(|_| SettingsError::Invalid("FIRM_NAME"))?,
            from: source.required("MAIL_FROM")?.parse().map_err(|_| SettingsError::Invalid("MAIL_FROM"))?,
            set: source.required("MAIL_SET")?,
        })
    }
}

/// Why a message failed and should come back. None of them repeats the message.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotifyError {
    #[error("the message does not name an effect")]
    Unreadable,
    #[error("another worker holds the claim")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// What became of a message that need not come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The mails went out.
    Sent,
    /// They went out before.
    Duplicate,
    /// There is nobody to write to: an unknown login name, a disabled user, an invitation that was accepted, a document
    /// that waits for nobody any more.
    NobodyToTell,
    /// The user's rate window is full.
    Limited,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Outcome::Sent => "sent",
            Outcome::Duplicate => "duplicate",
            Outcome::NobodyToTell => "nobody_to_tell",
            Outcome::Limited => "limited",
        }
    }
}

/// Sends the mails.
pub struct Notify {
    pub(crate) store: Store,
    mail: MailSender,
    clock: Clock,
    pub(crate) origin: String,
}

impl Notify {
    /// Reads users from this table and sends through this sender.
    #[must_use]
    pub fn new(store: Store, mail: MailSender, clock: Clock, origin: String) -> Self {
        Self { store, mail, clock, origin }
    }

    /// Handles one batch of the queue and answers which messages failed.
    pub async fn handle(&self, event: SqsEvent) -> SqsBatchResponse {
        batch::queue(event, async |record| self.record(&record).await).await
    }

    async fn record(&self, record: &SqsMessage) -> Result<(), NotifyError> {
        let started = Instant::now();
        let message = read(record)?;
        let outcome = self.message(&message).await?;
        tracing::info!(
            outbox.id = %message.id,
            effect.kind = kind(&message.effect),
            outcome = outcome.name(),
            duration_ms = started.elapsed().as_millis(),
            "message handled"
        );
        Ok(())
    }

    async fn message(&self, message: &Message) -> Result<Outcome, NotifyError> {
        match self.store.claim_notification(message.id, self.clock.now()).await? {
            Claim::Done => return Ok(Outcome::Duplicate),
            Claim::Busy => return Err(NotifyError::Busy),
            Claim::Mine => {}
        }
        let tried = self.bring_about(message).await;
        match &tried {
            Ok(_) => self.note_done(message.id).await,
            Err(_) => self.give_back(message.id).await,
        }
        tried
    }

    async fn bring_about(&self, message: &Message) -> Result<Outcome, NotifyError> {
        match self.letters(message, self.clock.now()).await? {
            Letters::Limited => Ok(Outcome::Limited),
            Letters::To(letters) if letters.is_empty() => Ok(Outcome::NobodyToTell),
            Letters::To(letters) => self.send(message.id, letters).await,
        }
    }

    /// Sends to everybody who was not told before. One mail that is not taken does not stop the others; the message
    /// comes back for it.
    async fn send(&self, id: OutboxId, letters: Vec<Letter>) -> Result<Outcome, NotifyError> {
        let told = self.store.told(id).await?;
        let mut outcome = Ok(Outcome::Duplicate);
        for Letter { to, mail, document } in letters.into_iter().filter(|letter| !told.contains(&letter.to.id)) {
            match self.mail.send(&to.email, to.language, &mail, Subject { user: to.id, document }).await {
                Ok(()) => {
                    self.note_told(id, to.id).await;
                    outcome = outcome.map(|_| Outcome::Sent);
                }
                Err(error) => outcome = Err(error.into()),
            }
        }
        outcome
    }

    /// As with [`Notify::note_done`]: the mail is on its way whether this can be written down or not.
    async fn note_told(&self, id: OutboxId, user: UserId) {
        if let Err(error) = self.store.note_told(id, user).await {
            tracing::warn!(outbox.id = %id, user.id = %user, error.cause = %error, "could not note who was told");
        }
    }

    /// What happened, happened: were the message to come back because this could not be written down, the mail would go
    /// out twice.
    async fn note_done(&self, id: OutboxId) {
        if let Err(error) = self.store.notification_done(id).await {
            tracing::warn!(outbox.id = %id, error.cause = %error, "could not note that the message was handled");
        }
    }

    /// Without this the next delivery may find the claim still held; it would then only be later.
    async fn give_back(&self, id: OutboxId) {
        if let Err(error) = self.store.release_notification(id, self.clock.now()).await {
            tracing::warn!(outbox.id = %id, error.cause = %error, "could not give the claim back");
        }
    }
}

/// The parser's own message would repeat a part of what it read, so it is dropped.
fn read(record: &SqsMessage) -> Result<Message, NotifyError> {
    let body = record.body.as_deref().ok_or(NotifyError::Unreadable)?;
    serde_json::from_str(body).map_err(|_| NotifyError::Unreadable)
}

/// The effect's name, without whom it is about.
fn kind(effect: &Effect) -> &'static str {
    match effect {
        Effect::Invitation { .. } => "invitation",
        Effect::PasswordForgotten { .. } => "password_forgotten",
        Effect::PasswordChanged { .. } => "password_changed",
        Effect::NewDevice { .. } => "new_device",
        Effect::FactorChanged { .. } => "factor_changed",
        Effect::ApprovalWanted { .. } => "approval_wanted",
        Effect::DocumentApproved { .. } => "document_approved",
        Effect::EvidenceMissing { .. } => "evidence_missing",
        Effect::DocumentDeclined { .. } => "document_declined",
        Effect::DocumentWithdrawn { .. } => "document_withdrawn",
        Effect::QuestionAsked { .. } => "question_asked",
        Effect::QuestionAnswered { .. } => "question_answered",
        Effect::Deliver { .. } => "deliver",
        Effect::DeliveryFailed { .. } => "delivery_failed",
        Effect::Reminder { .. } => "reminder",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<Result<Message, NotifyError>> {
        let event: SqsEvent = serde_json::from_str(text).unwrap();
        event.records.iter().map(read).collect()
    }

    #[test]
    fn batches_hold_every_kind_of_effect() {
        let kinds = |text| -> Vec<&str> {
            messages(text).iter().map(|message| kind(&message.as_ref().unwrap().effect)).collect()
        };
        assert_eq!(
            kinds(include_str!("../../../events/notify/batch.json")),
            ["invitation", "password_forgotten", "password_changed", "new_device", "factor_changed"]
        );
        assert_eq!(
            kinds(include_str!("../../../events/notify/documents.json")),
            [
                "approval_wanted",
                "reminder",
                "document_approved",
                "document_declined",
                "document_withdrawn",
                "question_asked",
                "question_answered",
                "delivery_failed",
            ]
        );
    }

    #[test]
    fn a_duplicate_has_another_message_id_and_the_same_outbox_id() {
        let text = include_str!("../../../events/notify/duplicate.json");
        let event: SqsEvent = serde_json::from_str(text).unwrap();
        assert_ne!(event.records[0].message_id, event.records[1].message_id);
        let ids: Vec<OutboxId> = messages(text).into_iter().map(|message| message.unwrap().id).collect();
        assert_eq!(ids[0], ids[1]);
    }

    #[test]
    fn poison_is_unreadable_and_the_error_repeats_nothing_of_it() {
        for message in messages(include_str!("../../../events/notify/poison.json")) {
            assert_eq!(message.unwrap_err().to_string(), "the message does not name an effect");
        }
    }

    #[test]
    fn settings_name_what_is_wrong() {
        let with = |origin: &str, from: &str| {
            Settings::read(&Source::pairs([
                ("TABLE_NAME", "portal"),
                ("PORTAL_ORIGIN", origin),
                ("FIRM_NAME", "Voorbeeld Accountants"),
                ("MAIL_FROM", from),
                ("MAIL_SET", "returns"),
            ]))
            .map(|settings| settings.origin)
            .map_err(|error| error.to_string())
        };
        assert_eq!(with("http://localhost:8080", "portaal@example.com").as_deref(), Ok("http://localhost:8080"));
        for origin in ["https://portaal.example/", "http://portaal.example", "portaal.example"] {
            assert!(with(origin, "portaal@example.com").unwrap_err().contains("PORTAL_ORIGIN"), "{origin}");
        }
        assert!(with("https://portaal.example", "portaal").unwrap_err().contains("MAIL_FROM"));
    }
}
