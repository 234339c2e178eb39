//! A code works once (security.md, row 3; ASVS 2.3.3, 2.3.4, 6.5.1, 15.4.2): by SMS, by authenticator on one challenge and
//! across challenges and purposes, and a recovery code.

use akkoord_domain::{
    SignedDuration,
    challenge::{Method, Purpose},
    handle::Handle,
};
use serde_json::json;

use crate::support::{Answer, Browser, Portal, Someone, all_at_once, people::App, rounds};

const CODE: &str = "012345";

/// Somebody signed in on a device that is known, so that no round sends a mail.
async fn on_a_known_device(portal: &Portal) -> (Someone, Browser) {
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    (who, browser)
}

/// Sends the same code 100 times at once, spread over these challenges; exactly one may come in, which is so in the table too.
async fn exactly_one_comes_in(browser: &Browser, who: &Someone, challenges: &[Handle], code: &str) {
    let portal = &browser.portal;
    let before = portal.store.sessions(who.id).await.unwrap().len();
    let submit = |number: usize| {
        let (mut browser, code) = (browser.clone(), code.to_owned());
        let challenge = challenges[number % challenges.len()].expose();
        async move { browser.gives_code(&challenge, &code).await }
    };
    let answers: Vec<Answer> = all_at_once((0..100).map(submit)).await;
    let successes: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(successes.len(), 1);
    for answer in &answers {
        assert!(answer.status < 500, "{:?}", answer.outcome());
        assert_eq!(answer.gives_a_session(), answer.status == 200);
    }
    assert_eq!(portal.store.sessions(who.id).await.unwrap().len(), before + 1);
    let session: Handle = successes[0].cookie("__Host-session").unwrap().parse().unwrap();
    portal.store.end_session(&session).await.unwrap();
    portal.store.unlock(who.id).await.unwrap();
}

#[tokio::test]
async fn a_code_by_sms_works_once() {
    let portal = Portal::in_process();
    let (who, browser) = on_a_known_device(&portal).await;
    for _ in 0..rounds(8, 50) {
        let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await;
        exactly_one_comes_in(&browser, &who, &[challenge], CODE).await;
    }
}

#[tokio::test]
async fn an_authenticators_code_works_once_on_one_challenge() {
    let portal = Portal::in_process();
    let (who, mut browser) = on_a_known_device(&portal).await;
    let (app, _) = browser.sets_up_authenticator(true).await;
    for _ in 0..rounds(8, 50) {
        portal.waits(SignedDuration::from_secs(30));
        let challenge = portal.challenge_by(who.id, Method::Authenticator).await;
        exactly_one_comes_in(&browser, &who, &[challenge], &app.shows(portal.clock.now())).await;
    }
}

async fn many_challenges(portal: &Portal, who: &Someone, method: Method) -> Vec<Handle> {
    let opening = |_| {
        let (portal, id) = (portal.clone(), who.id);
        async move { portal.challenge_by(id, method).await }
    };
    all_at_once((0..100).map(opening)).await
}

#[tokio::test]
async fn an_authenticators_code_works_once_across_challenges() {
    let portal = Portal::in_process();
    let (who, mut browser) = on_a_known_device(&portal).await;
    let (app, _) = browser.sets_up_authenticator(true).await;
    for _ in 0..rounds(2, 50) {
        portal.waits(SignedDuration::from_secs(30));
        let challenges = many_challenges(&portal, &who, Method::Authenticator).await;
        let code = app.shows(portal.clock.now());
        exactly_one_comes_in(&browser, &who, &challenges, &code).await;
        // Nor later, nor the step before it.
        for code in [code, app.shows(portal.clock.now() - SignedDuration::from_secs(30))] {
            let challenge = portal.challenge_by(who.id, Method::Authenticator).await;
            browser.clone().gives_code(&challenge.expose(), &code).await.is_problem(409, "code_used");
        }
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_across_challenges() {
    let portal = Portal::in_process();
    let (who, mut browser) = on_a_known_device(&portal).await;
    let (_, codes) = browser.sets_up_authenticator(true).await;
    for code in codes.iter().take(rounds(2, 10)) {
        let challenges = many_challenges(&portal, &who, Method::Recovery).await;
        exactly_one_comes_in(&browser, &who, &challenges, code).await;
        let challenge = portal.challenge_by(who.id, Method::Recovery).await;
        browser.clone().gives_code(&challenge.expose(), code).await.is_problem(401, "code_wrong");
    }
}

/// Signing in and changing a factor at the same moment with the same step of the authenticator.
#[tokio::test]
async fn an_authenticators_code_works_once_across_purposes() {
    let portal = Portal::in_process();
    let (who, mut browser) = on_a_known_device(&portal).await;
    let (app, _) = browser.sets_up_authenticator(true).await;
    for _ in 0..rounds(8, 50) {
        portal.waits(SignedDuration::from_secs(30));
        portal.store.unlock(who.id).await.unwrap();
        let code = app.shows(portal.clock.now());
        let asked = browser.post("/api/session/challenge", json!({ "purpose": "change_factor" })).await.ok();
        let inside = asked["id"].as_str().unwrap().to_owned();
        let outside = portal.challenge_by(who.id, Method::Authenticator).await.expose();
        let (mut one, mut other) = (browser.clone(), browser.clone());
        let (signed_in, renewed) = tokio::join!(
            one.gives_code(&outside, &code),
            other.post("/api/authenticator/recovery-codes", json!({ "challenge": inside, "code": code })),
        );
        let outcomes = [signed_in.outcome(), renewed.outcome()];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.0 == 200).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|outcome| outcome.1 == "code_used").count(), 1, "{outcomes:?}");
        if let Some(session) = signed_in.cookie("__Host-session") {
            portal.store.end_session(&session.parse().unwrap()).await.unwrap();
        }
    }
}

/// A set-up is confirmed once, with one batch of recovery codes (ASVS 6.5.1).
#[tokio::test]
async fn a_begun_set_up_is_confirmed_once() {
    let portal = Portal::in_process();
    let (who, mut browser) = on_a_known_device(&portal).await;
    let begun = browser.post("/api/authenticator", json!({})).await.ok();
    let code = App::scans(begun["otpauth"].as_str().unwrap()).shows(portal.clock.now());
    let confirm = |_| {
        let (mut browser, body) = (browser.clone(), json!({ "code": code, "keep_sms": true }));
        async move { browser.post("/api/authenticator/confirm", body).await }
    };
    let answers = all_at_once((0..30).map(confirm)).await;
    let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    let recovery = won[0].json()["recovery_codes"][0].as_str().unwrap().to_owned();
    let challenge = portal.challenge_by(who.id, Method::Recovery).await;
    browser.gives_code(&challenge.expose(), &recovery).await.ok();
}
