//! `/api/password`: forgotten, reset, change. The second factor stays whatever happens to the password.

use akkoord_domain::{
    SignedDuration, Timestamp,
    challenge::Purpose,
    handle::Handle,
    link::LinkPurpose,
    password::{NewPassword, WeakPassword},
    user::Status,
};
use akkoord_http::{Body, Problem, Session, cookie, problem::Problems};
use akkoord_runtime::random;
use akkoord_second_factor::{Check, challenge_handle};
use akkoord_store::{
    challenge::{Completion, UserChange},
    link::Link,
    outbox::Effect,
    user::User,
};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    App,
    sign_in::{checked_login, checked_password, nobody_login, outbox_id},
};

/// A login name whose password was forgotten.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Forgotten {
    /// The login name; case does not count.
    #[schema(max_length = 254)]
    login: String,
}

/// The request was taken; nothing else is told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Taken {}

/// A link out of a mail.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenLink {
    /// What stands behind the `#` of the link.
    pub(crate) link: String,
}

/// A link that works.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenedLink {
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// A link and the new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkAndPassword {
    /// What stands behind the `#` of the link.
    pub(crate) link: String,
    /// The new password, 12–128 characters.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 128)]
    pub(crate) password: SecretString,
}

/// The old and the new password, and a code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePassword {
    /// The password until now.
    #[schema(value_type = String, format = Password, max_length = 256)]
    current: SecretString,
    /// The new one, 12–128 characters.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 128)]
    new: SecretString,
    /// The id of a challenge for changing the password.
    challenge: String,
    /// Its code.
    #[schema(value_type = String, max_length = 64)]
    code: SecretString,
}

/// Asks for a link to choose a new password. The answer is the same for every name: only a promise is written here,
/// and the mail's worker looks the name up.
#[utoipa::path(post, path = "/api/password/forgotten", tag = "password", security(()), request_body = Forgotten,
    responses((status = 202, body = Taken), Problems))]
pub(crate) async fn forgotten(
    State(app): State<App>,
    Body(body): Body<Forgotten>,
) -> Result<(StatusCode, Json<Taken>), Problem> {
    let now = app.portal.clock.now();
    let login = match checked_login(&body.login)? {
        Some(login) => login,
        None => nobody_login()?,
    };
    app.portal.store.promise(outbox_id(now)?, &Effect::PasswordForgotten { login }, now).await?;
    Ok((StatusCode::ACCEPTED, Json(Taken {})))
}

/// Says whether a link works. It uses nothing up.
#[utoipa::path(post, path = "/api/password/reset/open", operation_id = "open_reset", tag = "password", security(()), request_body = OpenLink,
    responses((status = 200, body = OpenedLink), Problems))]
pub(crate) async fn open(State(app): State<App>, Body(body): Body<OpenLink>) -> Result<Json<OpenedLink>, Problem> {
    let (_, link, _) = live_reset(&app, &body.link).await?;
    Ok(Json(OpenedLink { expires_at: link.expires_at }))
}

/// Sets a new password by the link: once, and every session ends. Signing in still asks the second factor.
#[utoipa::path(post, path = "/api/password/reset", operation_id = "reset_password", tag = "password", security(()), request_body = LinkAndPassword,
    responses((status = 204), Problems))]
pub(crate) async fn reset(State(app): State<App>, Body(body): Body<LinkAndPassword>) -> Result<StatusCode, Problem> {
    let now = app.portal.clock.now();
    let (handle, _, user) = live_reset(&app, &body.link).await?;
    let password = checked_new_password(body.password, "password", &user)?;
    if !app.portal.store.consume_link(&handle, now).await? {
        return Err(Problem::link_gone());
    }
    if let Err(error) = app.passwords.set(user.id, &password).await {
        // The password was not changed, so the person may try the same link again.
        app.portal.store.release_link(&handle, now).await?;
        return Err(error.into());
    }
    app.portal.store.password_was_set(user.id, outbox_id(now)?, now).await?;
    tracing::info!(user.id = %user.id, outcome = "reset", "password");
    Ok(StatusCode::NO_CONTENT)
}

