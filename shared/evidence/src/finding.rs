//! What is wrong with a pack, in plain words, and where.

use std::{fmt, ops::Range};

use akkoord_domain::facts::Sha256;

use crate::{evidence::Inconsistent, pack::JWS};

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub problem: Problem,
    /// In which entry of the pack; `None` when it is the ZIP around the entries.
    pub entry: Option<&'static str>,
    /// Which bytes of the file, from 0, the end not included. Empty when something is missing there.
    pub bytes: Range<usize>,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file is larger than any pack.
    #[error("the file is larger than a pack can be")]
    TooLarge,
    /// No ZIP, or not one that a pack could be.
    #[error("the file is not a pack: {0}")]
    NotAPack(&'static str),
    /// An entry ends behind the end of the file.
    #[error("the file ends in the middle of this entry")]
    CutOff,
    /// An entry is compressed or encrypted; in a pack none is.
    #[error("this entry is compressed or encrypted, as no entry of a pack is: somebody packed it again")]
    NotStored,
    /// An entry that no pack has.
    #[error("an entry was added: {0}")]
    Added(String),
    /// An entry that stands there twice.
    #[error("this entry stands there twice")]
    Twice,
    /// An entry that is not there.
    #[error("the entry {0} is missing")]
    Missing(&'static str),
    /// The entries are not in the order of a pack.
    #[error("the entries stand in another order than in a pack")]
    Order,
    /// The pack's key cannot be read.
    #[error("this is not a public key on P-256")]
    Key,
    /// The signature is not one that the portal could have written.
    #[error("this is not a signature in the form of a pack")]
    Form,
    /// Signed with another key than the one that was given.
    #[error("it is signed with the key {found}, not with the one that you gave ({given})")]
    OtherKey {
        /// The fingerprint that is named.
        found: Sha256,
        /// The fingerprint of the key that was given.
        given: Sha256,
    },
    /// The signature does not fit.
    #[error("the signature does not fit: what is signed, the signature or the key was changed")]
    Signature,
    /// What is signed is not about a pack.
    #[error("what is signed is not the evidence of an approval in this format")]
    Statement,
    /// Other bytes than those that were signed.
    #[error("this is not what was signed: its SHA-256 is {found}, signed was {signed}")]
    Changed {
        /// The hash of what is there.
        found: Sha256,
        /// The hash that was signed.
        signed: Sha256,
    },
    /// The ZIP around the entries is not the one that the portal makes of them.
    #[error("the entries are as they were signed, but the ZIP around them was changed here")]
    Structure,
    /// The evidence is signed, but it contradicts itself or the document.
    #[error("the evidence is signed, but contradicts itself: {0}")]
    Inconsistent(#[from] Inconsistent),
    /// The evidence is about another file.
    #[error("the evidence is signed, but is about another file than the document in the pack")]
    OtherDocument,
}

impl Finding {
    pub(crate) fn in_zip(problem: Problem, bytes: Range<usize>) -> Self {
        Self { problem, entry: None, bytes }
    }

    pub(crate) fn in_entry(problem: Problem, entry: &'static str, bytes: Range<usize>) -> Self {
        Self { problem, entry: Some(entry), bytes }
    }

    pub(crate) fn in_signature(problem: Problem, bytes: Range<usize>) -> Self {
        Self::in_entry(problem, JWS, bytes)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.entry.unwrap_or("the ZIP"))?;
        match self.bytes.len() {
            0 => write!(formatter, ", at byte {}: ", self.bytes.start)?,
            1 => write!(formatter, ", byte {}: ", self.bytes.start)?,
            _ => write!(formatter, ", bytes {} to {}: ", self.bytes.start, self.bytes.end - 1)?,
        }
        self.problem.fmt(formatter)
    }
}

impl std::error::Error for Finding {}
