//! What is uploaded, and what is entered beside it: everything that must not become a document (issue 3, "Bad input";
//! security.md, row 12; ASVS 5.2.1, 5.2.2, 5.4.2).

use akkoord_domain::facts::MAX_FILE_BYTES;
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, StringFormat};
use serde_json::{Value, json};

use crate::support::{
    Answer, Portal,
    office::{Colleague, announced, draft_address, follow, pdf, text},
};

async fn draft(portal: &Portal) -> (Colleague, Value) {
    let client = portal.someone().await;
    let mut iris = portal.colleague().await;
    let draft = iris.drafts(portal.fields(client.organisation)).await;
    (iris, draft)
}

#[track_caller]
fn is_wrong(answer: &Answer, field: &str, code: &str) {
    answer.is_problem(400, "bad_request");
    let fields = answer.json()["fields"].clone();
    assert!(fields.as_array().unwrap().contains(&json!({ "field": field, "code": code })), "{field}:{code} {fields}");
}

fn encrypted() -> Vec<u8> {
    let mut document = Document::load_mem(&pdf("geheim")).unwrap();
    let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "eigenaar",
        user_password: "lezer",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    file
}

/// The file with something else of the same length in it, so that its objects stay where they are.
fn instead(file: &[u8], before: &str, after: &str) -> Vec<u8> {
    assert_eq!(before.len(), after.len());
    String::from_utf8(file.to_vec()).unwrap().replacen(before, after, 1).into_bytes()
}

