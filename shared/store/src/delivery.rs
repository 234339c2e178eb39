//! A worker's claim on delivering one version through one channel. It belongs to the delivery and not to the message
//! that asked for it, so that two messages cannot send the same thing twice; and it stays when a worker died or got no
//! answer, so that the next one asks the other side before it sends anything.

use akkoord_domain::{Timestamp, delivery::Channel};
use aws_sdk_dynamodb::types::AttributeValue;

use crate::{
    Store, StoreError, keys,
    notification::LEASE,
    outbox::About,
    table::{Change, delete_in_transaction, millisecond},
};

/// What claiming said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Nothing was sent that is not accounted for: send it.
    First,
    /// Something may have been sent: ask first.
    Again,
    /// Another worker is at it; the message should come back later.
    Busy,
}

/// What the worker knows when it gives its claim back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// What became of it is written down, or nothing was sent.
    Clear,
    /// Something may have been sent.
    Unclear,
}

fn claim_key(about: &About, channel: Channel) -> keys::Key {
    keys::delivering(about.organisation, about.document, about.version, channel)
}

impl Store {
    /// Claims a delivery for 60 seconds.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn claim_delivery(&self, about: &About, channel: Channel, now: Timestamp) -> Result<Claim, StoreError> {
        let claim = |condition: &str| {
            Change::new(claim_key(about, channel), "SET leased_until = :until")
                .only_if(condition)
                .value(":until", millisecond(now + LEASE))
        };
        if self.update(claim("attribute_not_exists(pk)")).await? {
            return Ok(Claim::First);
        }
        let over = claim("leased_until <= :now").value(":now", millisecond(now));
        Ok(if self.update(over).await? { Claim::Again } else { Claim::Busy })
    }

    /// Gives back the claim that was made at `since`, unless it ran out and another worker has it.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn give_back_delivery(
        &self,
        about: &About,
        channel: Channel,
        since: Timestamp,
        left: Left,
    ) -> Result<(), StoreError> {
        let (key, mine) = (claim_key(about, channel), millisecond(since + LEASE));
        match left {
            Left::Unclear => {
                let change = Change::new(key, "SET leased_until = :over")
                    .only_if("leased_until = :mine")
                    .value(":over", AttributeValue::N("0".to_owned()))
                    .value(":mine", mine);
                self.update(change).await.map(|_| ())
            }
            Left::Clear => {
                let delete = delete_in_transaction(self, &key, Some("leased_until = :mine"), &[(":mine", mine)])?;
                // A refusal says that another worker has it.
                self.transact(vec![delete]).await.map(|_| ())
            }
        }
    }
}
