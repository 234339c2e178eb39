//! One message of the queue, one try at a delivery.
//!
//! The queue delivers at least once and in any order, and a try may end without anybody knowing whether the other side
//! has it. So a worker claims the delivery first (not the message: two messages may ask for one delivery), and whatever
//! was left unclear is asked before anything is sent again. A delivery that is not there yet fails its message, which
//! comes back later, each time after a longer wait; the tries are counted on the document, and end.

use std::time::Instant;

use akkoord_domain::{
    delivery::{Channel, Delivery, State, wait_after},
    document::{Document, Refusal},
    history::Actor,
    id::{OutboxId, UserId},
};
use akkoord_filing::{
    channel::Answer,
    filing::{Filing, IdempotencyKey, Manifest, Pack},
};
use akkoord_runtime::{
    batch,
    clock::Clock,
    random::{self, RandomError},
};
use akkoord_store::{
    Store, StoreError,
    delivery::{Claim, Left},
    document::{Outcome as Change, Step},
    files::{Files, FilesError},
    outbox::{About, Effect, Message},
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};

use crate::{
    queue::Queue,
    settings::Channels,
    verdict::{after, answer_of, with},
};

/// Why a message failed and should come back. None of them repeats the message or the other side's words.
#[derive(Debug, thiserror::Error)]
enum DeliverError {
    #[error("the message does not name a delivery")]
    Unreadable,
    #[error("another worker is at this delivery")]
    Busy,
    #[error("the document was not delivered yet: {reason}")]
    NotYet { reason: String, attempts: u32 },
    #[error("the document lacks what an approved one has")]
    Incomplete,
    #[error("the delivery changed while it was made")]
    Changed,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// Makes deliveries.
pub struct Deliver {
    store: Store,
    files: Files,
    channels: Channels,
    queue: Queue,
    clock: Clock,
}

/// What a try came to.
struct Tried {
    answer: Answer,
    contact: Option<UserId>,
}

impl Deliver {
    /// Reads documents from this table, gives out this bucket's files and delivers through these channels; messages come
    /// from this queue.
    #[must_use]
    pub fn new(store: Store, files: Files, channels: Channels, queue: Queue, clock: Clock) -> Self {
        Self { store, files, channels, queue, clock }
    }

    /// Handles one batch of the queue and answers which messages failed.
    pub async fn handle(&self, event: SqsEvent) -> SqsBatchResponse {
        batch::queue(event, async |record| self.record(&record).await).await
    }

    async fn record(&self, record: &SqsMessage) -> Result<(), DeliverError> {
        let started = Instant::now();
        let (id, about, channel) = read(record)?;
        let delivered = self.deliver(&about, channel).await;
        if let (Err(DeliverError::NotYet { attempts, .. }), Some(handle)) = (&delivered, &record.receipt_handle) {
            self.queue.put_off(handle, wait_after(*attempts, random::word128()?)).await;
        }
        let outcome = delivered?;
        tracing::info!(
            outbox.id = %id,
            effect.kind = "deliver",
            delivery.channel = channel.as_str(),
            outcome,
            duration_ms = started.elapsed().as_millis(),
            "message handled"
        );
        Ok(())
    }

    async fn deliver(&self, about: &About, channel: Channel) -> Result<&'static str, DeliverError> {
        let since = self.clock.now();
        let claim = self.store.claim_delivery(about, channel, since).await?;
        if claim == Claim::Busy {
            return Err(DeliverError::Busy);
        }
        let (left, done) = self.claimed(about, channel, claim).await;
        if let Err(error) = self.store.give_back_delivery(about, channel, since, left).await {
            // The next worker then waits for the claim's end and asks before it sends.
            tracing::warn!(document.id = %about.document, error.cause = %error, "could not give the claim back");
        }
        done
    }

    /// What the claim is given back with, and what became of the message.
    async fn claimed(
        &self,
        about: &About,
        channel: Channel,
        claim: Claim,
    ) -> (Left, Result<&'static str, DeliverError>) {
        // What was unclear before stays so until somebody says otherwise.
        let before = if claim == Claim::First { Left::Clear } else { Left::Unclear };
        let document = match self.store.document(about.organisation, about.document).await {
            Ok(document) => document,
            Err(error) => return (before, Err(error.into())),
        };
        // Read after the claim, so that no other worker can have delivered it in between.
        let Some(document) = document.filter(|document| document.version == about.version) else {
            return (before, Ok("nothing_to_deliver"));
        };
        let Some(delivery) = document.delivery(channel).filter(|delivery| delivery.is_due()) else {
            return (before, Ok("nothing_to_deliver"));
        };
        let ask_first = claim == Claim::Again || delivery.state == State::Unknown;
        let tried = match self.attempt(&document, channel, ask_first).await {
            Ok(tried) => tried,
            Err(error) => return (before, Err(error)),
        };
        let written = self.write(about, delivery, &tried).await;
        let clear = written.is_ok() && !matches!(tried.answer, Answer::Unknown { .. });
        let done = written.and_then(|after| match after.state {
            _ if after.is_due() => Err(DeliverError::NotYet { reason: word(&tried.answer), attempts: after.attempts }),
            state => Ok(name(state)),
        });
        (if clear { Left::Clear } else { Left::Unclear }, done)
    }

