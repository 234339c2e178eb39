//! The clock. Handlers take the time from here once per request and hand it to the rules.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;

/// Tells the time: the system's, or in tests a moment that the test sets.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    set_millisecond: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until it is set; its clones are set with it.
    #[must_use]
    pub fn standing(now: Timestamp) -> Self {
        Self { set_millisecond: Some(Arc::new(AtomicI64::new(now.as_millisecond()))) }
    }

    /// Sets a standing clock; the system's clock is left alone.
    pub fn set(&self, now: Timestamp) {
        if let Some(millisecond) = &self.set_millisecond {
            millisecond.store(now.as_millisecond(), Ordering::SeqCst);
        }
    }

    /// Now, in whole milliseconds: the precision in which the table keeps times.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let millisecond = match &self.set_millisecond {
            Some(millisecond) => millisecond.load(Ordering::SeqCst),
            None => Timestamp::now().as_millisecond(),
        };
        // Any millisecond that came out of a Timestamp goes back into one.
        Timestamp::from_millisecond(millisecond).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_it_is_set() {
        let start = Timestamp::from_millisecond(1_000).unwrap();
        let clock = Clock::standing(start);
        let clone = clock.clone();
        assert_eq!(clone.now(), start);
        clock.set(Timestamp::from_millisecond(2_500).unwrap());
        assert_eq!(clone.now().as_millisecond(), 2_500);
    }

    #[test]
    fn the_system_clock_cannot_be_set() {
        let clock = Clock::system();
        clock.set(Timestamp::from_millisecond(1).unwrap());
        assert!(clock.now().as_millisecond() > 1_700_000_000_000);
    }
}
