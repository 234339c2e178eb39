//! `/api/authenticator`: setting one up, removing it, recovery codes (manual M2).

use akkoord_domain::{
    SignedDuration, Timestamp,
    challenge::{Purpose, is_live, recovery_message},
    code::{Code, RECOVERY_CODES, RecoveryCode},
    handle::Digest,
    id::UserId,
    session::FRESH,
    totp::Seed,
};
use akkoord_http::{Body, Problem, Session, problem::Problems};
use akkoord_runtime::random;
use akkoord_second_factor::{Check, challenge_handle, hex};
use akkoord_store::{
    challenge::{Completion, UserChange},
    outbox::{Effect, FactorChange},
    user::{Authenticator, Recovery, Setup},
};
use axum::{Json, extract::State, http::StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{App, session::Nothing, sign_in::outbox_id};

/// How long a begun set-up can be confirmed.
const SETUP_LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// A code, where the second factor was not proven in the last ten minutes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginSetup {
    /// The id of a challenge for changing a factor.
    #[serde(default)]
    challenge: Option<String>,
    /// Its code.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 64)]
    code: Option<SecretString>,
}

/// A code of a challenge for changing a factor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeFactor {
    /// The challenge's id.
    challenge: String,
    /// Its code.
    #[schema(value_type = String, max_length = 64)]
    code: SecretString,
}

/// What the authenticator app needs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetupView {
    /// The address for the QR code.
    otpauth: String,
    /// The key to copy, in groups of four.
    key: String,
    /// Until when it can be confirmed.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// The first code of the app.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmSetup {
    /// The code that the app shows.
    #[schema(value_type = String, max_length = 32)]
    code: SecretString,
    /// Whether SMS stays possible.
    keep_sms: bool,
}

/// Ten codes, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecoveryCodes {
    /// Each works once in place of a code when signing in.
    recovery_codes: Vec<String>,
}

/// Begins setting up an authenticator.
#[utoipa::path(post, path = "/api/authenticator", operation_id = "begin_authenticator", tag = "authenticator", security(("session" = [])),
    request_body = BeginSetup, responses((status = 200, body = SetupView), Problems))]
pub(crate) async fn begin(
    State(app): State<App>,
    session: Session,
    Body(body): Body<BeginSetup>,
) -> Result<Json<SetupView>, Problem> {
    let user = &session.user;
    let seed = Seed::new(random::bytes().map_err(Problem::unavailable)?);
    let setup = Setup { sealed: app.factor.keys().seal(user.id, &seed).await?, begun_at: session.now };
    match (body.challenge, body.code) {
        (Some(challenge), Some(code)) => {
            authorise(&app, &session, &challenge, &code, UserChange::BeginSetup(setup), None).await?;
        }
        // Who just proved the factor need not do so again; replacing an authenticator always asks.
        (None, None) if is_fresh(&session) => app.portal.store.begin_setup(user.id, &setup).await?,
        _ => {
            let title = "Ask for a code first";
            return Err(Problem::new(StatusCode::FORBIDDEN, "code_required", title));
        }
    }
    Ok(Json(SetupView {
        otpauth: seed.otpauth(&app.firm_name, user.login.as_str()),
        key: seed.key(),
        expires_at: session.now + SETUP_LIFETIME,
    }))
}

fn is_fresh(session: &Session) -> bool {
    session.user.authenticator.is_none() && is_live(session.stored.created_at + FRESH, session.now)
}

/// Confirms the set-up with the app's first code; from now on the app's codes are asked for (M2.5).
#[utoipa::path(post, path = "/api/authenticator/confirm", operation_id = "confirm_authenticator", tag = "authenticator", security(("session" = [])),
    request_body = ConfirmSetup, responses((status = 200, body = RecoveryCodes), Problems))]
pub(crate) async fn confirm(
    State(app): State<App>,
    session: Session,
    Body(body): Body<ConfirmSetup>,
) -> Result<Json<RecoveryCodes>, Problem> {
    let user = &session.user;
    let code: Code = body.code.expose_secret().parse().map_err(|_| Problem::bad_field("code", "invalid"))?;
    let setup = user.setup.as_ref().filter(|setup| is_live(setup.begun_at + SETUP_LIFETIME, session.now));
    let setup = setup.ok_or_else(setup_gone)?;
    let batch = new_batch()?;
    let (seed, recovery) =
        tokio::join!(app.factor.keys().open(user.id, &setup.sealed), recovery_codes(&app, user.id, &batch));
    let (recovery, codes) = recovery?;
    // Guessing is pointless here: whoever can send this was shown the seed.
    let Some(step) = seed?.step_of(&code, session.now) else {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "code_wrong", "The code is not right"));
    };
    let authenticator = Authenticator { sealed: setup.sealed.clone(), last_step: step, sms_fallback: body.keep_sms };
    let effect = Effect::FactorChanged { user: user.id, change: FactorChange::AuthenticatorAdded };
    let promise = (outbox_id(session.now)?, &effect, session.now);
    if !app.portal.store.confirm_setup(user.id, setup, &authenticator, &recovery, promise).await? {
        return Err(setup_gone());
    }
    tracing::info!(user.id = %user.id, outcome = "added", "second factor");
    Ok(Json(RecoveryCodes { recovery_codes: codes }))
}

