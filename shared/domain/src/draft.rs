//! A draft: what staff prepare before a client sees anything, and what must be right before it is released.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    approval::Stages,
    document::{Document, Refusal, Status},
    facts::{Amount, File, Kind, Period, Recipient, Title, VersionNumber},
    history::{Event, Head},
    id::{DocumentId, OrganisationId, UserId},
    login::DisplayName,
    text::Note,
};

/// A document that is being prepared: a new one, or the next version of one that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The document that it becomes.
    pub id: DocumentId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The version that it becomes.
    pub version: VersionNumber,
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
    /// What the firm says with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Note>,
    /// Who has to approve.
    pub stages: Stages,
    /// Its file, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<File>,
    /// Who changed it last.
    pub prepared_by: UserId,
    /// That person's name.
    pub prepared_by_name: DisplayName,
    /// When it was changed last.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub updated_at: Timestamp,
    /// Counts the changes, so that nobody releases or overwrites what somebody else just changed.
    pub revision: u64,
}

/// The text is not a draft's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a key: 64 lower-case hexadecimal digits")]
pub struct InvalidDraftKey;

/// What its client calls a new draft within its organisation, so that sending it again finds the draft that it made: 64
/// lower-case hexadecimal digits, drawn at random or hashed out of what may be published once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DraftKey(String);

impl DraftKey {
    /// The 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DraftKey {
    type Err = InvalidDraftKey;

    fn from_str(text: &str) -> Result<Self, InvalidDraftKey> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(is_digit) { Ok(Self(text.to_owned())) } else { Err(InvalidDraftKey) }
    }
}

impl fmt::Display for DraftKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why a draft cannot be released yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// There is no file.
    #[error("the draft has no file")]
    NoFile,
    /// The deadline is before today.
    #[error("the deadline is in the past")]
    DeadlinePassed,
    /// Its kind needs another member of staff than the one who prepared it.
    #[error("somebody else than its author has to release it")]
    OtherEyes,
}

impl Draft {
    /// Whether `by` may release it today.
    ///
    /// # Errors
    /// [`NotReady`].
    pub fn check(&self, by: UserId, four_eyes: &[Kind], today: Date) -> Result<&File, NotReady> {
        let file = self.file.as_ref().ok_or(NotReady::NoFile)?;
        if self.deadline < today {
            return Err(NotReady::DeadlinePassed);
        }
        if four_eyes.contains(&self.kind) && by == self.prepared_by {
            return Err(NotReady::OtherEyes);
        }
        Ok(file)
    }

    /// The new document, open, and its first event.
    #[must_use]
    pub fn release(&self, file: &File, now: Timestamp) -> (Document, Event) {
        let document = Document {
            id: self.id,
            organisation: self.organisation,
            version: self.version,
            sha256: file.sha256.clone(),
            kind: self.kind,
            title: self.title.clone(),
            period: self.period,
            amount: self.amount,
            deadline: self.deadline,
            recipient: self.recipient,
            stages: self.stages.clone(),
            given: Vec::new(),
            status: Status::Open,
            released_at: now,
            questions: 0,
            open_questions: 0,
            reminded: Vec::new(),
            closed: None,
            proof: None,
            deliveries: Vec::new(),
            head: Head::default(),
        };
        (document, self.released(file))
    }

    /// The document with this draft as its newest version: approvals and reminders of the one before are void,
    /// questions stay.
    ///
    /// # Errors
    /// [`Refusal`] when the document is not open at the version before this one.
    pub fn supersede(&self, document: &Document, file: &File, now: Timestamp) -> Result<(Document, Event), Refusal> {
        match document.status {
            Status::Open => {}
            Status::Withdrawn => return Err(Refusal::Withdrawn),
            Status::Declined => return Err(Refusal::Declined),
            _ => return Err(Refusal::AlreadyApproved),
        }
        let same = (document.id, document.organisation, document.kind) == (self.id, self.organisation, self.kind);
        if !same || document.version + 1 != self.version {
            return Err(Refusal::Superseded);
        }
        let (fresh, event) = self.release(file, now);
        let next = Document {
            questions: document.questions,
            open_questions: document.open_questions,
            head: document.head.clone(),
            ..fresh
        };
        Ok((next, event))
    }

