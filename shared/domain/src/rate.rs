//! Sliding rate windows: how often something may be sent to one number or address.

use crate::{SignedDuration, Timestamp};

/// At most `limit` sendings in any stretch of `period`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many, at least 1.
    pub limit: usize,
    /// In how long a stretch.
    pub period: SignedDuration,
}

/// SMS messages per number: 1 a minute, 5 an hour, 10 a day.
pub const SMS: [Window; 3] = [
    Window { limit: 1, period: SignedDuration::from_secs(60) },
    Window { limit: 5, period: SignedDuration::from_hours(1) },
    Window { limit: 10, period: SignedDuration::from_hours(24) },
];

/// Mails with a link per user: 1 a minute, 3 an hour, 10 a day. Whoever floods the form fills no mailbox.
pub const LINK_MAILS: [Window; 3] = [
    Window { limit: 1, period: SignedDuration::from_secs(60) },
    Window { limit: 3, period: SignedDuration::from_hours(1) },
    Window { limit: 10, period: SignedDuration::from_hours(24) },
];

/// How many sendings have to be remembered for these windows.
#[must_use]
pub fn memory(windows: &[Window]) -> usize {
    windows.iter().map(|window| window.limit).max().unwrap_or(0)
}

/// The first moment at which one more may be sent, given the last ones with the newest first; in the past when
/// it may be sent now, `None` when nothing was sent yet.
#[must_use]
pub fn next_allowed(newest_first: &[Timestamp], windows: &[Window]) -> Option<Timestamp> {
    windows.iter().filter_map(|window| newest_first.get(window.limit - 1).map(|sent| *sent + window.period)).max()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn one_a_minute_to_the_second() {
        assert_eq!(next_allowed(&[], &SMS), None);
        assert_eq!(next_allowed(&[second(0)], &SMS), Some(second(60)));
    }

    proptest! {
        /// Whoever tries at any moments, no stretch of a window ever holds more than its limit.
        #[test]
        fn no_stretch_holds_more_than_its_limit(gaps in prop::collection::vec(0_i64..4000, 1..200)) {
            let mut sent: Vec<Timestamp> = Vec::new();
            let mut now = 0;
            for gap in gaps {
                now += gap;
                if next_allowed(&sent, &SMS).is_none_or(|moment| moment <= second(now)) {
                    sent.insert(0, second(now));
                }
            }
            for window in SMS {
                for start in &sent {
                    let end = *start + window.period;
                    let inside = sent.iter().filter(|moment| *moment >= start && **moment < end).count();
                    prop_assert!(inside <= window.limit, "{inside} in {window:?}");
                }
            }
        }
    }
}
