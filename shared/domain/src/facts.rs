//! What a document is: its kind, for which period, for whom, how much, and the file.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::text::{Line, Name};

/// A document's version, from 1.
pub type VersionNumber = u32;

/// The largest file that is published, in bytes (25 MiB).
pub const MAX_FILE_BYTES: u64 = 25 * 1024 * 1024;

/// A document's title.
pub type Title = Line<120>;

/// A file's name as its owner called it, without folders.
pub type FileName = Name<120>;

/// What kind of document it is. It says what the SMS names and which recipient is usual (M5.1, M5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Income tax return.
    IncomeTax,
    /// Corporate tax return.
    CorporateTax,
    /// VAT return.
    Vat,
    /// Payroll tax return.
    PayrollTax,
    /// Annual accounts for the chamber of commerce.
    AnnualAccountsKvk,
    /// Annual accounts for the bank.
    AnnualAccountsBank,
    /// A quote.
    Quote,
    /// An engagement letter.
    EngagementLetter,
    /// Anything else.
    Other,
}

impl Kind {
    /// Every kind, in the order in which screens list them.
    pub const ALL: [Kind; 9] = [
        Kind::IncomeTax,
        Kind::CorporateTax,
        Kind::Vat,
        Kind::PayrollTax,
        Kind::AnnualAccountsKvk,
        Kind::AnnualAccountsBank,
        Kind::Quote,
        Kind::EngagementLetter,
        Kind::Other,
    ];
}

/// The party that asks for the document (M5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The Dutch tax office.
    Belastingdienst,
    /// The Dutch chamber of commerce.
    Kvk,
    /// A bank.
    Bank,
    /// Nobody: the document stays between the firm and its client.
    None,
}

/// The text is not a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a period: a year, a quarter (2026-Q3) or a month (2026-09)")]
pub struct InvalidPeriod;

/// A year, a quarter or a month: `2026`, `2026-Q3`, `2026-09`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: u16,
    part: Part,
}

/// Which part of the year a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A month, 1 to 12.
    Month(u8),
}

impl Period {
    /// The year, 1990 to 2099.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The part of the year.
    #[must_use]
    pub fn part(self) -> Part {
        self.part
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        let part = match part {
            None => Part::Whole,
            Some(part) => match part.strip_prefix('Q') {
                Some(quarter) if digits(quarter, 1) => Part::Quarter(quarter.parse().map_err(|_| InvalidPeriod)?),
                None if digits(part, 2) => Part::Month(part.parse().map_err(|_| InvalidPeriod)?),
                _ => return Err(InvalidPeriod),
            },
        };
        if !digits(year, 4) {
            return Err(InvalidPeriod);
        }
        let period = Self { year: year.parse().map_err(|_| InvalidPeriod)?, part };
        let in_bounds = match period.part {
            Part::Whole => true,
            Part::Quarter(quarter) => (1..=4).contains(&quarter),
            Part::Month(month) => (1..=12).contains(&month),
        };
        if in_bounds && (1990..=2099).contains(&period.year) { Ok(period) } else { Err(InvalidPeriod) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Whole => write!(formatter, "{}", self.year),
            Part::Quarter(quarter) => write!(formatter, "{}-Q{quarter}", self.year),
            Part::Month(month) => write!(formatter, "{}-{month:02}", self.year),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = InvalidPeriod;

    fn try_from(text: String) -> Result<Self, InvalidPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

/// What an amount means to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// The client pays it.
    ToPay,
    /// The client receives it.
    ToReceive,
}

/// An amount in whole euro cents, with what it means: 0 to 10 billion euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Euro cents.
    pub cents: u64,
    /// To pay or to receive.
    pub meaning: Meaning,
}

impl Amount {
    /// The largest amount, in cents.
    pub const MAX_CENTS: u64 = 1_000_000_000_000;
}

/// The text is not a SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256: 64 lower-case hexadecimal digits")]
pub struct InvalidSha256;

/// The SHA-256 of a content that is no secret, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256(String);

impl Sha256 {
    /// Hashes a content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        use sha2::Digest;
        Self::from_bytes(sha2::Sha256::digest(content).into())
    }

    /// The hash of these 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What comes before the first of a chain.
    #[must_use]
    pub fn zero() -> Self {
        Self("0".repeat(64))
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        let nibble = |byte: u8| if byte <= b'9' { byte - b'0' } else { byte - b'a' + 10 };
        let digits = self.0.as_bytes();
        std::array::from_fn(|place| nibble(digits[2 * place]) << 4 | nibble(digits[2 * place + 1]))
    }
}

impl FromStr for Sha256 {
    type Err = InvalidSha256;

    fn from_str(text: &str) -> Result<Self, InvalidSha256> {
        let lower_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(lower_hex) { Ok(Self(text.to_owned())) } else { Err(InvalidSha256) }
    }
}

impl TryFrom<String> for Sha256 {
    type Error = InvalidSha256;

    fn try_from(text: String) -> Result<Self, InvalidSha256> {
        text.parse()
    }
}

impl From<Sha256> for String {
    fn from(hash: Sha256) -> String {
        hash.0
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The file of one version. It never changes: the store of files keeps each version of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name when it is downloaded.
    pub name: FileName,
    /// The version of the object that holds it.
    pub object_version: String,
    /// Its content's hash.
    pub sha256: Sha256,
    /// Its size in bytes, at most [`MAX_FILE_BYTES`].
    pub size: u64,
    /// Its pages.
    pub pages: u32,
}

/// What a code for approving is bound to: these bytes and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The document.
    pub document: crate::id::DocumentId,
    /// The version that was read.
    pub version: VersionNumber,
    /// Its file.
    pub sha256: Sha256,
    /// What the SMS calls it.
    pub kind: Kind,
    /// The period that the SMS names.
    pub period: Period,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_period_is_a_year_a_quarter_or_a_month() {
        for text in ["2025", "2026-Q3", "2026-09", "1990-12"] {
            assert_eq!(text.parse::<Period>().map(|period| period.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("2026-Q3".parse::<Period>().unwrap().year(), 2026);
        for text in ["", "26", "2026-Q5", "2026-Q0", "2026-13", "2026-00", "2026-9", "1989", "2100", "2026-Q", "+026"] {
            assert_eq!(text.parse::<Period>(), Err(InvalidPeriod), "{text}");
        }
    }

    #[test]
    fn a_hash_is_64_lower_case_digits_and_gives_its_bytes() {
        let hash = Sha256::of(b"abc");
        assert_eq!(hash.as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Sha256::from_bytes(hash.bytes()), hash);
        assert!(hash.as_str().to_uppercase().parse::<Sha256>().is_err());
        assert!("ab".parse::<Sha256>().is_err());
    }

    proptest! {
        #[test]
        fn no_text_crashes_the_parsers(text: String) {
            if let Ok(period) = text.parse::<Period>() {
                prop_assert_eq!(period.to_string(), text.clone());
            }
            let _hash = text.parse::<Sha256>();
        }
    }
}
