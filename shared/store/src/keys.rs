//! Every key of the one table, and the access patterns that they serve. No other file formats a key.
//!
//! | access | key |
//! |---|---|
//! | user by id; with session, challenge, link, device in one BatchGetItem | `USER#u` / `USER`, `SESSION#h`, `CHALLENGE#h`, `LINK#h`, `DEVICE#h` |
//! | a user's sessions | query `USER#u`, `SESSION#` |
//! | user by login name | `LOGIN#n` / `LOGIN` |
//! | organisation, its member | `ORG#o` / `ORG`, `MEMBER#u` |
//! | organisation by client number | `CLIENT#n` / `CLIENT` |
//! | organisations of a user | index `by-user`: `user_pk` = `USER#u`, `org_sk` = `ORG#o` (keys only; the items are then read by key) |
//! | document, draft, work for staff | `ORG#o` / `DOC#d`, `DRAFT#d`, `WORK#w` |
//! | the document that a draft's key made | `ORG#o` / `MADE#k` |
//! | a document's versions, first views, history, questions | `DOC#o#d` / `VERSION#v`, `VIEW#u#v`, `HISTORY#n`, `QUESTION#q` |
//! | a worker's claim on a delivery | `DOC#o#d` / `DELIVERING#v#channel` |
//! | an organisation's open documents by deadline | index `open`: `open_pk` = `ORG#o`, `open_sk` = `deadline#d` (open ones only) |
//! | an organisation's documents by status and year | index `by-status`: `status_pk` = `ORG#o#group`, `status_sk` = `year#d` |
//! | the firm's documents, drafts, work, organisations, staff | index `firm`: `firm_pk` = `DOCUMENTS#group`, `DRAFTS`, `WORK`, `ORGANISATIONS`, `STAFF` |
//! | the firm's settings | `FIRM` / `SETTINGS` |
//! | rate windows: SMS per number, link mails per user | `SMS#number` / `SMS`, `MAILS#u` / `MAILS` |
//! | SMS of an organisation on one day | `ORG#o` / `SMS#yyyy-mm-dd`; staff count under `FIRM` |
//! | outbox item, and a worker's claim on it | `OUTBOX#x` / `OUTBOX`, `NOTIFIED#x` / `NOTIFIED` |
//! | that a mail which came back was handled | `BOUNCED#f` / `ORG#o` |
//!
//! `h` is the SHA-256 of a bearer secret. A user's items are read only through the user's own id.

use akkoord_domain::{
    contact::MobileNumber,
    delivery::Channel,
    document::Group,
    draft::DraftKey,
    facts::VersionNumber,
    handle::Digest,
    id::{DocumentId, OrganisationId, OutboxId, QuestionId, UserId},
    login::LoginName,
};

use crate::unreached::FeedbackId;

/// The partition and sort key of one item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// A client number is unique in the firm.
pub(crate) fn client_number(number: &str) -> Key {
    key(format!("CLIENT#{number}"), "CLIENT")
}

pub(crate) fn member(organisation: OrganisationId, user: UserId) -> Key {
    key(organisation_partition(organisation), format!("{MEMBER_PREFIX}{user}"))
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

pub(crate) fn came_back(feedback: &FeedbackId, organisation: OrganisationId) -> Key {
    key(format!("BOUNCED#{feedback}"), organisation_partition(organisation))
}

pub(crate) const MEMBER_PREFIX: &str = "MEMBER#";
pub(crate) const DOCUMENT_PREFIX: &str = "DOC#";
pub(crate) const HISTORY_PREFIX: &str = "HISTORY#";
pub(crate) const QUESTION_PREFIX: &str = "QUESTION#";
pub(crate) const VIEW_PREFIX: &str = "VIEW#";
pub(crate) const VERSION_PREFIX: &str = "VERSION#";

/// `firm_pk` of the lists that belong to the whole firm.
pub(crate) const DRAFTS: &str = "DRAFTS";
pub(crate) const WORK: &str = "WORK";
/// `open_pk` of approved documents for which the portal still has something to do.
pub(crate) const UNSETTLED: &str = "UNSETTLED";
pub(crate) const ORGANISATIONS: &str = "ORGANISATIONS";
pub(crate) const STAFF: &str = "STAFF";

pub(crate) fn settings() -> Key {
    key("FIRM".to_owned(), "SETTINGS")
}

pub(crate) fn document(organisation: OrganisationId, document: DocumentId) -> Key {
    key(organisation_partition(organisation), format!("{DOCUMENT_PREFIX}{document}"))
}

pub(crate) fn draft(organisation: OrganisationId, document: DocumentId) -> Key {
    key(organisation_partition(organisation), format!("DRAFT#{document}"))
}

/// A draft's key belongs to its organisation: another one's same key is another draft.
pub(crate) fn made(organisation: OrganisationId, draft: &DraftKey) -> Key {
    key(organisation_partition(organisation), format!("MADE#{draft}"))
}

pub(crate) fn work(organisation: OrganisationId, work: &str) -> Key {
    key(organisation_partition(organisation), format!("WORK#{work}"))
}

/// Holds the tenant too, so that a document's id alone reads nothing.
pub(crate) fn document_partition(organisation: OrganisationId, document: DocumentId) -> String {
    format!("{DOCUMENT_PREFIX}{organisation}#{document}")
}

pub(crate) fn delivering(
    organisation: OrganisationId,
    document: DocumentId,
    version: VersionNumber,
    channel: Channel,
) -> Key {
    key(document_partition(organisation, document), format!("DELIVERING#{version:06}#{}", channel.as_str()))
}

pub(crate) fn version(organisation: OrganisationId, document: DocumentId, version: VersionNumber) -> Key {
    key(document_partition(organisation, document), format!("{VERSION_PREFIX}{version:06}"))
}

pub(crate) fn view(organisation: OrganisationId, document: DocumentId, version: VersionNumber, user: UserId) -> Key {
    key(document_partition(organisation, document), format!("{VIEW_PREFIX}{user}#{version:06}"))
}

pub(crate) fn history(organisation: OrganisationId, document: DocumentId, number: u64) -> Key {
    key(document_partition(organisation, document), format!("{HISTORY_PREFIX}{number:08}"))
}

pub(crate) fn question(organisation: OrganisationId, document: DocumentId, question: QuestionId) -> Key {
    key(document_partition(organisation, document), format!("{QUESTION_PREFIX}{question}"))
}

/// `status_pk` of an organisation's documents in one group.
pub(crate) fn status_partition(organisation: OrganisationId, group: Group) -> String {
    format!("ORG#{organisation}#{}", group.name())
}

/// `firm_pk` of all documents in one group.
pub(crate) fn firm_partition(group: Group) -> String {
    format!("DOCUMENTS#{}", group.name())
}