#[tokio::test]
async fn what_is_no_readable_pdf_does_not_become_the_file() {
    let portal = Portal::in_process();
    let (mut iris, draft) = draft(&portal).await;
    let whole = pdf("heel");
    let html = b"<html><script>alert(1)</script></html>".to_vec();
    let polyglot = [html.as_slice(), &whole].concat();
    for (name, content, code) in [
        ("btw.pdf", b"PK\x03\x04".to_vec(), "not_a_pdf"),
        ("btw.pdf", html, "not_a_pdf"),
        ("btw.pdf", polyglot, "not_a_pdf"),
        ("btw.pdf", whole[..whole.len() - 60].to_vec(), "not_a_pdf"),
        ("btw.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(), "not_a_pdf"),
        ("btw.pdf.exe", b"MZ\x90\x00".to_vec(), "not_a_pdf"),
        ("btw.pdf", [&whole[..], b"PK\x05\x06"].concat(), "not_a_pdf"),
        ("btw.pdf", instead(&whole, "/Count 1", "/Count 2"), "not_a_pdf"),
        ("btw.pdf", instead(&whole, "/MediaBox [0 0 595 842]", "/AA<</O<</S/Launch>>>> "), "active_content"),
        ("btw.pdf", encrypted(), "encrypted"),
    ] {
        is_wrong(&iris.uploads(&draft, name, &content).await, "file", code);
    }
    let seen = iris.browser.get(&draft_address(&draft)).await.ok();
    assert_eq!((&seen["file"], &seen["revision"]), (&Value::Null, &json!(1)));
    iris.uploads(&draft, "btw.pdf", &whole).await.ok();
}

#[tokio::test]
async fn a_file_that_is_refused_leaves_the_one_before_it() {
    let portal = Portal::in_process();
    let (mut iris, draft) = draft(&portal).await;
    let good = iris.uploads(&draft, "btw.pdf", &pdf("goed")).await.ok();
    is_wrong(&iris.uploads(&draft, "btw.pdf", b"geen pdf").await, "file", "not_a_pdf");
    let seen = iris.browser.get(&draft_address(&draft)).await.ok();
    assert_eq!((&seen["file"], &seen["revision"]), (&good["file"], &good["revision"]));
    // The bucket's newest object is the refused one; the draft's is the one that was looked at.
    let shown = iris.browser.post(&format!("{}/preview", draft_address(&draft)), json!({})).await.ok();
    assert_eq!(follow("GET", text(&shown["url"]), &json!({}), b"").await.1, pdf("goed"));
}

#[tokio::test]
async fn the_size_is_exact_to_the_byte() {
    let portal = Portal::in_process();
    let (mut iris, draft) = draft(&portal).await;
    for path in ["upload", "uploaded"] {
        let address = format!("{}/{path}", draft_address(&draft));
        for (size, code) in [(0, "empty"), (MAX_FILE_BYTES + 1, "too_large"), (u64::MAX, "too_large")] {
            let mut said = announced("btw.pdf", b"x");
            said["size"] = json!(size);
            is_wrong(&iris.browser.post(&address, said).await, "file", code);
        }
    }
    let most = MAX_FILE_BYTES as usize;
    let room = 2 * (most - 1000) - pdf(&"x".repeat(most - 1000)).len() + 1000;
    let largest = pdf(&"x".repeat(room));
    assert_eq!(largest.len(), most);
    let seen = iris.uploads(&draft, "btw.pdf", &largest).await.ok();
    assert_eq!(seen["file"]["size"], MAX_FILE_BYTES);
}

#[tokio::test]
async fn the_bucket_takes_only_what_was_announced() {
    let portal = Portal::in_process();
    let (mut iris, draft) = draft(&portal).await;
    let content = pdf("aangekondigd");
    let said = announced("btw.pdf", &content);
    let uploaded = format!("{}/uploaded", draft_address(&draft));
    is_wrong(&iris.browser.post(&uploaded, said.clone()).await, "file", "missing");
    let mut other = content.clone();
    *other.last_mut().unwrap() = b'!';
    for wrong in [&other, &content[..content.len() - 1].to_vec(), &[content.as_slice(), b" "].concat()] {
        assert!(iris.puts(&draft, &said, wrong).await >= 400);
    }
    is_wrong(&iris.browser.post(&uploaded, said.clone()).await, "file", "missing");
    let ticket = iris.browser.post(&format!("{}/upload", draft_address(&draft)), said.clone()).await.ok();
    let url = text(&ticket["url"]);
    let elsewhere = url.replacen(text(&draft["id"]), "doc_00000000000000000000000001", 1);
    assert!(follow("PUT", &elsewhere, &ticket["headers"], &content).await.0 >= 400);
    assert_eq!(follow("PUT", url, &ticket["headers"], &content).await.0, 200);
    // Another file than the one that is there.
    is_wrong(&iris.browser.post(&uploaded, announced("btw.pdf", &other)).await, "file", "hash_mismatch");
    is_wrong(&iris.browser.post(&uploaded, announced("btw.pdf", &content[1..])).await, "file", "hash_mismatch");
    iris.browser.post(&uploaded, said).await.ok();
    let seen = iris.browser.get(&draft_address(&draft)).await.ok();
    assert_eq!(seen["file"]["size"], content.len());
}

#[tokio::test]
async fn what_replaces_an_object_later_is_never_what_was_released() {
    let portal = Portal::in_process();
    let (mut iris, draft) = draft(&portal).await;
    let content = pdf("gezien");
    let late = pdf("later");
    let said = announced("btw.pdf", &late);
    let ticket = iris.browser.post(&format!("{}/upload", draft_address(&draft)), said).await.ok();
    let checked = iris.uploads(&draft, "btw.pdf", &content).await.ok();
    iris.releases(&checked).await.ok();
    // The address from before still works for five minutes, and makes another version of the object.
    assert_eq!(follow("PUT", text(&ticket["url"]), &ticket["headers"], &late).await.0, 200);
    let address = draft_address(&draft).replace("/drafts/", "/documents/");
    let opened = iris.browser.post(&format!("{address}/open"), json!({ "version": 1 })).await.ok();
    assert_eq!(follow("GET", text(&opened["url"]), &json!({}), b"").await.1, content);
}

#[tokio::test]
async fn names_and_titles_that_deceive_are_refused_or_shown_as_they_are() {
    let portal = Portal::in_process();
    let client = portal.someone().await;
    let mut iris = portal.colleague().await;
    let fields = portal.fields(client.organisation);
    let draft = iris.drafts(fields.clone()).await;
    let upload = format!("{}/upload", draft_address(&draft));
    for name in [
        "../../evidence/x.pdf",
        "a\r\nSet-Cookie: x=y.pdf",
        "<img src=x>.pdf",
        "fdp.\u{202e}exe",
        "a\0.pdf",
        "c:\\a.pdf",
    ] {
        is_wrong(&iris.browser.post(&upload, announced(name, b"x")).await, "name", "invalid");
    }
    for title in ["a\r\nb", "fdp.\u{202e}exe", "a\u{2028}b", "a\0"] {
        let mut wrong = fields.clone();
        wrong["title"] = json!(title);
        is_wrong(&iris.browser.post("/api/office/drafts", wrong).await, "title", "invalid");
    }
    // Markup is text like any other: what shows it escapes it.
    let mut markup = fields.clone();
    markup["title"] = json!("../<b>Btw</b> & \"meer\"");
    assert_eq!(iris.drafts(markup.clone()).await["title"], markup["title"]);
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named() {
    let portal = Portal::in_process();
    let client = portal.someone().await;
    let mut iris = portal.colleague().await;
    let fields = portal.fields(client.organisation);
    for (field, value, code) in [
        ("recipient", json!("fiod"), "invalid"),
        ("kind", json!("letter"), "invalid"),
        ("organisation", json!("org_7ZZZZZZZZZZZZZZZZZZZZZZZZZ"), "unknown"),
        ("organisation", json!(iris.id.to_string()), "unknown"),
        ("title", json!(" "), "required"),
        ("title", json!("a".repeat(121)), "too_long"),
        ("period", json!("2026-Q5"), "invalid"),
        ("amount.cents", json!({ "cents": -1, "meaning": "to_pay" }), "invalid"),
        ("amount.cents", json!({ "cents": 1.5, "meaning": "to_pay" }), "invalid"),
        ("amount", json!({ "cents": 1_000_000_000_001_u64, "meaning": "to_pay" }), "invalid"),
        ("deadline", json!("2026-02-30"), "invalid"),
        ("deadline", json!(portal.day(-1)), "deadline_passed"),
        ("message", json!("a".repeat(2001)), "too_long"),
        ("stages", json!([]), "invalid"),
        ("stages", json!([{ "needed": 0, "members": [] }]), "invalid"),
        ("stages", json!([{ "needed": 2, "members": [client.id.to_string()] }]), "invalid"),
        ("stages", json!([{ "needed": 1, "members": ["usr_x"] }]), "invalid"),
    ] {
        let mut wrong = fields.clone();
        wrong[field.split('.').next().unwrap()] = value;
        is_wrong(&iris.browser.post("/api/office/drafts", wrong.clone()).await, field, code);
    }
    let mut several = fields.clone();
    several["title"] = json!("");
    several["period"] = json!("");
    let answer = iris.browser.post("/api/office/drafts", several).await;
    assert_eq!(answer.json()["fields"].as_array().unwrap().len(), 2);
}
