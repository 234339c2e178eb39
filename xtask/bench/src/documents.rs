//! The documents of the benchmark's AWS: two that wait for the user's approval, one of them by name, one that is approved
//! and waits for its delivery, and the work that staff find.

use serde_json::{Value, json};

use crate::answers::{HANDLE, ORGANISATION, STAFF, USER, digest, key, number, text};

/// A document that waits for one approval by anyone with the right.
pub(crate) const OPEN: &str = "doc_01KAT0PXG0V6N4M8D2T5Q7R9AD";
/// A document that waits for the approval of the user, whom it names.
pub(crate) const NAMED: &str = "doc_01KAT0PXG0V6N4M8D2T5Q7R9AE";
/// The approved document of events/deliver/batch.json.
pub(crate) const APPROVED: &str = "doc_01KAT0PXG0V6N4M8D2T5Q7R9AB";
/// The version of all of them that is the newest.
pub(crate) const VERSION: u32 = 2;
/// The hash of every file.
pub(crate) const SHA256: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
/// A bearer secret of the user, under which the code for approving `OPEN` is kept.
pub(crate) const CHALLENGE: &str = "usr_01KAT0PXG0Z3C5D7E9F1G3H5J7.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";

/// When every document was released, in milliseconds since 1970.
const RELEASED: i64 = 1_795_507_200_000;
const DEADLINE: &str = "2027-01-31";
const KIND: &str = "vat";
const PERIOD: &str = "2026-Q4";
const TITLE: &str = "Btw-aangifte vierde kwartaal";

/// What is under a document, a version or a first view in the table; `None` for what is not there.
pub(crate) fn item(kind: &str, sk: &str) -> Option<Value> {
    match kind {
        "DOC" => [OPEN, NAMED, APPROVED].into_iter().find(|id| sk.ends_with(id)).map(document),
        "VERSION" => Some(version()),
        "VIEW" => Some(view()),
        _ => None,
    }
}

/// What a query of the table or of an index finds in a partition, with the keys in it.
pub(crate) fn listed(index: Option<&str>, partition: &str, prefix: &str) -> Vec<Value> {
    let with_key = |mut item: Value, pk: &str, sk: &str| {
        (item["pk"], item["sk"]) = (text(pk), text(sk));
        item
    };
    match (index, prefix.split_once('#').map_or(prefix, |(kind, _)| kind)) {
        (Some("open"), _) if partition.ends_with(ORGANISATION) => {
            [OPEN, NAMED].map(|id| with_key(document(id), partition, &format!("DOC#{id}"))).to_vec()
        }
        (Some("firm"), _) if partition == "WORK" => {
            let lines = [("waiting", json!({ "M": { "type": text("delivery_waiting") } })), ("declined", declined())];
            let pk = format!("ORG#{ORGANISATION}");
            lines.map(|(name, cause)| with_key(work(&cause), &pk, &format!("WORK#{name}-{APPROVED}"))).to_vec()
        }
        (None, "VERSION") => vec![with_key(version(), partition, &format!("VERSION#{VERSION:06}"))],
        (None, "VIEW") => vec![with_key(view(), partition, &format!("VIEW#{USER}#{VERSION:06}"))],
        _ => Vec::new(),
    }
}

/// One of many documents that wait, with the keys of the table.
pub(crate) fn waiting(number: usize) -> Value {
    let id = format!("{}{number:06}", &OPEN[..OPEN.len() - 6]);
    let mut item = document(&id);
    item["pk"] = text(&format!("ORG#{ORGANISATION}"));
    item["sk"] = text(&format!("DOC#{id}"));
    item
}

/// The challenge for approving `OPEN`, out of one for signing in.
pub(crate) fn for_approving(mut challenge: Value) -> Value {
    challenge["purpose"] = text("approve");
    challenge["bound_to"] = text(&digest(HANDLE));
    challenge["subject"] = json!({ "M": {
        "document": text(OPEN), "version": number(i64::from(VERSION)), "sha256": text(SHA256), "kind": text(KIND),
        "period": text(PERIOD),
    } });
    challenge
}

fn document(id: &str) -> Value {
    let is_approved = id == APPROVED;
    let group = if is_approved { "approved" } else { "open" };
    let members: Vec<Value> = if id == NAMED { vec![text(USER)] } else { Vec::new() };
    let mut item = json!({
        "id": text(id), "organisation": text(ORGANISATION), "version": number(i64::from(VERSION)),
        "sha256": text(SHA256), "kind": text(KIND), "title": text(TITLE), "period": text(PERIOD),
        "amount": { "M": { "cents": number(1_234_500), "meaning": text("to_pay") } },
        "deadline": text(DEADLINE), "recipient": text("belastingdienst"),
        "stages": { "L": [{ "M": { "needed": number(1), "members": { "L": members } } }] },
        "status": text(group), "released_at": number(RELEASED),
        "questions": number(0), "open_questions": number(0),
        "head": { "M": { "length": number(2), "hash": text(SHA256) } },
        "status_pk": text(&format!("ORG#{ORGANISATION}#{group}")), "status_sk": text(&format!("2026#{id}")),
        "firm_pk": text(&format!("DOCUMENTS#{group}")),
        "firm_sk": text(&format!("{DEADLINE}#{ORGANISATION}#{id}")),
    });
    if is_approved {
        item["given"] = json!({ "L": [{ "M": {
            "user": text(USER), "name": text("Sanne de Vries"), "stage": number(0), "at": number(RELEASED + 3_600_000),
            "method": text("sms"), "request": text("5c2a8d64-0f1e-4b7a-9d3c-2e6f8a1b4c5d"),
        } }] });
        item["proof"] = json!({ "M": {
            "made_at": number(RELEASED + 3_700_000), "object_version": text("bench"), "sha256": text(SHA256),
        } });
        item["deliveries"] = json!({ "L": [{ "M": {
            "channel": text("archive"), "state": text("queued"), "at": number(RELEASED + 3_700_000), "attempts": number(0),
        } }] });
    } else {
        item["open_pk"] = text(&format!("ORG#{ORGANISATION}"));
        item["open_sk"] = text(&format!("{DEADLINE}#{id}"));
    }
    item
}

fn version() -> Value {
    json!({
        "version": number(i64::from(VERSION)),
        "file": { "M": {
            "name": text("btw-2026-q4.pdf"), "object_version": text("bench"), "sha256": text(SHA256),
            "size": number(182_044), "pages": number(4),
        } },
        "message": text("Graag uw akkoord voor de aangifte."), "released_at": number(RELEASED),
        "released_by": text("Joost Bakker"), "released_by_id": text(STAFF), "revision": number(3),
    })
}

fn view() -> Value {
    json!({ "version": number(i64::from(VERSION)), "user": text(USER), "at": number(RELEASED + 1_800_000) })
}

fn declined() -> Value {
    json!({ "M": { "type": text("declined"), "version": number(i64::from(VERSION)) } })
}

fn work(cause: &Value) -> Value {
    let mut item = key("", "");
    item["organisation"] = text(ORGANISATION);
    item["document"] = text(APPROVED);
    item["title"] = text(TITLE);
    item["cause"] = cause.clone();
    item["at"] = number(RELEASED + 3_700_000);
    item["contact"] = text(STAFF);
    item
}
