//! Signing in as a person does, through the deployed functions: SMS, authenticator, recovery codes, devices, organisations,
//! language (manual M1, M2, M8; ASVS 6.3.3, 6.3.8, 7.5.3).

use akkoord_domain::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Browser, Portal, Someone, people::App};

#[tokio::test]
async fn by_sms_to_the_home_screen_and_out_again() {
    let portal = Portal::deployed();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    let begin = portal.clock.now();
    let challenge =
        browser.post("/api/sign-in", json!({ "login": who.login.to_uppercase(), "password": who.password }));
    let challenge = challenge.await.ok();
    assert_eq!(
        (&challenge["method"], &challenge["sent"], &challenge["attempts_left"]),
        (&json!("sms"), &json!(true), &json!(3))
    );
    let last_two = &who.mobile[who.mobile.len() - 2..];
    assert_eq!(challenge["mobile"], format!("06 •••• ••{last_two}"));
    assert!(!challenge.to_string().contains(&who.mobile[3..]));
    let code = who.newest_code().await;
    // As people type it.
    let typed = format!(" {} {}", &code[..3], &code[3..]);
    let answer = browser.gives_code(challenge["id"].as_str().unwrap(), &typed).await;
    for cookie in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
        for part in ["__Host-", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
            assert!(cookie.1.contains(part), "{part}");
        }
    }
    let signed_in = answer.ok();
    assert_eq!(signed_in["next"], "authenticator_offer");
    let view = browser.get("/api/session").await.ok();
    assert_eq!(view["login"], json!(who.login));
    assert_eq!(
        (&view["kind"], &view["language"], &view["name"]),
        (&json!("client"), &json!("nl"), &json!("Robin Jansen"))
    );
    assert_eq!(view["organisations"][0]["rights"], json!(["approve", "dossier"]));
    assert_eq!(view["active_organisation"], json!(who.organisation.to_string()));
    assert_eq!(view["second_factor"], json!({ "authenticator": false, "sms": true, "recovery_codes_left": 0 }));
    let ends_at: akkoord_domain::Timestamp = view["ends_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(ends_at.duration_since(begin).as_mins(), 30);
    assert_eq!(browser.post("/api/sign-out", json!({})).await.status, 204);
    assert!(!browser.is_signed_in().await);
}

/// Signs in at the deployed portal with the authenticator's present code, or with the next one when this was used.
async fn by_authenticator(browser: &mut Browser, who: &Someone, app: &App) -> Value {
    let challenge = browser.gives_password(who).await.ok();
    assert_eq!(challenge["method"], "authenticator");
    let id = challenge["id"].as_str().unwrap();
    let now = browser.portal.clock.now();
    // One step ahead is accepted; so a test need not wait for the next.
    let ahead = app.shows(now + SignedDuration::from_secs(30));
    browser.gives_code(id, &ahead).await.ok()
}

#[tokio::test]
async fn with_an_authenticator_from_its_set_up_to_its_removal() {
    let portal = Portal::deployed();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    // Later; and then it is set up after all.
    let begun = browser.post("/api/authenticator", json!({})).await.ok();
    assert_eq!(browser.post("/api/authenticator/later", json!({})).await.status, 204);
    let code = App::scans(begun["otpauth"].as_str().unwrap()).shows(portal.clock.now());
    let confirm = json!({ "code": code, "keep_sms": true });
    browser.post("/api/authenticator/confirm", confirm).await.is_problem(410, "setup_gone");
    let begun = browser.post("/api/authenticator", json!({})).await.ok();
    let key = begun["key"].as_str().unwrap().replace(' ', "");
    assert!(begun["otpauth"].as_str().unwrap().contains(&format!("secret={key}&issuer=Voorbeeld%20Accountants")));
    let app = App::scans(begun["otpauth"].as_str().unwrap());
    let wrong = json!({ "code": "000000", "keep_sms": true });
    browser.post("/api/authenticator/confirm", wrong).await.is_problem(401, "code_wrong");
    let code = app.shows(portal.clock.now());
    let confirmed = browser.post("/api/authenticator/confirm", json!({ "code": code, "keep_sms": false })).await.ok();
    assert_eq!(confirmed["recovery_codes"].as_array().unwrap().len(), 10);
    who.mail_number(1, "uthenticator").await;

    let mut again = portal.browser();
    let signed_in = by_authenticator(&mut again, &who, &app).await;
    assert_eq!(signed_in["next"], "home");
    let factor = &signed_in["session"]["second_factor"];
    assert_eq!(*factor, json!({ "authenticator": true, "sms": false, "recovery_codes_left": 10 }));
    // Without the fallback no SMS goes out, whatever is asked.
    let sent = who.sms().await.len();
    let asked = again.post("/api/session/challenge", json!({ "purpose": "change_factor" })).await.ok();
    let method = json!({ "challenge": asked["id"], "method": "sms" });
    again.post("/api/sign-in/method", method).await.is_problem(409, "method_unavailable");
    assert_eq!(who.sms().await.len(), sent);
    // The step that signed in is used; the removal waits for the next one.
    let used = app.shows(portal.clock.now());
    let body = json!({ "challenge": asked["id"], "code": used });
    again.post("/api/authenticator/remove", body).await.is_problem(409, "code_used");
}

