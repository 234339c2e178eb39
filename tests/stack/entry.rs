//! Nothing is reachable without the second factor (security.md, row 1; ASVS 6.3.3, 6.3.4, 6.6.2, 7.2.1, 8.3.1): every way
//! in with every wrong key.

use akkoord_domain::{
    SignedDuration,
    challenge::{Method, Purpose},
    handle::Handle,
    link::LinkPurpose,
};
use akkoord_runtime::random;
use aws_sdk_cognitoidentityprovider::types::AuthFlowType;
use serde_json::json;

use crate::support::{Answer, Browser, Portal, Someone, stack};

const CODE: &str = "012345";
const NEW_PASSWORD: &str = "vijf-groene-appels";

/// An operation that a code opens, tried with a challenge and a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    SignIn,
    Accept,
    ChangePassword,
    BeginAuthenticator,
    RemoveAuthenticator,
    RecoveryCodes,
}

const DOORS: [Door; 6] = [
    Door::SignIn,
    Door::Accept,
    Door::ChangePassword,
    Door::BeginAuthenticator,
    Door::RemoveAuthenticator,
    Door::RecoveryCodes,
];

impl Door {
    fn purpose(self) -> Purpose {
        match self {
            Self::SignIn => Purpose::SignIn,
            Self::Accept => Purpose::AcceptInvitation,
            Self::ChangePassword => Purpose::ChangePassword,
            Self::BeginAuthenticator | Self::RemoveAuthenticator | Self::RecoveryCodes => Purpose::ChangeFactor,
        }
    }
}

/// Somebody in front of a door: signed in or invited, as the door asks, with an authenticator where it needs one.
struct Visitor {
    door: Door,
    who: Someone,
    browser: Browser,
    link: Option<Handle>,
}

impl Visitor {
    async fn at(portal: &Portal, door: Door) -> Self {
        let invited = door == Door::Accept;
        let who = if invited { portal.invites().await } else { portal.someone().await };
        let mut visitor = Self { door, who, browser: portal.browser(), link: None };
        if invited {
            let link = Handle::new(visitor.who.id, random::bytes().unwrap());
            portal.store.put_link(&link, LinkPurpose::Invitation, portal.clock.now()).await.unwrap();
            visitor.link = Some(link);
        } else if door != Door::SignIn {
            visitor.signs_in(portal).await;
        }
        if matches!(door, Door::RemoveAuthenticator | Door::RecoveryCodes) {
            visitor.browser.sets_up_authenticator(true).await;
        }
        visitor
    }

    async fn signs_in(&mut self, portal: &Portal) {
        let challenge = portal.challenge_with(self.who.id, Purpose::SignIn, "999999").await;
        self.browser.gives_code(&challenge.expose(), "999999").await.ok();
    }

    /// What the door's challenge is bound to.
    fn place(&self) -> Option<akkoord_domain::handle::Digest> {
        let session = || self.browser.session.as_ref().map(|text| text.parse::<Handle>().unwrap().digest());
        self.link.as_ref().map(Handle::digest).or_else(session)
    }

    /// A challenge that opens this door with [`CODE`].
    async fn right_challenge(&self) -> Handle {
        let portal = &self.browser.portal;
        let expires_at = portal.clock.now() + self.door.purpose().lifetime();
        portal.challenge_until(self.who.id, self.door.purpose(), CODE, self.place(), expires_at).await
    }

    async fn tries(&mut self, challenge: &str, code: &str) -> Answer {
        let link = self.link.as_ref().map(Handle::expose);
        let pair = json!({ "challenge": challenge, "code": code });
        let (path, body) = match self.door {
            Door::SignIn => ("/api/sign-in/code", pair),
            Door::Accept => (
                "/api/invitation/accept",
                json!({ "link": link, "password": NEW_PASSWORD, "challenge": challenge, "code": code }),
            ),
            Door::ChangePassword => (
                "/api/password/change",
                json!({ "current": self.who.password, "new": NEW_PASSWORD, "challenge": challenge, "code": code }),
            ),
            Door::BeginAuthenticator => ("/api/authenticator", pair),
            Door::RemoveAuthenticator => ("/api/authenticator/remove", pair),
            Door::RecoveryCodes => ("/api/authenticator/recovery-codes", pair),
        };
        self.browser.post(path, body).await
    }

