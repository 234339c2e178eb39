//! The reader of PDFs as a process: hostile files end it, or it is ended, and the function goes on.

#![allow(clippy::unwrap_used)]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use lopdf::{Dictionary, Stream};
use office::pdf::{NoPdf, pages};

const READER: &str = env!("CARGO_BIN_EXE_office");

const PAGE: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
                    2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n\
                    3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n";

/// One page with the table of cross-references that a printer writes.
fn one_page() -> Vec<u8> {
    let mut file = PAGE.to_owned();
    let place = |object: &str| file.find(object).unwrap();
    let places = [place("1 0 obj"), place("2 0 obj"), place("3 0 obj")];
    let start = file.len();
    file.push_str("xref\n0 4\n0000000000 65535 f \n");
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

/// A file whose cross-references are this stream.
fn with_xref_stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut file = PAGE.replace("-1.4", "-1.7").into_bytes();
    let start = file.len();
    let head = format!("4 0 obj\n<< /Type /XRef /Root 1 0 R {dictionary} /Length {} >>\nstream\n", content.len());
    file.extend(head.bytes());
    file.extend(content);
    file.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// Cross-references that are 200 million entries once they are decompressed.
fn bomb() -> Vec<u8> {
    let mut entries = Stream::new(Dictionary::new(), vec![1; 200_000_000]);
    entries.compress().unwrap();
    assert!(entries.content.len() < 1_000_000);
    with_xref_stream("/Size 200000000 /W [1 0 0] /Filter /FlateDecode", &entries.content)
}

/// A catalog that holds `depth` arrays in each other.
fn nested(depth: usize) -> Vec<u8> {
    let deep = format!("<< /Type /Catalog /X {}{} /Pages 2 0 R >>", "[".repeat(depth), "]".repeat(depth));
    String::from_utf8(one_page()).unwrap().replace("<< /Type /Catalog /Pages 2 0 R >>", &deep).into_bytes()
}

/// One page and so many other objects, as a long document that can be read aloud has them.
fn with_objects(count: usize) -> Vec<u8> {
    let part = "<< /Type /StructElem /S /P /P 2 0 R /K [0 1 2] /Pg 3 0 R >>";
    let mut file = PAGE.to_owned();
    for number in 4..4 + count {
        file.push_str(&format!("{number} 0 obj\n{part}\nendobj\n"));
    }
    let (start, size) = (file.len(), 4 + count);
    let places: Vec<usize> =
        file.match_indices(" 0 obj").map(|(place, _)| file[..place].rfind('\n').unwrap() + 1).collect();
    file.push_str(&format!("xref\n0 {size}\n0000000000 65535 f \n"));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

#[tokio::test]
async fn a_file_of_many_objects_is_read_within_the_limits() {
    assert_eq!(pages(Path::new(READER), with_objects(40_000)).await.unwrap(), 1);
}

#[tokio::test]
async fn a_pdf_is_read_in_a_process_of_its_own() {
    assert_eq!(pages(Path::new(READER), one_page()).await.unwrap(), 1);
}

#[tokio::test]
async fn no_hostile_file_stops_the_function() {
    let cycle = String::from_utf8(one_page()).unwrap().replace("/Count 1 /Kids [3 0 R]", "/Kids [2 0 R] /Parent 2 0 R");
    let files = [
        bomb(),
        nested(1_000_000),
        with_xref_stream("/Size 4 /W [0 0 0] /Index [0 9223372036854775807]", b""),
        with_xref_stream("/Size 4 /W [1 2 1] /Prev 0", &[0; 16]),
        with_xref_stream("/Size 4 /W [8 8 8] /Index [4294967295 2]", &[255; 48]),
        cycle.into_bytes(),
        vec![b'%'; 26_214_401],
        b"%PDF-".iter().copied().chain(std::iter::repeat_n(b'(', 20_000_000)).collect(),
    ];
    for (number, file) in files.into_iter().enumerate() {
        let begun = Instant::now();
        let read = pages(Path::new(READER), file).await;
        assert!(matches!(read, Err(NoPdf::NotAPdf)), "file {number}: {read:?}");
        assert!(begun.elapsed() < Duration::from_secs(14), "file {number}: {:?}", begun.elapsed());
    }
    assert_eq!(pages(Path::new(READER), one_page()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_reader_that_does_not_start_is_no_verdict_on_the_file() {
    let read = pages(Path::new("/nonexistent/reader"), one_page()).await;
    assert!(matches!(read, Err(NoPdf::Reader(_))), "{read:?}");
}
