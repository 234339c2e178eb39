//! What is asked of the functions: requests as the HTTP API hands them over, and the sample events of events/.

use serde_json::{Value, json};

use crate::{
    answers::{HANDLE, ORGANISATION, STAFF_HANDLE},
    documents::{APPROVED, CHALLENGE, NAMED, OPEN, SHA256, VERSION},
};

/// Something that is asked of a function, and how one sees that it was done.
pub(crate) struct Action {
    pub(crate) name: &'static str,
    pub(crate) event: Vec<u8>,
    /// A text that the answer's body holds.
    pub(crate) proof: &'static str,
}

const DELIVERIES: &str = include_str!("../../../events/deliver/batch.json");

/// What a worker says when it did everything.
const NO_FAILURE: &str = r#""batchItemFailures":[]"#;

/// Reading who is signed in: the action of the cold starts.
pub(crate) fn session() -> Action {
    let event = request("GET", "/api/session", None);
    Action { name: "session with memberships (GET /api/session)", event, proof: "Bakkerij De Gouden Aar" }
}

/// The list of devices.
pub(crate) fn devices() -> Action {
    let event = request("GET", "/api/session/devices", None);
    Action { name: "list (GET /api/session/devices)", event, proof: "Firefox, Windows" }
}

/// Step 1 of signing in.
pub(crate) fn password() -> Action {
    let body = json!({ "login": "sanne", "password": "not-a-real-password" });
    let event = request("POST", "/api/sign-in", Some(&body));
    Action { name: "password step (POST /api/sign-in)", event, proof: "attempts_left" }
}

/// Step 2 of signing in.
pub(crate) fn code() -> Action {
    let event = request("POST", "/api/sign-in/code", Some(&json!({ "challenge": HANDLE, "code": "123456" })));
    Action { name: "code step (POST /api/sign-in/code)", event, proof: "authenticator_offer" }
}

/// A page of the documents that wait.
pub(crate) fn list() -> Action {
    let event = request("GET", &format!("/api/approvals/{ORGANISATION}/documents?list=open"), None);
    Action { name: "list (GET …/documents?list=open)", event, proof: NAMED }
}

/// A page that is full where there are ten documents: nine, and one more tells whether there is a next page.
pub(crate) fn short_page() -> Action {
    let event = request("GET", &format!("/api/approvals/{ORGANISATION}/documents?list=open&limit=9"), None);
    Action { name: "a page of nine documents", event, proof: NAMED }
}

/// Everything about a document that anyone with the right may approve.
pub(crate) fn document() -> Action {
    let event = request("GET", &of_document(OPEN, ""), None);
    Action { name: "document (GET …/documents/{document})", event, proof: "btw-2026-q4.pdf" }
}

/// Everything about a document that names its approvers.
pub(crate) fn document_with_names() -> Action {
    let event = request("GET", &of_document(NAMED, ""), None);
    Action { name: "document that names its approvers", event, proof: "btw-2026-q4.pdf" }
}

/// What waits for the user in all organisations.
pub(crate) fn notices() -> Action {
    let event = request("GET", "/api/approvals/notices", None);
    Action { name: "notices (GET /api/approvals/notices)", event, proof: OPEN }
}

/// Asking for the code.
pub(crate) fn challenge() -> Action {
    let body = json!({ "version": VERSION, "sha256": SHA256 });
    let event = request("POST", &of_document(OPEN, "/challenge"), Some(&body));
    Action { name: "asking for the code (POST …/challenge)", event, proof: "attempts_left" }
}