async fn live_reset(app: &App, text: &str) -> Result<(Handle, Link, User), Problem> {
    let handle: Handle = text.parse().map_err(|_| Problem::link_gone())?;
    let (link, user) = app.portal.store.link(&handle).await?.ok_or_else(Problem::link_gone)?;
    let live = link.is_live(LinkPurpose::PasswordReset, &user, app.portal.clock.now());
    if live && user.status == Status::Active { Ok((handle, link, user)) } else { Err(Problem::link_gone()) }
}

/// Changes the password: needs the old one and a code. Other sessions end, this one goes on under a new cookie.
#[utoipa::path(post, path = "/api/password/change", operation_id = "change_password", tag = "password", security(("session" = [])),
    request_body = ChangePassword, responses((status = 204), Problems))]
pub(crate) async fn change(
    State(app): State<App>,
    session: Session,
    Body(body): Body<ChangePassword>,
) -> Result<Response, Problem> {
    let (user, now) = (&session.user, session.now);
    let current = checked_password(body.current, "current")?;
    let password = checked_new_password(body.new, "new", user)?;
    let challenge = challenge_handle(&body.challenge)?;
    let check = Check {
        handle: &challenge,
        purpose: Purpose::ChangePassword,
        bound_to: Some(session.handle.digest()),
        subject: None,
        code: body.code.expose_secret(),
        device: None,
        now,
    };
    // The code comes first: its guesses are counted here, those at the password by Cognito.
    let verified = app.factor.verify(&check).await?;
    let Some(tokens) = app.passwords.check(user.id, &current).await? else {
        let title = "The old password is not right";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "password_wrong", title));
    };
    app.passwords.revoke(tokens).await?;
    let renewed = Handle::new(user.id, random::bytes().map_err(Problem::unavailable)?);
    let cookie = cookie::set_session(&renewed).ok_or_else(|| Problem::unavailable("a cookie could not be written"))?;
    let mut stored = session.stored.clone();
    // Everything up to `now` is void, so the session that goes on begins right after it; its latest end stays.
    stored.created_at = now + SignedDuration::from_millis(1);
    let completion = Completion {
        challenge: &challenge,
        proof: verified.proof,
        now,
        change: UserChange::EndSessions(now),
        link: None,
        session: Some((&renewed, &stored)),
        device: None,
        document: None,
        promises: Vec::new(),
    };
    app.factor.complete(&completion).await?;
    // The old cookie is void from here on, so even a failure answers with the new one.
    let answer = match set_password(&app, user, &password, now).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(problem) => problem.into_response(),
    };
    Ok(([(header::SET_COOKIE, cookie)], answer).into_response())
}

async fn set_password(app: &App, user: &User, password: &NewPassword, now: Timestamp) -> Result<(), Problem> {
    app.passwords.set(user.id, password).await?;
    app.portal.store.password_was_set(user.id, outbox_id(now)?, now).await?;
    tracing::info!(user.id = %user.id, outcome = "changed", "password");
    Ok(())
}

/// A new password that this user may have.
pub(crate) fn checked_new_password(password: SecretString, field: &str, user: &User) -> Result<NewPassword, Problem> {
    if password.expose_secret().chars().any(char::is_control) {
        return Err(Problem::bad_field(field, "invalid"));
    }
    NewPassword::check(password, user.login.as_str(), user.name.as_str()).map_err(|weak| {
        let (code, title) = match weak {
            WeakPassword::TooShort => ("password_too_short", "A password has at least 12 characters"),
            WeakPassword::TooLong => ("password_too_long", "A password has at most 128 characters"),
            WeakPassword::TooCommon => ("password_too_common", "This password is easy to guess"),
            WeakPassword::HasName => ("password_has_name", "A password must not contain the user's name"),
        };
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, title)
    })
}
