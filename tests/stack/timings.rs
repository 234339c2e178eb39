//! Approving from the first click to the last answer through the deployed stack, beside as many calls that do nothing. The
//! benchmark reads the times out of the file that `AKKOORD_TIMINGS` names; here only what was done is asserted.

use std::{fs, time::Instant};

use akkoord_domain::{approval::Stages, document::Status};
use serde_json::json;

use crate::support::{Portal, documents::request};

/// Approvals that the benchmark measures; one is enough to see that it works.
const MEASURED: usize = 15;

/// The requests of one approval: opening the document, asking for a code, approving with it.
const REQUESTS: usize = 3;

#[tokio::test]
async fn approving_beside_as_many_empty_calls() {
    let file = std::env::var_os("AKKOORD_TIMINGS");
    let portal = Portal::deployed();
    let (mut approving, mut empty) = (Vec::new(), Vec::new());
    for _ in 0..if file.is_some() { MEASURED } else { 1 } {
        // A number gets one code a minute: each approval has somebody of its own.
        let who = portal.someone().await;
        let document = portal.document(who.organisation, Stages::default()).await;
        let mut browser = portal.browser();
        browser.signs_in(&who).await;
        portal.forgets_sms_to(&who.mobile).await;
        let begun = Instant::now();
        browser.opens(&document).await.ok();
        let challenge = browser.asks_to_approve(&document).await.ok();
        let until_code = begun.elapsed();
        // What a person does in between is no work of the portal.
        let body = json!({
            "request": request(),
            "version": document.version,
            "sha256": document.sha256,
            "challenge": challenge["id"],
            "code": who.newest_code().await,
        });
        let begun = Instant::now();
        browser.approves(&document, &body).await.ok();
        approving.push((until_code + begun.elapsed()).as_secs_f64() * 1000.0);
        let kept = portal.store.document(document.organisation, document.id).await.unwrap().unwrap();
        assert!(kept.status != Status::Open && kept.given.len() == 1);

        // Through the same gateway into the same kind of function, which finds no cookie and asks nothing of AWS.
        let mut stranger = portal.browser();
        let begun = Instant::now();
        for _ in 0..REQUESTS {
            stranger.get("/api/session").await.is_problem(401, "no_session");
        }
        empty.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    if let Some(file) = file {
        let timings = json!({ "requests": REQUESTS, "approving_ms": approving, "empty_ms": empty });
        fs::write(file, timings.to_string()).unwrap();
    }
}
