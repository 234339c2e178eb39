//! One message of the queue, one evidence.
//!
//! The queue delivers at least once and in any order. The evidence is kept only where none is, and the first one stays;
//! the document then points at the one that is there. So a worker that dies between any two steps is followed by one that
//! goes on where it stopped, and two workers at once make one evidence.

use std::time::Instant;

use akkoord_domain::{
    delivery::{Channel, State},
    document::{Document, Proof, Refusal},
    facts::MAX_FILE_BYTES,
    history::Actor,
    id::{OutboxId, UserId},
};
use akkoord_evidence::{NotMade, Unsigned, readable_pdf};
use akkoord_runtime::{
    batch,
    clock::Clock,
    random::{self, RandomError},
};
use akkoord_store::{
    Store, StoreError,
    document::{Outcome, Step, With},
    files::{Described, Files, FilesError, Object},
    organisation::Organisation,
    outbox::{About, Effect, Message},
    work::{Cause, Work, WorkChange},
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};

use crate::{
    collect::Collected,
    key::{EvidenceKey, KeyError},
    settings::Settings,
};

/// Why a message failed and should come back. None of them repeats the message or a text of the document.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProveError {
    #[error("the message does not name an approved document")]
    Unreadable,
    #[error("the document lacks what an approved one has")]
    Incomplete,
    #[error("the document changed while its evidence was made")]
    Changed,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    NotMade(#[from] NotMade),
    #[error("the readable evidence could not be made")]
    Readable,
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// Makes evidence.
#[derive(Debug)]
pub struct Prove {
    store: Store,
    files: Files,
    key: EvidenceKey,
    settings: Settings,
    clock: Clock,
}

impl Prove {
    /// Reads documents from this table and bucket, signs with this key and keeps the evidence in the bucket.
    #[must_use]
    pub fn new(store: Store, files: Files, key: EvidenceKey, settings: Settings, clock: Clock) -> Self {
        Self { store, files, key, settings, clock }
    }

    /// Handles one batch of the queue and answers which messages failed.
    pub async fn handle(&self, event: SqsEvent) -> SqsBatchResponse {
        batch::queue(event, async |record| self.record(&record).await).await
    }

    async fn record(&self, record: &SqsMessage) -> Result<(), ProveError> {
        let started = Instant::now();
        let (id, about) = read(record)?;
        let outcome = self.prove(about).await?;
        tracing::info!(
            outbox.id = %id,
            effect.kind = "document_approved",
            outcome,
            duration_ms = started.elapsed().as_millis(),
            "message handled"
        );
        Ok(())
    }

    async fn prove(&self, about: About) -> Result<&'static str, ProveError> {
        let found = self.store.document(about.organisation, about.document).await?;
        let Some(document) = found.filter(|document| document.version == about.version) else {
            return Ok("nothing_to_prove");
        };
        if document.proof.is_some() {
            return Ok("duplicate");
        }
        if !document.status.is_approved() {
            return Err(ProveError::Incomplete);
        }
        let organisation = self.store.organisation(about.organisation).await?.ok_or(ProveError::Incomplete)?;
        let kept = match self.files.describe(Object::Evidence(about)).await? {
            // A worker before this one died after it had kept it.
            Some(kept) => kept,
            None => self.make(about, &document, &organisation).await?,
        };
        self.write(about, kept, organisation.contact).await
    }

    /// Makes the pack and keeps it; answers the one that is kept.
    async fn make(
        &self,
        about: About,
        document: &Document,
        organisation: &Organisation,
    ) -> Result<Described, ProveError> {
        let About { organisation: tenant, document: id, version } = about;
        let last = document.given.last().ok_or(ProveError::Incomplete)?;
        let (kept_version, views, history, user, key) = tokio::join!(
            self.store.version(tenant, id, version),
            self.store.views(tenant, id, version),
            self.store.history(tenant, id),
            self.store.user(last.user),
            self.key.public(),
        );
        let (kept_version, mut history, key) = (kept_version?.ok_or(ProveError::Incomplete)?, history?, key?);
        // What happened after the document was read belongs to what is read later.
        history.truncate(usize::try_from(document.head.length).unwrap_or(usize::MAX));
        let now = self.clock.now();
        let evidence = Collected {
            firm: &self.settings.firm,
            organisation,
            document,
            version: &kept_version,
            views: &views?,
            history: &history,
            language: user?.ok_or(ProveError::Incomplete)?.language,
            now,
        }
        .evidence()?;
        let file = &kept_version.file;
        let content = self.files.read(Object::Document(about), &file.object_version, MAX_FILE_BYTES).await?;
        let readable = readable_pdf(&evidence).map_err(|_| ProveError::Readable)?;
        let unsigned = Unsigned::new(&evidence, &content, readable, key)?;
        let signature = self.key.sign(unsigned.digest()).await?;
        let pack = unsigned.sign(&signature)?.pack();
        drop(content);
        self.files.keep_evidence(about, pack, now, now + self.settings.kept_for).await?;
        // Another worker may have been first: what counts is what is there.
        self.files.describe(Object::Evidence(about)).await?.ok_or(ProveError::Incomplete)
    }

    /// Lets the document point at its evidence, and begins its deliveries, all or nothing.
    async fn write(&self, about: About, kept: Described, contact: Option<UserId>) -> Result<&'static str, ProveError> {
        let now = self.clock.now();
        let proof = Proof {
            // As the pack says of itself, whichever worker made it.
            made_at: kept.made_at.unwrap_or(now),
            object_version: kept.object_version,
            sha256: kept.sha256.ok_or(ProveError::Incomplete)?,
        };
        let outbox = OutboxId::new(now, random::word128()?);
        let decide = |document: &mut Document| {
            if document.proof.is_some() {
                return Ok(None);
            }
            let event = document.prove(proof.clone(), self.settings.has_archive, now)?;
            Ok::<_, Refusal>(Some(Step { actor: Actor::Portal, event, with: with(document, contact, outbox) }))
        };
        match self.store.change_document(about.organisation, about.document, now, decide).await? {
            Ok(Outcome::Done(_)) => Ok("proved"),
            Ok(Outcome::Unchanged(_)) => Ok("duplicate"),
            Ok(Outcome::Missing | Outcome::Stale) | Err(_) => Err(ProveError::Changed),
        }
    }
}

