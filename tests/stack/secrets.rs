//! No secret is in a log (security.md, row 15; ASVS 14.2.1, 16.2.5): a full run with values that are easily found, then a
//! search through every log group, and of the table for what it must not keep in the clear.

use serde_json::{Value, json};

use crate::support::{Portal, eventually, http, http::Message, portal::dynamodb, stack};

/// Calls CloudWatch Logs; the stack looks at the service of the signature and not at the signature.
async fn logs(operation: &str, body: Value) -> Value {
    let scope = format!("Credential=test/20260101/{}/logs/aws4_request", stack().inner.region);
    let request = Message {
        first_line: "POST / HTTP/1.1".to_owned(),
        headers: vec![
            ("x-amz-target".to_owned(), format!("Logs_20140328.{operation}")),
            ("content-type".to_owned(), "application/x-amz-json-1.1".to_owned()),
            ("authorization".to_owned(), format!("AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0")),
        ],
        body: body.to_string().into_bytes(),
    };
    let answer = http::exchange(&stack().inner.endpoint, &request).await.unwrap();
    assert_eq!(answer.status(), 200, "{operation}");
    serde_json::from_slice(&answer.body).unwrap()
}

/// Every message of every log group.
pub(crate) async fn logged() -> Vec<String> {
    let mut messages = Vec::new();
    for group in logs("DescribeLogGroups", json!({})).await["logGroups"].as_array().unwrap() {
        let mut token = Value::Null;
        loop {
            let mut query = json!({ "logGroupName": group["logGroupName"], "limit": 10_000 });
            if token.is_string() {
                query["nextToken"] = token;
            }
            let page = logs("FilterLogEvents", query).await;
            let events = page["events"].as_array().unwrap().iter();
            messages.extend(events.map(|event| event["message"].as_str().unwrap().to_owned()));
            token = page["nextToken"].clone();
            if !token.is_string() {
                break;
            }
        }
    }
    messages
}

/// Everything that this run must not leave in a log.
#[derive(Default)]
struct Canaries {
    texts: Vec<String>,
    /// Six digits are found by chance within longer numbers, so these count only as whole words.
    codes: Vec<String>,
}

impl Canaries {
    fn watch(&mut self, text: impl Into<String>) {
        let text = text.into();
        assert!(text.len() >= 6, "a canary of less than six characters is found by chance");
        self.texts.push(text);
    }

    /// A code as it was sent.
    fn watch_code(&mut self, code: &str) {
        self.codes.push(code.to_owned());
    }

    /// Which of them is in this message.
    fn found_in(&self, message: &str) -> Option<String> {
        let mut words = message.split(|character: char| !character.is_ascii_alphanumeric());
        if words.any(|word| self.codes.iter().any(|code| code == word)) {
            return Some("a code".to_owned());
        }
        let found = self.texts.iter().position(|text| message.contains(text.as_str()));
        found.map(|number| format!("canary {number}"))
    }

    /// A handle: the whole, and its secret part.
    fn watch_handle(&mut self, handle: &str) {
        self.watch(handle);
        self.watch(handle.split_once('.').unwrap().1);
    }
}

