//! Every key of the one table, and the access patterns that they serve. No other file formats a key.
//!
//! | access | key |
//! |---|---|
//! | user by id; with session, challenge, link, device in one BatchGetItem | `USER#u` / `USER`, `SESSION#h`, `CHALLENGE#h`, `LINK#h`, `DEVICE#h` |
//! | a user's sessions | query `USER#u`, `SESSION#` |
//! | user by login name | `LOGIN#n` / `LOGIN` |
//! | organisation, its member | `ORG#o` / `ORG`, `MEMBER#u` |
//! | organisations of a user | index `by-user`: `user_pk` = `USER#u`, `org_sk` = `ORG#o` (keys only; the items are then read by key) |
//! | rate windows: SMS per number, link mails per user | `SMS#number` / `SMS`, `MAILS#u` / `MAILS` |
//! | SMS of an organisation on one day | `ORG#o` / `SMS#yyyy-mm-dd`; staff count under `FIRM` |
//! | outbox item, and a worker's claim on it | `OUTBOX#x` / `OUTBOX`, `NOTIFIED#x` / `NOTIFIED` |
//!
//! `h` is the SHA-256 of a bearer secret. A user's items are read only through the user's own id.

use akkoord_domain::{
    contact::MobileNumber,
    handle::Digest,
    id::{OrganisationId, OutboxId, UserId},
    login::LoginName,
};

/// The partition and sort key of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

fn key(pk: String, sk: impl Into<String>) -> Key {
    Key { pk, sk: sk.into() }
}

pub(crate) const SESSION_PREFIX: &str = "SESSION#";
pub(crate) const OUTBOX_PREFIX: &str = "OUTBOX#";

pub(crate) fn user_partition(user: UserId) -> String {
    format!("USER#{user}")
}

pub(crate) fn organisation_partition(organisation: OrganisationId) -> String {
    format!("ORG#{organisation}")
}

pub(crate) fn user(user: UserId) -> Key {
    key(user_partition(user), "USER")
}

pub(crate) fn session(user: UserId, digest: &Digest) -> Key {
    key(user_partition(user), format!("{SESSION_PREFIX}{digest}"))
}

pub(crate) fn challenge(user: UserId, digest: &Digest) -> Key {
    key(user_partition(user), format!("CHALLENGE#{digest}"))
}

pub(crate) fn link(user: UserId, digest: &Digest) -> Key {
    key(user_partition(user), format!("LINK#{digest}"))
}

pub(crate) fn device(user: UserId, digest: &Digest) -> Key {
    key(user_partition(user), format!("DEVICE#{digest}"))
}

pub(crate) fn login(login: &LoginName) -> Key {
    key(format!("LOGIN#{}", login.as_str()), "LOGIN")
}

pub(crate) fn organisation(organisation: OrganisationId) -> Key {
    key(organisation_partition(organisation), "ORG")
}

pub(crate) fn member(organisation: OrganisationId, user: UserId) -> Key {
    key(organisation_partition(organisation), format!("MEMBER#{user}"))
}

pub(crate) fn sms_window(number: &MobileNumber) -> Key {
    key(format!("SMS#{}", number.as_str()), "SMS")
}

pub(crate) fn mail_window(user: UserId) -> Key {
    key(format!("MAILS#{user}"), "MAILS")
}

/// The day is a UTC date; `organisation` is `None` for the firm's own staff.
pub(crate) fn sms_day(organisation: Option<OrganisationId>, day: &str) -> Key {
    let pk = organisation.map_or_else(|| "FIRM".to_owned(), organisation_partition);
    key(pk, format!("SMS#{day}"))
}

pub(crate) fn outbox(id: OutboxId) -> Key {
    key(format!("{OUTBOX_PREFIX}{id}"), "OUTBOX")
}

pub(crate) fn notified(id: OutboxId) -> Key {
    key(format!("NOTIFIED#{id}"), "NOTIFIED")
}
