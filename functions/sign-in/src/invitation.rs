//! `/api/invitation`: from the mail's link to the first session. Looking at a link never uses it up.

use akkoord_domain::{Timestamp, challenge::Purpose, handle::Handle, link::LinkPurpose, user::Status};
use akkoord_http::{Body, Problem, problem::Problems, wire};
use akkoord_runtime::random;
use akkoord_second_factor::{Asking, ChallengeView, Check, challenge_handle};
use akkoord_store::{
    challenge::{Completion, UserChange},
    user::User,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    App,
    password::{LinkAndPassword, OpenLink, Taken, checked_new_password},
    sign_in::{Device, SignedIn, outbox_id, signed_in},
    view::{SessionView, new_session},
};

/// Who is invited.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Invitation {
    /// The person's name.
    name: String,
    /// The login name to remember.
    login: String,
    /// The masked mobile number that a code will go to.
    mobile: String,
    /// The language that the firm chose for this person.
    language: wire::Language,
}

/// Everything that accepting needs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accept {
    /// What stands behind the `#` of the link.
    link: String,
    /// The password, 12–128 characters.
    #[schema(value_type = String, format = Password, min_length = 12, max_length = 128)]
    password: SecretString,
    /// The id of the challenge for this invitation.
    challenge: String,
    /// Its code.
    #[schema(value_type = String, max_length = 64)]
    code: SecretString,
}

/// Shows who is invited.
#[utoipa::path(post, path = "/api/invitation/open", operation_id = "open_invitation", tag = "invitation", security(()), request_body = OpenLink,
    responses((status = 200, body = Invitation), Problems))]
pub(crate) async fn open(State(app): State<App>, Body(body): Body<OpenLink>) -> Result<Json<Invitation>, Problem> {
    let (_, user) = live_invitation(&app, &body.link, app.portal.clock.now()).await?;
    Ok(Json(Invitation {
        name: user.name.to_string(),
        login: user.login.to_string(),
        mobile: user.mobile.masked(),
        language: user.language.into(),
    }))
}

/// Asks for a new invitation by a link that expired. It goes to the same address as before; the answer is always the
/// same.
#[utoipa::path(post, path = "/api/invitation/renew", operation_id = "renew_invitation", tag = "invitation", security(()), request_body = OpenLink,
    responses((status = 202, body = Taken), Problems))]
pub(crate) async fn renew(
    State(app): State<App>,
    Body(body): Body<OpenLink>,
) -> Result<(StatusCode, Json<Taken>), Problem> {
    let now = app.portal.clock.now();
    if let Ok(handle) = body.link.parse::<Handle>()
        && let Some((link, user)) = app.portal.store.link(&handle).await?
        && link.purpose == LinkPurpose::Invitation
    {
        app.portal.store.invite_again(user.id, outbox_id(now)?, now).await?;
    }
    Ok((StatusCode::ACCEPTED, Json(Taken {})))
}

/// Checks the chosen password and sends a code to the mobile number that the firm has on file.
#[utoipa::path(post, path = "/api/invitation/password", tag = "invitation", security(()),
    request_body = LinkAndPassword, responses((status = 200, body = ChallengeView), Problems))]
pub(crate) async fn choose_password(
    State(app): State<App>,
    Body(body): Body<LinkAndPassword>,
) -> Result<Json<ChallengeView>, Problem> {
    let now = app.portal.clock.now();
    let (handle, user) = live_invitation(&app, &body.link, now).await?;
    // The password is sent again with the code; nothing of it is kept in between.
    checked_new_password(body.password, "password", &user)?;
    let bound_to = Some(handle.digest());
    let asking = Asking { user: &user, purpose: Purpose::AcceptInvitation, bound_to, subject: None, now };
    app.factor.ask(&asking).await.map(Json)
}

/// Accepts: the code uses the link up, Cognito takes the password, and the first session begins.
#[utoipa::path(post, path = "/api/invitation/accept", operation_id = "accept_invitation", tag = "invitation", security(()), request_body = Accept,
    responses((status = 200, body = SignedIn), Problems))]
pub(crate) async fn accept(
    State(app): State<App>,
    headers: HeaderMap,
    Body(body): Body<Accept>,
) -> Result<Response, Problem> {
    let now = app.portal.clock.now();
    let store = &app.portal.store;
    let (link, mut user) = live_invitation(&app, &body.link, now).await?;
    let password = checked_new_password(body.password, "password", &user)?;
    let challenge = challenge_handle(&body.challenge)?;
    let check = Check {
        handle: &challenge,
        purpose: Purpose::AcceptInvitation,
        bound_to: Some(link.digest()),
        subject: None,
        code: body.code.expose_secret(),
        device: None,
        now,
    };
    let verified = app.factor.verify(&check).await?;
    let completion = Completion {
        challenge: &challenge,
        proof: verified.proof,
        now,
        change: UserChange::None,
        link: Some(&link),
        session: None,
        device: None,
        document: None,
        promises: Vec::new(),
    };
    app.factor.complete(&completion).await?;
    if let Err(error) = app.passwords.set_first(user.id, &password).await {
        // The user is still invited, so the person may try the same link again.
        store.release_link(&link, now).await?;
        return Err(error.into());
    }
    let device = Device::of(&headers)?;
    let session = Handle::new(user.id, random::bytes().map_err(Problem::unavailable)?);
    let stored = new_session(&app.portal, device.name.clone(), now);
    if !store.activate(&session, &stored, &device.token.digest(), now).await? {
        return Err(Problem::link_gone());
    }
    user.status = Status::Active;
    let candidates = store.membership_candidates(user.id).await?;
    let memberships = store.memberships(user.id, &candidates).await?;
    let view = SessionView::new(&app.portal, &stored, &user, memberships);
    signed_in(&session, &device.token, SignedIn::first(view))
}

async fn live_invitation(app: &App, text: &str, now: Timestamp) -> Result<(Handle, User), Problem> {
    let handle: Handle = text.parse().map_err(|_| Problem::link_gone())?;
    let (link, user) = app.portal.store.link(&handle).await?.ok_or_else(Problem::link_gone)?;
    let live = link.is_live(LinkPurpose::Invitation, &user, now) && user.status == Status::Invited;
    if live { Ok((handle, user)) } else { Err(Problem::link_gone()) }
}