/// Waits for the authenticator's next code and changes a factor with it.
async fn with_next_code(browser: &mut Browser, path: &str, app: &App) -> Value {
    browser.portal.waits(SignedDuration::from_secs(30));
    let asked = browser.post("/api/session/challenge", json!({ "purpose": "change_factor" })).await.ok();
    let code = app.shows(browser.portal.clock.now());
    browser.post(path, json!({ "challenge": asked["id"], "code": code })).await.ok()
}

/// In this process, where the clock can be moved to the next code.
#[tokio::test]
async fn an_authenticator_is_removed_or_replaced_only_with_a_code() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let (app, old_codes) = browser.sets_up_authenticator(true).await;
    browser.post("/api/authenticator", json!({})).await.is_problem(403, "code_required");
    let renewed = with_next_code(&mut browser, "/api/authenticator/recovery-codes", &app).await;
    assert_eq!(renewed["recovery_codes"].as_array().unwrap().len(), 10);
    let replacing = with_next_code(&mut browser, "/api/authenticator", &app).await;
    let replacement = App::scans(replacing["otpauth"].as_str().unwrap());
    let code = replacement.shows(portal.clock.now());
    browser.post("/api/authenticator/confirm", json!({ "code": code, "keep_sms": true })).await.ok();
    let challenge = portal.challenge_by(who.id, akkoord_domain::challenge::Method::Recovery).await.expose();
    browser.clone().gives_code(&challenge, &old_codes[0]).await.is_problem(401, "code_wrong");
    with_next_code(&mut browser, "/api/authenticator/remove", &replacement).await;
    portal.waits(SignedDuration::from_secs(61));
    assert_eq!(portal.browser().signs_in(&who).await["next"], "authenticator_offer");
    browser
        .post("/api/authenticator/recovery-codes", json!({ "challenge": "x", "code": "123456" }))
        .await
        .is_problem(409, "method_unavailable");
}

#[tokio::test]
async fn with_each_recovery_code_once() {
    let portal = Portal::deployed();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let (_, codes) = browser.sets_up_authenticator(false).await;
    assert_eq!(codes.iter().collect::<std::collections::BTreeSet<_>>().len(), 10);
    for (used, code) in codes.iter().enumerate() {
        let challenge = browser.gives_password(&who).await.ok();
        assert_eq!(challenge["other_methods"], json!(["recovery"]));
        let id = challenge["id"].as_str().unwrap();
        browser.post("/api/sign-in/method", json!({ "challenge": id, "method": "recovery" })).await.ok();
        if used > 0 {
            browser.gives_code(id, &codes[used - 1]).await.is_problem(401, "code_wrong");
        }
        // As people type it over from paper.
        let signed_in = browser.gives_code(id, &code.to_lowercase().replace('-', " ").replace('0', "o")).await.ok();
        assert_eq!(signed_in["session"]["second_factor"]["recovery_codes_left"], json!(9 - used));
    }
    let challenge = browser.gives_password(&who).await.ok();
    assert_eq!(challenge["other_methods"], json!([]));
    who.mail_number(10, "herstelcode").await;
}

#[tokio::test]
async fn a_new_device_is_told_by_mail_once() {
    let portal = Portal::deployed();
    let who = portal.someone().await;
    let mut known = portal.browser();
    known.signs_in(&who).await;
    portal.forgets_sms_to(&who.mobile).await;
    known.signs_in(&who).await;
    portal.forgets_sms_to(&who.mobile).await;
    let mut another = portal.browser();
    another.agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
    another.signs_in(&who).await;
    // The stream keeps the order: a mail for the second sign-in would be there before the one for the third.
    who.mail_number(1, "Chrome, Windows").await;
    who.mail_number(1, "Firefox, Linux").await;
    assert_eq!(who.mails().await.len(), 2);
    let listed = another.get("/api/session/devices").await.ok();
    let devices = listed["devices"].as_array().unwrap();
    let names: Vec<&str> = devices.iter().map(|device| device["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Chrome, Windows", "Firefox, Linux", "Firefox, Linux"]);
    assert_eq!(devices.iter().filter(|device| device["current"] == true).count(), 1);
    // What is listed opens nothing.
    for device in devices {
        let mut thief = portal.browser();
        thief.session = Some(format!("{}.{}", who.id, device["id"].as_str().unwrap()));
        assert!(!thief.is_signed_in().await);
    }
    assert_eq!(another.post("/api/sign-out/everywhere", json!({})).await.status, 204);
    assert!(!known.is_signed_in().await);
}

#[tokio::test]
async fn switching_organisation_and_language() {
    let portal = Portal::deployed();
    let who = portal.someone().await;
    let (_, second) = portal.organisation().await;
    let member = akkoord_store::organisation::Member::with(vec![akkoord_domain::right::Right::Administer]);
    portal.store.put_member(second, who.id, &member).await.unwrap();
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let view = browser.put("/api/session/organisation", json!({ "organisation": second.to_string() })).await.ok();
    assert_eq!(view["organisations"].as_array().unwrap().len(), 2);
    let view = browser.put("/api/session/language", json!({ "language": "en" })).await.ok();
    assert_eq!((&view["active_organisation"], &view["language"]), (&json!(second.to_string()), &json!("en")));
    let view = browser.get("/api/session").await.ok();
    assert_eq!((&view["active_organisation"], &view["language"]), (&json!(second.to_string()), &json!("en")));
    portal.forgets_sms_to(&who.mobile).await;
    portal.browser().signs_in(&who).await;
    assert!(who.sms().await.last().unwrap().contains("sign in"));
}
