//! What the firm chose for all its documents. Asking for four eyes takes one member of staff and ending it takes two:
//! otherwise one could release a document alone by changing the setting first.

use serde::{Deserialize, Serialize};

use crate::{SignedDuration, Timestamp, facts::Kind, id::UserId, login::DisplayName};

/// How long a colleague may take to agree.
pub const LIFTING_LIVES: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The firm's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirmSettings {
    /// Kinds that another member of staff releases than the one who prepared them; sorted, each once.
    #[serde(default)]
    pub four_eyes: Vec<Kind>,
    /// Whether clients are reminded of deadlines.
    pub reminders: bool,
    /// Kinds that somebody wants to need four eyes no more, until a colleague agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifting: Option<Lifting>,
    /// Counts the changes, so that nobody overwrites what somebody else just changed.
    #[serde(default)]
    pub revision: u64,
}

/// A wish to end four eyes for some kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifting {
    /// For which kinds; sorted, each once, never empty.
    pub kinds: Vec<Kind>,
    /// Who wants it.
    pub by: UserId,
    /// That person's name.
    pub by_name: DisplayName,
    /// Since when.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
}

/// Why four eyes are not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotLifted {
    /// Nobody wants it, or no more, or for other kinds than were agreed to.
    #[error("nobody wants this any more")]
    Changed,
    /// Who wants it cannot be the one who agrees.
    #[error("somebody else than who wants it has to agree")]
    OtherEyes,
}

impl Default for FirmSettings {
    fn default() -> Self {
        Self { four_eyes: Vec::new(), reminders: true, lifting: None, revision: 0 }
    }
}

impl FirmSettings {
    /// The wish that a colleague may still agree to.
    #[must_use]
    pub fn lifting(&self, now: Timestamp) -> Option<&Lifting> {
        self.lifting.as_ref().filter(|lifting| now.duration_since(lifting.at) < LIFTING_LIVES)
    }

    /// The settings after somebody chose these kinds and reminders. Kinds that are left out stay until a colleague agrees;
    /// a wish of before stays when none is left out, and gives way to this one otherwise.
    #[must_use]
    pub fn chosen(&self, kinds: &[Kind], reminders: bool, by: (UserId, &DisplayName), now: Timestamp) -> Self {
        let left_out: Vec<Kind> = self.four_eyes.iter().copied().filter(|kind| !kinds.contains(kind)).collect();
        let lifting = if left_out.is_empty() {
            self.lifting(now).cloned()
        } else {
            Some(Lifting { kinds: left_out, by: by.0, by_name: by.1.clone(), at: now })
        };
        let mut four_eyes = [self.four_eyes.as_slice(), kinds].concat();
        four_eyes.sort_unstable();
        four_eyes.dedup();
        Self { four_eyes, reminders, lifting, revision: self.revision + 1 }
    }

    /// The settings after a colleague agreed to end four eyes for exactly these kinds.
    ///
    /// # Errors
    /// [`NotLifted`].
    pub fn lifted(&self, kinds: &[Kind], by: UserId, now: Timestamp) -> Result<Self, NotLifted> {
        let lifting = self.lifting(now).filter(|lifting| lifting.kinds == kinds).ok_or(NotLifted::Changed)?;
        if lifting.by == by {
            return Err(NotLifted::OtherEyes);
        }
        let four_eyes = self.four_eyes.iter().copied().filter(|kind| !kinds.contains(kind)).collect();
        Ok(Self { four_eyes, lifting: None, revision: self.revision + 1, ..*self })
    }

    /// The settings after somebody, whoever it is, said no to that.
    #[must_use]
    pub fn kept(&self) -> Self {
        Self { lifting: None, revision: self.revision + 1, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn user(number: u128) -> UserId {
        UserId::new(NOW, number)
    }

    fn name() -> DisplayName {
        "Iris".parse().unwrap()
    }

    fn settings(kinds: &[Kind]) -> FirmSettings {
        FirmSettings::default().chosen(kinds, true, (user(1), &name()), NOW)
    }

    #[test]
    fn asking_takes_one_and_ending_takes_another() {
        let asked = settings(&[Kind::Vat, Kind::Quote, Kind::Vat]);
        assert_eq!((asked.four_eyes.len(), asked.lifting.is_none()), (2, true));
        let wished = asked.chosen(&[Kind::Quote], false, (user(1), &name()), NOW);
        assert_eq!((wished.four_eyes.clone(), wished.reminders), (asked.four_eyes.clone(), false));
        assert_eq!(wished.lifted(&[Kind::Vat], user(1), NOW), Err(NotLifted::OtherEyes));
        assert_eq!(wished.lifted(&[Kind::Quote], user(2), NOW), Err(NotLifted::Changed));
        assert_eq!(wished.lifted(&[], user(2), NOW), Err(NotLifted::Changed));
        let lifted = wished.lifted(&[Kind::Vat], user(2), NOW).unwrap();
        assert_eq!((lifted.four_eyes.as_slice(), lifted.lifting.is_none()), (&[Kind::Quote][..], true));
        assert_eq!(lifted.lifted(&[Kind::Vat], user(2), NOW), Err(NotLifted::Changed));
        assert_eq!(wished.kept().lifted(&[Kind::Vat], user(2), NOW), Err(NotLifted::Changed));
    }

    #[test]
    fn a_wish_lives_a_week_and_through_other_changes() {
        let wished = settings(&[Kind::Vat]).chosen(&[], true, (user(1), &name()), NOW);
        // A colleague who saves the page as it stands, where the kind is still chosen, decides nothing.
        let saved = wished.chosen(&[Kind::Vat], false, (user(2), &name()), NOW);
        assert_eq!(saved.lifting, wished.lifting);
        let just = NOW + LIFTING_LIVES - SignedDuration::from_millis(1);
        assert!(saved.lifted(&[Kind::Vat], user(2), just).is_ok());
        assert_eq!(saved.lifted(&[Kind::Vat], user(2), NOW + LIFTING_LIVES), Err(NotLifted::Changed));
    }

    proptest! {
        #[test]
        fn nobody_alone_ends_four_eyes(choices in prop::collection::vec((0_u8..4, prop::bool::ANY), 1..20)) {
            let mut now = settings(&[Kind::Vat]);
            for (step, on) in choices {
                let kinds: &[Kind] = if on { &[Kind::Vat] } else { &[] };
                now = match step {
                    0 | 1 => now.chosen(kinds, on, (user(1), &name()), NOW),
                    2 => now.lifted(&[Kind::Vat], user(1), NOW).unwrap_or(now),
                    _ => now.kept(),
                };
                prop_assert_eq!(&now.four_eyes, &[Kind::Vat]);
            }
        }
    }
}
