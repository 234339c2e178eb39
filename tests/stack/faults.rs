//! When DynamoDB, Cognito, SNS or KMS fails, the answer is a 503 problem with a reference, nobody is let in, and once the
//! service is back everything works (issue 2, "Bad input"; security.md, row 8 for this function; ASVS 16.5.2, 16.5.3).

use akkoord_domain::{SignedDuration, challenge::Purpose, handle::Handle, link::LinkPurpose};
use akkoord_runtime::random;
use serde_json::json;

use crate::support::{Answer, Browser, Fault, Portal, Proxy, Someone};

const FAULTS: [Fault; 4] = [Fault::InternalError, Fault::Throttled, Fault::Refused, Fault::Silent];
const MINUTE: SignedDuration = SignedDuration::from_secs(60);
const CODE: &str = "012345";
const NEW_PASSWORD: &str = "vijf-groene-appels";

/// The portal behind a proxy, with somebody of this test's own.
async fn behind_a_proxy() -> (Proxy, Portal, Someone) {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    let who = portal.someone().await;
    (proxy, portal, who)
}

#[track_caller]
fn is_unavailable(answer: &Answer, what: &str, fault: Fault) {
    println!("{what} {fault:?}: {:?}", answer.outcome());
    answer.is_problem(503, "unavailable");
    assert!(!answer.gives_a_session(), "{what} {fault:?}");
    assert_eq!(answer.json()["reference"].as_str().unwrap().len(), 8);
    assert_eq!(answer.json()["title"], "A service that is needed did not answer; try again");
}

#[tokio::test]
async fn the_password_step_lets_nobody_past_a_failing_service() {
    let (proxy, portal, who) = behind_a_proxy().await;
    for fault in FAULTS {
        for service in [
            "dynamodb.GetItem",
            "cognito-idp.AdminInitiateAuth",
            "cognito-idp.RevokeToken",
            "kms.GenerateMac",
            "dynamodb.TransactWriteItems",
            "sns.Publish",
        ] {
            portal.waits(SignedDuration::from_hours(3));
            proxy.fails(service, fault);
            let answer = portal.browser().gives_password(&who).await;
            is_unavailable(&answer, service, fault);
            proxy.recovers();
        }
    }
    portal.waits(SignedDuration::from_hours(24));
    portal.browser().signs_in(&who).await;
}

#[tokio::test]
async fn the_code_step_lets_nobody_past_a_failing_service() {
    let (proxy, portal, who) = behind_a_proxy().await;
    for fault in FAULTS {
        for service in ["dynamodb.BatchGetItem", "dynamodb.Query", "kms.GenerateMac", "dynamodb.TransactWriteItems"] {
            let mut browser = portal.browser();
            let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await.expose();
            proxy.fails(service, fault);
            is_unavailable(&browser.gives_code(&challenge, CODE).await, service, fault);
            assert_eq!((browser.session.as_ref(), browser.device.as_ref()), (None, None));
            proxy.recovers();
            // The code was not lost by the failure: the same one comes in now.
            browser.gives_code(&challenge, CODE).await.ok();
        }
        // What could not be counted is not compared, though everything after it works again (twice: the client's own retry).
        let mut browser = portal.browser();
        let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await.expose();
        proxy.fails_between("dynamodb.TransactWriteItems", 0, 2, fault);
        is_unavailable(&browser.gives_code(&challenge, CODE).await, "counting", fault);
        proxy.recovers();
        // The guess was counted, and then the session could not be written.
        let mut browser = portal.browser();
        let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await.expose();
        proxy.fails_after("dynamodb.TransactWriteItems", 1, fault);
        is_unavailable(&browser.gives_code(&challenge, CODE).await, "completing", fault);
        proxy.recovers();
        browser.gives_code(&challenge, CODE).await.ok();
    }
}

#[tokio::test]
async fn no_session_is_read_from_a_failing_table() {
    let (proxy, portal, who) = behind_a_proxy().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    for fault in FAULTS {
        proxy.fails("dynamodb", fault);
        is_unavailable(&browser.get("/api/session").await, "reading", fault);
        is_unavailable(&browser.get("/api/session/devices").await, "devices", fault);
        is_unavailable(&browser.post("/api/sign-out", json!({})).await, "signing out", fault);
        is_unavailable(&browser.post("/api/authenticator", json!({})).await, "set-up", fault);
        proxy.recovers();
        assert!(browser.is_signed_in().await, "{fault:?}");
    }
}

