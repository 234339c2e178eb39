//! Identifiers: a ULID with a prefix per type, one newtype each, so that ids cannot be mixed up.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::Timestamp;

/// The text is not an identifier of the expected type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier with the prefix {prefix}")]
pub struct InvalidId {
    prefix: &'static str,
}

macro_rules! identifier {
    ($(#[$meta:meta])* $name:ident, $prefix:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Ulid);

        impl $name {
            /// Makes an identifier from the time and 80 random bits (the rest of `random` is ignored).
            #[must_use]
            pub fn new(now: Timestamp, random: u128) -> Self {
                let millisecond = u64::try_from(now.as_millisecond()).unwrap_or(0);
                Self(Ulid::from_parts(millisecond, random))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!($prefix, "_{}"), self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, formatter)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            /// Accepts only the canonical form: the prefix, `_`, 26 upper-case Crockford characters.
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let invalid = InvalidId { prefix: $prefix };
                let body = text.strip_prefix(concat!($prefix, "_")).ok_or(invalid)?;
                let ulid = Ulid::from_string(body).map_err(|_| invalid)?;
                // Ulid::from_string also takes lower case; two spellings of one id would be two keys.
                if ulid.to_string() == body { Ok(Self(ulid)) } else { Err(invalid) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

identifier!(
    /// A person who signs in: a member of organisations, or staff of the firm.
    UserId,
    "usr"
);
identifier!(
    /// A client of the firm, known there by its client number.
    OrganisationId,
    "org"
);
identifier!(
    /// One outbox item: an effect that a transaction promised.
    OutboxId,
    "out"
);

identifier!(
    /// A document, over all its versions.
    DocumentId,
    "doc"
);
identifier!(
    /// A question about a document.
    QuestionId,
    "qst"
);

/// Names one sending by a client, so that a repeated sending finds its own write: 16–64 letters, digits and hyphens
/// that the client draws at random.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RequestId(String);

impl RequestId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RequestId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let allowed = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if allowed && (16..=64).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId { prefix: "request" })
        }
    }
}

impl TryFrom<String> for RequestId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<RequestId> for String {
    fn from(id: RequestId) -> String {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_identifier_survives_its_text(millisecond in 0_i64..250_000_000_000_000, random: u128) {
            let now = Timestamp::from_millisecond(millisecond).unwrap();
            let id = UserId::new(now, random);
            prop_assert_eq!(id.to_string().parse::<UserId>(), Ok(id));
        }

        #[test]
        fn no_text_crashes_the_parser(text: String) {
            if let Ok(id) = text.parse::<UserId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn another_types_prefix_and_lower_case_are_refused() {
        let id = UserId::new(Timestamp::UNIX_EPOCH, 0xabcdef).to_string();
        assert!(id.replace("usr_", "org_").parse::<UserId>().is_err());
        let lower = id.to_lowercase();
        assert_ne!(lower, id);
        assert!(lower.parse::<UserId>().is_err());
        assert!("".parse::<UserId>().is_err());
    }
}
