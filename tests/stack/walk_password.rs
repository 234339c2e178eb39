//! A forgotten, a changed and a first password, through the deployed functions and the mails that they cause (manual M1, M8;
//! ASVS 6.4.1, 6.4.3, 7.2.4, 7.4.3; security.md, "Negative cases").

use akkoord_domain::{SignedDuration, handle::Handle, link::LinkPurpose};
use akkoord_runtime::random;
use serde_json::json;

use crate::support::{Portal, all_at_once};

const NEW_PASSWORD: &str = "vijf-groene-appels";

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_the_mails_link_and_the_second_factor_stays() {
    let portal = Portal::deployed();
    let mut who = portal.someone().await;
    let mut old = portal.browser();
    old.signs_in(&who).await;
    old.sets_up_authenticator(true).await;
    let mut browser = portal.browser();
    let taken = browser.post("/api/password/forgotten", json!({ "login": who.login })).await;
    assert_eq!((taken.status, taken.json()), (202, json!({})));
    let link = who.link_number(1, "new-password").await;
    // Looking uses nothing up: neither a scanner's GET nor the page itself.
    for path in [format!("/api/password/reset/{link}"), format!("/api/password/reset?link={link}")] {
        assert!((400..500).contains(&browser.get(&path).await.status));
    }
    for _ in 0..3 {
        browser.post("/api/password/reset/open", json!({ "link": link })).await.ok();
    }
    for (password, code) in [
        ("kort", "password_too_short"),
        (&"lang".repeat(33), "password_too_long"),
        ("aaaaaaaaaaaaaa", "password_too_common"),
        ("mijn-naam-is-robin", "password_has_name"),
        (&format!("van-{}-zelf", who.login), "password_has_name"),
    ] {
        browser.post("/api/password/reset", json!({ "link": link, "password": password })).await.is_problem(422, code);
    }
    let reset = |number: usize| {
        let (mut browser, body) =
            (portal.browser(), json!({ "link": link, "password": format!("{NEW_PASSWORD}-{number}") }));
        async move { (number, browser.post("/api/password/reset", body).await) }
    };
    let answers = all_at_once((0..20).map(reset)).await;
    let won: Vec<usize> =
        answers.iter().filter(|(_, answer)| answer.status == 204).map(|(number, _)| *number).collect();
    assert_eq!(won.len(), 1, "a link works once");
    for (_, answer) in answers.iter().filter(|(number, _)| *number != won[0]) {
        answer.is_problem(410, "link_gone");
    }
    assert!(!old.is_signed_in().await, "the old session is void");
    browser.gives_password(&who).await.is_problem(401, "sign_in_failed");
    who.password = format!("{NEW_PASSWORD}-{}", won[0]);
    let challenge = browser.gives_password(&who).await.ok();
    assert_eq!(challenge["method"], "authenticator", "the second factor stays");
    who.mail_number(1, "wachtwoord").await;
}

#[tokio::test]
async fn a_new_password_makes_older_links_void() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let links = [(); 3].map(|()| Handle::new(who.id, random::bytes().unwrap()));
    for link in &links {
        portal.store.put_link(link, LinkPurpose::PasswordReset, portal.clock.now()).await.unwrap();
    }
    portal.waits(SignedDuration::from_secs(1));
    let reset = |link: &Handle| json!({ "link": link.expose(), "password": NEW_PASSWORD });
    assert_eq!(portal.browser().post("/api/password/reset", reset(&links[0])).await.status, 204);
    for link in &links {
        portal.browser().post("/api/password/reset", reset(link)).await.is_problem(410, "link_gone");
    }
}

#[tokio::test]
async fn a_password_is_changed_with_the_old_one_and_a_code() {
    let portal = Portal::deployed();
    let mut who = portal.someone().await;
    let mut elsewhere = portal.browser();
    elsewhere.signs_in(&who).await;
    portal.forgets_sms_to(&who.mobile).await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let before = browser.clone();
    portal.forgets_sms_to(&who.mobile).await;
    let (challenge, code) = browser.asks_code(&who, "change_password").await;
    let body = |current: &str, code: &str| json!({ "current": current, "new": NEW_PASSWORD, "challenge": challenge, "code": code });
    let wrong = if code == "000000" { "000001" } else { "000000" };
    browser.post("/api/password/change", body(&who.password, wrong)).await.is_problem(401, "code_wrong");
    browser.post("/api/password/change", body("niet-het-oude", &code)).await.is_problem(401, "password_wrong");
    assert!(elsewhere.is_signed_in().await, "nothing changed yet");
    let answer = browser.post("/api/password/change", body(&who.password, &code)).await;
    assert_eq!(answer.outcome(), (204, String::new()));
    assert!(browser.is_signed_in().await, "this session goes on");
    assert_ne!(browser.session, before.session, "under another cookie");
    for mut browser in [elsewhere, before] {
        assert!(!browser.is_signed_in().await);
    }
    portal.browser().gives_password(&who).await.is_problem(401, "sign_in_failed");
    who.password = NEW_PASSWORD.to_owned();
    portal.browser().gives_password(&who).await.ok();
    who.mail_number(1, "wachtwoord").await;
}

