//! What is handed to a channel: the facts of one approved version, where its pack of evidence can be fetched, and the
//! key by which both sides know the filing.
//!
//! A filing holds no bytes. The archive fetches the pack itself; a channel whose message carries the file reads it from
//! the same address, so that nothing of 25 MB stands in a queue or is read for a channel that does not need it.

use std::fmt;

use akkoord_domain::{
    Timestamp,
    delivery::Channel,
    facts::{FileName, Kind, Period, Recipient, Sha256, Title, VersionNumber},
    id::{DocumentId, OrganisationId},
};
use secrecy::SecretString;
use serde::Serialize;

/// The same for one version of one document through one channel, however often it is sent: `doc_…-2-archive`. It has
/// letters, digits, `_` and `-` only, so that it can stand in an address and in a signature (where a full stop parts).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The key of this version through this channel.
    #[must_use]
    pub fn new(document: DocumentId, version: VersionNumber, channel: Channel) -> Self {
        Self(format!("{document}-{version}-{}", channel.as_str()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One version of one document on its way through one channel.
#[derive(Debug, Clone)]
pub struct Filing {
    /// By which both sides know it.
    pub key: IdempotencyKey,
    /// What was approved.
    pub manifest: Manifest,
    /// The pack of evidence, with the file in it.
    pub pack: Pack,
}

/// What was approved, in the words of docs/ARCHIVE.md.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// Whose document.
    pub organisation: OrganisationId,
    /// The number by which the firm knows that client.
    pub client_number: String,
    /// The document.
    pub document: DocumentId,
    /// The version that was approved.
    pub version: VersionNumber,
    /// What kind of document it is.
    pub kind: Kind,
    /// Its title.
    pub title: Title,
    /// For which period.
    pub period: Period,
    /// Who asks for it.
    pub recipient: Recipient,
    /// The file's name.
    pub file_name: FileName,
    /// The file's hash: what the approvals are bound to.
    pub sha256: Sha256,
    /// The file's size in bytes.
    pub size: u64,
    /// When the last approval came.
    pub approved_at: Timestamp,
    /// What a person quotes on the telephone.
    pub reference: String,
}

/// Where the pack of evidence can be fetched. Whoever has the address can, so it is a secret until it expires.
#[derive(Debug, Clone)]
pub struct Pack {
    /// A presigned address for one GET.
    pub url: SecretString,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// The pack's hash.
    pub sha256: Sha256,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_to_one_version_and_channel_and_needs_no_escaping() {
        let document = DocumentId::new(Timestamp::UNIX_EPOCH, 7);
        let key = IdempotencyKey::new(document, 2, Channel::Archive);
        assert_eq!(key.as_str(), "doc_00000000000000000000000007-2-archive");
        assert_eq!(key, IdempotencyKey::new(document, 2, Channel::Archive));
        for other in [
            IdempotencyKey::new(document, 3, Channel::Archive),
            IdempotencyKey::new(document, 2, Channel::Recipient),
            IdempotencyKey::new(DocumentId::new(Timestamp::UNIX_EPOCH, 8), 2, Channel::Archive),
        ] {
            assert_ne!(key, other);
        }
        assert!(key.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)));
    }
}
