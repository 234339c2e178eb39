//! Everything that expires does so at its second, with the item still in the table (security.md, row 4; ASVS 6.5.5, 6.6.2,
//! 7.3.1, 7.3.2): a clock that the test sets stands one second before, at, and one second after the moment.

use akkoord_domain::{SignedDuration, Timestamp, challenge::Purpose, handle::Handle, link::LinkPurpose};
use akkoord_runtime::random;
use serde_json::json;

use crate::support::{Portal, people::App};

/// One second before, at, and one second after; and whether it still works then.
const AROUND: [(i64, bool); 3] = [(-1, true), (0, false), (1, false)];
const MINUTE: SignedDuration = SignedDuration::from_secs(60);
const CODE: &str = "012345";

fn set(portal: &Portal, begin: Timestamp, lifetime: SignedDuration, second: i64) {
    portal.clock.set(begin + lifetime + SignedDuration::from_secs(second));
}

#[tokio::test]
async fn a_code_for_signing_in_works_for_three_minutes() {
    for (second, works) in AROUND {
        let portal = Portal::in_process();
        let who = portal.someone().await;
        let mut browser = portal.browser();
        let begin = portal.clock.now();
        let challenge = browser.gives_password(&who).await.ok();
        let id = challenge["id"].as_str().unwrap();
        assert_eq!(challenge["expires_at"], (begin + MINUTE * 3).to_string());
        set(&portal, begin, MINUTE * 3, second);
        let handle: Handle = id.parse().unwrap();
        assert!(portal.store.challenge(&handle, None).await.unwrap().is_some(), "the item is still there");
        let answer = browser.gives_code(id, &who.newest_code().await).await;
        if works {
            answer.ok();
        } else {
            answer.is_problem(410, "challenge_gone");
            browser.post("/api/sign-in/resend", json!({ "challenge": id })).await.is_problem(410, "challenge_gone");
        }
    }
}

#[tokio::test]
async fn a_code_within_the_session_works_for_five_minutes() {
    for (second, works) in AROUND {
        for (path, purpose) in [("/api/authenticator", "change_factor"), ("/api/password/change", "change_password")] {
            let portal = Portal::in_process();
            let who = portal.someone().await;
            let mut browser = portal.browser();
            browser.signs_in(&who).await;
            portal.waits(MINUTE * 12);
            let begin = portal.clock.now();
            let (challenge, code) = browser.asks_code(&who, purpose).await;
            set(&portal, begin, MINUTE * 5, second);
            let mut body = json!({ "challenge": challenge, "code": code });
            if purpose == "change_password" {
                body["current"] = json!(who.password);
                body["new"] = json!("vijf-groene-appels");
            }
            let answer = browser.post(path, body).await;
            if works {
                answer.ok();
            } else {
                answer.is_problem(410, "challenge_gone");
            }
        }
    }
}

#[tokio::test]
async fn an_invitation_works_for_seven_days_and_its_code_for_five_minutes() {
    let week = SignedDuration::from_hours(7 * 24);
    for (second, works) in AROUND {
        let portal = Portal::in_process();
        let who = portal.invites().await;
        let link = Handle::new(who.id, random::bytes().unwrap());
        let begin = portal.clock.now();
        portal.store.put_link(&link, LinkPurpose::Invitation, begin).await.unwrap();
        set(&portal, begin, week, second);
        assert!(portal.store.link(&link).await.unwrap().is_some(), "the item is still there");
        let mut browser = portal.browser();
        let open = browser.post("/api/invitation/open", json!({ "link": link.expose() })).await;
        let body = json!({ "link": link.expose(), "password": "vijf-groene-appels" });
        let chosen = browser.post("/api/invitation/password", body).await;
        assert_eq!((open.status, chosen.status), if works { (200, 200) } else { (410, 410) });
        // A live code of an expired invitation opens nothing; nor does an expired code of a live one.
        let expires_at = portal.clock.now() + MINUTE * 5;
        let place = Some(link.digest());
        let challenge = portal.challenge_until(who.id, Purpose::AcceptInvitation, CODE, place, expires_at).await;
        let mut body = json!({ "link": link.expose(), "password": "vijf-groene-appels", "code": CODE });
        body["challenge"] = json!(challenge.expose());
        if works {
            portal.clock.set(begin + week - SignedDuration::from_secs(1));
        }
        let accepted = browser.post("/api/invitation/accept", body).await;
        assert_eq!(accepted.status, if works { 200 } else { 410 });
    }
    for (second, works) in AROUND {
        let portal = Portal::in_process();
        let who = portal.invites().await;
        let link = Handle::new(who.id, random::bytes().unwrap());
        let begin = portal.clock.now();
        portal.store.put_link(&link, LinkPurpose::Invitation, begin).await.unwrap();
        let mut browser = portal.browser();
        let mut body = json!({ "link": link.expose(), "password": "vijf-groene-appels" });
        let challenge = browser.post("/api/invitation/password", body.clone()).await.ok();
        body["challenge"] = challenge["id"].clone();
        body["code"] = json!(who.newest_code().await);
        set(&portal, begin, MINUTE * 5, second);
        let accepted = browser.post("/api/invitation/accept", body).await;
        assert_eq!(accepted.status, if works { 200 } else { 410 });
    }
}

