//! A session ends when it should, and the old cookie opens nothing at the next request (security.md, row 13; ASVS 7.2.4,
//! 7.3.1, 7.3.2, 7.4.1, 7.4.2, 7.5.1, 8.3.2).

use akkoord_domain::{
    SignedDuration,
    handle::Handle,
    right::Right,
    user::{Status, is_locked},
};
use akkoord_store::organisation::Member;
use serde_json::json;

use crate::support::Portal;

const MINUTE: SignedDuration = SignedDuration::from_secs(60);
const SECOND: SignedDuration = SignedDuration::from_secs(1);

#[tokio::test]
async fn a_session_ends_after_thirty_minutes_without_use() {
    for (second, lives) in [(-1, true), (0, false), (1, false)] {
        let portal = Portal::in_process();
        let (_, mut browser) = portal.signed_in().await;
        let cookie = browser.session.clone().unwrap();
        portal.waits(MINUTE * 30 + SECOND * second);
        let handle: Handle = cookie.parse().unwrap();
        assert!(portal.store.session(&handle).await.unwrap().is_some(), "the item is still there");
        assert_eq!(browser.is_signed_in().await, lives);
    }
}

#[tokio::test]
async fn a_session_in_use_ends_after_twelve_hours() {
    for (second, lives) in [(-1, true), (0, false), (1, false)] {
        let portal = Portal::in_process();
        let begin = portal.clock.now();
        let (_, mut browser) = portal.signed_in().await;
        for _ in 0..25 {
            portal.waits(MINUTE * 28);
            assert!(browser.is_signed_in().await);
        }
        portal.clock.set(begin + MINUTE * 60 * 12 - MINUTE * 10);
        let extended = browser.post("/api/session/extend", json!({})).await.ok();
        assert_eq!(extended["ends_at"], (begin + MINUTE * 60 * 12).to_string());
        portal.clock.set(begin + MINUTE * 60 * 12 + SECOND * second);
        assert_eq!(browser.is_signed_in().await, lives);
        let extended = browser.post("/api/session/extend", json!({})).await;
        assert_eq!(extended.status, if lives { 200 } else { 401 });
    }
}

/// Changing the password gives another cookie, and no longer session (ASVS 7.2.4, 7.3.2).
#[tokio::test]
async fn a_session_that_goes_on_under_another_cookie_ends_no_later() {
    let portal = Portal::in_process();
    let begin = portal.clock.now();
    let (mut who, mut browser) = portal.signed_in().await;
    for _ in 0..24 {
        portal.waits(MINUTE * 29);
        assert!(browser.is_signed_in().await);
    }
    let (challenge, code) = browser.asks_code(&who, "change_password").await;
    let body = json!({ "current": who.password, "new": "vijf-groene-appels", "challenge": challenge, "code": code });
    browser.post("/api/password/change", body).await.ok();
    who.password = "vijf-groene-appels".to_owned();
    assert!(browser.is_signed_in().await);
    portal.clock.set(begin + MINUTE * 60 * 12 - SECOND);
    assert!(browser.is_signed_in().await);
    portal.clock.set(begin + MINUTE * 60 * 12);
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn use_keeps_a_session_alive_and_looking_away_ends_it() {
    let portal = Portal::in_process();
    let (_, mut browser) = portal.signed_in().await;
    portal.waits(MINUTE * 29);
    assert!(browser.is_signed_in().await);
    portal.waits(MINUTE * 29);
    assert!(browser.is_signed_in().await);
    portal.waits(MINUTE * 30);
    assert!(!browser.is_signed_in().await);
    // A dead session is not brought back to life.
    browser.post("/api/session/extend", json!({})).await.is_problem(401, "no_session");
}

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    portal.waits(MINUTE * 2);
    let mut elsewhere = portal.browser();
    elsewhere.signs_in(&who).await;
    let mut replayed = browser.clone();
    let answer = browser.post("/api/sign-out", json!({})).await;
    assert_eq!((answer.status, browser.session.as_ref()), (204, None));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("Max-Age=0") && cookie.contains("__Host-session=;"), "{cookie}");
    assert!(!replayed.is_signed_in().await);
    assert!(elsewhere.is_signed_in().await);
    // Again, and without any session: the same answer.
    assert_eq!(replayed.post("/api/sign-out", json!({})).await.status, 204);
    assert_eq!(portal.browser().post("/api/sign-out", json!({})).await.status, 204);
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_of_this_user() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    let (_, mut stranger) = portal.signed_in().await;
    let mut browsers = vec![browser.clone()];
    for _ in 0..3 {
        portal.waits(MINUTE * 2);
        let mut another = portal.browser();
        another.signs_in(&who).await;
        browsers.push(another);
    }
    portal.waits(SECOND);
    assert_eq!(browser.post("/api/sign-out/everywhere", json!({})).await.status, 204);
    for browser in &mut browsers {
        assert!(!browser.is_signed_in().await);
    }
    assert!(stranger.is_signed_in().await);
    // Who signs in afterwards is in, with another cookie.
    portal.waits(MINUTE * 15);
    let mut again = portal.browser();
    again.signs_in(&who).await;
    assert!(again.is_signed_in().await);
    assert!(browsers.iter().all(|browser| browser.session != again.session));
}

