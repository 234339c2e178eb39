//! `/api/office/organisations` and `/api/office/staff`: whom documents are for, who approves them, and the firm's own
//! people.

use akkoord_domain::{id::OrganisationId, user::Status};
use akkoord_http::{
    Body, InPath, Portal, Problem, Query, Staff, paging, problem::Problems, wire, wire::document::Named,
};
use akkoord_store::MAX_PAGE;
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::view::{OfOrganisation, Paged, StageOf, Users, checked_stages, stages_of, with_right};

/// The most pages of staff that are read: a firm with more than a thousand people has other tools.
const STAFF_PAGES: usize = 10;

/// A page of organisations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FirmOrganisations {
    /// By name.
    organisations: Vec<FirmOrganisation>,
    /// Where the next page begins.
    next: Option<String>,
}

/// An organisation in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FirmOrganisation {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// Its client number at the firm.
    client_number: String,
    /// The member of staff who is responsible for it.
    contact: Option<Named>,
}

/// An organisation with its members.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganisationDetail {
    #[serde(flatten)]
    organisation: FirmOrganisation,
    /// Its members.
    members: Vec<MemberView>,
    /// Who approves its documents when nothing else is said.
    stages: Vec<StageOf>,
}

/// A member of an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub(crate) struct MemberView {
    /// The user's id.
    id: String,
    /// The name.
    name: String,
    /// What the user may do there.
    rights: Vec<wire::Right>,
}

/// An organisation's usual approvers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approvers {
    /// The stages in order.
    #[schema(min_items = 1, max_items = 5)]
    stages: Vec<StageOf>,
}

/// The firm's people.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffList {
    /// Those who can sign in or are invited.
    staff: Vec<Named>,
}

/// The firm's organisations.
#[utoipa::path(get, path = "/api/office/organisations", operation_id = "list_organisations", tag = "office",
    security(("session" = [])), params(Paged), responses((status = 200, body = FirmOrganisations), Problems))]
pub(crate) async fn list(
    State(portal): State<Portal>,
    _staff: Staff,
    Query(paged): Query<Paged>,
) -> Result<Json<FirmOrganisations>, Problem> {
    let (limit, after) = paged.read()?;
    let page = portal.store.organisations(limit, after.as_deref()).await?;
    let contacts = page.items.iter().filter_map(|organisation| organisation.contact);
    let contacts = Users::read(&portal.store, contacts).await?;
    let next = page.next.as_deref().map(paging::cursor);
    let row = |organisation| FirmOrganisation::new(organisation, &contacts);
    Ok(Json(FirmOrganisations { organisations: page.items.iter().map(row).collect(), next }))
}

impl FirmOrganisation {
    fn new(organisation: &akkoord_store::organisation::Organisation, contacts: &Users) -> Self {
        Self {
            id: organisation.id.to_string(),
            name: organisation.name.to_string(),
            client_number: organisation.client_number.clone(),
            contact: contacts.named(organisation.contact),
        }
    }
}

/// An organisation with its members and usual approvers.
#[utoipa::path(get, path = "/api/office/organisations/{organisation}", operation_id = "get_organisation", tag = "office",
    security(("session" = [])), params(OfOrganisation), responses((status = 200, body = OrganisationDetail), Problems))]
pub(crate) async fn get(
    State(portal): State<Portal>,
    _staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
) -> Result<Json<OrganisationDetail>, Problem> {
    let store = &portal.store;
    let (found, members) = tokio::join!(store.organisation(organisation), store.members(organisation));
    let found = found?.ok_or_else(Problem::not_found)?;
    let contacts = Users::read(store, found.contact.into_iter()).await?;
    let member = |(user, member): &(akkoord_store::user::User, akkoord_store::organisation::Member)| MemberView {
        id: user.id.to_string(),
        name: user.name.to_string(),
        rights: member.rights.iter().copied().map(wire::Right::from).collect(),
    };
    Ok(Json(OrganisationDetail {
        organisation: FirmOrganisation::new(&found, &contacts),
        members: members?.iter().map(member).collect(),
        stages: stages_of(&found.stages),
    }))
}

/// Chooses who approves an organisation's documents when nothing else is said.
#[utoipa::path(put, path = "/api/office/organisations/{organisation}/approvers", operation_id = "choose_approvers",
    tag = "office", security(("session" = [])), params(OfOrganisation), request_body = Approvers,
    responses((status = 204), Problems))]
pub(crate) async fn choose_approvers(
    State(portal): State<Portal>,
    _staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    Body(body): Body<Approvers>,
) -> Result<StatusCode, Problem> {
    let stages = checked_stages(body.stages).map_err(|code| Problem::bad_field("stages", code))?;
    portal.store.organisation(organisation).await?.ok_or_else(Problem::not_found)?;
    let members = portal.store.members(organisation).await?;
    let refused = |_| Problem::bad_field("stages", "approver_without_right");
    stages.check_rights(&with_right(&members)).map_err(refused)?;
    if portal.store.set_stages(organisation, &stages).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}

/// The firm's people.
#[utoipa::path(get, path = "/api/office/staff", operation_id = "list_staff", tag = "office", security(("session" = [])),
    responses((status = 200, body = StaffList), Problems))]
pub(crate) async fn staff(State(portal): State<Portal>, _staff: Staff) -> Result<Json<StaffList>, Problem> {
    let mut staff = Vec::new();
    let mut after: Option<String> = None;
    for _ in 0..STAFF_PAGES {
        let page = portal.store.staff(MAX_PAGE, after.as_deref()).await?;
        let present = page.items.iter().filter(|user| user.status != Status::Disabled);
        staff.extend(present.map(|user| Named::new(user.id, &user.name)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    staff.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Json(StaffList { staff }))
}
