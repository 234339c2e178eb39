//! Checking a pack, offline and without trust in anything inside it but what the signature covers.
//!
//! The signature is looked for in two ways that share no byte of the ZIP, so that one changed byte can hide it from one
//! of them only. What it signs is then the measure of everything else: the entries by their hashes, the ZIP by making
//! it again.

use std::ops::Range;

use akkoord_domain::facts::Sha256;
use serde::Deserialize as _;

use crate::{
    canonical::canonical,
    evidence::Evidence,
    finding::{Finding, Problem},
    jws,
    key::PublicKey,
    pack::{DOCUMENT, EVIDENCE, KEY, NAMES, SIGNED, SignedEntry, Statement},
    zip::{self, About, Layout},
};

/// The largest pack, in bytes (64 MiB): a document has 25 MiB at most.
pub const MAX_PACK_BYTES: usize = 64 * 1024 * 1024;

/// A pack in which everything is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// What is signed.
    pub evidence: Evidence,
    /// The fingerprint of the key that signed.
    pub fingerprint: Sha256,
    /// Whether that key was given. If not, it was taken from the pack: then the pack agrees with itself, but says
    /// nothing about who made it until the fingerprint is compared with the firm's.
    pub pinned: bool,
}

/// Checks a pack: every byte of it, and with `pinned` that the firm's key signed it.
///
/// # Errors
/// The first [`Finding`].
pub fn verify(bytes: &[u8], pinned: Option<&PublicKey>) -> Result<Verified, Finding> {
    if bytes.len() > MAX_PACK_BYTES {
        return Err(Finding::in_zip(Problem::TooLarge, MAX_PACK_BYTES..bytes.len()));
    }
    let (layout, statement, fingerprint) = signed(bytes, pinned)?;
    entries(bytes, &layout, &statement.entries)?;
    structure(bytes, &layout)?;
    let evidence = evidence(bytes, &layout, &statement)?;
    Ok(Verified { evidence, fingerprint, pinned: pinned.is_some() })
}

/// Finds what is signed, with a signature that fits.
fn signed(bytes: &[u8], pinned: Option<&PublicKey>) -> Result<(Layout, Statement, Sha256), Finding> {
    let attempt = |layout: Result<Layout, Finding>| {
        let layout = layout?;
        let (statement, fingerprint) = statement(bytes, &layout, pinned)?;
        Ok((layout, statement, fingerprint))
    };
    // When neither way leads to it, the first one tells more: it reads from the beginning.
    attempt(zip::by_headers(bytes)).or_else(|finding| attempt(zip::by_directory(bytes)).map_err(|_| finding))
}

/// Reads and checks the signature.
fn statement(bytes: &[u8], layout: &Layout, pinned: Option<&PublicKey>) -> Result<(Statement, Sha256), Finding> {
    let [.., key_place, jws_place] = layout;
    let wrong = |problem| Finding::in_signature(problem, jws_place.clone());
    let own = match pinned {
        Some(_) => None,
        None => Some(
            own_key(content(bytes, key_place))
                .ok_or_else(|| Finding::in_entry(Problem::Key, KEY, key_place.clone()))?,
        ),
    };
    let read = jws::read(content(bytes, jws_place)).ok_or_else(|| wrong(Problem::Form))?;
    let Some(key) = pinned.or(own.as_ref()) else { return Err(wrong(Problem::Signature)) };
    if pinned.is_some() && read.kid != *key.fingerprint() {
        let given = key.fingerprint().clone();
        return Err(wrong(Problem::OtherKey { found: read.kid, given }));
    }
    if read.kid != *key.fingerprint() || !key.signed(&read.digest, &read.signature) {
        return Err(wrong(Problem::Signature));
    }
    let statement: Statement = serde_json::from_slice(&read.payload).map_err(|_| wrong(Problem::Statement))?;
    // What is read has to be all that was signed: a name that stands there twice would be lost here.
    if canonical(&statement).ok().as_ref() != Some(&read.payload) {
        return Err(wrong(Problem::Statement));
    }
    if statement.entries.iter().map(|entry| entry.name.as_str()).ne(NAMES[..SIGNED].iter().copied()) {
        return Err(wrong(Problem::Statement));
    }
    Ok((statement, key.fingerprint().clone()))
}

