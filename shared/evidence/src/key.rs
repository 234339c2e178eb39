//! The public half of the firm's key: P-256, as SubjectPublicKeyInfo (RFC 5480).

use std::fmt;

use akkoord_domain::facts::Sha256;
use p256::{
    ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier as _},
    pkcs8::{DecodePublicKey as _, EncodePublicKey as _, LineEnding},
};

/// The text or bytes are not a public key on P-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a public key on P-256 in the form SubjectPublicKeyInfo")]
pub struct InvalidKey;

/// A public key on P-256.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    key: VerifyingKey,
    pem: String,
    fingerprint: Sha256,
}

impl PublicKey {
    /// Reads DER, as KMS's `GetPublicKey` answers it.
    ///
    /// # Errors
    /// [`InvalidKey`].
    pub fn from_der(der: &[u8]) -> Result<Self, InvalidKey> {
        VerifyingKey::from_public_key_der(der).map_err(|_| InvalidKey).and_then(Self::new)
    }

    /// Reads PEM with the label `PUBLIC KEY`.
    ///
    /// # Errors
    /// [`InvalidKey`].
    pub fn from_pem(pem: &str) -> Result<Self, InvalidKey> {
        VerifyingKey::from_public_key_pem(pem).map_err(|_| InvalidKey).and_then(Self::new)
    }

    fn new(key: VerifyingKey) -> Result<Self, InvalidKey> {
        let der = key.to_public_key_der().map_err(|_| InvalidKey)?;
        let pem = key.to_public_key_pem(LineEnding::LF).map_err(|_| InvalidKey)?;
        Ok(Self { key, pem, fingerprint: Sha256::of(der.as_bytes()) })
    }

    /// The one PEM of this key, with LF and at its end a line break.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// SHA-256 of the key's DER: by this the firm's key is known, and it is the `kid` of what the key signed.
    #[must_use]
    pub fn fingerprint(&self) -> &Sha256 {
        &self.fingerprint
    }

    /// Whether the key signed this digest.
    pub(crate) fn signed(&self, digest: &[u8; 32], signature: &Signature) -> bool {
        self.key.verify_prehash(digest, signature).is_ok()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("PublicKey").field(&self.fingerprint).finish()
    }
}