#[tokio::test]
async fn an_invitation_is_accepted_once() {
    let portal = Portal::deployed();
    let mut who = portal.invites().await;
    let link = who.link_number(1, "invitation").await;
    let mut browser = portal.browser();
    assert!((400..500).contains(&browser.get(&format!("/api/invitation/{link}")).await.status));
    for _ in 0..3 {
        let open = browser.post("/api/invitation/open", json!({ "link": link })).await.ok();
        assert_eq!((&open["login"], &open["language"]), (&json!(who.login), &json!("nl")));
        assert!(!open.to_string().contains(&who.mobile[3..]));
    }
    let weak = json!({ "link": link, "password": "aaaaaaaaaaaa" });
    browser.post("/api/invitation/password", weak).await.is_problem(422, "password_too_common");
    let mut body = json!({ "link": link, "password": NEW_PASSWORD });
    let challenge = browser.post("/api/invitation/password", body.clone()).await.ok();
    body["challenge"] = challenge["id"].clone();
    body["code"] = json!(who.newest_code().await);
    // The invitation's challenge opens no other door.
    let code = body["code"].as_str().unwrap();
    browser.gives_code(challenge["id"].as_str().unwrap(), code).await.is_problem(410, "challenge_gone");
    let accept = |_| {
        let (mut browser, body) = (browser.clone(), body.clone());
        async move { browser.post("/api/invitation/accept", body).await }
    };
    let answers = all_at_once((0..20).map(accept)).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.status == 410));
    browser.session = won[0].cookie("__Host-session");
    assert!(browser.is_signed_in().await);
    assert_eq!(won[0].json()["next"], "authenticator_offer");
    // Accepted: the link is dead, and no new one is sent.
    browser.post("/api/invitation/open", json!({ "link": link })).await.is_problem(410, "link_gone");
    assert_eq!(browser.post("/api/invitation/renew", json!({ "link": link })).await.status, 202);
    portal.forgets_sms_to(&who.mobile).await;
    who.password = NEW_PASSWORD.to_owned();
    portal.browser().signs_in(&who).await;
    who.mail_number(1, "nieuw apparaat").await;
    let invitations = who.mails().await;
    assert_eq!(
        invitations.iter().filter(|mail| mail["BodyText"].as_str().unwrap().contains("/invitation#")).count(),
        1
    );
}

#[tokio::test]
async fn an_expired_invitation_brings_a_new_one() {
    let portal = Portal::deployed();
    let who = portal.invites().await;
    who.link_number(1, "invitation").await;
    // The window of the mails forgets the first one.
    portal.forgets_mails_to(who.id).await;
    let expired = Handle::new(who.id, random::bytes().unwrap());
    let eight_days_ago = portal.clock.now() - SignedDuration::from_hours(8 * 24);
    portal.store.put_link(&expired, LinkPurpose::Invitation, eight_days_ago).await.unwrap();
    let mut browser = portal.browser();
    browser.post("/api/invitation/open", json!({ "link": expired.expose() })).await.is_problem(410, "link_gone");
    let renew = browser.post("/api/invitation/renew", json!({ "link": expired.expose() })).await;
    assert_eq!((renew.status, renew.json()), (202, json!({})));
    let link = who.link_number(2, "invitation").await;
    browser.post("/api/invitation/open", json!({ "link": link })).await.ok();
    // Who has no invitation gets the same answer.
    for link in [Handle::new(who.id, [7; 32]).expose(), "x".to_owned()] {
        let renew = browser.post("/api/invitation/renew", json!({ "link": link })).await;
        assert_eq!((renew.status, renew.json()), (202, json!({})));
    }
}
