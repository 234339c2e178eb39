//! What the readable PDF says, in one language, and how it writes numbers and times.

use akkoord_domain::{Date, Timestamp, dutch_time::in_the_netherlands, facts::Period, language::Language};
use akkoord_messages::names::period_name;

use super::{en, nl};
use crate::evidence::Evidence;

/// Every text of the PDF. The two languages fill the same fields, so that a text without its twin does not compile.
pub(super) struct Words {
    pub(super) title: &'static str,
    /// Who approved for whom, and when the last one did.
    pub(super) summary: fn(&Evidence) -> String,
    pub(super) document: &'static str,
    pub(super) kind: &'static str,
    pub(super) period: &'static str,
    pub(super) amount: &'static str,
    pub(super) to_pay: &'static str,
    pub(super) to_receive: &'static str,
    pub(super) client: &'static str,
    pub(super) client_number: &'static str,
    pub(super) recipient: &'static str,
    pub(super) kvk: &'static str,
    pub(super) bank: &'static str,
    pub(super) deadline: &'static str,
    pub(super) file: &'static str,
    pub(super) pages: fn(u32) -> String,
    pub(super) version: &'static str,
    pub(super) approvals: &'static str,
    pub(super) name: &'static str,
    pub(super) viewed: &'static str,
    pub(super) approved: &'static str,
    pub(super) confirmed: &'static str,
    pub(super) stage: &'static str,
    pub(super) sms: &'static str,
    pub(super) authenticator: &'static str,
    pub(super) recovery: &'static str,
    pub(super) address: &'static str,
    pub(super) dutch_time: &'static str,
    pub(super) record: &'static str,
    pub(super) reference: &'static str,
    pub(super) document_id: &'static str,
    pub(super) made_at: &'static str,
    pub(super) history: &'static str,
    pub(super) entries: fn(u64) -> String,
    pub(super) proves_heading: &'static str,
    pub(super) proves: &'static [&'static str],
    pub(super) limits_heading: &'static str,
    pub(super) limits: &'static [&'static str],
    pub(super) check_heading: &'static str,
    pub(super) check: &'static [&'static str],
    pub(super) replaced: &'static str,
    /// The number of a page and how many there are.
    pub(super) page: fn(usize, usize) -> String,
}

pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::Dutch => &nl::WORDS,
        Language::English => &en::WORDS,
    }
}

/// A moment in Dutch time: the day and the time of day.
pub(super) fn moment(at: Timestamp, language: Language) -> (String, String) {
    let local = in_the_netherlands(at);
    let clock = format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second());
    let clock = if language == Language::Dutch { format!("{clock}\u{a0}uur") } else { clock };
    (date(local.date(), language), clock)
}

/// A date, written out, on one line.
pub(super) fn date(date: Date, language: Language) -> String {
    let month = format!("{:04}-{:02}", date.year(), date.month()).parse::<Period>();
    month.map_or_else(
        |_| date.to_string(),
        |month| format!("{} {}", date.day(), period_name(month, language)).replace(' ', "\u{a0}"),
    )
}

/// A number with its thousands apart.
pub(super) fn grouped(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(if language == Language::Dutch { '.' } else { ',' });
        }
        grouped.push(digit);
    }
    grouped
}

/// An amount in euros.
pub(super) fn euros(cents: u64, language: Language) -> String {
    let (whole, rest) = (grouped(cents / 100, language), cents % 100);
    match language {
        Language::Dutch => format!("€ {whole},{rest:02}"),
        Language::English => format!("€{whole}.{rest:02}"),
    }
}

/// With a capital at the beginning.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_written_as_in_the_language() {
        assert_eq!(euros(123_456_705, Language::Dutch), "€ 1.234.567,05");
        assert_eq!(euros(99_900, Language::English), "€999.00");
        assert_eq!(grouped(1000, Language::English), "1,000");
        let at = "2026-07-31T22:00:07Z".parse().unwrap();
        assert_eq!(
            moment(at, Language::Dutch),
            ("1\u{a0}augustus\u{a0}2026".to_owned(), "00:00:07\u{a0}uur".to_owned())
        );
        assert_eq!(moment(at, Language::English), ("1\u{a0}August\u{a0}2026".to_owned(), "00:00:07".to_owned()));
    }

    #[test]
    fn it_is_never_called_more_than_a_simple_signature() {
        for language in [Language::Dutch, Language::English] {
            let words = words(language);
            let all = [words.proves, words.limits, words.check].concat().join(" ").to_lowercase();
            for wrong in ["geavanceerd", "gekwalificeerd", "advanced", "qualified"] {
                assert!(!all.contains(wrong), "{wrong}");
            }
        }
    }
}