#[tokio::test]
async fn the_authenticator_waits_for_its_keys() {
    let (proxy, portal, who) = behind_a_proxy().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    for fault in FAULTS {
        proxy.fails("kms.Encrypt", fault);
        is_unavailable(&browser.post("/api/authenticator", json!({})).await, "sealing", fault);
        proxy.recovers();
    }
    let (app, codes) = browser.sets_up_authenticator(true).await;
    for fault in FAULTS {
        portal.waits(MINUTE);
        let mut browser = portal.browser();
        let challenge = browser.gives_password(&who).await.ok()["id"].as_str().unwrap().to_owned();
        let code = app.shows(portal.clock.now());
        proxy.fails("kms.Decrypt", fault);
        is_unavailable(&browser.gives_code(&challenge, &code).await, "opening", fault);
        proxy.recovers();
        browser.gives_code(&challenge, &code).await.ok();
    }
    let mut browser = portal.browser();
    let challenge = browser.gives_password(&who).await.ok()["id"].as_str().unwrap().to_owned();
    let method = json!({ "challenge": challenge, "method": "recovery" });
    browser.post("/api/sign-in/method", method).await.ok();
    proxy.fails("kms.GenerateMac", Fault::InternalError);
    is_unavailable(&browser.gives_code(&challenge, &codes[0]).await, "recovery", Fault::InternalError);
    proxy.recovers();
    browser.gives_code(&challenge, &codes[0]).await.ok();
}

async fn link_for(portal: &Portal, who: &Someone, purpose: LinkPurpose) -> String {
    let link = Handle::new(who.id, random::bytes().unwrap());
    portal.store.put_link(&link, purpose, portal.clock.now()).await.unwrap();
    link.expose()
}

#[tokio::test]
async fn a_new_password_by_link_can_be_tried_again_after_a_failure() {
    let (proxy, portal, mut who) = behind_a_proxy().await;
    for fault in FAULTS {
        portal.waits(MINUTE);
        let body =
            json!({ "link": link_for(&portal, &who, LinkPurpose::PasswordReset).await, "password": NEW_PASSWORD });
        for service in ["dynamodb.BatchGetItem", "dynamodb.TransactWriteItems", "cognito-idp.AdminSetUserPassword"] {
            proxy.fails(service, fault);
            is_unavailable(&portal.browser().post("/api/password/reset", body.clone()).await, service, fault);
            proxy.recovers();
        }
        assert_eq!(portal.browser().post("/api/password/reset", body).await.status, 204, "{fault:?}");
    }
    who.password = NEW_PASSWORD.to_owned();
    portal.browser().signs_in(&who).await;
}

/// Who could not be told that it worked must not be left with an intruder signed in (ASVS 7.4.1).
#[tokio::test]
async fn no_old_session_outlives_a_new_password_whose_last_write_failed() {
    let (proxy, portal, who) = behind_a_proxy().await;
    let mut intruder = portal.browser();
    intruder.signs_in(&who).await;
    portal.waits(MINUTE);
    let body = json!({ "link": link_for(&portal, &who, LinkPurpose::PasswordReset).await, "password": NEW_PASSWORD });
    // The first transaction uses the link up, the second writes down what happened.
    proxy.fails_after("dynamodb.TransactWriteItems", 1, Fault::InternalError);
    let answer = portal.browser().post("/api/password/reset", body.clone()).await;
    is_unavailable(&answer, "writing it down", Fault::InternalError);
    proxy.recovers();
    // Either nothing happened and the link still works, or the sessions are void.
    let again = portal.browser().post("/api/password/reset", body).await;
    assert!(again.status == 204 || !intruder.is_signed_in().await, "{:?}", again.outcome());
}

