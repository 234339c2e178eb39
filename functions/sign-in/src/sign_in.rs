//! `/api/sign-in`: password, code, session.

use akkoord_domain::{
    Timestamp,
    challenge::Purpose,
    handle::{DeviceToken, Handle},
    id::{OutboxId, UserId},
    login::LoginName,
    user::{Status, is_locked},
};
use akkoord_http::{Body, Problem, cookie, device_name::device_name, problem::Problems, wire};
use akkoord_runtime::random;
use akkoord_second_factor::{Asking, ChallengeView, Check, account_locked, challenge_handle};
use akkoord_store::{
    challenge::{Completion, Found, Proof, UserChange},
    outbox::{Effect, FactorChange},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    App,
    passwords::PasswordError,
    view::{SessionView, new_session},
};

/// The longest password that is looked at, in bytes; Cognito's own limit.
const MAX_PASSWORD_BYTES: usize = 256;

/// A login name with its password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// The login name; case does not count.
    #[schema(max_length = 254)]
    login: String,
    /// The password.
    #[schema(value_type = String, format = Password, max_length = 256)]
    password: SecretString,
}

/// A challenge, named by its id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resend {
    /// The challenge's id.
    challenge: String,
}

/// A challenge, and another method for it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChooseMethod {
    /// The challenge's id.
    challenge: String,
    /// The method to go on with.
    method: wire::Method,
}

/// A code for a challenge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeOf {
    /// The challenge's id.
    challenge: String,
    /// What was typed; spaces and hyphens do not count.
    #[schema(value_type = String, max_length = 64)]
    code: SecretString,
}

/// A session began.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SignedIn {
    /// The session.
    session: SessionView,
    /// Where to go on.
    next: Next,
}

/// The screen after signing in.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Next {
    /// The offer to set up an authenticator (manual M2.2; shown at every sign-in until there is one, M2.4).
    AuthenticatorOffer,
    /// The home screen.
    Home,
}

/// Step 1: login name and password. The right pair yields a challenge; every other answer looks the same.
#[utoipa::path(post, path = "/api/sign-in", tag = "sign-in", security(()), request_body = SignIn,
    responses((status = 200, body = ChallengeView), Problems))]
pub(crate) async fn sign_in(State(app): State<App>, Body(body): Body<SignIn>) -> Result<Json<ChallengeView>, Problem> {
    let now = app.portal.clock.now();
    let password = checked_password(body.password, "password")?;
    let login = checked_login(&body.login)?;
    let store = &app.portal.store;
    let known = match &login {
        Some(login) => store.user_id_of(login).await?,
        // A name that cannot exist takes the same path as one that does not.
        None => store.user_id_of(&nobody_login()?).await?,
    };
    // An unknown name goes through the same calls with nobody's id, so that time tells nothing (security row 14).
    let id = known.unwrap_or_else(|| UserId::new(Timestamp::UNIX_EPOCH, 0));
    let (right, user, draft) =
        tokio::join!(app.passwords.check(id, &password), store.user(id), app.factor.draft(id, Purpose::SignIn, None));
    let (tokens, user, draft) = (right?, user?, draft?);
    let (Some(tokens), Some(user)) = (tokens, user) else {
        // Known or not, the line is the same: the log is no list of who has an account either.
        tracing::info!(outcome = "refused", "signing in");
        return Err(sign_in_failed());
    };
    if user.status != Status::Active {
        app.passwords.revoke(tokens).await?;
        return Err(sign_in_failed());
    }
    if is_locked(user.failures) {
        app.passwords.revoke(tokens).await?;
        return Err(account_locked());
    }
    let asking = Asking { user: &user, purpose: Purpose::SignIn, bound_to: None, subject: None, now };
    let (revoked, challenge) = tokio::join!(app.passwords.revoke(tokens), app.factor.ask_with(draft, &asking));
    revoked?;
    Ok(Json(challenge?))
}

/// Sends another code for a live challenge, of any purpose.
#[utoipa::path(post, path = "/api/sign-in/resend", tag = "sign-in", security(()), request_body = Resend,
    responses((status = 200, body = ChallengeView), Problems))]
pub(crate) async fn resend(State(app): State<App>, Body(body): Body<Resend>) -> Result<Json<ChallengeView>, Problem> {
    let handle = challenge_handle(&body.challenge)?;
    app.factor.ask_again(handle, None).await.map(Json)
}

/// Goes on with another method for a live challenge, of any purpose.
#[utoipa::path(post, path = "/api/sign-in/method", tag = "sign-in", security(()), request_body = ChooseMethod,
    responses((status = 200, body = ChallengeView), Problems))]
pub(crate) async fn choose_method(
    State(app): State<App>,
    Body(body): Body<ChooseMethod>,
) -> Result<Json<ChallengeView>, Problem> {
    let handle = challenge_handle(&body.challenge)?;
    app.factor.ask_again(handle, Some(body.method.into())).await.map(Json)
}

