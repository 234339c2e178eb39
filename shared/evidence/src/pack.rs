//! The pack: the document, its evidence, the signature over all of it, the key's public half, the readable PDF, and how
//! to check it. The signature covers every other entry; the ZIP around them has only one form.

use akkoord_domain::facts::Sha256;
use p256::ecdsa::Signature;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    canonical::canonical,
    evidence::{Evidence, Inconsistent},
    jws,
    key::PublicKey,
    verify::MAX_PACK_BYTES,
    zip::{self, About},
};

/// How to check the pack, in both languages.
const README: &str = include_str!("pack/README.txt");

pub(crate) const EVIDENCE: &str = "evidence.json";
pub(crate) const DOCUMENT: &str = "document.pdf";
pub(crate) const KEY: &str = "public-key.pem";
pub(crate) const JWS: &str = "evidence.jws";

/// The entries in their order. The signature is the last one: it is over those before it.
pub(crate) const NAMES: [&str; 6] = ["README.txt", DOCUMENT, "evidence.pdf", EVIDENCE, KEY, JWS];

/// How many entries the signature is over.
pub(crate) const SIGNED: usize = NAMES.len() - 1;

/// What is signed: the evidence, and every entry but the signature.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Statement {
    pub(crate) entries: Vec<SignedEntry>,
    pub(crate) evidence: Value,
}

/// One entry as it is signed.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignedEntry {
    pub(crate) name: String,
    pub(crate) sha256: Sha256,
    pub(crate) size: u64,
}

impl SignedEntry {
    /// The entry with this name and content.
    pub(crate) fn of(name: &str, content: &[u8]) -> Self {
        Self { name: name.to_owned(), sha256: Sha256::of(content), size: content.len() as u64 }
    }
}

/// Why no pack was made.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// The evidence is about another file.
    #[error("the document is not the file that the evidence names")]
    OtherDocument,
    /// The evidence contradicts itself.
    #[error("the evidence contradicts itself")]
    Inconsistent(#[from] Inconsistent),
    /// It would be larger than a pack may be.
    #[error("the pack would be too large")]
    TooLarge,
    /// What was answered is no signature, or not one of this digest by this key.
    #[error("the signature is not one by the key that was given")]
    Signature,
    /// The evidence cannot be written as JSON, which no evidence that the types allow does.
    #[error("the evidence cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// A pack without its signature.
#[derive(Debug)]
pub struct Unsigned<'a> {
    document: &'a [u8],
    readable: Vec<u8>,
    evidence: Vec<u8>,
    key: &'a PublicKey,
    signing_input: String,
}

impl<'a> Unsigned<'a> {
    /// Puts together what is signed: `document` is the approved file, `readable` the PDF about the evidence, `key` the
    /// public half of the key that will sign.
    ///
    /// # Errors
    /// [`NotMade`] when the evidence contradicts itself or the document, or all of it is too large.
    pub fn new(
        evidence: &Evidence,
        document: &'a [u8],
        readable: Vec<u8>,
        key: &'a PublicKey,
    ) -> Result<Self, NotMade> {
        evidence.check()?;
        let file = &evidence.document.file;
        if file.size != document.len() as u64 || file.sha256 != Sha256::of(document) {
            return Err(NotMade::OtherDocument);
        }
        let json = canonical(evidence)?;
        let contents = [README.as_bytes(), document, &readable, &json, key.pem().as_bytes()];
        let entries = NAMES.iter().zip(contents).map(|(name, content)| SignedEntry::of(name, content)).collect();
        let statement = Statement { entries, evidence: serde_json::to_value(evidence)? };
        let signing_input = jws::signing_input(key.fingerprint(), &canonical(&statement)?)?;
        let unsigned = Self { document, readable, evidence: json, key, signing_input };
        // The frame and the signature have less than 2 kB.
        let size: usize = unsigned.contents("").iter().map(|content| content.len()).sum();
        if size + unsigned.signing_input.len() + 2048 > MAX_PACK_BYTES { Err(NotMade::TooLarge) } else { Ok(unsigned) }
    }

    /// The contents of the entries in their order.
    fn contents<'b>(&'b self, jws: &'b str) -> [&'b [u8]; NAMES.len()] {
        let key = self.key.pem().as_bytes();
        [README.as_bytes(), self.document, &self.readable, &self.evidence, key, jws.as_bytes()]
    }

    /// The JWS Signing Input (RFC 7515, section 5.1).
    #[must_use]
    pub fn signing_input(&self) -> &str {
        &self.signing_input
    }

    /// SHA-256 of the signing input: what KMS signs with `ECDSA_SHA_256` and message type `DIGEST`.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        jws::digest(&self.signing_input)
    }

    /// Takes the signature as KMS answers it, in DER, and checks that it is one.
    ///
    /// # Errors
    /// [`NotMade::Signature`]: a pack that does not check is never made.
    pub fn sign(self, der: &[u8]) -> Result<Signed<'a>, NotMade> {
        let signature: Signature = jws::from_der(der).ok_or(NotMade::Signature)?;
        if !self.key.signed(&self.digest(), &signature) {
            return Err(NotMade::Signature);
        }
        let jws = jws::compact(&self.signing_input, &signature);
        Ok(Signed { unsigned: self, jws })
    }
}

/// A pack with its signature.
#[derive(Debug)]
pub struct Signed<'a> {
    unsigned: Unsigned<'a>,
    jws: String,
}

impl Signed<'_> {
    /// The signature: a JWS in compact form, with the evidence and the hash of every other entry in it.
    #[must_use]
    pub fn jws(&self) -> &str {
        &self.jws
    }

    /// The ZIP. It is the only copy of the document that is made here.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let contents = self.unsigned.contents(&self.jws);
        let about = contents.map(|content| About {
            // `Unsigned::new` saw that it is far smaller.
            size: u32::try_from(content.len()).unwrap_or(u32::MAX),
            checksum: crc32fast::hash(content),
        });
        let frame = zip::frame(&about);
        let headers: usize = frame.headers.iter().map(Vec::len).sum();
        let size: usize = contents.iter().map(|content| content.len()).sum();
        let mut pack = Vec::with_capacity(headers + size + frame.tail.len());
        for (header, content) in frame.headers.iter().zip(contents) {
            pack.extend_from_slice(header);
            pack.extend_from_slice(content);
        }
        pack.extend_from_slice(&frame.tail);
        pack
    }
}