    /// Tries a wrong key and makes sure that the door stayed shut.
    async fn is_refused(&mut self, challenge: &str, code: &str, status: u16, why: &str) {
        let answer = self.tries(challenge, code).await;
        println!("{:?}: {:?}", self.door, answer.outcome());
        answer.is_problem(status, why);
        assert!(!answer.gives_a_session(), "{:?}", self.door);
        assert_eq!(answer.cookie("__Host-session"), None, "{:?}", self.door);
    }
}

#[tokio::test]
async fn no_door_opens_with_no_code_a_wrong_one_or_somebody_elses() {
    let portal = Portal::in_process();
    for door in DOORS {
        let mut visitor = Visitor::at(&portal, door).await;
        let challenge = visitor.right_challenge().await.expose();
        for code in ["", " ", "12345", "1234567", "abcdef", "０１２３４５"] {
            visitor.is_refused(&challenge, code, 400, "bad_request").await;
        }
        visitor.is_refused(&challenge, "543210", 401, "code_wrong").await;
        // Another user's challenge with its right code: for another account at the public doors, not bound here at the rest.
        let mut other = Visitor::at(&portal, door).await;
        let others = portal.challenge_until(
            other.who.id,
            door.purpose(),
            "777777",
            other.place(),
            portal.clock.now() + door.purpose().lifetime(),
        );
        let others = others.await.expose();
        visitor.is_refused(&challenge, "777777", 401, "code_wrong").await;
        if door != Door::SignIn {
            visitor.is_refused(&others, "777777", 410, "challenge_gone").await;
        }
        // The one that is right still opens, so the refusals above were about the key.
        visitor.tries(&challenge, CODE).await.ok();
        other.tries(&others, "777777").await.ok();
    }
}

#[tokio::test]
async fn no_door_opens_with_the_code_of_another_challenge_purpose_or_place() {
    let portal = Portal::in_process();
    for door in DOORS {
        let mut visitor = Visitor::at(&portal, door).await;
        let right = visitor.right_challenge().await.expose();
        let later = portal.clock.now() + SignedDuration::from_mins(3);
        // Same user, same purpose, another challenge.
        portal.challenge_until(visitor.who.id, door.purpose(), "666666", visitor.place(), later).await;
        visitor.is_refused(&right, "666666", 401, "code_wrong").await;
        for purpose in [Purpose::SignIn, Purpose::AcceptInvitation, Purpose::ChangePassword, Purpose::ChangeFactor] {
            if purpose != door.purpose() {
                let elsewhere = portal.challenge_until(visitor.who.id, purpose, CODE, visitor.place(), later).await;
                visitor.is_refused(&elsewhere.expose(), CODE, 410, "challenge_gone").await;
            }
        }
        // Asked for in another session or by another link.
        let place = Handle::new(visitor.who.id, random::bytes().unwrap()).digest();
        let elsewhere = portal.challenge_until(visitor.who.id, door.purpose(), CODE, Some(place), later).await;
        visitor.is_refused(&elsewhere.expose(), CODE, 410, "challenge_gone").await;
        if visitor.place().is_some() {
            let unbound = portal.challenge_until(visitor.who.id, door.purpose(), CODE, None, later).await;
            visitor.is_refused(&unbound.expose(), CODE, 410, "challenge_gone").await;
        }
        visitor.tries(&right, CODE).await.ok();
    }
}

