//! Small files, made here: what is taken, and what is not.

use lopdf::{Dictionary, EncryptionState, EncryptionVersion, Object, Permissions, SaveOptions, Stream, StringFormat};

use super::*;

/// A document of so many empty pages.
fn document(pages: u32) -> Document {
    let mut document = Document::with_version("1.7");
    let root = document.new_object_id();
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            let content = document.add_object(Stream::new(Dictionary::new(), b"q Q".to_vec()));
            let page = Dictionary::from_iter([
                ("Type", Object::from("Page")),
                ("Parent", Object::Reference(root)),
                ("Contents", Object::Reference(content)),
            ]);
            Object::Reference(document.add_object(page))
        })
        .collect();
    let tree =
        Dictionary::from_iter([("Type", "Pages".into()), ("Count", i64::from(pages).into()), ("Kids", kids.into())]);
    document.objects.insert(root, tree.into());
    let catalog = Dictionary::from_iter([("Type", Object::from("Catalog")), ("Pages", Object::Reference(root))]);
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    document
}

fn written(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The same with its objects and cross-references in compressed streams, as PDF 1.5 has them.
fn modern(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    document.save_with_options(&mut bytes, options).unwrap();
    bytes
}

fn encrypted(user_password: &str) -> Vec<u8> {
    let mut document = document(1);
    let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    written(document)
}

#[test]
fn pages_are_counted_in_both_forms_of_a_pdf() {
    for pages in [1, 3, 250] {
        assert_eq!(look(&written(document(pages))).unwrap(), pages);
        assert_eq!(look(&modern(document(pages))).unwrap(), pages);
    }
}

#[test]
fn what_is_no_pdf_or_half_of_one_is_refused() {
    let whole = written(document(3));
    let compressed = modern(document(3));
    let mut late = b"<html><script>alert(1)</script>".to_vec();
    late.extend(&whole);
    let files: [&[u8]; 12] = [
        b"",
        b"%PDF-",
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        b"PK\x03\x04",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        &late,
        &whole[..whole.len() / 2],
        &whole[..whole.len() - 40],
        &compressed[..compressed.len() / 2],
        &whole[1..],
        &written(document(0)),
    ];
    for file in files {
        assert!(matches!(look(file), Err(NoPdf::NotAPdf)), "{:.60}", String::from_utf8_lossy(file));
    }
}

#[test]
fn a_file_that_not_everybody_can_read_is_encrypted() {
    for user_password in ["secret", ""] {
        assert!(matches!(look(&encrypted(user_password)), Err(NoPdf::Encrypted)), "{user_password}");
    }
}

#[test]
fn the_size_is_exact_to_the_byte() {
    let padded = |bytes: usize| {
        let mut document = document(1);
        document.add_object(Stream::new(Dictionary::new(), vec![b' '; bytes]));
        written(document)
    };
    // The digits of lengths and offsets count too, so the padding comes in two steps.
    let most = MAX_FILE_BYTES as usize;
    let room = most - padded(most).len().saturating_sub(most);
    let bytes = room - (padded(room).len() - most);
    assert_eq!(padded(bytes).len(), most);
    assert_eq!(look(&padded(bytes)).unwrap(), 1);
    assert!(matches!(look(&padded(bytes + 1)), Err(NoPdf::NotAPdf)));
}

#[test]
fn a_verdict_is_read_and_anything_else_is_no_pdf() {
    assert_eq!(parse("pages 12").unwrap(), 12);
    assert!(matches!(parse("encrypted"), Err(NoPdf::Encrypted)));
    for text in ["", "pages", "pages x", "pages 1\npages 2", "not_a_pdf", "thread 'main' panicked"] {
        assert!(matches!(parse(text), Err(NoPdf::NotAPdf)), "{text}");
    }
}
