//! Files from strangers: nothing crashes, nothing is unpacked, nothing is believed.

use akkoord_domain::language::Language;
use proptest::prelude::*;

use super::{Signer, changed::zip_of, evidence, pack};
use crate::{
    MAX_PACK_BYTES, Problem,
    pack::NAMES,
    verify,
    zip::{by_directory, by_headers},
};

#[test]
fn names_that_lead_elsewhere_are_refused_and_shown_without_their_tricks() {
    for (name, shown) in [
        ("../document.pdf", "../document.pdf"),
        ("/etc/passwd", "/etc/passwd"),
        ("document.pdf/", "document.pdf/"),
        ("DOCUMENT.PDF", "DOCUMENT.PDF"),
        ("", ""),
        ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"),
        ("fdp.\u{202e}x", "fdp.\\u{202e}x"),
        ("nul\0.pdf", "nul\\u{0}.pdf"),
    ] {
        let finding = verify(&zip_of(&[(name, b"x")]), None).unwrap_err();
        assert_eq!(finding.problem, Problem::Added(shown.to_owned()));
    }
    let long = "x".repeat(60_000);
    let finding = verify(&zip_of(&[(&long, b"x")]), None).unwrap_err();
    assert!(finding.to_string().len() < 200, "{finding}");
}

#[test]
fn what_is_compressed_encrypted_or_too_large_is_refused_unread() {
    let whole = pack(&evidence(1, Language::Dutch), &Signer::new(1));
    let directory = u32::from_le_bytes(whole[whole.len() - 6..whole.len() - 2].try_into().unwrap()) as usize;
    // The method in both headers of the first entry, then its flag for encryption.
    for (local, central, value) in [(8, directory + 10, 8), (6, directory + 8, 1)] {
        let mut changed = whole.clone();
        (changed[local], changed[central]) = (value, value);
        assert_eq!(verify(&changed, None).unwrap_err().problem, Problem::NotStored);
    }
    // Sizes of 4 GiB, in both headers.
    let mut changed = whole;
    for at in [18, 22, directory + 20, directory + 24] {
        changed[at..at + 4].fill(0xff);
    }
    assert_eq!(verify(&changed, None).unwrap_err().problem, Problem::CutOff);
    let finding = verify(&vec![0; MAX_PACK_BYTES + 1], None).unwrap_err();
    assert_eq!(finding.problem, Problem::TooLarge);
    assert!(matches!(verify(&vec![0; MAX_PACK_BYTES], None).unwrap_err().problem, Problem::NotAPack(_)));
}

#[test]
fn a_directory_that_tells_another_story_than_the_headers_is_found() {
    let whole = pack(&evidence(1, Language::Dutch), &Signer::new(1));
    let directory = u32::from_le_bytes(whole[whole.len() - 6..whole.len() - 2].try_into().unwrap()) as usize;
    // The directory's first entry points at the second one's header.
    let mut changed = whole.clone();
    let second = (30 + NAMES[0].len() + by_headers(&whole).unwrap()[0].len()) as u32;
    changed[directory + 42..directory + 46].copy_from_slice(&second.to_le_bytes());
    let finding = verify(&changed, None).unwrap_err();
    assert_eq!(finding.problem, Problem::Structure);
    assert!((directory + 42..directory + 46).contains(&finding.bytes.start), "{finding}");
}

proptest! {
    #[test]
    fn no_bytes_crash_the_readers(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(verify(&bytes, None).is_err());
        prop_assert!(by_headers(&bytes).is_err() && by_directory(&bytes).is_err());
    }

    /// Pieces of ZIPs in any order with any numbers between them lead deeper than noise does.
    #[test]
    fn no_pieces_of_a_zip_crash_the_readers(pieces in prop::collection::vec(piece(), 0..30)) {
        let bytes = pieces.concat();
        prop_assert!(verify(&bytes, None).is_err());
    }

    #[test]
    fn no_overwritten_header_crashes_the_readers(changes in prop::collection::vec((any::<prop::sample::Index>(), piece()), 1..6)) {
        let mut bytes = small().to_vec();
        for (at, piece) in changes {
            let at = at.index(bytes.len());
            let end = (at + piece.len()).min(bytes.len());
            bytes[at..end].copy_from_slice(&piece[..end - at]);
        }
        // Without a signature nothing is ever right.
        prop_assert!(verify(&bytes, None).is_err());
    }
}

/// A ZIP with all names of a pack and nothing in it.
fn small() -> Vec<u8> {
    zip_of(&NAMES.map(|name| (name, &b""[..])))
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"PK\x03\x04".to_vec()),
        Just(b"PK\x01\x02".to_vec()),
        Just(b"PK\x05\x06".to_vec()),
        prop::sample::select(NAMES.to_vec()).prop_map(|name| name.as_bytes().to_vec()),
        prop::collection::vec(prop_oneof![Just(0), Just(0xff), any::<u8>()], 0..50),
    ]
}