#[tokio::test]
async fn no_door_opens_with_a_used_or_expired_challenge_or_what_is_none() {
    let portal = Portal::in_process();
    for door in DOORS {
        let mut visitor = Visitor::at(&portal, door).await;
        let expired =
            portal.challenge_until(visitor.who.id, door.purpose(), CODE, visitor.place(), portal.clock.now()).await;
        visitor.is_refused(&expired.expose(), CODE, 410, "challenge_gone").await;
        let unknown = Handle::new(visitor.who.id, random::bytes().unwrap()).expose();
        for text in [unknown.as_str(), "", "x", "../USER", "usr_0.x"] {
            visitor.is_refused(text, CODE, 410, "challenge_gone").await;
        }
        let right = visitor.right_challenge().await.expose();
        // A double submission is told so; the first one won, so what it opened stays open.
        visitor.tries(&right, CODE).await.ok();
        let again = visitor.tries(&right, CODE).await;
        assert!(again.status >= 400 && !again.gives_a_session(), "{door:?}: {:?}", again.outcome());
    }
}

#[tokio::test]
async fn the_code_of_an_earlier_sms_is_worth_nothing() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    let challenge = browser.gives_password(&who).await.ok()["id"].as_str().unwrap().to_owned();
    let first = who.newest_code().await;
    portal.waits(SignedDuration::from_secs(61));
    browser.post("/api/sign-in/resend", json!({ "challenge": challenge })).await.ok();
    let second = who.newest_code().await;
    assert_eq!(who.sms().await.len(), 2);
    // Once in a million the two codes are the same.
    if first != second {
        browser.gives_code(&challenge, &first).await.is_problem(401, "code_wrong");
    }
    browser.gives_code(&challenge, &second).await.ok();
}

#[tokio::test]
async fn a_code_by_sms_and_the_authenticators_are_not_worth_each_other() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let (app, _) = browser.sets_up_authenticator(true).await;
    portal.waits(SignedDuration::from_secs(61));
    let mut browser = portal.browser();
    let challenge = browser.gives_password(&who).await.ok();
    let id = challenge["id"].as_str().unwrap();
    assert_eq!(challenge["method"], "authenticator");
    browser.post("/api/sign-in/method", json!({ "challenge": id, "method": "sms" })).await.ok();
    browser.gives_code(id, &app.shows(portal.clock.now())).await.is_problem(401, "code_wrong");
    let code = who.newest_code().await;
    browser.post("/api/sign-in/method", json!({ "challenge": id, "method": "authenticator" })).await.ok();
    browser.gives_code(id, &code).await.is_problem(401, "code_wrong");
    browser.gives_code(id, &app.shows(portal.clock.now())).await.ok();
}

#[tokio::test]
async fn a_recovery_code_opens_nothing_but_signing_in() {
    let portal = Portal::in_process();
    for door in [Door::ChangePassword, Door::RemoveAuthenticator, Door::RecoveryCodes] {
        let mut visitor = Visitor::at(&portal, Door::BeginAuthenticator).await;
        let (_, codes) = visitor.browser.sets_up_authenticator(true).await;
        visitor.door = door;
        let purpose = if door == Door::ChangePassword { "change_password" } else { "change_factor" };
        let asked = visitor.browser.post("/api/session/challenge", json!({ "purpose": purpose })).await.ok();
        let id = asked["id"].as_str().unwrap().to_owned();
        assert_eq!(asked["other_methods"], json!(["sms"]));
        let chosen = json!({ "challenge": id, "method": "recovery" });
        let answer = visitor.browser.post("/api/sign-in/method", chosen).await;
        answer.is_problem(409, "method_unavailable");
        visitor.is_refused(&id, &codes[0], 400, "bad_request").await;
    }
}