    fn released(&self, file: &File) -> Event {
        Event::Released {
            version: self.version,
            sha256: file.sha256.clone(),
            prepared_by: self.prepared_by_name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Sha256;

    fn user(number: u128) -> UserId {
        UserId::new(Timestamp::UNIX_EPOCH, number)
    }

    fn draft() -> Draft {
        Draft {
            id: DocumentId::new(Timestamp::UNIX_EPOCH, 1),
            organisation: OrganisationId::new(Timestamp::UNIX_EPOCH, 1),
            version: 1,
            kind: Kind::Vat,
            title: "Btw-aangifte".parse().unwrap(),
            period: "2026-Q3".parse().unwrap(),
            amount: None,
            deadline: "2026-10-31".parse().unwrap(),
            recipient: Recipient::Belastingdienst,
            message: None,
            stages: Stages::default(),
            file: Some(File {
                name: "btw.pdf".parse().unwrap(),
                object_version: "1".to_owned(),
                sha256: Sha256::of(b"1"),
                size: 1,
                pages: 1,
            }),
            prepared_by: user(1),
            prepared_by_name: "Iris".parse().unwrap(),
            updated_at: Timestamp::UNIX_EPOCH,
            revision: 1,
        }
    }

    #[test]
    fn a_key_has_one_spelling_and_leads_nowhere_else() {
        let key = "0123456789abcdef".repeat(4);
        assert_eq!(key.parse::<DraftKey>().unwrap().as_str(), key);
        for wrong in
            ["", &key[1..], &format!("{key}0"), &key.to_uppercase(), &key.replace('0', "#"), &key.replace('a', "é")]
        {
            assert_eq!(wrong.parse::<DraftKey>(), Err(InvalidDraftKey), "{wrong}");
        }
    }

    #[test]
    fn a_draft_is_released_with_a_file_up_to_its_deadline_and_by_other_eyes() {
        let today: Date = "2026-10-31".parse().unwrap();
        assert!(draft().check(user(1), &[], today).is_ok());
        assert_eq!(draft().check(user(1), &[], today.tomorrow().unwrap()), Err(NotReady::DeadlinePassed));
        assert_eq!(draft().check(user(1), &[Kind::Vat], today), Err(NotReady::OtherEyes));
        assert!(draft().check(user(2), &[Kind::Vat], today).is_ok());
        let without = Draft { file: None, ..draft() };
        assert_eq!(without.check(user(2), &[], today), Err(NotReady::NoFile));
    }

    #[test]
    fn a_corrected_version_follows_only_an_open_one_and_voids_its_approvals() {
        let first = draft();
        let file = first.file.clone().unwrap();
        let (document, _) = first.release(&file, Timestamp::UNIX_EPOCH);
        let second = Draft { version: 2, ..draft() };
        let (next, _) = second.supersede(&document, &file, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((next.version, next.status, next.given.len()), (2, Status::Open, 0));
        assert_eq!(second.supersede(&next, &file, Timestamp::UNIX_EPOCH), Err(Refusal::Superseded));
        // Another kind could be one that needs no other eyes.
        let other = Draft { kind: Kind::Other, ..second.clone() };
        assert_eq!(other.supersede(&document, &file, Timestamp::UNIX_EPOCH), Err(Refusal::Superseded));
        for (status, refusal) in [
            (Status::Approved, Refusal::AlreadyApproved),
            (Status::Sent, Refusal::AlreadyApproved),
            (Status::Declined, Refusal::Declined),
            (Status::Withdrawn, Refusal::Withdrawn),
        ] {
            let closed = Document { status, ..document.clone() };
            assert_eq!(second.supersede(&closed, &file, Timestamp::UNIX_EPOCH), Err(refusal));
        }
    }
}
