//! Work that waits for staff: a question, a document that was declined, a delivery that is stuck, somebody whom mails do
//! not reach. The cause names the line, so that the same cause makes it once.

use akkoord_domain::{
    Timestamp,
    delivery::Channel,
    document::Document,
    facts::{Title, VersionNumber},
    id::{DocumentId, OrganisationId, QuestionId, UserId},
};
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, keys,
    page::{FIRM, List, Page},
    table::{Item, delete_in_transaction, item, number, put_in_transaction, string},
};

/// Why there is work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Cause {
    /// A client asked a question.
    Question {
        /// The question.
        question: QuestionId,
    },
    /// A client did not agree.
    Declined {
        /// The version.
        version: VersionNumber,
    },
    /// A delivery was tried as often as it may be, or refused.
    DeliveryFailed {
        /// Through which channel.
        channel: Channel,
    },
    /// Nobody knows whether a delivery arrived.
    DeliveryUnknown {
        /// Through which channel.
        channel: Channel,
    },
    /// An approved document waits for the firm to send it by other means.
    DeliveryWaiting,
    /// An approved document has no evidence, and should have had it hours ago.
    EvidenceLate,
    /// A delivery was not tried for hours.
    DeliveryLate {
        /// Through which channel.
        channel: Channel,
    },
    /// Nobody could be told that this version waits for approval.
    NobodyTold {
        /// The version.
        version: VersionNumber,
    },
    /// A mail came back: the user's address does not work.
    Bounce {
        /// To whom it went.
        user: UserId,
    },
    /// The user's mailbox called a mail unwanted, and gets no more of them.
    Complaint {
        /// To whom it went.
        user: UserId,
    },
}

/// One line of the work list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The organisation that it is about.
    pub organisation: OrganisationId,
    /// The document; only a mail that came back may have been about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Title>,
    /// Why.
    pub cause: Cause,
    /// Since when.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
    /// Who is asked first: the organisation's contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<UserId>,
}

impl Work {
    /// Names the line within its organisation: the same cause has the same name.
    #[must_use]
    pub fn id(&self) -> String {
        self.cause.id(self.document)
    }
}

impl Cause {
    /// The name of this cause's line for a document. Who cannot be reached is one line, whatever the mails were about:
    /// there is one address to put right.
    #[must_use]
    pub fn id(&self, document: impl Into<Option<DocumentId>>) -> String {
        let document = document.into().map_or_else(String::new, |document| document.to_string());
        let channel = |channel: &Channel| match channel {
            Channel::Archive => "archive",
            Channel::Recipient => "recipient",
        };
        match self {
            Self::Question { question } => format!("question-{question}"),
            Self::Declined { version } => format!("declined-{document}-{version}"),
            Self::DeliveryFailed { channel: by } => format!("failed-{document}-{}", channel(by)),
            Self::DeliveryUnknown { channel: by } => format!("unknown-{document}-{}", channel(by)),
            Self::DeliveryWaiting => format!("waiting-{document}"),
            Self::EvidenceLate => format!("evidence-{document}"),
            Self::DeliveryLate { channel: by } => format!("late-{document}-{}", channel(by)),
            Self::NobodyTold { version } => format!("untold-{document}-{version}"),
            Self::Bounce { user } => format!("bounce-{user}"),
            Self::Complaint { user } => format!("complaint-{user}"),
        }
    }

    /// The user whom mails do not reach, where that is the cause.
    #[must_use]
    pub fn unreached(&self) -> Option<UserId> {
        match self {
            Self::Bounce { user } | Self::Complaint { user } => Some(*user),
            _ => None,
        }
    }
}

/// Work begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkChange {
    /// It begins, or is there already.
    Begins(Work),
    /// It ends, or is gone already: the line of this name.
    Ends(String),
}

pub(crate) fn in_transaction(
    store: &Store,
    organisation: OrganisationId,
    change: &WorkChange,
) -> Result<TransactWriteItem, StoreError> {
    match change {
        WorkChange::Begins(work) => put_in_transaction(store, line(work)?, None),
        WorkChange::Ends(id) => delete_in_transaction(store, &keys::work(organisation, id), None, &[]),
    }
}

/// A line as the table holds it.
pub(crate) fn line(work: &Work) -> Result<Item, StoreError> {
    let (organisation, id) = (work.organisation, work.id());
    let mut item = item(&keys::work(organisation, &id), work, None)?;
    let place = format!("{:013}#{organisation}#{id}", work.at.as_millisecond());
    item.insert("firm_pk".to_owned(), string(keys::WORK));
    item.insert("firm_sk".to_owned(), string(place));
    Ok(item)
}

fn key_in_list(place: &str) -> Option<keys::Key> {
    let mut parts = place.splitn(3, '#').skip(1);
    Some(keys::work(parts.next()?.parse().ok()?, parts.next()?))
}

impl Store {
    /// The firm's work, the oldest first. For staff only. The index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn work(&self, limit: usize, after: Option<&str>) -> Result<Page<Work>, StoreError> {
        let list = List { index: Some(FIRM), partition: keys::WORK, prefix: "", descending: false };
        self.page(list, limit, after, key_in_list).await
    }

    /// A line of an organisation's work.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn work_line(&self, organisation: OrganisationId, id: &str) -> Result<Option<Work>, StoreError> {
        self.get(&keys::work(organisation, id)).await
    }

    /// Takes a line off the work list, whether it is there or not.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn work_done(&self, organisation: OrganisationId, id: &str) -> Result<(), StoreError> {
        self.delete(&keys::work(organisation, id)).await
    }

    /// Puts a line on the work list because of how a document stands; `false` when the document changed since it was read,
    /// and then nothing was written.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn work_begins_while(&self, work: &Work, document: &Document) -> Result<bool, StoreError> {
        let unchanged = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(keys::document(document.organisation, document.id).attributes()))
            .condition_expression("head.#length = :length")
            .expression_attribute_names("#length", "length")
            .expression_attribute_values(":length", number(document.head.length))
            .build()
            .map_err(|error| StoreError::Form(error.to_string()))?;
        let unchanged = TransactWriteItem::builder().condition_check(unchanged).build();
        let begins = in_transaction(self, work.organisation, &WorkChange::Begins(work.clone()))?;
        Ok(self.transact(vec![unchanged, begins]).await?.is_ok())
    }

    /// Puts a line on the work list that no document's change goes with.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn work_begins(&self, work: &Work) -> Result<(), StoreError> {
        let items = vec![in_transaction(self, work.organisation, &WorkChange::Begins(work.clone()))?];
        self.transact(items).await.map(|_| ())
    }
}
