//! A worker's claim on an outbox item. Queues deliver at least once; the claim makes the effect happen once, and a
//! worker that died leaves it to the next one when its lease ends. An effect that several people are told about keeps
//! with its claim who was told, so that whoever goes on after a failure tells only the others.

use akkoord_domain::{
    SignedDuration, Timestamp,
    id::{OutboxId, UserId},
};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Deserialize;

use crate::{
    Store, StoreError, keys,
    table::{Change, millisecond, number},
};

/// How long a claim keeps others away: longer than the worker's own time limit.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// Longer than a queue keeps a message (14 days at most).
const KEPT: SignedDuration = SignedDuration::from_hours(15 * 24);

/// What claiming said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The effect is this worker's to bring about.
    Mine,
    /// It happened before.
    Done,
    /// Another worker is at it; the message should come back later.
    Busy,
}

#[derive(Deserialize)]
struct Notified {
    done: bool,
    #[serde(default)]
    told: Vec<UserId>,
}

impl Store {
    /// Claims an outbox item.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn claim_notification(&self, id: OutboxId, now: Timestamp) -> Result<Claim, StoreError> {
        let change =
            Change::new(keys::notified(id), "SET done = :no, leased_until = :until, #ttl = if_not_exists(#ttl, :ttl)")
                .only_if("attribute_not_exists(pk) OR (done = :no AND leased_until <= :now)")
                .name("#ttl", "ttl")
                .value(":no", AttributeValue::Bool(false))
                .value(":until", millisecond(now + LEASE))
                .value(":now", millisecond(now))
                .value(":ttl", number((now + KEPT).as_second()));
        if self.update(change).await? {
            return Ok(Claim::Mine);
        }
        let found: Option<Notified> = self.get(&keys::notified(id)).await?;
        Ok(if found.is_some_and(|notified| notified.done) { Claim::Done } else { Claim::Busy })
    }

    /// Who was told about an effect so far.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn told(&self, id: OutboxId) -> Result<Vec<UserId>, StoreError> {
        let found: Option<Notified> = self.get(&keys::notified(id)).await?;
        Ok(found.map(|notified| notified.told).unwrap_or_default())
    }

    /// Writes down that this user was told about the effect.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn note_told(&self, id: OutboxId, user: UserId) -> Result<(), StoreError> {
        let change = Change::new(keys::notified(id), "ADD told :user")
            .only_if("attribute_exists(pk)")
            .value(":user", AttributeValue::Ss(vec![user.to_string()]));
        self.update(change).await.map(|_| ())
    }

    /// Writes down that the effect happened.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn notification_done(&self, id: OutboxId) -> Result<(), StoreError> {
        let change = Change::new(keys::notified(id), "SET done = :yes")
            .only_if("attribute_exists(pk)")
            .value(":yes", AttributeValue::Bool(true));
        self.update(change).await.map(|_| ())
    }

    /// Gives a claim back after a failure, so that the message's next delivery need not wait for the lease.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn release_notification(&self, id: OutboxId, now: Timestamp) -> Result<(), StoreError> {
        let change = Change::new(keys::notified(id), "SET leased_until = :now")
            .only_if("attribute_exists(pk) AND done = :no")
            .value(":now", millisecond(now))
            .value(":no", AttributeValue::Bool(false));
        self.update(change).await.map(|_| ())
    }
}
