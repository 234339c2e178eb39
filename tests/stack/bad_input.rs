//! Whatever comes in, the answer is a 4xx problem with a stable code and never a 5xx (issue 2, "Bad input"; ASVS 1.2.1,
//! 3.4.2, 3.5.1, 4.1.3, 5.2.1, 15.3.3): each operation of the document with each kind of bad request.

use serde_json::{Map, Value, json};

use crate::{
    operations::{NO_ORGANISATION, Operation, operations},
    support::{Answer, Browser, Portal},
};

const CODES: [&str; 15] = [
    "bad_request",
    "too_large",
    "unsupported_media_type",
    "cross_site",
    "no_session",
    "not_found",
    "challenge_gone",
    "link_gone",
    "setup_gone",
    "sign_in_failed",
    "password_too_long",
    "password_too_short",
    "password_too_common",
    "code_required",
    "method_unavailable",
];
const JSON: (&str, &str) = ("content-type", "application/json");
const SAME_ORIGIN: (&str, &str) = ("sec-fetch-site", "same-origin");

#[track_caller]
fn is_refused(operation: &Operation, what: &str, answer: &Answer) -> String {
    let (status, code) = answer.outcome();
    assert!((400..500).contains(&status), "{} with {what}: {status} {code}", operation.name());
    assert!(CODES.contains(&code.as_str()), "{} with {what}: {status} {code}", operation.name());
    answer.is_problem(status, &code);
    code
}

/// People signed in: each operation has one whom it would serve.
struct Visitors {
    client: Browser,
    staff: Browser,
    /// Where the client is a member.
    organisation: String,
}

async fn signed_in(portal: &Portal) -> Visitors {
    let who = portal.someone().await;
    let mut client = portal.browser();
    client.signs_in(&who).await;
    Visitors { client, staff: portal.colleague().await.browser, organisation: who.organisation.to_string() }
}

async fn sends(visitors: &Visitors, operation: &Operation, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let browser = if operation.path.starts_with("/api/office/") { &visitors.staff } else { &visitors.client };
    let cookies = browser.cookies();
    let mut all = vec![("cookie", cookies.as_str())];
    all.extend(headers);
    let path = operation.path.replace(NO_ORGANISATION, &visitors.organisation);
    browser.portal.send(&operation.method, &path, &all, body).await
}

fn with_bodies() -> Vec<Operation> {
    operations().into_iter().filter(|operation| operation.body.is_some()).collect()
}

fn extend() -> Operation {
    operations().into_iter().find(|operation| operation.path == "/api/session/extend").unwrap()
}

/// The operation's own body with one field changed.
fn with_field(operation: &Operation, name: &str, value: Value) -> Vec<u8> {
    let mut body: Map<String, Value> = operation.body.clone().unwrap().as_object().unwrap().clone();
    body.insert(name.to_owned(), value);
    serde_json::to_vec(&body).unwrap()
}

fn fields(operation: &Operation) -> Vec<String> {
    operation.schema["properties"].as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
}

#[tokio::test]
async fn what_is_no_json_object_of_the_expected_form_is_refused() {
    let portal = Portal::in_process();
    let visitors = signed_in(&portal).await;
    let deep = "[".repeat(60_000);
    for operation in with_bodies() {
        let bodies: [&[u8]; 10] =
            [b"", b"{", b"[]", b"null", b"1", b"\"x\"", b"{}x", b"\xff\xfe", b"{\"\0\":1}", deep.as_bytes()];
        for body in bodies {
            let answer = sends(&visitors, &operation, &[JSON, SAME_ORIGIN], body).await;
            assert_eq!(is_refused(&operation, &format!("{:.40?}", body), &answer), "bad_request");
        }
        let unknown = with_field(&operation, "admin", json!(true));
        let answer = sends(&visitors, &operation, &[JSON, SAME_ORIGIN], &unknown).await;
        assert_eq!(is_refused(&operation, "an unknown field", &answer), "bad_request");
        for name in fields(&operation) {
            for value in [json!(1.5), json!([]), json!({ "$ne": "" }), json!([["x"]])] {
                if value == json!([]) && operation.schema["properties"][&name]["type"] == "array" {
                    continue;
                }
                let body = with_field(&operation, &name, value);
                let answer = sends(&visitors, &operation, &[JSON, SAME_ORIGIN], &body).await;
                assert_eq!(is_refused(&operation, &name, &answer), "bad_request");
                assert!(answer.json()["fields"][0]["field"].is_string());
            }
        }
        let text = String::from_utf8(serde_json::to_vec(operation.body.as_ref().unwrap()).unwrap()).unwrap();
        if let Some(name) = fields(&operation).first() {
            let twice = text.replacen('{', &format!("{{\"{name}\":\"x\",\"{name}\":\"x\","), 1).replace(",}", "}");
            let answer = sends(&visitors, &operation, &[JSON, SAME_ORIGIN], twice.as_bytes()).await;
            assert_eq!(is_refused(&operation, "a field twice", &answer), "bad_request");
        }
    }
}

