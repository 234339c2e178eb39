//! The outbox: what a transaction promises to happen elsewhere. The table's stream carries each item to `dispatch`.
//!
//! An effect names people and things by id only: no secret, address or text ever lies in the outbox or a queue.

use akkoord_domain::{
    SignedDuration, Timestamp,
    delivery::Channel,
    document::Document,
    facts::VersionNumber,
    id::{DocumentId, OrganisationId, OutboxId, QuestionId, UserId},
    login::LoginName,
};
use aws_sdk_dynamodb::types::TransactWriteItem;
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, keys,
    table::{NEW, item, put_in_transaction},
};

/// How long an outbox item stays for those who look after a failure.
const KEPT: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What must happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Effect {
    /// Mail an invitation with a fresh link to a user who is still invited.
    Invitation {
        /// Who is invited.
        user: UserId,
    },
    /// Somebody asked for a new password for this login name, which may not exist.
    PasswordForgotten {
        /// The name as it was asked for.
        login: LoginName,
    },
    /// Tell the user that the password was changed.
    PasswordChanged {
        /// Whose password.
        user: UserId,
    },
    /// Tell the user about a sign-in on a device that was not seen before.
    NewDevice {
        /// Who signed in.
        user: UserId,
        /// Browser and system in words, for example "Firefox, Windows".
        device: String,
        /// When.
        at: Timestamp,
    },
    /// Tell the user that a second factor changed.
    FactorChanged {
        /// Whose factor.
        user: UserId,
        /// What changed.
        change: FactorChange,
    },
    /// Tell those whose turn it is that a document waits for their approval.
    ApprovalWanted {
        /// The document.
        about: About,
        /// The stage that waits, from 0.
        stage: usize,
    },
    /// Everybody approved: make the evidence, and tell the contact.
    DocumentApproved {
        /// The document.
        about: About,
    },
    /// Make the evidence that should have been there long ago; everybody was told before.
    EvidenceMissing {
        /// The document.
        about: About,
    },
    /// Somebody did not agree: tell the contact and those who approved before.
    DocumentDeclined {
        /// The document.
        about: About,
        /// Who did not agree.
        by: UserId,
    },
    /// The firm took the document back: tell those who were asked to approve it.
    DocumentWithdrawn {
        /// The document.
        about: About,
    },
    /// Somebody asked or replied: tell the contact.
    QuestionAsked {
        /// The document.
        about: About,
        /// The question.
        question: QuestionId,
    },
    /// The firm answered: tell who asked.
    QuestionAnswered {
        /// The document.
        about: About,
        /// The question.
        question: QuestionId,
    },
    /// Deliver the document.
    Deliver {
        /// The document.
        about: About,
        /// Through which channel.
        channel: Channel,
    },
    /// A delivery failed for good: tell the contact.
    DeliveryFailed {
        /// The document.
        about: About,
        /// Through which channel.
        channel: Channel,
    },
    /// Remind those whose turn it is.
    Reminder {
        /// The document.
        about: About,
        /// Days before the deadline: 7, 1 or 0.
        days: u32,
    },
}

/// Which version of whose document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Whose.
    pub organisation: OrganisationId,
    /// Which.
    pub document: DocumentId,
    /// Its version.
    pub version: VersionNumber,
}

impl About {
    /// The newest version of this document.
    #[must_use]
    pub fn newest(document: &Document) -> Self {
        Self { organisation: document.organisation, document: document.id, version: document.version }
    }
}

/// A worker, by the queue that it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Worker {
    /// Sends mails.
    Notify,
    /// Makes evidence.
    Prove,
    /// Delivers documents.
    Deliver,
}

impl Effect {
    /// Who has a part in bringing it about.
    #[must_use]
    pub fn workers(&self) -> &'static [Worker] {
        match self {
            Self::DocumentApproved { .. } => &[Worker::Prove, Worker::Notify],
            Self::EvidenceMissing { .. } => &[Worker::Prove],
            Self::Deliver { .. } => &[Worker::Deliver],
            _ => &[Worker::Notify],
        }
    }
}

/// A change of a second factor that the user is told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorChange {
    /// An authenticator was set up.
    AuthenticatorAdded,
    /// The authenticator was removed.
    AuthenticatorRemoved,
    /// New recovery codes took the place of the old ones.
    RecoveryCodesRenewed,
    /// A recovery code was used for signing in.
    RecoveryCodeUsed,
}

/// An outbox item on its way to a worker: the id is the idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The outbox item.
    pub id: OutboxId,
    /// What must happen.
    pub effect: Effect,
}

/// The item's part of a transaction.
pub(crate) fn put(
    store: &Store,
    id: OutboxId,
    effect: &Effect,
    now: Timestamp,
) -> Result<TransactWriteItem, StoreError> {
    let message = Message { id, effect: effect.clone() };
    put_in_transaction(store, item(&keys::outbox(id), &message, Some(now + KEPT))?, NEW)
}

/// Whether a key of the table's stream is an outbox item's.
#[must_use]
pub fn is_outbox_key(pk: &str) -> bool {
    pk.starts_with(keys::OUTBOX_PREFIX)
}

impl Store {
    /// Promises an effect that no other write goes with.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn promise(&self, id: OutboxId, effect: &Effect, now: Timestamp) -> Result<(), StoreError> {
        let items = vec![put(self, id, effect, now)?];
        // A refusal would mean that this very item was written before.
        self.transact(items).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_that_is_asked_for_again_tells_nobody_a_second_time() {
        let about = About {
            organisation: akkoord_domain::id::OrganisationId::new(Timestamp::UNIX_EPOCH, 1),
            document: DocumentId::new(Timestamp::UNIX_EPOCH, 2),
            version: 1,
        };
        assert_eq!(Effect::DocumentApproved { about }.workers(), [Worker::Prove, Worker::Notify]);
        assert_eq!(Effect::EvidenceMissing { about }.workers(), [Worker::Prove]);
    }

    #[test]
    fn a_message_survives_the_table_and_the_queue() {
        let user = UserId::new(Timestamp::UNIX_EPOCH, 1);
        let message = Message {
            id: OutboxId::new(Timestamp::UNIX_EPOCH, 2),
            effect: Effect::FactorChanged { user, change: FactorChange::RecoveryCodeUsed },
        };
        let item: crate::table::Item = serde_dynamo::to_item(&message).unwrap();
        assert_eq!(serde_dynamo::from_item::<_, Message>(item).unwrap(), message);
    }
}