/// Goes on without an authenticator (M2.3); the offer comes back at the next sign-in.
#[utoipa::path(post, path = "/api/authenticator/later", operation_id = "later_authenticator", tag = "authenticator", security(("session" = [])),
    request_body = Nothing, responses((status = 204), Problems))]
pub(crate) async fn later(
    State(app): State<App>,
    session: Session,
    Body(Nothing {}): Body<Nothing>,
) -> Result<StatusCode, Problem> {
    if session.user.setup.is_some() {
        app.portal.store.drop_setup(session.user.id).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Removes the authenticator and its recovery codes; SMS codes are asked for again.
#[utoipa::path(post, path = "/api/authenticator/remove", operation_id = "remove_authenticator", tag = "authenticator", security(("session" = [])),
    request_body = ChangeFactor, responses((status = 204), Problems))]
pub(crate) async fn remove(
    State(app): State<App>,
    session: Session,
    Body(body): Body<ChangeFactor>,
) -> Result<StatusCode, Problem> {
    let told = Some(FactorChange::AuthenticatorRemoved);
    authorise(&app, &session, &body.challenge, &body.code, UserChange::RemoveAuthenticator, told).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes ten new recovery codes; the old ones stop working.
#[utoipa::path(post, path = "/api/authenticator/recovery-codes", tag = "authenticator",
    security(("session" = [])), request_body = ChangeFactor,
    responses((status = 200, body = RecoveryCodes), Problems))]
pub(crate) async fn renew_recovery_codes(
    State(app): State<App>,
    session: Session,
    Body(body): Body<ChangeFactor>,
) -> Result<Json<RecoveryCodes>, Problem> {
    if session.user.authenticator.is_none() {
        let title = "Recovery codes come with an authenticator";
        return Err(Problem::new(StatusCode::CONFLICT, "method_unavailable", title));
    }
    let (recovery, codes) = recovery_codes(&app, session.user.id, &new_batch()?).await?;
    let told = Some(FactorChange::RecoveryCodesRenewed);
    authorise(&app, &session, &body.challenge, &body.code, UserChange::RenewRecovery(recovery), told).await?;
    Ok(Json(RecoveryCodes { recovery_codes: codes }))
}

/// Checks the code of a challenge for changing a factor and makes the change in the transaction that uses it up.
async fn authorise(
    app: &App,
    session: &Session,
    challenge: &str,
    code: &SecretString,
    change: UserChange,
    told: Option<FactorChange>,
) -> Result<(), Problem> {
    let handle = challenge_handle(challenge)?;
    let bound_to: Option<Digest> = Some(session.handle.digest());
    let check = Check {
        handle: &handle,
        purpose: Purpose::ChangeFactor,
        bound_to,
        subject: None,
        code: code.expose_secret(),
        device: None,
        now: session.now,
    };
    let verified = app.factor.verify(&check).await?;
    let mut promises = Vec::new();
    if let Some(change) = told {
        let effect = Effect::FactorChanged { user: session.user.id, change };
        promises.push((outbox_id(session.now)?, effect));
    }
    let completion = Completion {
        challenge: &handle,
        proof: verified.proof,
        now: session.now,
        change,
        link: None,
        session: None,
        device: None,
        document: None,
        promises,
    };
    app.factor.complete(&completion).await?;
    tracing::info!(user.id = %session.user.id, outcome = "changed", "second factor");
    Ok(())
}

/// Draws ten codes and the keyed hashes that the table keeps.
async fn recovery_codes(app: &App, user: UserId, batch: &str) -> Result<(Recovery, Vec<String>), Problem> {
    let key = app.factor.keys().mac(recovery_message(user, batch)).await?;
    let mut hashes = Vec::with_capacity(RECOVERY_CODES);
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = RecoveryCode::from_random(random::bytes().map_err(Problem::unavailable)?);
        hashes.push(hex(&code.keyed_hash(&key)));
        codes.push(code.expose());
    }
    Ok((Recovery { batch: batch.to_owned(), hashes }, codes))
}

fn new_batch() -> Result<String, Problem> {
    Ok(hex(&random::bytes::<16>().map_err(Problem::unavailable)?))
}

fn setup_gone() -> Problem {
    Problem::new(StatusCode::GONE, "setup_gone", "This set-up does not work any more; begin again")
}
