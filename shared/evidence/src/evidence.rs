//! What is signed. Ids, kinds and times are the domain's own; texts are kept as they were then, so that a later rule
//! of the portal cannot make an old evidence unreadable.

use akkoord_domain::{
    Date, Timestamp,
    challenge::Method,
    facts::{Amount, Kind, Period, Recipient, Sha256, VersionNumber},
    id::{DocumentId, OrganisationId, UserId},
    language::Language,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The format that this code writes and reads.
pub const FORMAT: &str = "akkoord-evidence/1";

/// What was approved, by whom, for whom, how, when and from where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// [`FORMAT`].
    pub format: String,
    /// The accountancy firm that asked for the approval.
    pub firm: Firm,
    /// Its client, for whom was approved.
    pub organisation: Organisation,
    /// What was approved.
    pub document: Subject,
    /// Every approval of this version, in the order in which they were given.
    pub approvals: Vec<Approval>,
    /// Everything that happened to the document until now.
    pub history: History,
    /// When the evidence was made.
    pub made_at: Timestamp,
    /// The language of the readable PDF.
    pub language: Language,
}

/// The accountancy firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Firm {
    /// Its name at that moment.
    pub name: String,
}

/// The client organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name at that moment.
    pub name: String,
    /// Its number in the firm's books.
    pub client_number: String,
}

/// The approved document, in one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its id.
    pub id: DocumentId,
    /// The version, from 1.
    pub version: VersionNumber,
    /// What kind of document it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// For which period.
    pub period: Period,
    /// How much there is to pay or to receive, if the portal showed it.
    pub amount: Option<Amount>,
    /// Until when it had to be approved, in Dutch time.
    pub deadline: Date,
    /// Who asks for it.
    pub recipient: Recipient,
    /// The file.
    pub file: File,
}

/// The file of that version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What its owner called it.
    pub name: String,
    /// `application/pdf`.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its pages.
    pub pages: u32,
    /// Its hash.
    pub sha256: Sha256,
}

/// One approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Who.
    pub user: UserId,
    /// The name at that moment.
    pub name: String,
    /// In which stage, from 1.
    pub stage: u32,
    /// When this user opened this version for the first time.
    pub viewed_at: Timestamp,
    /// When.
    pub approved_at: Timestamp,
    /// By which code.
    pub method: Method,
    /// Browser and system in words.
    pub device: String,
    /// The network address, as far as the portal can trust it.
    pub address: Option<String>,
}

/// The document's history: a chain of entries, each with the hash of the one before it (`previous`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// How many entries there are.
    pub length: u64,
    /// The hash of the newest one.
    pub head: Sha256,
    /// The entries as the portal keeps them, the first one first.
    pub entries: Vec<Value>,
}

/// The evidence contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Inconsistent {
    /// It is of a format that this code does not know.
    #[error("its format is not {FORMAT}")]
    Format,
    /// An entry of the history was changed, left out, added or moved.
    #[error("the history is broken at entry {0}")]
    History(u64),
    /// The history is whole, but it is longer or shorter than was said, or ends otherwise.
    #[error("the history does not end with the head that is named")]
    Head,
    /// Nobody approved.
    #[error("it has no approval")]
    NoApproval,
    /// An approval is not in the history as it is told.
    #[error("approval {0} is not in the history with this document, person, time, method, device and address")]
    Approval(usize),
    /// The history has more or other approvals of this version than are told.
    #[error("the history has other approvals of this version than are told")]
    OtherApprovals,
}

impl Evidence {
    /// What a person can quote on the telephone: the last ten characters of the document's id, in two groups.
    #[must_use]
    pub fn reference(&self) -> String {
        let id = self.document.id.to_string();
        let tail = id.get(id.len() - 10..).unwrap_or_default();
        format!("{}-{}", tail.get(..5).unwrap_or_default(), tail.get(5..).unwrap_or_default())
    }

    /// Checks that the evidence agrees with itself: the history is whole, and the approvals are those of the history.
    ///
    /// # Errors
    /// [`Inconsistent`].
    pub fn check(&self) -> Result<(), Inconsistent> {
        if self.format != FORMAT {
            return Err(Inconsistent::Format);
        }
        self.history.check()?;
        if self.approvals.is_empty() {
            return Err(Inconsistent::NoApproval);
        }
        self.check_approvals()
    }
}
