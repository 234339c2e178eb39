//! Delivering an approved document: one delivery per channel. "Approved" and "sent" are different facts, and a
//! delivery whose outcome is unknown is neither sent again nor called sent until the other side says which.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, text::Line};

/// The most times a delivery is tried before staff have to look at it.
pub const MAX_ATTEMPTS: u32 = 8;

/// Where a document is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The firm's own archive.
    Archive,
    /// The party that asks for it: the tax office, the chamber of commerce, a bank.
    Recipient,
}

impl Channel {
    /// Its name in keys: one word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Recipient => "recipient",
        }
    }
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No channel to this party is configured; the firm sends it by other means.
    Waiting,
    /// It will be sent, or tried again.
    Queued,
    /// It was sent, and no answer came: the other side is asked before anything is sent again.
    Unknown,
    /// The channel took it.
    Sent,
    /// The recipient took it.
    Accepted,
    /// The recipient refused it.
    Refused,
    /// It was tried as often as it may be; staff can send it again.
    Failed,
}

impl State {
    /// Whether a delivery may go from this state to that one.
    #[must_use]
    pub fn may_become(self, next: State) -> bool {
        use State::{Accepted, Failed, Queued, Refused, Sent, Unknown, Waiting};
        match self {
            Waiting => matches!(next, Queued),
            // It waits again when the channel was taken away in the meantime.
            Queued => matches!(next, Waiting | Unknown | Sent | Accepted | Refused | Failed | Queued),
            // Only the other side's own word leads out of it, or staff's.
            Unknown => matches!(next, Queued | Sent | Accepted | Refused | Failed | Unknown),
            Sent => matches!(next, Accepted | Refused),
            Failed | Refused => matches!(next, Queued),
            Accepted => false,
        }
    }
}

/// One delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Through which channel.
    pub channel: Channel,
    /// How far it is.
    pub state: State,
    /// Since when.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// The other side's proof that it has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Line<200>>,
    /// Why it is not there yet, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Line<200>>,
}

impl Delivery {
    /// A delivery that nobody tried yet.
    #[must_use]
    pub fn new(channel: Channel, state: State, at: Timestamp) -> Self {
        Self { channel, state, at, attempts: 0, receipt: None, reason: None }
    }
}
