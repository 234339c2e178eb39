//! Words and parts of documents that clients and staff both see, with their twins in the domain. What only one of them
//! sees lives beside that operation.

mod words;

use std::collections::HashMap;

use akkoord_domain::{Timestamp, approval, delivery, document, facts, id::UserId, question};
use akkoord_store::document::Version;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use words::{AmountMeaning, Channel, DeliveryState, DocumentGroup, DocumentKind, DocumentStatus, Reach, Recipient};

/// A person or an organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Named {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

impl Named {
    /// The id with its name.
    pub fn new(id: impl ToString, name: impl ToString) -> Self {
        Self { id: id.to_string(), name: name.to_string() }
    }
}

/// An amount in whole euro cents, with what it means.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Euro cents.
    #[schema(maximum = 1_000_000_000_000_i64)]
    pub cents: u64,
    /// To pay or to receive.
    pub meaning: AmountMeaning,
}

impl From<facts::Amount> for Amount {
    fn from(amount: facts::Amount) -> Self {
        Self { cents: amount.cents, meaning: amount.meaning.into() }
    }
}

/// A document in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentRow {
    /// The document's id.
    pub id: String,
    /// Its newest version.
    pub version: u32,
    /// What kind it is.
    pub kind: DocumentKind,
    /// Its title.
    pub title: String,
    /// For which period: a year, a quarter (`2026-Q3`) or a month (`2026-09`).
    pub period: String,
    /// How much there is to pay or to receive.
    pub amount: Option<Amount>,
    /// Until when it should be approved: a Dutch date.
    #[schema(format = Date)]
    pub deadline: String,
    /// Who asks for it.
    pub recipient: Recipient,
    /// Where it stands.
    pub status: DocumentStatus,
    /// How far the delivery to its recipient is, once there is one: only the channel's own word makes it sent.
    pub delivery: Option<DeliveryState>,
    /// Whether this user may approve it now.
    pub your_turn: bool,
    /// Approvals of this version.
    pub approved: u32,
    /// Approvals that it needs in all stages.
    pub needed: u32,
    /// When this version was released.
    #[schema(value_type = String, format = DateTime)]
    pub released_at: Timestamp,
    /// Whether the firm still has to answer a question.
    pub question_open: bool,
    /// When the last one approved, once everybody did.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub approved_at: Option<Timestamp>,
    /// Its evidence, once it is there.
    pub evidence: Option<EvidenceView>,
}

impl DocumentRow {
    /// The row, as somebody sees it whose turn it is or is not.
    #[must_use]
    pub fn new(document: &document::Document, your_turn: bool) -> Self {
        Self {
            id: document.id.to_string(),
            version: document.version,
            kind: document.kind.into(),
            title: document.title.to_string(),
            period: document.period.to_string(),
            amount: document.amount.map(Amount::from),
            deadline: document.deadline.to_string(),
            recipient: document.recipient.into(),
            status: document.status.into(),
            delivery: document.delivery(delivery::Channel::Recipient).map(|delivery| delivery.state.into()),
            your_turn,
            approved: u32::try_from(document.given.len()).unwrap_or(u32::MAX),
            needed: document.stages.as_slice().iter().map(|stage| stage.needed).sum(),
            released_at: document.released_at,
            question_open: document.open_questions > 0,
            approved_at: document.given.last().map(|given| given.at).filter(|_| document.status.is_approved()),
            evidence: document.proof.as_ref().map(|proof| EvidenceView { made_at: proof.made_at }),
        }
    }
}

/// A version's file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = File)]
pub struct FileView {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its pages.
    pub pages: u32,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

impl From<&facts::File> for FileView {
    fn from(file: &facts::File) -> Self {
        Self { name: file.name.to_string(), size: file.size, pages: file.pages, sha256: file.sha256.to_string() }
    }
}

/// How far one stage of approving is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StageProgress)]
pub struct StageView {
    /// How many have to approve.
    pub needed: u32,
    /// Who did.
    pub approved: Vec<ApprovalView>,
    /// Who still may, when the stage names people.
    pub waiting: Vec<Person>,
    /// Whether anyone with the right may approve.
    pub anyone: bool,
}

/// One approval.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Approval)]
pub struct ApprovalView {
    /// Who.
    pub name: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether it was this user.
    pub you: bool,
}

/// A person by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Person {
    /// The name.
    pub name: String,
}