/// The code, and with it the last approval.
pub(crate) fn approve() -> Action {
    let body = json!({
        "request": "7e0f3a52-91c4-4d0b-8f6a-3b5c2d1e0f9a", "version": VERSION, "sha256": SHA256,
        "challenge": CHALLENGE, "code": "123456",
    });
    let event = request("POST", &of_document(OPEN, "/approve"), Some(&body));
    Action { name: "approve (POST …/approve)", event, proof: r#""complete":true"# }
}

/// What waits for staff.
pub(crate) fn work() -> Action {
    let event = request_of(STAFF_HANDLE, "GET", "/api/office/work", None);
    Action { name: "work list (GET /api/office/work)", event, proof: "delivery_waiting" }
}

/// The hour's look for reminders, of which none is due.
pub(crate) fn hour() -> Action {
    let event = include_bytes!("../../../events/remind/hourly.json").to_vec();
    Action { name: "one hour without reminders (remind)", event, proof: "null" }
}

/// The message about an approved document that came a second time.
pub(crate) fn proved() -> Action {
    let about = json!({ "organisation": ORGANISATION, "document": APPROVED, "version": VERSION });
    let effect = json!({ "type": "document_approved", "about": about });
    let body = json!({ "id": "out_01KAT0PXG0V6N4M8D2T5Q7R9AB", "effect": effect });
    let mut record = record(DELIVERIES, "archive");
    record["body"] = Value::String(body.to_string());
    let event = json!({ "Records": [record] }).to_string().into_bytes();
    Action { name: "a message that came twice (prove)", event, proof: NO_FAILURE }
}

/// A delivery to an archive that the firm does not have.
pub(crate) fn delivery() -> Action {
    Action { name: "one delivery without an archive (deliver)", event: one(DELIVERIES, "archive"), proof: NO_FAILURE }
}

/// A mail about no document that came back.
pub(crate) fn returned() -> Action {
    let mut event: Value = serde_json::from_str(include_str!("../../../events/bounces/batch.json")).unwrap_or_default();
    event["Records"] = json!([event["Records"][1]]);
    Action { name: "one mail that came back (bounces)", event: event.to_string().into_bytes(), proof: NO_FAILURE }
}

/// A mail about a new device.
pub(crate) fn mail() -> Action {
    let event = one(include_str!("../../../events/notify/batch.json"), "new_device");
    Action { name: "one mail (notify)", event, proof: NO_FAILURE }
}

/// An outbox item on its way to the queue.
pub(crate) fn outbox_item() -> Action {
    let event = include_bytes!("../../../events/dispatch/insert.json").to_vec();
    Action { name: "one outbox item (dispatch)", event, proof: NO_FAILURE }
}

/// Anything: hello does not look at it.
pub(crate) fn greeting() -> Action {
    Action { name: "hello", event: b"{}".to_vec(), proof: "200" }
}

/// The record of a batch whose body holds this word.
fn record(batch: &str, word: &str) -> Value {
    let all: Value = serde_json::from_str(batch).unwrap_or_default();
    let mut records = all["Records"].as_array().into_iter().flatten();
    records.find(|record| record["body"].to_string().contains(word)).cloned().unwrap_or_default()
}

/// A batch of that record alone.
fn one(batch: &str, word: &str) -> Vec<u8> {
    json!({ "Records": [record(batch, word)] }).to_string().into_bytes()
}

fn of_document(document: &str, action: &str) -> String {
    format!("/api/approvals/{ORGANISATION}/documents/{document}{action}")
}

/// A request of the user.
fn request(method: &str, path: &str, body: Option<&Value>) -> Vec<u8> {
    request_of(HANDLE, method, path, body)
}

/// A request in payload format 2.0.
fn request_of(handle: &str, method: &str, address: &str, body: Option<&Value>) -> Vec<u8> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "cookies": [format!("__Host-session={handle}"), "__Host-device=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
        "headers": {
            "accept": "application/json",
            "content-type": "application/json",
            "host": "portal.example",
            "sec-fetch-site": "same-origin",
            "user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "bench",
            "domainName": "portal.example",
            "domainPrefix": "portal",
            "http": {
                "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "Firefox",
            },
            "requestId": "bench",
            "routeKey": "$default",
            "stage": "$default",
            "time": "24/Nov/2026:08:00:00 +0000",
            "timeEpoch": 1_795_507_200_000_i64,
        },
        "isBase64Encoded": false,
    });
    if let Some(body) = body {
        event["body"] = Value::String(body.to_string());
    }
    event.to_string().into_bytes()
}