#[tokio::test]
async fn nothing_of_a_full_run_is_in_a_log() {
    let portal = Portal::deployed();
    let mut canaries = Canaries::default();
    let mut who = portal.someone().await;
    canaries.watch(&who.mobile);
    canaries.watch(&who.mobile[3..]);
    canaries.watch(&who.email);
    canaries.watch(&who.login);
    let mut browser = portal.browser();
    let wrong = json!({ "login": who.login, "password": "kanarie-fout-wachtwoord" });
    browser.post("/api/sign-in", wrong).await.is_problem(401, "sign_in_failed");
    canaries.watch("kanarie-fout-wachtwoord");
    let challenge = browser.gives_password(&who).await.ok()["id"].as_str().unwrap().to_owned();
    canaries.watch_handle(&challenge);
    browser.gives_code(&challenge, "kanariecode-1").await.is_problem(400, "bad_request");
    canaries.watch("kanariecode-1");
    let texts = who.sms().await;
    canaries.watch(texts.last().unwrap().lines().next().unwrap());
    canaries.watch_code(&who.newest_code().await);
    browser.gives_code(&challenge, &who.newest_code().await).await.ok();
    canaries.watch_handle(browser.session.as_ref().unwrap());
    canaries.watch(browser.device.as_ref().unwrap());
    let begun = browser.post("/api/authenticator", json!({})).await.ok();
    canaries.watch(begun["key"].as_str().unwrap());
    canaries.watch(begun["key"].as_str().unwrap().replace(' ', ""));
    let (_, codes) = browser.sets_up_authenticator(true).await;
    for code in codes {
        canaries.watch(code.replace('-', ""));
        canaries.watch(code);
    }
    browser.post("/api/password/forgotten", json!({ "login": who.login })).await.ok();
    let link = who.link_number(1, "new-password").await;
    canaries.watch_handle(&link);
    let bad = json!({ "link": link, "password": "kanarie\u{0}" });
    browser.post("/api/password/reset", bad).await.is_problem(400, "bad_request");
    who.password = "kanarie-nieuw-wachtwoord".to_owned();
    canaries.watch(&who.password);
    let reset = json!({ "link": link, "password": who.password });
    assert_eq!(browser.post("/api/password/reset", reset).await.status, 204);
    accepts_an_invitation(&portal, &mut canaries).await;
    // What was sent where it does not belong.
    let odd = format!("/api/session?password={}", who.password);
    portal.send("GET", &odd, &[("cookie", "__Host-session=kanarie-koek"), ("user-agent", "kanarie-agent")], b"").await;
    canaries.watch("kanarie-koek");
    are_in_no_log(&portal, &canaries).await;
    are_not_in_the_table(&canaries).await;
}

async fn accepts_an_invitation(portal: &Portal, canaries: &mut Canaries) {
    let invited = portal.invites().await;
    let link = invited.link_number(1, "invitation").await;
    canaries.watch_handle(&link);
    canaries.watch(&invited.email);
    let mut body = json!({ "link": link, "password": "kanarie-eerste-wachtwoord" });
    canaries.watch("kanarie-eerste-wachtwoord");
    let mut browser = portal.browser();
    let challenge = browser.post("/api/invitation/password", body.clone()).await.ok();
    body["challenge"] = challenge["id"].clone();
    body["code"] = json!(invited.newest_code().await);
    canaries.watch_code(body["code"].as_str().unwrap());
    browser.post("/api/invitation/accept", body).await.ok();
    canaries.watch_handle(browser.session.as_ref().unwrap());
}

async fn are_in_no_log(portal: &Portal, canaries: &Canaries) {
    // The last request's trace in the log says that everything before it is there too.
    let before = logged().await.len();
    assert!(before > 0, "the functions log something");
    portal.browser().get("/api/session").await.is_problem(401, "no_session");
    let messages = eventually(30, "another line in the log", async || {
        let messages = logged().await;
        (messages.len() > before).then_some(messages)
    })
    .await;
    println!("{} lines, {} canaries", messages.len(), canaries.texts.len() + canaries.codes.len());
    for message in &messages {
        assert_eq!(canaries.found_in(message), None, "{message}");
    }
}

/// The table may know numbers, addresses and names; secrets only as hashes (ASVS 11.4.3, 13.3.1).
async fn are_not_in_the_table(canaries: &Canaries) {
    let personal = 4;
    let mut pages = dynamodb().scan().table_name(&stack().inner.table).into_paginator().items().send();
    while let Some(item) = pages.next().await {
        let text = format!("{:?}", item.unwrap());
        for (number, canary) in canaries.texts.iter().enumerate().skip(personal) {
            let is_secret = !canary.ends_with("@example.com");
            assert!(!is_secret || !text.contains(canary.as_str()), "canary {number} is in the table");
        }
    }
}
