//! The signature: a JWS in compact form (RFC 7515) with ES256 (RFC 7518, section 3.4).
//!
//! Of each signature there are two, with s and with n − s. Only the one with the low s is written and taken: otherwise
//! the other one would be a changed file that still fits.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use p256::ecdsa::Signature;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256 as Hasher};

use akkoord_domain::facts::Sha256;

use crate::canonical::canonical;

const ALGORITHM: &str = "ES256";
const TYPE: &str = "akkoord-evidence+json";

/// The protected header. There are no others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    /// The key's fingerprint.
    kid: Sha256,
    typ: String,
}

/// Header and payload in Base64url with a full stop between them: what is signed (RFC 7515, section 5.1).
pub(crate) fn signing_input(kid: &Sha256, payload: &[u8]) -> Result<String, serde_json::Error> {
    let header = Header { alg: ALGORITHM.to_owned(), kid: kid.clone(), typ: TYPE.to_owned() };
    let mut input = BASE64_URL_SAFE_NO_PAD.encode(canonical(&header)?);
    input.push('.');
    BASE64_URL_SAFE_NO_PAD.encode_string(payload, &mut input);
    Ok(input)
}

/// What KMS is asked to sign, with message type `DIGEST`: a raw message could have 4,096 bytes at most.
pub(crate) fn digest(signing_input: &str) -> [u8; 32] {
    Hasher::digest(signing_input.as_bytes()).into()
}

/// The signature that KMS answered in DER, with the low s.
pub(crate) fn from_der(der: &[u8]) -> Option<Signature> {
    Signature::from_der(der).ok().map(|signature| signature.normalize_s())
}

/// The whole JWS: r and s follow as 32 bytes each (RFC 7518, section 3.4).
pub(crate) fn compact(signing_input: &str, signature: &Signature) -> String {
    let mut compact = String::with_capacity(signing_input.len() + 1 + 86);
    compact.push_str(signing_input);
    compact.push('.');
    BASE64_URL_SAFE_NO_PAD.encode_string(signature.to_bytes(), &mut compact);
    compact
}

/// A JWS, read but not yet believed.
#[derive(Debug)]
pub(crate) struct Read {
    /// The fingerprint of the key that is said to have signed.
    pub(crate) kid: Sha256,
    /// What is said to be signed.
    pub(crate) payload: Vec<u8>,
    /// The digest that the signature is over.
    pub(crate) digest: [u8; 32],
    /// The signature.
    pub(crate) signature: Signature,
}

/// Reads a JWS that this code could have written; any other is `None`.
pub(crate) fn read(compact: &[u8]) -> Option<Read> {
    let compact = std::str::from_utf8(compact).ok()?;
    let (input, signature) = compact.rsplit_once('.')?;
    let (header, payload) = input.split_once('.')?;
    // The decoder refuses padding, foreign characters and bits that are left over: one spelling per value.
    let header: Header = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?;
    let signature = Signature::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
    let is_low = signature.normalize_s() == signature;
    if header.alg != ALGORITHM || header.typ != TYPE || !is_low {
        return None;
    }
    // Header and payload have one spelling, too.
    if signing_input(&header.kid, &payload).ok()? != input {
        return None;
    }
    Some(Read { kid: header.kid, payload, digest: digest(input), signature })
}
