//! What people type: one line or paragraphs, with a limit in characters and without characters that could deceive.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Nothing is left after trimming.
    #[error("the text is empty")]
    Empty,
    /// Longer than the field allows.
    #[error("the text is too long")]
    TooLong,
    /// A character that the field does not take.
    #[error("the text has a character that is not allowed")]
    Character,
}

/// Marks that change the direction of text can make one text look like another (Unicode TR 36, 2.5).
pub(crate) fn changes_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Line and paragraph separators end a line as LF does, and no keyboard has them.
fn separates(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}')
}

fn checked(text: &str, most: usize, allowed: impl Fn(char) -> bool) -> Result<String, InvalidText> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InvalidText::Empty);
    }
    if text.chars().count() > most {
        return Err(InvalidText::TooLong);
    }
    if text.chars().any(|character| !allowed(character) || changes_direction(character) || separates(character)) {
        return Err(InvalidText::Character);
    }
    Ok(text.to_owned())
}

macro_rules! text {
    ($(#[$meta:meta])* $name:ident, $allowed:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name<const MAX: usize>(String);

        impl<const MAX: usize> $name<MAX> {
            /// The text, trimmed.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> FromStr for $name<MAX> {
            type Err = InvalidText;

            fn from_str(text: &str) -> Result<Self, InvalidText> {
                checked(text, MAX, $allowed).map(Self)
            }
        }

        impl<const MAX: usize> TryFrom<String> for $name<MAX> {
            type Error = InvalidText;

            fn try_from(text: String) -> Result<Self, InvalidText> {
                text.parse()
            }
        }

        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(text: $name<MAX>) -> String {
                text.0
            }
        }

        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

text!(
    /// 1 to `MAX` characters on one line.
    Line,
    |character: char| !character.is_control()
);
text!(
    /// A file's name of 1 to `MAX` characters: none that leads to a folder, none that a system does not take in names.
    Name,
    |character: char| !character.is_control() && !r#"/\<>:"|?*"#.contains(character)
);
text!(
    /// 1 to `MAX` characters; lines end with LF.
    Paragraphs,
    |character: char| !character.is_control() || character == '\n'
);

/// What somebody wrote to somebody: a message, a question, an answer, a reason.
pub type Note = Paragraphs<2000>;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_has_a_limit_in_characters_and_no_breaks() {
        assert_eq!(" é ".parse::<Line<1>>().unwrap().as_str(), "é");
        assert_eq!("éé".parse::<Line<1>>(), Err(InvalidText::TooLong));
        assert_eq!(" \n".parse::<Line<9>>(), Err(InvalidText::Empty));
        for text in ["a\nb", "a\r\nb", "a\u{202e}b", "a\0", "a\u{2028}b"] {
            assert_eq!(text.parse::<Line<9>>(), Err(InvalidText::Character), "{text:?}");
        }
    }

    #[test]
    fn a_name_leads_to_no_folder_and_into_no_page() {
        assert_eq!("Btw 2026-Q3 (é).pdf".parse::<Name<120>>().unwrap().as_str(), "Btw 2026-Q3 (é).pdf");
        for text in
            ["../a.pdf", "a\\b.pdf", "<b>.pdf", "a\"b.pdf", "a\r\nb.pdf", "fdp.\u{202e}exe", "a:b.pdf", "a\0.pdf"]
        {
            assert_eq!(text.parse::<Name<120>>(), Err(InvalidText::Character), "{text:?}");
        }
    }

    #[test]
    fn paragraphs_break_with_lf_alone() {
        assert_eq!("a\n\nb".parse::<Note>().unwrap().as_str(), "a\n\nb");
        for text in ["a\r\nb", "a\tb", "a\u{2067}b"] {
            assert_eq!(text.parse::<Note>(), Err(InvalidText::Character), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_parsed_text_parses_to_itself(text: String) {
            if let Ok(note) = text.parse::<Note>() {
                prop_assert_eq!(note.as_str().parse::<Note>(), Ok(note.clone()));
            }
        }
    }
}
