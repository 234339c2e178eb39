//! Released documents with their versions, first views, history and questions. Every change of a document writes its
//! next state, one entry of its history and what it promises, all or nothing; the entry's number is the lock.

mod lists;
mod parts;

use std::time::Duration;

use akkoord_domain::{
    Timestamp,
    document::{Document, Group},
    facts::{File, VersionNumber},
    history::{Actor, Entry, Event},
    id::{DocumentId, OrganisationId, OutboxId, UserId},
    login::DisplayName,
    question::Question,
    text::Note,
};
use aws_sdk_dynamodb::types::TransactWriteItem;
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, draft, keys,
    outbox::{self, Effect},
    table::{NEW, Refused, delete_in_transaction, item, number, put_if, put_in_transaction, string},
    work::{self, WorkChange},
};

/// How often a page is read that changes while it is read.
const READ_TRIES: u32 = 3;

/// How often a change is tried on a document that others change at the same time.
const CHANGE_TRIES: u32 = 8;

/// One version of a document. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number.
    pub version: VersionNumber,
    /// Its file.
    pub file: File,
    /// What the firm says with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Note>,
    /// When it was released.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub released_at: Timestamp,
    /// Who released it.
    pub released_by: DisplayName,
    /// The same person's id.
    pub released_by_id: UserId,
    /// The draft's revision that it was: who releases that revision again finds this version.
    pub revision: u64,
}

/// That a user opened a version, and when for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The version.
    pub version: VersionNumber,
    /// Who.
    pub user: UserId,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
}

/// A document's next state with everything that is written with it.
#[derive(Debug)]
pub struct Next<'a> {
    /// The document after the change; `entry` is the newest of its history.
    pub document: &'a Document,
    /// The entry that the change adds.
    pub entry: &'a Entry,
    /// What else is written.
    pub with: Vec<With>,
}

/// What is written together with a document's next state.
#[derive(Debug, Clone)]
pub enum With {
    /// Something is promised.
    Promise(OutboxId, Effect),
    /// A new version; the draft of this revision becomes it.
    Version(Box<Version>, draft::Released),
    /// A first view.
    View(View),
    /// A question, new or with one more reply.
    Question(Box<Question>),
    /// Work for staff begins or ends.
    Work(WorkChange),
}

/// A change that the rules allowed: who did what, and what is written with it.
#[derive(Debug)]
pub struct Step {
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
    /// What else is written.
    pub with: Vec<With>,
}

/// What became of a change.
#[derive(Debug)]
pub enum Outcome {
    /// It was written: the document after it.
    Done(Document),
    /// There was nothing to change: the document as it is.
    Unchanged(Document),
    /// The organisation has no such document.
    Missing,
    /// As [`Saved::Stale`].
    Stale,
}

/// How a change went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is written.
    Yes,
    /// The document changed in the meantime: read it again and ask the rules again.
    Changed,
    /// What is written with the document is there already, or was changed in the meantime: read that again.
    Stale,
}

/// What a page about one document shows.
#[derive(Debug, Clone)]
pub struct Details {
    /// The document.
    pub document: Document,
    /// Its versions, the first one first.
    pub versions: Vec<Version>,
    /// Its questions, the first one first.
    pub questions: Vec<Question>,
}

fn document_item(document: &Document) -> Result<crate::table::Item, StoreError> {
    let mut item = item(&keys::document(document.organisation, document.id), document, None)?;
    let group = document.status.group();
    let by_deadline = format!("{}#{}", document.deadline, document.id);
    if group == Group::Open {
        item.insert("open_pk".to_owned(), string(keys::organisation_partition(document.organisation)));
        item.insert("open_sk".to_owned(), string(&by_deadline));
    }
    if let Some(since) = document.unsettled_since() {
        let place = format!("{:013}#{}#{}", since.as_millisecond(), document.organisation, document.id);
        item.insert("open_pk".to_owned(), string(keys::UNSETTLED));
        item.insert("open_sk".to_owned(), string(place));
    }
    item.insert("status_pk".to_owned(), string(keys::status_partition(document.organisation, group)));
    item.insert("status_sk".to_owned(), string(format!("{}#{}", document.period.year(), document.id)));
    item.insert("firm_pk".to_owned(), string(keys::firm_partition(group)));
    let place = format!("{}#{}#{}", document.deadline, document.organisation, document.id);
    item.insert("firm_sk".to_owned(), string(place));
    Ok(item)
}

impl Next<'_> {
    /// The parts of the transaction; the first one is refused when the document changed in the meantime.
    pub(crate) fn items(&self, store: &Store) -> Result<Vec<TransactWriteItem>, StoreError> {
        let (document, entry) = (self.document, self.entry);
        let (organisation, id) = (document.organisation, document.id);
        let before = entry.number - 1;
        let save = if before == 0 {
            put_in_transaction(store, document_item(document)?, NEW)?
        } else {
            put_if(
                store,
                document_item(document)?,
                "head.#length = :before",
                &[("#length", "length")],
                &[(":before", number(before))],
            )?
        };
        let history = item(&keys::history(organisation, id, entry.number), entry, None)?;
        let mut items = vec![save, put_in_transaction(store, history, NEW)?];
        for with in &self.with {
            items.extend(with.items(store, document, entry.at)?);
        }
        Ok(items)
    }

    /// What a refusal of the transaction says: the document's own part comes first.
    fn refused(refused: &Refused) -> Saved {
        if refused.failed(0) { Saved::Changed } else { Saved::Stale }
    }
}