/// The same for a password that is changed within a session: whichever write fails, no other session has outlived the
/// old password (ASVS 7.4.3).
#[tokio::test]
async fn no_other_session_outlives_a_changed_password_of_which_a_write_failed() {
    for (service, well) in [
        ("dynamodb.TransactWriteItems", 0),
        ("dynamodb.TransactWriteItems", 1),
        ("dynamodb.TransactWriteItems", 2),
        ("cognito-idp.AdminInitiateAuth", 0),
        ("cognito-idp.AdminSetUserPassword", 0),
        ("kms.GenerateMac", 0),
    ] {
        let (proxy, portal, mut who) = behind_a_proxy().await;
        let mut intruder = portal.browser();
        intruder.signs_in(&who).await;
        portal.waits(MINUTE);
        let mut browser = portal.browser();
        browser.signs_in(&who).await;
        portal.waits(MINUTE);
        let (challenge, code) = browser.asks_code(&who, "change_password").await;
        let mut body = json!({ "current": who.password, "new": NEW_PASSWORD });
        body["challenge"] = json!(challenge);
        body["code"] = json!(code);
        proxy.fails_after(service, well, Fault::InternalError);
        let answer = browser.post("/api/password/change", body).await;
        proxy.recovers();
        assert!(answer.status == 204 || answer.status == 503, "{service} {well}: {:?}", answer.outcome());
        let old_works = portal.browser().gives_password(&who).await.status == 200;
        who.password = NEW_PASSWORD.to_owned();
        let new_works = portal.browser().gives_password(&who).await.status == 200;
        println!("{service} after {well}: {:?}, old {old_works}, new {new_works}", answer.outcome());
        assert!(old_works != new_works, "{service} {well}");
        assert!(old_works || !intruder.is_signed_in().await, "{service} {well}");
    }
}

#[tokio::test]
async fn an_invitation_can_be_accepted_after_a_failure_of_cognito() {
    let (proxy, portal, _) = behind_a_proxy().await;
    for fault in FAULTS {
        for service in ["cognito-idp.AdminCreateUser", "cognito-idp.AdminSetUserPassword"] {
            let who = portal.invites().await;
            let link = link_for(&portal, &who, LinkPurpose::Invitation).await;
            let mut browser = portal.browser();
            proxy.fails(service, fault);
            is_unavailable(&accepts(&mut browser, &who, &link).await, service, fault);
            proxy.recovers();
            portal.waits(MINUTE);
            accepts(&mut browser, &who, &link).await.ok();
            assert!(browser.is_signed_in().await);
            portal.waits(MINUTE);
        }
    }
}

async fn accepts(browser: &mut Browser, who: &Someone, link: &str) -> Answer {
    let mut body = json!({ "link": link, "password": NEW_PASSWORD });
    let challenge = browser.post("/api/invitation/password", body.clone()).await.ok();
    body["challenge"] = challenge["id"].clone();
    body["code"] = json!(who.newest_code().await);
    browser.post("/api/invitation/accept", body).await
}

/// The work was done and its answer lost: the retry finds its own write, and nothing is done twice (security.md, "Negative
/// cases": a retry after a lost reply).
#[tokio::test]
async fn a_lost_reply_loses_and_doubles_nothing() {
    let (proxy, portal, who) = behind_a_proxy().await;
    for operation in
        ["dynamodb.GetItem", "dynamodb.TransactWriteItems", "kms.GenerateMac", "cognito-idp.AdminInitiateAuth"]
    {
        portal.waits(SignedDuration::from_hours(3));
        let before = who.sms().await.len();
        proxy.fails(operation, Fault::LostReplyOnce);
        let mut browser = portal.browser();
        let challenge = browser.gives_password(&who).await.ok();
        assert_eq!((challenge["sent"].as_bool(), who.sms().await.len()), (Some(true), before + 1), "{operation}");
    }
    // The first transaction counts the guess, the second writes the session.
    for transaction in 0..2 {
        let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await;
        let sessions = portal.store.sessions(who.id).await.unwrap().len();
        proxy.fails_after("dynamodb.TransactWriteItems", transaction, Fault::LostReplyOnce);
        portal.browser().gives_code(&challenge.expose(), CODE).await.ok();
        assert_eq!(portal.store.sessions(who.id).await.unwrap().len(), sessions + 1);
        assert_eq!(portal.store.challenge(&challenge, None).await.unwrap().unwrap().challenge.attempts, 1);
    }
    for (operation, after) in [
        ("dynamodb.TransactWriteItems", 0),
        ("dynamodb.TransactWriteItems", 1),
        ("cognito-idp.AdminSetUserPassword", 0),
    ] {
        portal.waits(MINUTE);
        let body =
            json!({ "link": link_for(&portal, &who, LinkPurpose::PasswordReset).await, "password": NEW_PASSWORD });
        proxy.fails_after(operation, after, Fault::LostReplyOnce);
        let reset = portal.browser().post("/api/password/reset", body).await;
        assert_eq!(reset.outcome(), (204, String::new()), "{operation}");
        proxy.recovers();
    }
}
