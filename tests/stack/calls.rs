//! How many calls to AWS lie after each other on the way to an answer (performance.md), seen by a proxy that makes each
//! take 50 ms, so that what runs side by side overlaps.

use std::time::Duration;

use serde_json::json;

use crate::support::{
    Portal, Proxy,
    proxy::{Call, longest_chain},
};

/// Only these services: no token service, no instance metadata.
fn are_of_known_services(calls: &[Call]) {
    let known = ["cognito-idp.", "dynamodb.", "kms.", "sns."];
    for call in calls {
        assert!(known.iter().any(|service| call.operation.starts_with(service)), "{call:?}");
    }
}

fn chain_of(proxy: &Proxy, step: &str, most: usize) {
    let calls = proxy.calls();
    are_of_known_services(&calls);
    let chain = longest_chain(&calls);
    println!("{step}: {chain} after each other of {:?}", calls.iter().map(|call| &call.operation).collect::<Vec<_>>());
    assert!(!calls.is_empty() && chain <= most, "{step}: {chain} after each other: {calls:#?}");
}

#[tokio::test]
async fn few_calls_lie_after_each_other() {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let (app, _) = browser.sets_up_authenticator(true).await;
    proxy.takes(Duration::from_millis(50));
    proxy.calls();

    browser.get("/api/session").await.ok();
    chain_of(&proxy, "reading the session", 2);

    portal.waits(akkoord_domain::SignedDuration::from_secs(90));
    browser.get("/api/session").await.ok();
    chain_of(&proxy, "reading the session after a minute, with its use written down", 2);

    let challenge = browser.gives_password(&who).await.ok();
    chain_of(&proxy, "the password of a user with an authenticator", 4);

    let code = app.shows(portal.clock.now());
    browser.gives_code(challenge["id"].as_str().unwrap(), &code).await.ok();
    chain_of(&proxy, "a code of the authenticator", 3);

    let other = portal.someone().await;
    let mut browser = portal.browser();
    let challenge = browser.gives_password(&other).await.ok();
    chain_of(&proxy, "the password of a user without one, with an SMS", 4);

    browser.gives_code(challenge["id"].as_str().unwrap(), &other.newest_code().await).await.ok();
    chain_of(&proxy, "a code by SMS", 3);

    browser.post("/api/sign-in", json!({ "login": other.login, "password": "geen-goed-wachtwoord" })).await;
    chain_of(&proxy, "a wrong password", 2);

    browser.get("/api/session/devices").await.ok();
    chain_of(&proxy, "the list of devices", 2);
}

#[tokio::test]
async fn without_a_cookie_nothing_is_asked_of_aws() {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    for (method, path) in [("GET", "/api/session"), ("GET", "/api/session/devices"), ("GET", "/api/nothing-here")] {
        portal.send(method, path, &[], b"").await;
    }
    portal.browser().post("/api/sign-in/code", json!({ "challenge": "x", "code": "123456" })).await;
    assert!(proxy.calls().iter().all(|call| call.operation == "dynamodb.Query"));
}

/// Reading, listing and approving (performance.md, rows 4 and 7).
#[tokio::test]
async fn approving_takes_three_calls_after_each_other_and_writes_five_items() {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let document = portal.document(who.organisation, akkoord_domain::approval::Stages::default()).await;
    let body = browser.prepares(&who, &document).await;
    proxy.takes(Duration::from_millis(50));
    browser.get("/api/session").await.ok();
    proxy.calls();

    browser.get(&crate::support::documents::address(&document)).await.ok();
    chain_of(&proxy, "a document", 2);
    let list = format!("/api/approvals/{}/documents", who.organisation);
    for query in ["", "?list=open", "?year=2025", "?status=open", "?status=open&year=2025"] {
        browser.get(&format!("{list}{query}")).await.ok();
        chain_of(&proxy, "a list of documents", 2);
    }
    browser.get("/api/approvals/notices").await.ok();
    chain_of(&proxy, "the notices", 2);
    browser.approves(&document, &body).await.ok();
    let calls = proxy.calls();
    let written = calls.iter().map(|call| call.written).max().unwrap();
    println!("approving: {} after each other, {written} items", longest_chain(&calls));
    assert!(longest_chain(&calls) <= 3, "{calls:#?}");
    assert!(written <= 5, "{written} items in one transaction");
}
