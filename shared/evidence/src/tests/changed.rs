//! Security row 10: any changed byte, and any dropped, added or reordered entry is found, and where it is.

use akkoord_domain::language::Language;
use proptest::prelude::*;

use super::{Signer, evidence, pack};
use crate::{
    Finding, Problem, PublicKey,
    pack::{JWS, KEY, NAMES},
    verify,
    zip::{self, by_headers},
};

fn found(bytes: &[u8], key: Option<&PublicKey>) -> Finding {
    verify(bytes, key).expect_err("the pack was changed")
}

/// The contents of the entries of a pack.
fn contents(pack: &[u8]) -> Vec<Vec<u8>> {
    by_headers(pack).unwrap().iter().map(|place| pack[place.clone()].to_vec()).collect()
}

/// A ZIP of any entries, in the form of a pack.
pub(super) fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let about = zip::About { size: content.len() as u32, checksum: crc32fast::hash(content) };
        let common = zip::common(name, about);
        directory.extend([&b"PK\x01\x02\x0a\0"[..], &common, &[0; 10]].concat());
        directory.extend((zip.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        zip.extend([b"PK\x03\x04", &common[..], name.as_bytes(), content].concat());
    }
    let (offset, count) = ((zip.len() as u32).to_le_bytes(), (entries.len() as u16).to_le_bytes());
    let size = (directory.len() as u32).to_le_bytes();
    zip.extend([&directory[..], b"PK\x05\x06", &[0; 4], &count, &count, &size, &offset, &[0; 2]].concat());
    zip
}

#[test]
fn every_changed_byte_is_found_where_it_is() {
    let signer = Signer::new(1);
    let whole = pack(&evidence(1, Language::Dutch), &signer);
    let layout = by_headers(&whole).unwrap();
    let mut changed = whole.clone();
    for place in 0..whole.len() {
        // Each place gets one changed bit, another one from place to place: so each bit of the format is met.
        changed[place] ^= 1 << (place % 8);
        let finding = found(&changed, (place % 2 == 0).then_some(&signer.public));
        assert!(finding.bytes.contains(&place), "byte {place} was changed, found was {finding}");
        let entry = NAMES.iter().zip(&layout).find(|(_, content)| content.contains(&place)).map(|(name, _)| *name);
        assert_eq!(finding.entry, entry, "byte {place} was changed, found was {finding}");
        changed[place] = whole[place];
    }
    assert!(verify(&changed, None).is_ok());
}

#[test]
fn dropped_added_and_reordered_entries_are_found() {
    let whole = pack(&evidence(1, Language::Dutch), &Signer::new(1));
    let contents = contents(&whole);
    let entries: Vec<(&str, &[u8])> = NAMES.iter().zip(&contents).map(|(name, bytes)| (*name, &bytes[..])).collect();
    assert_eq!(zip_of(&entries), whole);
    for place in 0..NAMES.len() {
        let mut dropped = entries.clone();
        dropped.remove(place);
        assert_eq!(found(&zip_of(&dropped), None).problem, Problem::Missing(NAMES[place]));
        let mut added = entries.clone();
        added.insert(place, ("more.txt", b"more"));
        assert_eq!(found(&zip_of(&added), None).problem, Problem::Added("more.txt".to_owned()));
        let mut twice = entries.clone();
        twice.insert(place, entries[place]);
        assert_eq!(found(&zip_of(&twice), None).problem, Problem::Twice);
        for other in place + 1..NAMES.len() {
            let mut moved = entries.clone();
            moved.swap(place, other);
            assert_eq!(found(&zip_of(&moved), None).problem, Problem::Order);
        }
        // A well-made ZIP with another content in one entry.
        let mut other = entries.clone();
        other[place].1 = b"something else";
        let finding = found(&zip_of(&other), None);
        assert_eq!(finding.entry, Some(NAMES[place]), "{finding}");
    }
}

#[test]
fn bytes_before_between_and_behind_are_found() {
    let whole = pack(&evidence(1, Language::Dutch), &Signer::new(1));
    for place in [0, 1, 29, 30, 100, whole.len() / 2, whole.len() - 23, whole.len() - 1, whole.len()] {
        let longer = [&whole[..place], b"x", &whole[place..]].concat();
        found(&longer, None);
    }
    for length in 0..whole.len() {
        if length % 16 == 0 || whole.len() - length < 300 {
            found(&whole[..length], None);
        }
    }
    let behind = [&whole[..], b"more"].concat();
    assert_eq!(found(&behind, None), Finding::in_zip(Problem::Structure, whole.len()..whole.len() + 4));
}

#[test]
fn another_key_is_found_in_the_pack_and_against_the_firms() {
    let (firm, other) = (Signer::new(1), Signer::new(2));
    let evidence = evidence(1, Language::Dutch);
    // Somebody signs evidence of their own making with a key of their own: only the firm's key tells.
    let forged = pack(&evidence, &other);
    assert!(verify(&forged, None).is_ok_and(|verified| !verified.pinned));
    let finding = found(&forged, Some(&firm.public));
    let (found_key, given) = (other.public.fingerprint().clone(), firm.public.fingerprint().clone());
    assert_eq!((finding.entry, finding.problem), (Some(JWS), Problem::OtherKey { found: found_key, given }));
    // The key of one pack with the signature of another one.
    let (mut mixed, right) = (contents(&forged), contents(&pack(&evidence, &firm)));
    mixed[5].clone_from(&right[5]);
    let entries: Vec<(&str, &[u8])> = NAMES.iter().zip(&mixed).map(|(name, bytes)| (*name, &bytes[..])).collect();
    assert_eq!(found(&zip_of(&entries), None).problem, Problem::Signature);
    assert_eq!(found(&zip_of(&entries), Some(&firm.public)).entry, Some(KEY));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_other_bytes_in_any_place_are_found(start in 0_usize..12_000, other in prop::collection::vec(any::<u8>(), 0..40), length in 0_usize..40) {
        let whole = pack(&evidence(1, Language::Dutch), &Signer::new(1));
        let start = start % whole.len();
        let end = (start + length).min(whole.len());
        let changed = [&whole[..start], &other, &whole[end..]].concat();
        prop_assert_eq!(verify(&changed, None).is_ok(), changed == whole);
    }
}