impl StageView {
    /// The document's stages in order, as `viewer` sees them. A member who left has no name in `names` and is not shown.
    #[must_use]
    pub fn all(document: &document::Document, names: &HashMap<UserId, String>, viewer: UserId) -> Vec<Self> {
        let stages = document.stages.as_slice().iter().enumerate();
        stages.map(|(place, stage)| Self::new(place, stage, &document.given, names, viewer)).collect()
    }

    fn new(
        place: usize,
        stage: &approval::Stage,
        given: &[approval::Given],
        names: &HashMap<UserId, String>,
        viewer: UserId,
    ) -> Self {
        let here: Vec<_> = given.iter().filter(|approval| approval.stage == place).collect();
        let complete = here.len() >= stage.needed as usize;
        let waits = |member: &&UserId| !complete && !here.iter().any(|approval| approval.user == **member);
        let name = |member: &UserId| names.get(member).map(|name| Person { name: name.clone() });
        Self {
            needed: stage.needed,
            waiting: stage.members.iter().filter(waits).filter_map(name).collect(),
            anyone: stage.members.is_empty(),
            approved: here
                .into_iter()
                .map(|approval| ApprovalView {
                    name: approval.name.to_string(),
                    at: approval.at,
                    you: approval.user == viewer,
                })
                .collect(),
        }
    }
}

/// How a document was declined or withdrawn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Closed)]
pub struct ClosedView {
    /// Who closed it.
    pub by_name: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why.
    pub reason: Option<String>,
}

impl From<&document::Closed> for ClosedView {
    fn from(closed: &document::Closed) -> Self {
        Self { by_name: Some(closed.name.to_string()), at: closed.at, reason: Some(closed.reason.to_string()) }
    }
}

/// A document's evidence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Evidence)]
pub struct EvidenceView {
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
}

/// A version in a document's list of versions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Version)]
pub struct VersionView {
    /// Its number, from 1.
    pub version: u32,
    /// When it was released.
    #[schema(value_type = String, format = DateTime)]
    pub released_at: Timestamp,
}

impl From<&Version> for VersionView {
    fn from(version: &Version) -> Self {
        Self { version: version.version, released_at: version.released_at }
    }
}

/// A question with its replies.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Question)]
pub struct QuestionView {
    /// The question's id.
    pub id: String,
    /// When it was asked.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who asked.
    pub name: String,
    /// Whether it was this user.
    pub you: bool,
    /// What was asked.
    pub text: String,
    /// How the person wants to be reached.
    pub reach: Reach,
    /// When to be reached, in the person's own words.
    pub when: Option<String>,
    /// Whether the firm still has to answer.
    pub open: bool,
    /// The replies, the first one first.
    pub replies: Vec<ReplyView>,
}

/// A reply to a question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reply)]
pub struct ReplyView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who.
    pub name: String,
    /// Whether the firm wrote it.
    pub from_firm: bool,
    /// What.
    pub text: String,
}

impl QuestionView {
    /// The question as `viewer` sees it.
    #[must_use]
    pub fn new(question: &question::Question, viewer: UserId) -> Self {
        let reply = |reply: &question::Reply| ReplyView {
            at: reply.at,
            name: reply.name.to_string(),
            from_firm: reply.from_firm,
            text: reply.text.to_string(),
        };
        Self {
            id: question.id.to_string(),
            at: question.at,
            name: question.name.to_string(),
            you: question.user == viewer,
            text: question.text.to_string(),
            reach: question.reach.into(),
            when: question.when.as_ref().map(ToString::to_string),
            open: question.open,
            replies: question.replies.iter().map(reply).collect(),
        }
    }
}

/// A signed address.
#[derive(Debug, Serialize, ToSchema)]
pub struct Address {
    /// The address; whoever has it can read the file until it ends.
    pub url: String,
    /// Until when it works.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}
