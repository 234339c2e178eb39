//! `/api/session` and `/api/sign-out`: what the session is, which organisation it works for, and its end.

use akkoord_domain::{Timestamp, challenge::Purpose, id::OrganisationId};
use akkoord_http::{Body, Portal, Problem, Session, SessionWithCandidates, cookie, problem::Problems, wire};
use akkoord_second_factor::{Asking, ChallengeView};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{App, view::SessionView};

/// An empty object: an operation that needs nothing but the session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// An organisation to work for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChooseOrganisation {
    /// The organisation's id.
    organisation: String,
}

/// A language to go on in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChooseLanguage {
    /// The language.
    language: wire::Language,
}

/// When the session ends.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Extended {
    /// The moment, if nothing more is done.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
}

/// The sessions of this user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Devices {
    /// The live ones, last used first.
    devices: Vec<DeviceView>,
}

/// One live session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Device)]
pub(crate) struct DeviceView {
    /// Names it in this list.
    id: String,
    /// Browser and system in words.
    name: String,
    /// When its code was accepted.
    #[schema(value_type = String, format = DateTime)]
    signed_in_at: Timestamp,
    /// Its last use, to about a minute.
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

/// What a code is asked for within a session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskCode {
    /// What the code will authorise.
    purpose: SessionPurpose,
}

/// What a code can authorise within a session.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SessionPurpose {
    /// A new password.
    ChangePassword,
    /// Setting up or removing the authenticator, or new recovery codes.
    ChangeFactor,
}

/// The session: who, for which organisations, until when.
#[utoipa::path(get, path = "/api/session", operation_id = "get_session", tag = "session", security(("session" = [])),
    responses((status = 200, body = SessionView), Problems))]
pub(crate) async fn get(
    State(portal): State<Portal>,
    session: SessionWithCandidates,
) -> Result<Json<SessionView>, Problem> {
    let SessionWithCandidates { session, candidates } = session;
    let memberships = portal.store.memberships(session.user.id, &candidates).await?;
    Ok(Json(SessionView::new(&portal, &session.stored, &session.user, memberships)))
}

async fn view(portal: &Portal, session: Session) -> Result<SessionView, Problem> {
    let candidates = portal.store.membership_candidates(session.user.id).await?;
    let memberships = portal.store.memberships(session.user.id, &candidates).await?;
    Ok(SessionView::new(portal, &session.stored, &session.user, memberships))
}

/// Works for another organisation from now on, in this session.
#[utoipa::path(put, path = "/api/session/organisation", tag = "session", security(("session" = [])),
    request_body = ChooseOrganisation, responses((status = 200, body = SessionView), Problems))]
pub(crate) async fn choose_organisation(
    State(portal): State<Portal>,
    mut session: Session,
    Body(body): Body<ChooseOrganisation>,
) -> Result<Json<SessionView>, Problem> {
    // What is no id, does not exist, or is another client's: one answer.
    let organisation: OrganisationId = body.organisation.parse().map_err(|_| Problem::not_found())?;
    portal.store.member(organisation, session.user.id).await?.ok_or_else(Problem::not_found)?;
    if !portal.store.set_session_organisation(&session.handle, organisation).await? {
        return Err(Problem::no_session());
    }
    session.stored.organisation = Some(organisation);
    view(&portal, session).await.map(Json)
}

/// Changes the language of the user's screens, mails and SMS.
#[utoipa::path(put, path = "/api/session/language", tag = "session", security(("session" = [])),
    request_body = ChooseLanguage, responses((status = 200, body = SessionView), Problems))]
pub(crate) async fn choose_language(
    State(portal): State<Portal>,
    mut session: Session,
    Body(body): Body<ChooseLanguage>,
) -> Result<Json<SessionView>, Problem> {
    let language = body.language.into();
    portal.store.set_language(session.user.id, language).await?;
    session.user.language = language;
    view(&portal, session).await.map(Json)
}

/// Says that the person is still there.
#[utoipa::path(post, path = "/api/session/extend", tag = "session", security(("session" = [])),
    request_body = Nothing, responses((status = 200, body = Extended), Problems))]
pub(crate) async fn extend(
    State(portal): State<Portal>,
    mut session: Session,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<Extended>, Problem> {
    if !portal.store.touch_session(&session.handle, session.now).await? {
        return Err(Problem::no_session());
    }
    session.stored.last_seen_at = session.now;
    Ok(Json(Extended { ends_at: session.ends_at(&portal) }))
}

/// Ends this session. Without one there is nothing to end, and the answer is the same.
#[utoipa::path(post, path = "/api/sign-out", tag = "session", security(()), request_body = Nothing,
    responses((status = 204), Problems))]
pub(crate) async fn sign_out(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Response, Problem> {
    if let Some(handle) = cookie::session(&headers) {
        portal.store.end_session(&handle).await?;
    }
    Ok(signed_out())
}

/// Ends every session of this user, this one too.
#[utoipa::path(post, path = "/api/sign-out/everywhere", tag = "session", security(("session" = [])),
    request_body = Nothing, responses((status = 204), Problems))]
pub(crate) async fn sign_out_everywhere(
    State(portal): State<Portal>,
    session: Session,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Response, Problem> {
    portal.store.sign_out_everywhere(session.user.id, session.now).await?;
    Ok(signed_out())
}

fn signed_out() -> Response {
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::clear_session())]).into_response()
}

/// Where this user is signed in.
#[utoipa::path(get, path = "/api/session/devices", tag = "session", security(("session" = [])),
    responses((status = 200, body = Devices), Problems))]
pub(crate) async fn devices(State(portal): State<Portal>, session: Session) -> Result<Json<Devices>, Problem> {
    let own = session.handle.digest();
    let sessions = portal.store.sessions(session.user.id).await?;
    let live = sessions
        .into_iter()
        .filter(|listed| listed.session.times().is_live(portal.limits, session.user.valid_from, session.now));
    let devices = live.map(|listed| DeviceView {
        current: listed.digest == own,
        // Enough of the digest to tell sessions apart; it opens nothing.
        id: listed.digest.as_str().chars().take(16).collect(),
        name: listed.session.device,
        signed_in_at: listed.session.created_at,
        last_seen_at: listed.session.last_seen_at,
    });
    Ok(Json(Devices { devices: devices.collect() }))
}

/// Asks for a code within the session.
#[utoipa::path(post, path = "/api/session/challenge", tag = "session", security(("session" = [])),
    request_body = AskCode, responses((status = 200, body = ChallengeView), Problems))]
pub(crate) async fn ask_code(
    State(app): State<App>,
    session: Session,
    Body(body): Body<AskCode>,
) -> Result<Json<ChallengeView>, Problem> {
    let purpose = match body.purpose {
        SessionPurpose::ChangePassword => Purpose::ChangePassword,
        SessionPurpose::ChangeFactor => Purpose::ChangeFactor,
    };
    let bound_to = Some(session.handle.digest());
    let asking = Asking { user: &session.user, purpose, bound_to, subject: None, now: session.now };
    app.factor.ask(&asking).await.map(Json)
}
