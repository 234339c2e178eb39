//! Delivering an approved document: one delivery per channel. "Approved" and "sent" are different facts, and a
//! delivery whose outcome is unknown is neither sent again nor called sent until the other side says which.

use serde::{Deserialize, Serialize};

use jiff::{SignedDuration, civil::Date};

use crate::{Timestamp, text::Line};

/// The most times a delivery is tried before staff have to look at it: with [`wait_after`] about seven hours.
pub const MAX_ATTEMPTS: u32 = 12;

/// The longest time between two tries.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// After this time without a change staff may ask again for what the portal should have done by itself: longer than
/// any wait between two tries.
pub const LATE: SignedDuration = SignedDuration::from_hours(2);

/// How long to wait after so many tries, from 1: a minute, then twice as long each time up to [`LONGEST_WAIT`], and a part
/// of it less by `chance`, so that what failed together does not come back together.
#[must_use]
pub fn wait_after(attempts: u32, chance: u128) -> SignedDuration {
    let doublings = attempts.saturating_sub(1).min(6);
    let longest = (60_i64 << doublings).min(LONGEST_WAIT.as_secs());
    let less = i64::try_from(chance % 20).unwrap_or_default() * longest / 100;
    SignedDuration::from_secs(longest - less)
}

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

    /// Whether the portal can send through it by itself. No way leads to a recipient yet: the firm sends by other means.
    #[must_use]
    pub fn leads_somewhere(self) -> bool {
        match self {
            Self::Archive => true,
            Self::Recipient => false,
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
            // The firm can send by other means what the portal cannot, or what did not arrive.
            Waiting => matches!(next, Queued | Sent),
            // It waits again when the channel was taken away in the meantime.
            Queued => matches!(next, Waiting | Unknown | Sent | Accepted | Refused | Failed | Queued),
            // Only the other side's own word leads out of it, or staff's.
            Unknown => matches!(next, Queued | Sent | Accepted | Refused | Failed | Unknown),
            Sent => matches!(next, Accepted | Refused),
            Failed | Refused => matches!(next, Queued | Sent),
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
    /// On which Dutch day the firm sent it by other means; the receipt is then what the firm says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_firm: Option<Date>,
}

impl Delivery {
    /// A delivery that nobody tried yet.
    #[must_use]
    pub fn new(channel: Channel, state: State, at: Timestamp) -> Self {
        Self { channel, state, at, attempts: 0, receipt: None, reason: None, by_firm: None }
    }

    /// Whether staff can have the portal send it again: through a channel that exists, what is not on its way.
    #[must_use]
    pub fn may_send_again(&self, now: Timestamp) -> bool {
        let is_stuck = self.state != State::Queued || self.is_late(now);
        self.channel.leads_somewhere() && is_stuck && self.state.may_become(State::Queued)
    }

    /// Whether the firm can send it by other means: to its recipient, what the portal is not sending and did not send.
    #[must_use]
    pub fn may_send_by_firm(&self) -> bool {
        self.channel == Channel::Recipient && self.state != State::Queued && self.state.may_become(State::Sent)
    }

    /// Whether the portal still has to do something for it: it was asked for, and has tries left.
    #[must_use]
    pub fn is_due(&self) -> bool {
        match self.state {
            State::Queued => true,
            State::Unknown => self.attempts < MAX_ATTEMPTS,
            State::Waiting | State::Sent | State::Accepted | State::Refused | State::Failed => false,
        }
    }

    /// Whether it should have been tried long ago: its message was lost.
    #[must_use]
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.is_due() && now.duration_since(self.at) >= LATE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_a_fifth_less_by_chance() {
        let seconds = |attempts| wait_after(attempts, 0).as_secs();
        assert_eq!([1, 2, 3, 6, 7, 8, u32::MAX].map(seconds), [60, 120, 240, 1920, 3600, 3600, 3600]);
        for chance in 0..40 {
            let wait = wait_after(8, chance).as_secs();
            assert!((2916..=3600).contains(&wait), "{wait}");
        }
        let all: i64 = (1..MAX_ATTEMPTS).map(seconds).sum();
        assert!((6 * 3600..8 * 3600).contains(&all), "{all}");
    }

    #[test]
    fn only_what_waits_without_a_try_is_late() {
        let of = |state| Delivery::new(Channel::Archive, state, Timestamp::UNIX_EPOCH);
        for state in [State::Queued, State::Unknown] {
            assert!(of(state).is_late(Timestamp::UNIX_EPOCH + LATE));
            assert!(!of(state).is_late(Timestamp::UNIX_EPOCH + LATE - SignedDuration::from_millis(1)));
        }
        // Staff have work about it by then.
        assert!(!Delivery { attempts: MAX_ATTEMPTS, ..of(State::Unknown) }.is_late(Timestamp::UNIX_EPOCH + LATE));
        for state in [State::Waiting, State::Sent, State::Accepted, State::Refused, State::Failed] {
            assert!(!of(state).is_late(Timestamp::UNIX_EPOCH + LATE));
        }
        assert!(LATE > LONGEST_WAIT);
    }
}