/// Step 2: the code. The right one yields a session.
#[utoipa::path(post, path = "/api/sign-in/code", tag = "sign-in", security(()), request_body = CodeOf,
    responses((status = 200, body = SignedIn), Problems))]
pub(crate) async fn code(
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<CodeOf>,
) -> Result<Response, Problem> {
    let now = app.portal.clock.now();
    let handle = challenge_handle(&body.challenge)?;
    let device = Device::of(&headers)?;
    let digest = device.token.digest();
    let check = Check {
        handle: &handle,
        purpose: Purpose::SignIn,
        bound_to: None,
        subject: None,
        code: body.code.expose_secret(),
        device: Some(&digest),
        now,
    };
    let store = &app.portal.store;
    let (verified, candidates) = tokio::join!(app.factor.verify(&check), store.membership_candidates(handle.user()));
    let (verified, candidates) = (verified?, candidates?);
    let session = Handle::new(handle.user(), random::bytes().map_err(Problem::unavailable)?);
    let stored = new_session(&app.portal, device.name.clone(), now);
    let completion = Completion {
        challenge: &handle,
        proof: verified.proof.clone(),
        now,
        change: UserChange::None,
        link: None,
        session: Some((&session, &stored)),
        device: Some(&digest),
        document: None,
        promises: promises(&verified.found, &verified.proof, &device, now)?,
    };
    let (completed, memberships) =
        tokio::join!(app.factor.complete(&completion), store.memberships(handle.user(), &candidates));
    completed?;
    let mut user = verified.found.user;
    tracing::info!(user.id = %user.id, code.method = verified.proof.method().name(), outcome = "signed_in", "signing in");
    if let Proof::Recovery(used) = &verified.proof {
        user.recovery_hashes.retain(|hash| hash != used);
    }
    let next = if user.authenticator.is_some() { Next::Home } else { Next::AuthenticatorOffer };
    let view = SessionView::new(&app.portal, &stored, &user, memberships?);
    signed_in(&session, &device.token, SignedIn { session: view, next })
}

impl SignedIn {
    /// The first session of a user who accepted an invitation.
    pub(crate) fn first(session: SessionView) -> Self {
        Self { session, next: Next::AuthenticatorOffer }
    }
}

/// The answer with both cookies.
pub(crate) fn signed_in(session: &Handle, device: &DeviceToken, body: SignedIn) -> Result<Response, Problem> {
    let mut response = Json(body).into_response();
    let cookies = [cookie::set_session(session), cookie::set_device(device)];
    for cookie in cookies {
        let cookie = cookie.ok_or_else(|| Problem::unavailable("a cookie could not be written"))?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The browser that a request came from.
pub(crate) struct Device {
    pub(crate) token: DeviceToken,
    pub(crate) name: String,
}

impl Device {
    /// The known token, or a fresh one.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let token = match cookie::device(headers) {
            Some(token) => token,
            None => DeviceToken::new(random::bytes().map_err(Problem::unavailable)?),
        };
        Ok(Self { token, name: device_name(agent) })
    }
}

/// A fresh id for a promise.
pub(crate) fn outbox_id(now: Timestamp) -> Result<OutboxId, Problem> {
    Ok(OutboxId::new(now, random::word128().map_err(Problem::unavailable)?))
}

/// What the user is told about this sign-in by mail.
fn promises(found: &Found, proof: &Proof, device: &Device, now: Timestamp) -> Result<Vec<(OutboxId, Effect)>, Problem> {
    let user = found.user.id;
    let mut promises = Vec::new();
    if !found.device_is_known {
        promises.push((outbox_id(now)?, Effect::NewDevice { user, device: device.name.clone(), at: now }));
    }
    if matches!(proof, Proof::Recovery(_)) {
        let change = FactorChange::RecoveryCodeUsed;
        promises.push((outbox_id(now)?, Effect::FactorChanged { user, change }));
    }
    Ok(promises)
}

/// A password within the bounds of what is looked at.
pub(crate) fn checked_password(password: SecretString, field: &str) -> Result<SecretString, Problem> {
    let text = password.expose_secret();
    if text.is_empty() {
        return Err(Problem::bad_field(field, "required"));
    }
    if text.len() > MAX_PASSWORD_BYTES {
        return Err(Problem::bad_field(field, "too_long"));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::bad_field(field, "invalid"));
    }
    Ok(password)
}

/// A login name; `None` for one that nobody can have, which must look like one that nobody has.
pub(crate) fn checked_login(text: &str) -> Result<Option<LoginName>, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::bad_field("login", "required"));
    }
    if text.len() > LoginName::MAX {
        return Err(Problem::bad_field("login", "too_long"));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::bad_field("login", "invalid"));
    }
    Ok(text.parse().ok())
}

/// A name that is never given out: no address has this host (RFC 2606, section 2).
pub(crate) fn nobody_login() -> Result<LoginName, Problem> {
    "nobody@nobody.invalid".parse().map_err(Problem::unavailable)
}

fn sign_in_failed() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "sign_in_failed", "This login name and password do not go together")
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        Problem::unavailable(error)
    }
}
