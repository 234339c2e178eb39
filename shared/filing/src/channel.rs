//! What every channel can do, and what it may answer.
//!
//! The answers keep apart what must never be mixed up: "surely not taken" may be tried again, "perhaps taken" may not
//! before the other side was asked, and "refused" is for people to look at.

use std::{fmt, pin::Pin};

use akkoord_domain::{Timestamp, text::Line};

use crate::filing::{Filing, IdempotencyKey};

/// The other side's proof that it has a filing.
pub type Receipt = Line<200>;

/// What the other side says about a refusal, in its own words.
pub type Remark = Line<200>;

/// An answer that is on its way. Boxed, because which channel is used is known only at run time.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way to one party.
pub trait Channel: Send + Sync {
    /// Sends a filing, once. Only after [`Answer::Unavailable`] or [`Standing::NotKnown`] may it be sent again.
    fn submit<'a>(&'a self, filing: &'a Filing, now: Timestamp) -> Reply<'a, Answer>;

    /// Asks what became of a filing that was sent before. Sends nothing.
    fn status<'a>(&'a self, key: &'a IdempotencyKey, now: Timestamp) -> Reply<'a, Standing>;
}

/// What became of sending a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The channel took it, now or before.
    Sent {
        /// Its proof, if it gave one.
        receipt: Option<Receipt>,
    },
    /// The recipient itself took it.
    Accepted {
        /// Its proof, if it gave one.
        receipt: Option<Receipt>,
    },
    /// It will not be taken as it is: final until a person does something about it.
    Refused {
        /// Why, as the portal sees it.
        reason: Reason,
        /// Why, in the other side's words.
        remark: Option<Remark>,
    },
    /// It was surely not taken; it may be sent again later.
    Unavailable {
        /// Why.
        reason: Reason,
    },
    /// It may have been taken: [`Channel::status`] has to say before it may be sent again.
    Unknown {
        /// What came in place of an answer.
        reason: Reason,
    },
    /// No channel leads to this party; the firm sends it by other means.
    Waiting,
}

/// What the other side says about a filing that was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The channel has it.
    Sent {
        /// Its proof, if it gave one.
        receipt: Option<Receipt>,
    },
    /// The recipient itself has it.
    Accepted {
        /// Its proof, if it gave one.
        receipt: Option<Receipt>,
    },
    /// It will not be taken as it is.
    Refused {
        /// Why, as the portal sees it.
        reason: Reason,
        /// Why, in the other side's words.
        remark: Option<Remark>,
    },
    /// The other side never took it: it may be sent again.
    NotKnown,
    /// The other side did not say. There is no "unavailable" here: not being able to ask says nothing about the filing.
    Unknown {
        /// What came in place of an answer.
        reason: Reason,
    },
}

/// Why a filing is not there, out of a fixed set. It holds no address and nothing that the other side wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The answer's HTTP status.
    Status(u16),
    /// The answer leads elsewhere, where the portal does not follow.
    Redirected,
    /// The host's name could not be resolved.
    NameNotFound,
    /// The host's name leads to an address that may not be called.
    AddressNotAllowed,
    /// No connection came about.
    NotReached,
    /// The host could not prove that it is the one of that name.
    NotTrusted,
    /// The time was up.
    TimedOut,
    /// The connection ended before an answer came.
    ConnectionLost,
    /// The filing could not be written down as a message.
    NotWritten,
}

impl fmt::Display for Reason {
    /// One word for logs, the table and the web app, which translates it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::Status(status) => return write!(formatter, "status_{status}"),
            Self::Redirected => "redirected",
            Self::NameNotFound => "name_not_found",
            Self::AddressNotAllowed => "address_not_allowed",
            Self::NotReached => "not_reached",
            Self::NotTrusted => "not_trusted",
            Self::TimedOut => "timed_out",
            Self::ConnectionLost => "connection_lost",
            Self::NotWritten => "not_written",
        };
        formatter.write_str(word)
    }
}

/// What the other side wrote, fit to be kept and shown: one line of at most 200 characters without any that could
/// deceive. `None` when nothing is left.
pub(crate) fn clean(text: &str) -> Option<Line<200>> {
    let fits = |character: &char| *character == ' ' || character.to_string().parse::<Line<1>>().is_ok();
    text.trim_start().chars().filter(fits).take(200).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_receipt_is_one_line_of_200_characters_that_show_what_they_are() {
        assert_eq!(clean(" 2026/\u{202e}0042\r\n<b>\0 ").unwrap().as_str(), "2026/0042<b>");
        assert_eq!(clean(&"é".repeat(70_000)).unwrap().as_str(), "é".repeat(200));
        for nothing in ["", " \t", "\u{202e}\u{2028}\n"] {
            assert_eq!(clean(nothing), None, "{nothing:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_other_side_writes_is_cleaned(text: String) {
            if let Some(line) = clean(&text) {
                prop_assert!(line.as_str().chars().count() <= 200);
            }
        }
    }
}
