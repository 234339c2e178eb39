//! The channel to a party that none leads to: the portal sends nothing, and the firm does by its own means.

use akkoord_domain::Timestamp;

use crate::{
    channel::{Answer, Channel, Reply, Standing},
    filing::{Filing, IdempotencyKey},
};

/// Leads nowhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoChannel;

impl Channel for NoChannel {
    fn submit<'a>(&'a self, _filing: &'a Filing, _now: Timestamp) -> Reply<'a, Answer> {
        Box::pin(std::future::ready(Answer::Waiting))
    }

    fn status<'a>(&'a self, _key: &'a IdempotencyKey, _now: Timestamp) -> Reply<'a, Standing> {
        Box::pin(std::future::ready(Standing::NotKnown))
    }
}
