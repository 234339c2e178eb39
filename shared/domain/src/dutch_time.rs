//! Dutch local time: what texts show, and which day a deadline is. Everything else in the portal is UTC.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

/// The rule of Europe/Amsterdam since 1996 (Directive 2000/84/EC): an hour later from the last Sunday of March, 01:00
/// UTC, to the last Sunday of October, 01:00 UTC. One line instead of a database of 300 kB in every function.
const AMSTERDAM: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// A moment as clocks in the Netherlands show it.
#[must_use]
pub fn in_the_netherlands(moment: Timestamp) -> DateTime {
    // The rule is a constant that the tests read; UTC is only what is left if it could not be.
    moment.to_zoned_datetime(TimeZone::posix(AMSTERDAM).unwrap_or(TimeZone::UTC)).datetime()
}

/// The date in the Netherlands: deadlines are Dutch dates.
#[must_use]
pub fn dutch_date(moment: Timestamp) -> Date {
    in_the_netherlands(moment).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_changes_on_the_last_sundays_of_march_and_october() {
        for (utc, local) in [
            ("2026-01-15T12:00:00Z", "2026-01-15T13:00:00"),
            ("2026-03-29T00:59:59Z", "2026-03-29T01:59:59"),
            ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00"),
            ("2026-10-25T00:59:59Z", "2026-10-25T02:59:59"),
            ("2026-10-25T01:00:00Z", "2026-10-25T02:00:00"),
            ("2026-12-31T23:30:00Z", "2027-01-01T00:30:00"),
        ] {
            let moment: Timestamp = utc.parse().unwrap();
            assert_eq!(in_the_netherlands(moment).to_string(), local);
        }
    }

    #[test]
    fn the_dutch_day_begins_one_or_two_hours_before_the_utc_day() {
        for (utc, date) in [
            ("2026-12-31T22:59:59Z", "2026-12-31"),
            ("2026-12-31T23:00:00Z", "2027-01-01"),
            ("2026-07-31T21:59:59Z", "2026-07-31"),
            ("2026-07-31T22:00:00Z", "2026-08-01"),
        ] {
            assert_eq!(dutch_date(utc.parse().unwrap()).to_string(), date);
        }
    }
}