impl With {
    fn items(&self, store: &Store, document: &Document, now: Timestamp) -> Result<Vec<TransactWriteItem>, StoreError> {
        let (organisation, id) = (document.organisation, document.id);
        Ok(match self {
            Self::Promise(outbox, effect) => vec![outbox::put(store, *outbox, effect, now)?],
            Self::Version(version, draft) => {
                let key = keys::version(organisation, id, version.version);
                vec![
                    put_in_transaction(store, item(&key, version, None)?, NEW)?,
                    delete_in_transaction(
                        store,
                        &keys::draft(organisation, id),
                        Some("revision = :revision"),
                        &[(":revision", number(draft.revision))],
                    )?,
                ]
            }
            Self::View(view) => {
                let key = keys::view(organisation, id, view.version, view.user);
                vec![put_in_transaction(store, item(&key, view, None)?, NEW)?]
            }
            Self::Question(question) => {
                let item = item(&keys::question(organisation, id, question.id), question, None)?;
                // The reply that was added is the only one that nobody else has seen yet.
                let put = match question.replies.len() {
                    0 => put_in_transaction(store, item, NEW)?,
                    replies => {
                        put_if(store, item, "size(replies) = :before", &[], &[(":before", number(replies - 1))])?
                    }
                };
                vec![put]
            }
            Self::Work(change) => vec![work::in_transaction(store, organisation, change)?],
        })
    }
}

impl Store {
    /// Writes a document's next state.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then nothing was written.
    pub async fn save_document(&self, next: &Next<'_>) -> Result<Saved, StoreError> {
        let items = next.items(self)?;
        Ok(match self.transact(items).await? {
            Ok(()) => Saved::Yes,
            Err(refused) => Next::refused(&refused),
        })
    }

    /// Changes a document: reads it, asks the rules, writes; and again, when it changed in between.
    ///
    /// `decide` changes the document that it is given and says what is written with it; `None` when there is nothing to
    /// do, for example because the same sending was seen before. It may be asked several times, each time with the
    /// document as it is then.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then nothing was written. Inside, what `decide` refuses.
    pub async fn change_document<E>(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
        now: Timestamp,
        mut decide: impl FnMut(&mut Document) -> Result<Option<Step>, E>,
    ) -> Result<Result<Outcome, E>, StoreError> {
        for attempt in 1..=CHANGE_TRIES {
            let Some(mut next) = self.document(organisation, document).await? else { return Ok(Ok(Outcome::Missing)) };
            let step = match decide(&mut next) {
                Ok(Some(step)) => step,
                Ok(None) => return Ok(Ok(Outcome::Unchanged(next))),
                Err(refusal) => return Ok(Err(refusal)),
            };
            let entry =
                next.record(now, step.actor, step.event).map_err(|error| StoreError::Form(error.to_string()))?;
            match self.save_document(&Next { document: &next, entry: &entry, with: step.with }).await? {
                Saved::Yes => return Ok(Ok(Outcome::Done(next))),
                Saved::Stale => return Ok(Ok(Outcome::Stale)),
                Saved::Changed => {}
            }
            tokio::time::sleep(Duration::from_millis(10 * u64::from(attempt * attempt))).await;
        }
        Err(StoreError::Busy)
    }

    /// An organisation's document.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn document(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
    ) -> Result<Option<Document>, StoreError> {
        self.get(&keys::document(organisation, document)).await
    }

    /// An organisation's document, and this user's first view of a version of it, in one read.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn document_with_view(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
        version: VersionNumber,
        user: UserId,
    ) -> Result<Option<(Document, Option<View>)>, StoreError> {
        let wanted = [keys::document(organisation, document), keys::view(organisation, document, version, user)];
        let mut items = self.get_all(&wanted).await?.into_iter();
        let Some(document) = items.next().flatten() else { return Ok(None) };
        let view = items.next().flatten().map(serde_dynamo::from_item).transpose()?;
        Ok(Some((serde_dynamo::from_item(document)?, view)))
    }

    /// Everything that a page about an organisation's document shows.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn document_details(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
    ) -> Result<Option<Details>, StoreError> {
        let partition = keys::document_partition(organisation, document);
        for _ in 0..READ_TRIES {
            let (found, versions, questions) = tokio::join!(
                self.document(organisation, document),
                self.all_of::<Version>(&partition, keys::VERSION_PREFIX),
                self.all_of(&partition, keys::QUESTION_PREFIX),
            );
            let Some(document) = found? else { return Ok(None) };
            let mut questions: Vec<Question> = questions?;
            questions.sort_by_key(|question| (question.at, question.id));
            let details = Details { document, versions: versions?, questions };
            // A version that was released between these reads is in the document and not yet among the versions.
            if details.versions.iter().any(|version| version.version == details.document.version) {
                return Ok(Some(details));
            }
        }
        Err(StoreError::Busy)
    }
}