#[tokio::test]
async fn a_link_for_a_new_password_works_for_thirty_minutes() {
    for (second, works) in AROUND {
        let portal = Portal::in_process();
        let who = portal.someone().await;
        let link = Handle::new(who.id, random::bytes().unwrap());
        let begin = portal.clock.now();
        portal.store.put_link(&link, LinkPurpose::PasswordReset, begin).await.unwrap();
        set(&portal, begin, MINUTE * 30, second);
        let mut browser = portal.browser();
        let open = browser.post("/api/password/reset/open", json!({ "link": link.expose() })).await;
        assert_eq!(open.status, if works { 200 } else { 410 });
        let body = json!({ "link": link.expose(), "password": "vijf-groene-appels" });
        let reset = browser.post("/api/password/reset", body).await;
        assert_eq!(reset.status, if works { 204 } else { 410 });
        assert!(portal.store.link(&link).await.unwrap().is_some(), "the item is still there");
    }
}

#[tokio::test]
async fn a_link_is_good_for_its_own_purpose_only() {
    let portal = Portal::in_process();
    for (purpose, path) in
        [(LinkPurpose::Invitation, "/api/password/reset"), (LinkPurpose::PasswordReset, "/api/invitation/password")]
    {
        for who in [portal.someone().await, portal.invites().await] {
            let link = Handle::new(who.id, random::bytes().unwrap());
            portal.store.put_link(&link, purpose, portal.clock.now()).await.unwrap();
            let body = json!({ "link": link.expose(), "password": "vijf-groene-appels" });
            portal.browser().post(path, body).await.is_problem(410, "link_gone");
        }
    }
}

#[tokio::test]
async fn a_begun_set_up_of_an_authenticator_can_be_confirmed_for_ten_minutes() {
    for (second, works) in AROUND {
        let portal = Portal::in_process();
        let who = portal.someone().await;
        let mut browser = portal.browser();
        browser.signs_in(&who).await;
        let begin = portal.clock.now();
        let begun = browser.post("/api/authenticator", json!({})).await.ok();
        set(&portal, begin, MINUTE * 10, second);
        let code = App::scans(begun["otpauth"].as_str().unwrap()).shows(portal.clock.now());
        let confirmed = browser.post("/api/authenticator/confirm", json!({ "code": code, "keep_sms": false })).await;
        assert_eq!(confirmed.status, if works { 200 } else { 410 });
    }
}

#[tokio::test]
async fn a_factor_can_be_set_up_without_another_code_for_ten_minutes() {
    for (second, works) in AROUND {
        let portal = Portal::in_process();
        let who = portal.someone().await;
        let mut browser = portal.browser();
        let begin = portal.clock.now();
        browser.signs_in(&who).await;
        set(&portal, begin, MINUTE * 10, second);
        let begun = browser.post("/api/authenticator", json!({})).await;
        if works {
            begun.ok();
        } else {
            begun.is_problem(403, "code_required");
        }
    }
}