/// What follows from the evidence: a delivery to the archive, and work for staff where no channel leads to the recipient.
fn with(document: &Document, contact: Option<UserId>, outbox: OutboxId) -> Vec<With> {
    let about = About::newest(document);
    let mut with = vec![With::Work(WorkChange::Ends(Cause::EvidenceLate.id(document.id)))];
    if document.delivery(Channel::Archive).is_some() {
        with.push(With::Promise(outbox, Effect::Deliver { about, channel: Channel::Archive }));
    }
    if document.delivery(Channel::Recipient).is_some_and(|delivery| delivery.state == State::Waiting) {
        with.push(With::Work(WorkChange::Begins(Work {
            organisation: document.organisation,
            document: Some(document.id),
            title: Some(document.title.clone()),
            cause: Cause::DeliveryWaiting,
            at: document.proof.as_ref().map_or(document.released_at, |proof| proof.made_at),
            contact,
        })));
    }
    with
}

/// The parser's own message would repeat a part of what it read, so it is dropped.
fn read(record: &SqsMessage) -> Result<(OutboxId, About), ProveError> {
    let body = record.body.as_deref().ok_or(ProveError::Unreadable)?;
    match serde_json::from_str(body) {
        Ok(Message { id, effect: Effect::DocumentApproved { about } | Effect::EvidenceMissing { about } }) => {
            Ok((id, about))
        }
        _ => Err(ProveError::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<Result<(OutboxId, About), ProveError>> {
        let event: SqsEvent = serde_json::from_str(text).unwrap();
        event.records.iter().map(read).collect()
    }

    #[test]
    fn a_message_names_the_version_that_was_approved() {
        let read: Vec<_> = messages(include_str!("../../../events/prove/batch.json"))
            .into_iter()
            .map(|message| message.map(|(id, about)| (id.to_string(), about.version)).unwrap())
            .collect();
        let id = |last: u32| format!("out_01KAT0PXG0V6N4M8D2T5Q7R9B{last}");
        assert_eq!(read, [(id(1), 2), (id(2), 1)]);
    }

    #[test]
    fn poison_is_unreadable_and_the_error_repeats_nothing_of_it() {
        let poison = messages(include_str!("../../../events/prove/poison.json"));
        assert_eq!(poison.len(), 4);
        for message in poison {
            assert_eq!(message.unwrap_err().to_string(), "the message does not name an approved document");
        }
    }
}
