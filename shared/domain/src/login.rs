//! Login names and the names of people.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::text::changes_direction;

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    /// Nothing is left after trimming.
    #[error("the name is empty")]
    Empty,
    /// Longer than the field allows.
    #[error("the name is too long")]
    TooLong,
    /// A character that the field does not take.
    #[error("the name has a character that is not allowed")]
    Character,
}

/// A login name: 1–254 characters out of ASCII letters, digits and `.-_@+`. Case does not count:
/// it is kept in lower case, so that one name has one key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoginName(String);

impl LoginName {
    /// The longest login name, in characters: the longest e-mail address (RFC 5321, 4.5.3.1).
    pub const MAX: usize = 254;

    /// The name in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LoginName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidName::Empty);
        }
        if text.len() > Self::MAX {
            return Err(InvalidName::TooLong);
        }
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_@+".contains(&byte);
        if !text.bytes().all(allowed) {
            return Err(InvalidName::Character);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }
}

impl TryFrom<String> for LoginName {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<LoginName> for String {
    fn from(name: LoginName) -> String {
        name.0
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The name of a person or organisation: 1–100 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DisplayName(String);

impl DisplayName {
    /// The longest name, in characters.
    pub const MAX: usize = 100;

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DisplayName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidName::Empty);
        }
        if text.chars().count() > Self::MAX {
            return Err(InvalidName::TooLong);
        }
        if text.chars().any(|character| character.is_control() || changes_direction(character)) {
            return Err(InvalidName::Character);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for DisplayName {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<DisplayName> for String {
    fn from(name: DisplayName) -> String {
        name.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_surrounding_space_do_not_count_in_a_login_name() {
        assert_eq!("  Sanne.De-Vries@Example.NL ".parse::<LoginName>().unwrap().as_str(), "sanne.de-vries@example.nl");
    }

    #[test]
    fn a_login_name_has_bounds() {
        assert_eq!("a".repeat(254).parse::<LoginName>().map(|name| name.as_str().len()), Ok(254));
        assert_eq!("a".repeat(255).parse::<LoginName>(), Err(InvalidName::TooLong));
        assert_eq!(" \t".parse::<LoginName>(), Err(InvalidName::Empty));
        // The Kelvin sign lower-cases to an ASCII k; it must not become another user's name.
        for text in ["a b", "a\u{0}", "a\u{202e}b", "\u{212a}arel", "é", "a/b", "a#b"] {
            assert_eq!(text.parse::<LoginName>(), Err(InvalidName::Character), "{text:?}");
        }
    }

    #[test]
    fn a_display_name_is_one_line_without_direction_marks() {
        assert_eq!("  Zoë van 't Hof ".parse::<DisplayName>().unwrap().as_str(), "Zoë van 't Hof");
        assert_eq!("é".repeat(101).parse::<DisplayName>(), Err(InvalidName::TooLong));
        for text in ["a\r\nb", "a\u{202e}b", "a\u{0}"] {
            assert_eq!(text.parse::<DisplayName>(), Err(InvalidName::Character), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_parsed_login_name_parses_to_itself(text: String) {
            if let Ok(name) = text.parse::<LoginName>() {
                prop_assert_eq!(name.as_str().parse::<LoginName>(), Ok(name.clone()));
            }
        }
    }
}