#[tokio::test]
async fn a_challenge_or_a_link_is_no_session() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    let challenge = browser.gives_password(&who).await.ok()["id"].as_str().unwrap().to_owned();
    let link = Handle::new(who.id, random::bytes().unwrap());
    portal.store.put_link(&link, LinkPurpose::PasswordReset, portal.clock.now()).await.unwrap();
    for handle in [challenge, link.expose(), Handle::new(who.id, random::bytes().unwrap()).expose()] {
        browser.session = Some(handle.clone());
        assert!(!browser.is_signed_in().await);
        browser
            .post("/api/session/challenge", json!({ "purpose": "change_factor" }))
            .await
            .is_problem(401, "no_session");
        let open = browser.post("/api/invitation/open", json!({ "link": handle })).await;
        open.is_problem(410, "link_gone");
    }
}

#[tokio::test]
async fn a_locked_or_disabled_user_gets_no_further_with_the_right_code() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await.expose();
    let disabled = akkoord_domain::user::Status::Disabled;
    portal.store.set_status(who.id, disabled, portal.clock.now()).await.unwrap();
    browser.gives_code(&challenge, CODE).await.is_problem(410, "challenge_gone");
    browser.gives_password(&who).await.is_problem(401, "sign_in_failed");
    // Somebody who is still invited has no password and no way in beside the invitation.
    let invited = portal.invites().await;
    let challenge = portal.challenge_with(invited.id, Purpose::SignIn, CODE).await.expose();
    browser.gives_code(&challenge, CODE).await.is_problem(410, "challenge_gone");
    browser.gives_password(&invited).await.is_problem(401, "sign_in_failed");
}

#[tokio::test]
async fn an_authenticator_challenge_of_a_user_without_one_opens_nothing() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    for (method, code) in [(Method::Authenticator, "000000"), (Method::Recovery, "00000-00000")] {
        let challenge = portal.challenge_by(who.id, method).await.expose();
        portal.browser().gives_code(&challenge, code).await.is_problem(410, "challenge_gone");
    }
}

#[tokio::test]
async fn no_operation_accepts_a_token_of_cognito() {
    let portal = Portal::deployed();
    let who = portal.someone().await;
    let (pool, client) = (&stack().inner.user_pool_id, &stack().inner.user_pool_client_id);
    let cognito = aws_sdk_cognitoidentityprovider::Client::new(&stack().inner.aws().unwrap());
    let username = who.id.to_string();
    let request = cognito
        .admin_initiate_auth()
        .user_pool_id(pool)
        .client_id(client)
        .auth_flow(AuthFlowType::AdminUserPasswordAuth)
        .auth_parameters("USERNAME", &username)
        .auth_parameters("PASSWORD", &who.password)
        .auth_parameters("SECRET_HASH", secret_hash(&username));
    let tokens = request.send().await.unwrap().authentication_result.unwrap();
    let tokens = [tokens.access_token, tokens.id_token, tokens.refresh_token].map(Option::unwrap);
    for token in &tokens {
        let bearer = format!("Bearer {token}");
        let cookie = format!("__Host-session={token}");
        let both = format!("{username}.{token}");
        let cookie_of_user = format!("__Host-session={both}");
        for header in [
            ("authorization", bearer.as_str()),
            ("authorization", token.as_str()),
            ("x-amz-security-token", token.as_str()),
            ("cookie", cookie.as_str()),
            ("cookie", cookie_of_user.as_str()),
        ] {
            for path in ["/api/session", "/api/session/devices"] {
                portal.send("GET", path, &[header], b"").await.is_problem(401, "no_session");
            }
            let headers = [header, ("sec-fetch-site", "same-origin"), ("content-type", "application/json")];
            portal.send("POST", "/api/authenticator", &headers, b"{}").await.is_problem(401, "no_session");
        }
    }
}

fn secret_hash(username: &str) -> String {
    // What Cognito asks of a client with a secret; sign-in has its own, private to it.
    use base64::{Engine, engine::general_purpose::STANDARD};
    use hmac::{Hmac, KeyInit, Mac};
    let secret = stack().inner.user_pool_client_secret.as_bytes();
    let mut mac = <Hmac<sha2::Sha256> as KeyInit>::new_from_slice(secret).unwrap();
    mac.update(username.as_bytes());
    mac.update(stack().inner.user_pool_client_id.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}