fn own_key(pem: &[u8]) -> Option<PublicKey> {
    PublicKey::from_pem(std::str::from_utf8(pem).ok()?).ok()
}

/// The layouts lie inside the file.
fn content<'a>(bytes: &'a [u8], place: &Range<usize>) -> &'a [u8] {
    bytes.get(place.clone()).unwrap_or_default()
}

/// Compares every entry with what was signed.
fn entries(bytes: &[u8], layout: &Layout, signed: &[SignedEntry]) -> Result<(), Finding> {
    for ((name, place), signed) in NAMES.iter().zip(layout).zip(signed) {
        let found = SignedEntry::of(name, content(bytes, place));
        if found != *signed {
            let problem = Problem::Changed { found: found.sha256, signed: signed.sha256.clone() };
            return Err(Finding::in_entry(problem, name, place.clone()));
        }
    }
    Ok(())
}

/// Makes the ZIP again around the entries, and compares every byte.
fn structure(bytes: &[u8], layout: &Layout) -> Result<(), Finding> {
    let about = layout.clone().map(|place| About {
        size: u32::try_from(place.len()).unwrap_or(u32::MAX),
        checksum: crc32fast::hash(content(bytes, &place)),
    });
    let frame = zip::frame(&about);
    let mut at = 0;
    for (header, place) in frame.headers.iter().zip(layout) {
        same(bytes, at, header)?;
        at += header.len();
        if place.start != at {
            return Err(Finding::in_zip(Problem::Structure, at.min(place.start)..at.max(place.start)));
        }
        at = place.end;
    }
    same(bytes, at, &frame.tail)?;
    let end = at + frame.tail.len();
    if bytes.len() == end { Ok(()) } else { Err(Finding::in_zip(Problem::Structure, end..bytes.len())) }
}

/// Whether these bytes stand there; otherwise, the first run of others.
fn same(bytes: &[u8], at: usize, expected: &[u8]) -> Result<(), Finding> {
    let found = bytes.get(at..).unwrap_or_default();
    let differs = |place: &usize| found.get(*place) != expected.get(*place);
    let Some(start) = (0..expected.len()).find(differs) else { return Ok(()) };
    let end = (start..expected.len()).find(|place| !differs(place)).unwrap_or(expected.len());
    Err(Finding::in_zip(Problem::Structure, (at + start).min(bytes.len())..(at + end).min(bytes.len())))
}

/// The evidence: the same in the signature and in its own entry, in agreement with itself and with the document.
fn evidence(bytes: &[u8], layout: &Layout, statement: &Statement) -> Result<Evidence, Finding> {
    let place = |name| NAMES.iter().position(|known| *known == name).map_or(0..0, |place| layout[place].clone());
    let wrong = |problem| Finding::in_entry(problem, EVIDENCE, place(EVIDENCE));
    if canonical(&statement.evidence).ok().as_deref() != Some(content(bytes, &place(EVIDENCE))) {
        return Err(wrong(Problem::Statement));
    }
    let evidence = Evidence::deserialize(&statement.evidence).map_err(|_| wrong(Problem::Statement))?;
    if serde_json::to_value(&evidence).ok().as_ref() != Some(&statement.evidence) {
        return Err(wrong(Problem::Statement));
    }
    evidence.check().map_err(|inconsistent| wrong(inconsistent.into()))?;
    let file = &evidence.document.file;
    let document = SignedEntry::of(DOCUMENT, content(bytes, &place(DOCUMENT)));
    if file.size != document.size || file.sha256 != document.sha256 {
        return Err(wrong(Problem::OtherDocument));
    }
    Ok(evidence)
}
