//! The document and what may happen to it: open until everybody approved, somebody declined or the firm took it back.
//! Each change yields one event for its history; approved and declined are final.

mod refusal;
mod sending;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    approval::{Given, Stages, Turn},
    delivery::Delivery,
    facts::{Amount, Kind, Period, Recipient, Sha256, Title, VersionNumber},
    history::{Actor, Entry, Event, Head},
    id::{DocumentId, OrganisationId, RequestId, UserId},
    login::DisplayName,
    question::MAX_QUESTIONS,
    text::Note,
};

pub use refusal::Refusal;

/// Where a released document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waits for approvals.
    Open,
    /// Everybody approved; nothing is sent, or nothing has been sent yet.
    Approved,
    /// Approved, and on its way to its recipient or waiting for the firm to send it.
    Queued,
    /// The recipient's channel took it.
    Sent,
    /// The recipient took it.
    Accepted,
    /// The recipient refused it.
    Refused,
    /// A member did not agree.
    Declined,
    /// The firm took it back.
    Withdrawn,
}

impl Status {
    /// The list that it is in.
    #[must_use]
    pub fn group(self) -> Group {
        match self {
            Self::Open => Group::Open,
            Self::Declined => Group::Declined,
            Self::Withdrawn => Group::Withdrawn,
            Self::Approved | Self::Queued | Self::Sent | Self::Accepted | Self::Refused => Group::Approved,
        }
    }

    /// Whether everybody approved, whatever came after.
    #[must_use]
    pub fn is_approved(self) -> bool {
        self.group() == Group::Approved
    }
}

/// The statuses as lists show them (M5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Waits for approvals.
    Open,
    /// Everybody approved, whatever came after.
    Approved,
    /// A member did not agree.
    Declined,
    /// The firm took it back.
    Withdrawn,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 4] = [Group::Open, Group::Approved, Group::Declined, Group::Withdrawn];

    /// Its name in keys and in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// How a document was closed without approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Who closed it.
    pub name: DisplayName,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
    /// Why.
    pub reason: Note,
    /// The sending that brought it.
    pub request: RequestId,
}

/// The pack of evidence of an approved document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// When it was made.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub made_at: Timestamp,
    /// The object's version.
    pub object_version: String,
    /// Its hash.
    pub sha256: Sha256,
}

/// A released document. What only one version has (file, message) is kept with the version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The newest version.
    pub version: VersionNumber,
    /// The newest version's file.
    pub sha256: Sha256,
    /// What kind of document it is.
    pub kind: Kind,
    /// Its title.
    pub title: Title,
    /// For which period.
    pub period: Period,
    /// How much there is to pay or to receive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Until when it should be approved, in Dutch time.
    pub deadline: Date,
    /// Who asks for it.
    pub recipient: Recipient,
    /// Who has to approve.
    pub stages: Stages,
    /// Approvals of this version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// Where it stands.
    pub status: Status,
    /// When this version was released.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub released_at: Timestamp,
    /// Questions that were asked.
    #[serde(default)]
    pub questions: u32,
    /// Questions that the firm still has to answer.
    #[serde(default)]
    pub open_questions: u32,
    /// Reminders that were sent for this version: days before the deadline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminded: Vec<u32>,
    /// How it was declined or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
    /// Its evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// Its deliveries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<Delivery>,
    /// The newest entry of its history: every change adds one, so its length also tells whether the document changed.
    pub head: Head,
}

/// An approval that is about to be given; the code was right.
#[derive(Debug, Clone)]
pub struct Approving {
    /// Who, with the name, the code's method and the sending; the stage is set here.
    pub given: Given,
    /// Browser and system in words.
    pub device: crate::text::Line<60>,
    /// The address that it came from, as far as the portal can trust it.
    pub address: Option<String>,
}