#[tokio::test]
async fn control_characters_and_overlong_texts_are_refused() {
    let portal = Portal::in_process();
    let visitors = signed_in(&portal).await;
    let texts = ["a\0b", "a\r\nSet-Cookie: x=y", "\u{7f}\u{1b}[2J", "\u{202e}gpj.exe", "", "   "].map(str::to_owned);
    let long = ["a".repeat(255), "é".repeat(300), "a".repeat(60_000)];
    for operation in with_bodies() {
        for name in fields(&operation) {
            for text in texts.iter().chain(&long) {
                let answer =
                    sends(&visitors, &operation, &[JSON, SAME_ORIGIN], &with_field(&operation, &name, json!(text)))
                        .await;
                // A name that nobody can have is answered like one that nobody has.
                if operation.path == "/api/password/forgotten" && answer.status == 202 {
                    assert_eq!(text, "\u{202e}gpj.exe");
                    continue;
                }
                if operation.path == "/api/invitation/renew" {
                    assert_eq!(answer.status, 202);
                    continue;
                }
                is_refused(&operation, &format!("{name}={text:.20?}"), &answer);
                let echoed = String::from_utf8_lossy(&answer.body).contains(text.as_str());
                assert!(text.trim().is_empty() || !echoed, "{} repeats what was sent", operation.name());
                assert!(answer.cookie("x").is_none());
            }
        }
    }
}

#[tokio::test]
async fn bodies_over_64_kb_are_refused_to_the_byte() {
    for portal in [Portal::in_process(), Portal::deployed()] {
        let visitors = signed_in(&portal).await;
        let spaces = |length: usize| {
            let mut body = vec![b' '; length];
            body[0] = b'{';
            body[length - 1] = b'}';
            body
        };
        for operation in with_bodies() {
            let over = sends(&visitors, &operation, &[JSON, SAME_ORIGIN], &spaces(64 * 1024 + 1)).await;
            assert_eq!(is_refused(&operation, "64 kB and a byte", &over), "too_large");
            assert_eq!(over.status, 413);
        }
        let extend = extend();
        sends(&visitors, &extend, &[JSON, SAME_ORIGIN], &spaces(64 * 1024)).await.ok();
    }
}

#[tokio::test]
async fn other_media_types_are_refused() {
    let portal = Portal::in_process();
    let visitors = signed_in(&portal).await;
    for operation in with_bodies() {
        let body = serde_json::to_vec(operation.body.as_ref().unwrap()).unwrap();
        for media_type in [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonx",
            "application/xml",
            "text/json",
            "\u{ff}\u{fe}",
        ] {
            let answer = sends(&visitors, &operation, &[("content-type", media_type), SAME_ORIGIN], &body).await;
            assert_eq!(is_refused(&operation, media_type, &answer), "unsupported_media_type");
        }
        let answer = sends(&visitors, &operation, &[SAME_ORIGIN], &body).await;
        assert_eq!(is_refused(&operation, "no media type", &answer), "unsupported_media_type");
    }
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let portal = Portal::in_process();
    let visitors = signed_in(&portal).await;
    let origin = crate::support::stack().inner.origin.as_str();
    for operation in with_bodies() {
        let body = serde_json::to_vec(operation.body.as_ref().unwrap()).unwrap();
        let foreign: [&[(&str, &str)]; 8] = [
            &[JSON, ("sec-fetch-site", "cross-site"), ("origin", origin)],
            &[JSON, ("sec-fetch-site", "same-site")],
            &[JSON, ("sec-fetch-site", "none")],
            &[JSON, ("sec-fetch-site", "\u{ff}")],
            &[JSON],
            &[JSON, ("origin", "https://evil.example")],
            &[JSON, ("origin", "null")],
            &[("content-type", "text/plain"), ("origin", origin)],
        ];
        for headers in foreign {
            let answer = sends(&visitors, &operation, headers, &body).await;
            assert_eq!(is_refused(&operation, &format!("{headers:?}"), &answer), "cross_site");
        }
    }
    // An older browser, that sends only the origin with its JSON, is served.
    let extend = extend();
    sends(&visitors, &extend, &[JSON, ("origin", origin)], b"{}").await.ok();
}

#[tokio::test]
async fn bad_cookies_are_no_session_and_two_are_not_better_than_one() {
    for portal in [Portal::in_process(), Portal::deployed()] {
        let visitors = signed_in(&portal).await;
        let good = visitors.client.session.clone().unwrap();
        let (id, secret) = good.split_once('.').unwrap();
        let bad = [
            "".to_owned(),
            ";;;===;".to_owned(),
            "__Host-session".to_owned(),
            "__Host-session=".to_owned(),
            format!("__Host-session={id}"),
            format!("__Host-session={id}."),
            format!("__Host-session={id}.{}", &secret[1..]),
            format!("__Host-session={good}x"),
            format!("__Host-session={}", good.to_lowercase()),
            format!("__Host-session=\"{good}\""),
            format!("session={good}"),
            format!("__host-session={good}"),
            format!("__Host-session={}", "A".repeat(4_000)),
            format!("__Host-session=x; __Host-session={good}"),
            "__Host-session=\u{ff}\u{fe}".to_owned(),
            format!("__Host-session={id}.{}; __Host-device=\u{e9}", "A".repeat(43)),
        ];
        for cookie in &bad {
            let answer = portal.send("GET", "/api/session", &[("cookie", cookie)], b"").await;
            answer.is_problem(401, "no_session");
        }
        let twice = format!("__Host-session={good}; __Host-session=x");
        portal.send("GET", "/api/session", &[("cookie", &twice)], b"").await.ok();
        let device = format!("__Host-session={good}; __Host-device=../../x");
        portal.send("GET", "/api/session/devices", &[("cookie", &device)], b"").await.ok();
    }
}
