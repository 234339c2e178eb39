//! `GET …/documents`: **Accorderen** and **Overzicht** (M5.2, M5.3).

use akkoord_domain::{
    approval::Turn,
    document::{Document, Group, Status},
    id::UserId,
    right::Right,
};
use akkoord_http::{
    Member, Portal, Problem, Query,
    member::ToRead,
    paging,
    problem::Problems,
    wire::document::{DocumentGroup, DocumentRow},
};
use akkoord_store::Page;
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which documents.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Which {
    /// Open ones, by deadline.
    Open,
    /// All, newest first.
    #[default]
    All,
}

/// Which page of which documents.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Open ones by deadline, or all; year and status narrow only all.
    #[serde(default)]
    #[param(inline)]
    list: Which,
    /// Only those of periods in this year.
    #[param(minimum = 1990, maximum = 2099)]
    year: Option<u16>,
    /// Only those of this status.
    #[param(inline)]
    status: Option<DocumentGroup>,
    /// At most so many: 1 to 100, 20 when nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// One page of documents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Documents {
    /// The documents.
    documents: Vec<DocumentRow>,
    /// The next page's cursor; absent on the last one.
    next: Option<String>,
}

/// Lists an organisation's documents.
#[utoipa::path(get, path = "/api/approvals/{organisation}/documents", operation_id = "list_documents", tag = "approvals",
    security(("session" = [])), params(("organisation" = String, Path), Wanted),
    responses((status = 200, body = Documents), Problems))]
pub(crate) async fn list(
    State(portal): State<Portal>,
    member: Member<ToRead>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Documents>, Problem> {
    // The dossier holds what was approved, and nothing that still waits for others.
    let of_the_dossier = matches!((wanted.list, wanted.status), (Which::All, Some(DocumentGroup::Approved)));
    if !of_the_dossier && !member.rights.contains(&Right::Approve) {
        return Err(Problem::no_right());
    }
    let limit = paging::limit(wanted.limit)?;
    let after = paging::place(wanted.cursor.as_deref())?;
    if wanted.year.is_some_and(|year| !(1990..=2099).contains(&year)) {
        return Err(Problem::bad_field("year", "invalid"));
    }
    let (store, organisation, after) = (&portal.store, member.organisation.id, after.as_deref());
    let page = match (wanted.list, wanted.status.map(Group::from), wanted.year) {
        (Which::Open, _, _) => store.open_documents(organisation, limit, after).await?,
        (Which::All, None, None) => store.documents(organisation, limit, after).await?,
        (Which::All, None, Some(year)) => store.documents_of_year(organisation, year, limit, after).await?,
        (Which::All, Some(group), year) => store.documents_in(organisation, group, year, limit, after).await?,
    };
    let user = member.session.user.id;
    let Page { items, next } = page.map(|document| DocumentRow::new(&document, is_turn_of(&document, user)));
    Ok(Json(Documents { documents: items, next: next.as_deref().map(paging::cursor) }))
}

/// Whether this user may approve the document now.
pub(crate) fn is_turn_of(document: &Document, user: UserId) -> bool {
    document.status == Status::Open && matches!(document.stages.turn(&document.given, user), Turn::Now(_))
}
