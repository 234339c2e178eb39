//! A name that nobody has looks like one that somebody has (security.md, row 14; ASVS 6.3.8): status, body, headers, the
//! calls behind them, and no SMS or mail.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Answer, Portal, Proxy, rounds};

/// Names that nobody has, or can have.
const STRANGERS: [&str; 4] = ["nobody-has-this-name", "nobody@example.com", "geen naam!", "ünïcode"];

/// Everything that a person can see of an answer, without what differs at each request.
fn seen(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let per_request = ["date", "apigw-requestid", "x-amzn-requestid"];
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| !per_request.contains(&name.as_str()));
    headers.sort();
    (answer.status, headers, String::from_utf8(answer.body.clone()).unwrap())
}

#[tokio::test]
async fn known_and_unknown_names_get_the_same_answer() {
    for portal in [Portal::in_process(), Portal::deployed()] {
        let (active, invited, disabled) = (portal.someone().await, portal.invites().await, portal.someone().await);
        let now = portal.clock.now();
        portal.store.set_status(disabled.id, akkoord_domain::user::Status::Disabled, now).await.unwrap();
        let known = [active.login.to_uppercase(), invited.login.clone(), disabled.login.clone()];
        let names: Vec<&str> = known.iter().map(String::as_str).chain(STRANGERS).collect();
        for (path, status, password) in
            [("/api/sign-in", 401, Some("geen-goed-wachtwoord")), ("/api/password/forgotten", 202, None)]
        {
            let mut answers = Vec::new();
            for name in &names {
                let mut body = json!({ "login": name });
                if let Some(password) = password {
                    body["password"] = json!(password);
                }
                answers.push(seen(&portal.browser().post(path, body).await));
            }
            assert_eq!(answers[0].0, status);
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{path}: {answers:#?}");
        }
        // Nor does the right password of somebody who may not sign in tell anything.
        let right = portal.browser().gives_password(&disabled).await;
        let wrong = json!({ "login": STRANGERS[0], "password": disabled.password });
        assert_eq!(seen(&right), seen(&portal.browser().post("/api/sign-in", wrong).await));
        for who in [active, invited, disabled] {
            assert!(who.sms().await.is_empty());
        }
    }
}

#[tokio::test]
async fn known_and_unknown_names_cause_the_same_calls() {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    let who = portal.someone().await;
    for (path, password) in [("/api/sign-in", true), ("/api/password/forgotten", false)] {
        let mut calls = Vec::new();
        for name in std::iter::once(who.login.as_str()).chain(STRANGERS) {
            let body = match password {
                true => json!({ "login": name, "password": "geen-goed-wachtwoord" }),
                false => json!({ "login": name }),
            };
            proxy.calls();
            portal.browser().post(path, body).await;
            calls.push(proxy.operations());
        }
        assert!(!calls[0].is_empty() && calls.iter().all(|names| *names == calls[0]), "{path}: {calls:?}");
        assert!(!calls[0].iter().any(|name| name.starts_with("sns")));
    }
}

/// Records how long both take; the calls above are what makes them alike, and no test fails by the clock of a busy machine.
#[tokio::test]
async fn known_and_unknown_names_take_about_as_long() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    for path in ["/api/sign-in", "/api/password/forgotten"] {
        let mut times: [Vec<Duration>; 2] = [Vec::new(), Vec::new()];
        for pair in 0..rounds(50, 1_000) {
            // Neither is always the first.
            for turn in 0..2 {
                let known = (pair + turn) % 2;
                let login = if known == 1 { who.login.as_str() } else { STRANGERS[0] };
                let mut body = json!({ "login": login });
                if path == "/api/sign-in" {
                    body["password"] = json!("geen-goed-wachtwoord");
                }
                let begun = Instant::now();
                let answer = portal.browser().post(path, body).await;
                times[known].push(begun.elapsed());
                assert!(answer.status == 401 || answer.status == 202);
            }
        }
        let [unknown, known] = times.map(|mut times| {
            times.sort();
            times[times.len() / 2]
        });
        println!("{path}: median of unknown names {unknown:?}, of known ones {known:?}");
    }
}
