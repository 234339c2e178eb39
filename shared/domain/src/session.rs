//! When a session ends. The item itself is kept by the store.

use crate::{SignedDuration, Timestamp};

/// How long after the second factor was proven a change of factor needs no new code.
pub const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// The last use is written down at most once in this time, so that reading stays cheap.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// The firm's settings for sessions.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A session ends this long after its last use (30 minutes by default; ASVS 7.3.1).
    pub idle: SignedDuration,
    /// A session ends this long after signing in, whatever its use (12 hours by default; ASVS 7.3.2).
    pub absolute: SignedDuration,
}

/// The moments of one session that decide whether it lives.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// When the code was accepted.
    pub created_at: Timestamp,
    /// The last use that was written down.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest: the absolute limit from signing in, which a later change of cookie does not move.
    pub ends_at_latest: Timestamp,
}

impl Times {
    /// The moment at which the session ends if nothing more is done with it.
    #[must_use]
    pub fn ends_at(self, limits: Limits) -> Timestamp {
        self.ends_at_latest.min(self.created_at + limits.absolute).min(self.last_seen_at + limits.idle)
    }

    /// Whether the session still works: not ended, and not from before everybody was signed out.
    ///
    /// `valid_from` is the user's: signing out everywhere, a new password and disabling set it.
    #[must_use]
    pub fn is_live(self, limits: Limits, valid_from: Timestamp, now: Timestamp) -> bool {
        now < self.ends_at(limits) && self.created_at > valid_from
    }

    /// Whether this use should be written down.
    #[must_use]
    pub fn touch_is_due(self, now: Timestamp) -> bool {
        now.duration_since(self.last_seen_at) >= TOUCH_EVERY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { idle: SignedDuration::from_mins(30), absolute: SignedDuration::from_hours(12) };

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn times(created: i64, seen: i64) -> Times {
        let created_at = second(created);
        Times { created_at, last_seen_at: second(seen), ends_at_latest: created_at + LIMITS.absolute }
    }

    fn live(created: i64, seen: i64, now: i64) -> bool {
        times(created, seen).is_live(LIMITS, second(-1), second(now))
    }

    #[test]
    fn a_session_ends_30_minutes_after_its_last_use() {
        assert_eq!([live(0, 60, 1859), live(0, 60, 1860), live(0, 60, 1861)], [true, false, false]);
    }

    #[test]
    fn a_session_ends_12_hours_after_signing_in_even_in_use() {
        assert_eq!([live(0, 43_190, 43_199), live(0, 43_190, 43_200), live(0, 43_190, 43_201)], [true, false, false]);
    }

    #[test]
    fn a_new_cookie_in_the_same_session_does_not_move_its_end() {
        let renewed = Times { ends_at_latest: second(43_200), ..times(40_000, 43_000) };
        assert_eq!(renewed.ends_at(LIMITS), second(43_200));
    }

    #[test]
    fn signing_out_everywhere_ends_what_was_created_up_to_that_moment() {
        let times = times(100, 100);
        assert!(times.is_live(LIMITS, second(99), second(101)));
        assert!(!times.is_live(LIMITS, second(100), second(101)));
    }
}
