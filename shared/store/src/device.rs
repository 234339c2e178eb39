//! Devices that a user signed in on before. They carry no authority: a new one only causes a mail.

use akkoord_domain::{SignedDuration, Timestamp, handle::Digest, id::UserId};
use aws_sdk_dynamodb::types::TransactWriteItem;
use serde::Serialize;

use crate::{
    Store, StoreError, keys,
    table::{item, put_in_transaction},
};

/// How long a device is remembered after signing in on it.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(365 * 24);

#[derive(Serialize)]
struct Device {
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    seen_at: Timestamp,
}

pub(crate) fn put(
    store: &Store,
    user: UserId,
    digest: &Digest,
    now: Timestamp,
) -> Result<TransactWriteItem, StoreError> {
    put_in_transaction(
        store,
        item(&keys::device(user, digest), &Device { seen_at: now }, Some(now + REMEMBERED))?,
        None,
    )
}