impl Document {
    /// Whether a member may approve this version now, and in which stage.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn may_approve(
        &self,
        user: UserId,
        version: VersionNumber,
        sha256: &Sha256,
        viewed: bool,
    ) -> Result<usize, Refusal> {
        self.may_decide(Some(user), version)?;
        if *sha256 != self.sha256 {
            return Err(Refusal::Superseded);
        }
        let stage = match self.stages.turn(&self.given, user) {
            Turn::Now(stage) => stage,
            Turn::Given => return Err(Refusal::AlreadyApproved),
            Turn::Later | Turn::Never => return Err(Refusal::NotYourTurn),
        };
        if viewed { Ok(stage) } else { Err(Refusal::NotViewed) }
    }

    /// Whether this version still waits for a decision, of this user or of staff.
    fn may_decide(&self, user: Option<UserId>, version: VersionNumber) -> Result<(), Refusal> {
        if version != self.version {
            return Err(Refusal::Superseded);
        }
        match self.status {
            Status::Open => Ok(()),
            Status::Withdrawn => Err(Refusal::Withdrawn),
            Status::Declined => Err(Refusal::Declined),
            // Nobody is told that they approved what others did.
            _ if user.is_some_and(|user| !self.given.iter().any(|given| given.user == user)) => Err(Refusal::Completed),
            _ => Err(Refusal::AlreadyApproved),
        }
    }

    /// Whether it waits for approvals that these members, who have the right, cannot give any more.
    #[must_use]
    pub fn lacks_approvers(&self, with_right: &[UserId]) -> bool {
        self.status == Status::Open && !self.stages.can_complete(&self.given, with_right)
    }

    /// The approval that this sending of this user brought, if it did.
    #[must_use]
    pub fn approval_of(&self, user: UserId, request: &RequestId) -> Option<&Given> {
        self.given.iter().find(|given| given.user == user && given.request == *request)
    }

    /// Gives an approval; the last one that is needed makes the document approved.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is changed then.
    pub fn approve(&mut self, approving: Approving, viewed: bool) -> Result<Event, Refusal> {
        let Approving { mut given, device, address } = approving;
        let stage = self.may_approve(given.user, self.version, &self.sha256.clone(), viewed)?;
        given.stage = stage;
        let event = Event::Approved {
            version: self.version,
            sha256: self.sha256.clone(),
            stage: u32::try_from(stage + 1).unwrap_or(u32::MAX),
            method: given.method,
            device,
            address,
        };
        self.given.push(given);
        if self.stages.current(&self.given).is_none() {
            self.status = Status::Approved;
        }
        Ok(event)
    }

    /// Does not agree: final, also for those who approved before.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is changed then.
    pub fn decline(&mut self, user: UserId, version: VersionNumber, closed: Closed) -> Result<Event, Refusal> {
        self.may_decide(Some(user), version)?;
        match self.stages.turn(&self.given, user) {
            Turn::Now(_) | Turn::Later => {}
            Turn::Given => return Err(Refusal::AlreadyApproved),
            Turn::Never => return Err(Refusal::NotYourTurn),
        }
        let event = Event::Declined { version, reason: closed.reason.clone() };
        self.status = Status::Declined;
        self.closed = Some(closed);
        Ok(event)
    }

    /// Takes the document back.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is changed then.
    pub fn withdraw(&mut self, closed: Closed) -> Result<Event, Refusal> {
        self.may_decide(None, self.version)?;
        let event = Event::Withdrawn { reason: closed.reason.clone() };
        self.status = Status::Withdrawn;
        self.closed = Some(closed);
        Ok(event)
    }

    /// Notes one more open question.
    ///
    /// # Errors
    /// [`Refusal::TooMany`].
    pub fn ask(&mut self) -> Result<(), Refusal> {
        if self.questions >= MAX_QUESTIONS {
            return Err(Refusal::TooMany);
        }
        self.questions += 1;
        self.open_questions += 1;
        Ok(())
    }

    /// Notes that a question was answered (`false`) or opened again by a reply (`true`).
    pub fn question_turned(&mut self, open: bool) {
        self.open_questions = if open { self.open_questions + 1 } else { self.open_questions.saturating_sub(1) };
    }

    /// Adds an entry to the history.
    ///
    /// # Errors
    /// As [`Entry::hash`].
    pub fn record(&mut self, at: Timestamp, actor: Actor, event: Event) -> Result<Entry, serde_json::Error> {
        let entry = Entry::after(&self.head, at, actor, event);
        self.head = entry.head()?;
        Ok(entry)
    }

    /// What a person can quote on the telephone: the last ten characters of the id, in two groups.
    #[must_use]
    pub fn reference(&self) -> String {
        let id = self.id.to_string();
        let tail = &id[id.len() - 10..];
        format!("{}-{}", &tail[..5], &tail[5..])
    }
}

#[cfg(test)]
mod tests;
