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

/// The document with what this says in its catalog.
fn with(key: &str, value: impl Into<Object>) -> Document {
    let mut document = document(1);
    document.catalog_mut().unwrap().set(key, value);
    document
}

fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Object {
    Dictionary::from_iter(entries).into()
}

fn action(kind: &str) -> Object {
    dictionary([("Type", "Action".into()), ("S", kind.into())])
}

/// The document with its tree of pages changed.
fn grown(pages: u32, change: impl Fn(&mut Document, lopdf::ObjectId)) -> Document {
    let mut document = document(pages);
    let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    change(&mut document, root);
    document
}

fn set(document: &mut Document, node: lopdf::ObjectId, key: &str, value: impl Into<Object>) {
    document.get_dictionary_mut(node).unwrap().set(key, value);
}

fn kid(document: &Document, node: lopdf::ObjectId, number: usize) -> lopdf::ObjectId {
    document.get_dictionary(node).unwrap().get(b"Kids").unwrap().as_array().unwrap()[number].as_reference().unwrap()
}

#[test]
fn pages_that_are_not_as_many_as_the_file_says_are_refused() {
    let part = |count: i64, kids: Vec<Object>| {
        dictionary([("Type", "Pages".into()), ("Count", count.into()), ("Kids", kids.into())])
    };
    let refused = [
        ("more said than there are", grown(3, |file, root| set(file, root, "Count", 4))),
        ("fewer said than there are", grown(3, |file, root| set(file, root, "Count", 1))),
        ("a count that overflows to one", grown(1, |file, root| set(file, root, "Count", 4_294_967_297_i64))),
        ("no count", grown(3, |file, root| drop(file.get_dictionary_mut(root).unwrap().remove(b"Count")))),
        ("a tree in itself", grown(1, |file, root| set(file, root, "Kids", vec![Object::Reference(root)]))),
        ("a page that is not there", grown(1, |file, root| set(file, root, "Kids", vec![Object::Reference((99, 0))]))),
        (
            "a page that is a part as well",
            grown(1, |file, root| set(file, kid(file, root, 0), "Kids", Vec::<Object>::new())),
        ),
        (
            "a part with another count than its own",
            grown(2, |file, root| {
                let pages = vec![kid(file, root, 0).into(), kid(file, root, 1).into()];
                let inner = file.add_object(part(1, pages));
                set(file, root, "Kids", vec![Object::Reference(inner)]);
            }),
        ),
        (
            "a part that comes twice",
            grown(1, |file, root| {
                let inner = file.add_object(part(1, vec![kid(file, root, 0).into()]));
                set(file, root, "Kids", vec![Object::Reference(inner), Object::Reference(inner)]);
                set(file, root, "Count", 2);
            }),
        ),
        (
            "parts without end",
            grown(1, |file, root| {
                let mut inner = kid(file, root, 0);
                for _ in 0..100 {
                    inner = file.add_object(part(1, vec![inner.into()]));
                }
                set(file, root, "Kids", vec![Object::Reference(inner)]);
            }),
        ),
    ];
    for (what, file) in refused {
        assert!(matches!(look(&written(file.clone())), Err(NoPdf::NotAPdf)), "{what}");
        assert!(matches!(look(&modern(file)), Err(NoPdf::NotAPdf)), "{what}");
    }
    let in_parts = grown(3, |file, root| {
        let (first, rest) = (kid(file, root, 0), vec![kid(file, root, 1).into(), kid(file, root, 2).into()]);
        let inner = file.add_object(part(2, rest));
        set(file, root, "Kids", vec![Object::Reference(first), Object::Reference(inner)]);
    });
    assert_eq!(look(&written(in_parts)).unwrap(), 3);
    let page_twice = grown(2, |file, root| {
        let page = kid(file, root, 0);
        set(file, root, "Kids", vec![Object::Reference(page), Object::Reference(page)]);
    });
    assert_eq!(look(&written(page_twice)).unwrap(), 2);
}