    /// One try. An error means that nothing was sent by it.
    async fn attempt(&self, document: &Document, channel: Channel, ask_first: bool) -> Result<Tried, DeliverError> {
        let organisation = self.store.organisation(document.organisation).await?.ok_or(DeliverError::Incomplete)?;
        let (contact, way) = (organisation.contact, self.channels.to(channel));
        let key = IdempotencyKey::new(document.id, document.version, channel);
        if ask_first && let Some(answer) = answer_of(way.status(&key, self.clock.now()).await) {
            return Ok(Tried { answer, contact });
        }
        let filing = self.filing(document, organisation.client_number, key).await?;
        Ok(Tried { answer: way.submit(&filing, self.clock.now()).await, contact })
    }

    async fn filing(
        &self,
        document: &Document,
        client_number: String,
        key: IdempotencyKey,
    ) -> Result<Filing, DeliverError> {
        let about = About::newest(document);
        let version = self.store.version(about.organisation, about.document, about.version).await?;
        let file = version.ok_or(DeliverError::Incomplete)?.file;
        let proof = document.proof.as_ref().ok_or(DeliverError::Incomplete)?;
        let approved_at = document.given.iter().map(|given| given.at).max().ok_or(DeliverError::Incomplete)?;
        let expires_at = self.clock.now() + akkoord_store::files::TO_FETCH;
        let url = self.files.address_for_fetching(about, &proof.object_version).await?;
        Ok(Filing {
            key,
            manifest: Manifest {
                organisation: about.organisation,
                client_number,
                document: about.document,
                version: about.version,
                kind: document.kind,
                title: document.title.clone(),
                period: document.period,
                recipient: document.recipient,
                file_name: file.name,
                sha256: file.sha256,
                size: file.size,
                approved_at,
                reference: document.reference(),
            },
            pack: Pack { url: url.into(), expires_at, sha256: proof.sha256.clone() },
        })
    }

    /// Writes the result down, with its entry of the history and what follows from it, all or nothing.
    async fn write(&self, about: &About, before: &Delivery, tried: &Tried) -> Result<Delivery, DeliverError> {
        let now = self.clock.now();
        let outbox = OutboxId::new(now, random::word128()?);
        let next = after(before, &tried.answer, now);
        let decide = |document: &mut Document| {
            // Only who holds the claim changes a delivery that is due; and staff, for whom this one then counts no more.
            if document.delivery(before.channel) != Some(before) {
                return Err(Refusal::NotDeliverable);
            }
            let event = document.deliver(next.clone())?;
            let with = with(document, &next, tried.contact, outbox);
            Ok(Some(Step { actor: Actor::Portal, event, with }))
        };
        match self.store.change_document(about.organisation, about.document, now, decide).await? {
            Ok(Change::Done(_)) => Ok(next),
            Ok(Change::Unchanged(_) | Change::Missing | Change::Stale) | Err(_) => Err(DeliverError::Changed),
        }
    }
}

/// The parser's own message would repeat a part of what it read, so it is dropped.
fn read(record: &SqsMessage) -> Result<(OutboxId, About, Channel), DeliverError> {
    let body = record.body.as_deref().ok_or(DeliverError::Unreadable)?;
    match serde_json::from_str(body) {
        Ok(Message { id, effect: Effect::Deliver { about, channel } }) => Ok((id, about, channel)),
        _ => Err(DeliverError::Unreadable),
    }
}

/// Why it is not there yet, in one word.
fn word(answer: &Answer) -> String {
    match answer {
        Answer::Unavailable { reason } => reason.to_string(),
        Answer::Unknown { reason } => format!("unknown, {reason}"),
        _ => String::new(),
    }
}

fn name(state: State) -> &'static str {
    match state {
        State::Waiting => "waiting",
        State::Queued => "queued",
        State::Unknown => "unknown",
        State::Sent => "sent",
        State::Accepted => "accepted",
        State::Refused => "refused",
        State::Failed => "failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<Result<(OutboxId, About, Channel), DeliverError>> {
        let event: SqsEvent = serde_json::from_str(text).unwrap();
        event.records.iter().map(read).collect()
    }

    #[test]
    fn a_message_names_a_version_and_a_channel() {
        let read: Vec<_> = messages(include_str!("../../../events/deliver/batch.json"))
            .into_iter()
            .map(|message| message.map(|(_, about, channel)| (about.version, channel)).unwrap())
            .collect();
        assert_eq!(read, [(2, Channel::Archive), (2, Channel::Recipient)]);
    }

    #[test]
    fn poison_is_unreadable_and_the_error_repeats_nothing_of_it() {
        let poison = messages(include_str!("../../../events/deliver/poison.json"));
        assert_eq!(poison.len(), 4);
        for message in poison {
            assert_eq!(message.unwrap_err().to_string(), "the message does not name a delivery");
        }
    }
}