#[tokio::test]
async fn a_disabled_user_is_out_at_the_next_request_and_stays_out() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    portal.waits(SECOND);
    portal.store.set_status(who.id, Status::Disabled, portal.clock.now()).await.unwrap();
    assert!(!browser.is_signed_in().await);
    for (path, body) in [
        ("/api/session/extend", json!({})),
        ("/api/authenticator", json!({})),
        ("/api/session/challenge", json!({ "purpose": "change_password" })),
    ] {
        browser.post(path, body).await.is_problem(401, "no_session");
    }
    portal.waits(MINUTE * 2);
    browser.gives_password(&who).await.is_problem(401, "sign_in_failed");
    // Enabled again: the old cookie stays dead.
    portal.store.set_status(who.id, Status::Active, portal.clock.now()).await.unwrap();
    assert!(!browser.is_signed_in().await);
    portal.browser().signs_in(&who).await;
}

#[tokio::test]
async fn a_lost_membership_or_right_is_gone_at_the_next_request() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    let (_, second) = portal.organisation().await;
    portal.store.put_member(second, who.id, &Member::with(Right::ALL.to_vec())).await.unwrap();
    let switch = json!({ "organisation": second.to_string() });
    let view = browser.put("/api/session/organisation", switch.clone()).await.ok();
    assert_eq!(view["active_organisation"], second.to_string());
    let rights = |view: &serde_json::Value| {
        let places = view["organisations"].as_array().unwrap().clone();
        let place = places.into_iter().find(|place| place["id"] == second.to_string());
        place.map(|place| place["rights"].clone())
    };
    assert_eq!(rights(&view), Some(json!(["approve", "dossier", "upload", "administer"])));

    portal.store.put_member(second, who.id, &Member::with(vec![Right::Dossier])).await.unwrap();
    assert_eq!(rights(&browser.get("/api/session").await.ok()), Some(json!(["dossier"])));

    portal.store.remove_member(second, who.id).await.unwrap();
    let view = browser.get("/api/session").await.ok();
    assert_eq!(rights(&view), None);
    assert_eq!(view["active_organisation"], who.organisation.to_string());
    browser.put("/api/session/organisation", switch).await.is_problem(404, "not_found");

    portal.store.remove_member(who.organisation, who.id).await.unwrap();
    let view = browser.get("/api/session").await.ok();
    assert_eq!((&view["active_organisation"], &view["organisations"]), (&json!(null), &json!([])));
}

/// Locking keeps out who is not in yet; it does not throw out who proved both factors.
#[tokio::test]
async fn locking_the_account_leaves_a_live_session_alone() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    for _ in 0..4 {
        let purpose = akkoord_domain::challenge::Purpose::SignIn;
        let challenge = portal.challenge_with(who.id, purpose, "012345").await.expose();
        for _ in 0..3 {
            portal.browser().gives_code(&challenge, "999999").await;
        }
    }
    assert!(is_locked(portal.store.user(who.id).await.unwrap().unwrap().failures));
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn the_limits_are_the_firms_settings() {
    let portal = Portal::with(&[("SESSION_IDLE_SECONDS", "60"), ("SESSION_ABSOLUTE_SECONDS", "90")]);
    let (_, mut browser) = portal.signed_in().await;
    portal.waits(SECOND * 59);
    assert!(browser.is_signed_in().await);
    browser.post("/api/session/extend", json!({})).await.ok();
    portal.waits(SECOND * 31);
    assert!(!browser.is_signed_in().await);
}
