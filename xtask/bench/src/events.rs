//! What is asked of the functions: requests as the HTTP API hands them over, and the sample events of events/.

use serde_json::{Value, json};

use crate::answers::HANDLE;

/// Something that is asked of sign-in, and how one sees that it was done.
pub(crate) struct Action {
    pub(crate) name: &'static str,
    pub(crate) event: Vec<u8>,
    /// A text that the answer's body holds.
    pub(crate) proof: &'static str,
}

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

/// A mail about a new device.
pub(crate) fn mail() -> Action {
    let all: Value = serde_json::from_str(include_str!("../../../events/notify/batch.json")).unwrap_or_default();
    let one = all["Records"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|record| record["body"].to_string().contains("new_device"));
    let event = json!({ "Records": [one] }).to_string().into_bytes();
    Action { name: "one mail (notify)", event, proof: r#""batchItemFailures":[]"# }
}

/// An outbox item on its way to the queue.
pub(crate) fn outbox_item() -> Action {
    let event = include_bytes!("../../../events/dispatch/insert.json").to_vec();
    Action { name: "one outbox item (dispatch)", event, proof: r#""batchItemFailures":[]"# }
}

/// Anything: hello does not look at it.
pub(crate) fn greeting() -> Action {
    Action { name: "hello", event: b"{}".to_vec(), proof: "200" }
}

/// A request in payload format 2.0.
fn request(method: &str, path: &str, body: Option<&Value>) -> Vec<u8> {
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "cookies": [format!("__Host-session={HANDLE}"), "__Host-device=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
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
