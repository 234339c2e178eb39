//! `/api/account/mails`: about what a user gets mails, for each organisation. Mails about the account's security are not
//! among them: nobody who took an account over may keep them from its owner.

use akkoord_domain::{
    id::OrganisationId,
    right::{self, Right},
};
use akkoord_http::{
    Body, Portal, Problem, Session, SessionWithCandidates, problem::Problems, wire, wire::document::Named,
};
use akkoord_store::organisation::Membership;
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// About what the user gets mails.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Mails {
    /// The organisations for which there is a choice, by name.
    organisations: Vec<MailsOf>,
}

/// The user's choices for one organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MailsOf {
    /// The organisation.
    organisation: Named,
    /// The modules in which the user has a right there.
    modules: Vec<MailsAbout>,
}

/// One choice.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MailsAbout {
    /// The module.
    module: wire::Module,
    /// Whether mails about it are sent.
    on: bool,
}

/// A choice to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChooseMails {
    /// The organisation's id.
    organisation: String,
    /// The module.
    module: wire::Module,
    /// Whether mails about it are sent from now on.
    on: bool,
}

fn choices(membership: Membership) -> Option<MailsOf> {
    let has = |right: Right| membership.rights.contains(&right);
    let modules: Vec<MailsAbout> = right::Module::ALL
        .into_iter()
        .filter(|module| has(module.right()))
        .map(|module| MailsAbout { module: module.into(), on: !membership.mails_off.contains(&module) })
        .collect();
    let organisation = Named::new(membership.organisation.id, membership.organisation.name.as_str());
    (!modules.is_empty()).then_some(MailsOf { organisation, modules })
}

/// About what the user gets mails.
#[utoipa::path(get, path = "/api/account/mails", operation_id = "get_mails", tag = "account",
    security(("session" = [])), responses((status = 200, body = Mails), Problems))]
pub(crate) async fn get(State(portal): State<Portal>, session: SessionWithCandidates) -> Result<Json<Mails>, Problem> {
    let SessionWithCandidates { session, candidates } = session;
    let memberships = portal.store.memberships(session.user.id, &candidates).await?;
    Ok(Json(Mails { organisations: memberships.into_iter().filter_map(choices).collect() }))
}

/// Switches mails about a module on or off, for one of the user's organisations.
#[utoipa::path(put, path = "/api/account/mails", operation_id = "choose_mails", tag = "account",
    security(("session" = [])), request_body = ChooseMails, responses((status = 204), Problems))]
pub(crate) async fn choose(
    State(portal): State<Portal>,
    session: Session,
    Body(body): Body<ChooseMails>,
) -> Result<StatusCode, Problem> {
    // What is no id, does not exist, or is another client's: one answer.
    let organisation: OrganisationId = body.organisation.parse().map_err(|_| Problem::not_found())?;
    let user = session.user.id;
    if portal.store.set_mails(organisation, user, body.module.into(), body.on).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    portal.store.member(organisation, user).await?.ok_or_else(Problem::not_found)?;
    Err(Problem::no_right())
}