#[test]
fn what_does_more_than_show_pages_is_refused() {
    let script = || dictionary([("S", "JavaScript".into()), ("JS", Object::string_literal("app.alert(1)"))]);
    let mut unused = document(1);
    unused.add_object(script());
    let mut on_a_page = document(1);
    let note = dictionary([("Type", "Annot".into()), ("AA", dictionary([("E", script())]))]);
    let page = on_a_page.page_iter().next().unwrap();
    set(&mut on_a_page, page, "Annots", vec![note]);
    let mut attached = document(1);
    let file = attached.add_object(Stream::new(Dictionary::new(), b"MZ".to_vec()));
    attached.add_object(dictionary([("Type", "Filespec".into()), ("EF", dictionary([("F", file.into())]))]));
    let mut indirect = document(1);
    let name = indirect.add_object(Object::from("Launch"));
    indirect.add_object(vec![dictionary([("A", vec![dictionary([("S", name.into())])].into())])]);
    let names = |key| dictionary([(key, dictionary([("Names", Vec::<Object>::new().into())]))]);
    for (what, file) in [
        ("a script at opening", with("OpenAction", script())),
        ("a script that is named only", with("OpenAction", action("JavaScript"))),
        ("a script by name", with("Names", names("JavaScript"))),
        ("a script of a rendition", with("OpenAction", dictionary([("S", "Rendition".into()), ("JS", "x".into())]))),
        ("a script that nothing uses", unused),
        ("a script on a page", on_a_page),
        ("a program", with("OpenAction", action("Launch"))),
        ("a form in XML", with("AcroForm", dictionary([("XFA", Vec::<Object>::new().into())]))),
        ("files", with("Names", names("EmbeddedFiles"))),
        ("a file at a note", attached),
        ("a program that is named elsewhere", indirect),
    ] {
        assert!(matches!(look(&written(file.clone())), Err(NoPdf::Active)), "{what}");
        assert!(matches!(look(&modern(file)), Err(NoPdf::Active)), "{what}");
    }
    // The same name in other letters.
    let mut hidden = written(with("OpenAction", action("JavaXxxxxx")));
    let place = hidden.windows(10).position(|bytes| bytes == b"JavaXxxxxx").unwrap();
    hidden[place..place + 10].copy_from_slice(b"#4Caunch  ");
    assert!(matches!(look(&hidden), Err(NoPdf::Active)));
}

#[test]
fn pages_in_an_array_of_their_own_are_found() {
    let apart = grown(2, |file, root| {
        let kids = file.get_dictionary(root).unwrap().get(b"Kids").unwrap().clone();
        let kids = file.add_object(kids);
        set(file, root, "Kids", kids);
    });
    assert_eq!(look(&written(apart.clone())).unwrap(), 2);
    assert_eq!(look(&modern(apart)).unwrap(), 2);
}

#[test]
fn what_only_looks_active_is_taken() {
    let link = dictionary([("S", "URI".into()), ("URI", Object::string_literal("https://example.nl/JavaScript"))]);
    let letter = Stream::new(Dictionary::new(), b"0 0 d0".to_vec());
    for (what, file) in [
        ("a link", with("OpenAction", link)),
        (
            "a page to open at",
            with("OpenAction", dictionary([("S", "GoTo".into()), ("D", Vec::<Object>::new().into())])),
        ),
        ("a form with fields", with("AcroForm", dictionary([("Fields", Vec::<Object>::new().into())]))),
        ("a text", with("Lang", Object::string_literal("/JS /Launch /XFA /EmbeddedFiles"))),
    ] {
        assert_eq!(look(&written(file.clone())).unwrap(), 1, "{what}");
        assert_eq!(look(&modern(file)).unwrap(), 1, "{what}");
    }
    let mut font = document(1);
    let letter = font.add_object(letter);
    font.add_object(dictionary([("CharProcs", dictionary([("EF", letter.into())]))]));
    assert_eq!(look(&written(font)).unwrap(), 1);
}

#[test]
fn a_file_that_is_something_else_as_well_is_refused() {
    let whole = written(document(1));
    for white in [&b""[..], b"\n", b"\r\n\r\n", b" \t\0\x0c\n"] {
        assert_eq!(look(&[&whole, white].concat()).unwrap(), 1, "{white:?}");
    }
    for rest in [&b"PK\x05\x06"[..], b"<script>alert(1)</script>", b"\n%", b"\n% a remark\n", b"\xff"] {
        assert!(matches!(look(&[&whole, rest].concat()), Err(NoPdf::NotAPdf)), "{rest:?}");
    }
    for start in [&b"MZ"[..], b"\n", b" ", b"\xef\xbb\xbf", b"\0"] {
        assert!(matches!(look(&[start, &whole].concat()), Err(NoPdf::NotAPdf)), "{start:?}");
    }
    // A later state of the file is behind the end of an earlier one.
    let mut update = lopdf::IncrementalDocument::create_from(whole.clone(), Document::load_mem(&whole).unwrap());
    update.new_document.add_object(dictionary([("Type", "Remark".into())]));
    let mut updated = Vec::new();
    update.save_to(&mut updated).unwrap();
    assert_eq!(updated.windows(END.len()).filter(|bytes| *bytes == END).count(), 2);
    assert_eq!(look(&updated).unwrap(), 1);
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
    assert!(matches!(parse("active_content"), Err(NoPdf::Active)));
    for text in ["", "pages", "pages x", "pages 1\npages 2", "not_a_pdf", "thread 'main' panicked"] {
        assert!(matches!(parse(text), Err(NoPdf::NotAPdf)), "{text}");
    }
}
