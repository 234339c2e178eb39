//! `/api/office/documents`: released documents of all organisations, and what staff may do to them.

use akkoord_domain::{
    document::{Closed, Document},
    facts::FileName,
    id::{DocumentId, OrganisationId},
};
use akkoord_http::{
    Body, InPath, Portal, Problem, Query, Session, Staff, paging,
    problem::Problems,
    wire::document::{Address, DocumentGroup, DocumentRow, Named},
};
use akkoord_store::{
    Store,
    document::{Outcome, Step},
    files::{Disposition, Object},
    outbox::{About, Effect},
};
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    App,
    app::promise,
    detail::DocumentDetail,
    questions::checked,
    upload::{address, shown},
    view::{Nothing, OfDocument, Organisations, Paged, actor},
};

/// Which documents, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Which list; `open` when nothing is said.
    #[param(inline)]
    status: Option<DocumentGroup>,
    /// How many items, 1 to 100; 20 when nothing is said.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A page of documents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FirmDocuments {
    /// Open ones by deadline, others with the latest deadline first.
    documents: Vec<FirmDocumentRow>,
    /// Where the next page begins.
    next: Option<String>,
}

/// A document in a list over all organisations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FirmDocumentRow {
    /// Whose it is.
    organisation: Named,
    #[serde(flatten)]
    document: DocumentRow,
}

/// Which version to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenVersion {
    /// Its number.
    version: u32,
}

/// Why the firm takes a document back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdraw {
    /// Names this sending: 16 to 64 letters, digits and hyphens, drawn at random.
    #[schema(min_length = 16, max_length = 64)]
    request: String,
    /// The reason, which the client reads.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// The firm's released documents.
#[utoipa::path(get, path = "/api/office/documents", operation_id = "list_firm_documents", tag = "office",
    security(("session" = [])), params(Listed), responses((status = 200, body = FirmDocuments), Problems))]
pub(crate) async fn list(
    State(portal): State<Portal>,
    _staff: Staff,
    Query(listed): Query<Listed>,
) -> Result<Json<FirmDocuments>, Problem> {
    let (limit, after) = Paged::new(listed.limit, listed.cursor).read()?;
    let group = listed.status.unwrap_or(DocumentGroup::Open).into();
    let page = portal.store.firm_documents(group, limit, after.as_deref()).await?;
    let names = Organisations::read(&portal.store, page.items.iter().map(|document| document.organisation)).await?;
    let row = |document: &Document| FirmDocumentRow {
        organisation: names.named(document.organisation),
        document: DocumentRow::new(document, false),
    };
    let next = page.next.as_deref().map(paging::cursor);
    Ok(Json(FirmDocuments { documents: page.items.iter().map(row).collect(), next }))
}

/// A released document with its history.
#[utoipa::path(get, path = "/api/office/documents/{organisation}/{document}", operation_id = "get_firm_document",
    tag = "office", security(("session" = [])), params(OfDocument),
    responses((status = 200, body = DocumentDetail), Problems))]
pub(crate) async fn get(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
) -> Result<Json<DocumentDetail>, Problem> {
    let viewer = (staff.session.user.id, staff.session.now);
    DocumentDetail::read(&portal.store, organisation, document, viewer).await.map(Json)
}

/// An address at which a browser shows a version. It is no view: only clients' views count.
#[utoipa::path(post, path = "/api/office/documents/{organisation}/{document}/open", operation_id = "open_firm_document",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = OpenVersion,
    responses((status = 200, body = Address), Problems))]
pub(crate) async fn open(
    State(app): State<App>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(body): Body<OpenVersion>,
) -> Result<Json<Address>, Problem> {
    let version = app.portal.store.version(organisation, document, body.version).await?;
    let version = version.ok_or_else(Problem::not_found)?;
    let about = About { organisation, document, version: version.version };
    shown(&app, Object::Document(about), &version.file, staff.session.now).await.map(Json)
}

/// An address of the pack of evidence of an approved document.
#[utoipa::path(post, path = "/api/office/documents/{organisation}/{document}/pack", operation_id = "get_firm_pack",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = Nothing,
    responses((status = 200, body = Address), Problems))]
pub(crate) async fn pack(
    State(app): State<App>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<Address>, Problem> {
    let found = app.portal.store.document(organisation, document).await?.ok_or_else(Problem::not_found)?;
    let not_ready = || Problem::conflict("evidence_not_ready", "The evidence is being made");
    let proof = found.proof.as_ref().ok_or_else(not_ready)?;
    let name: FileName = format!("{}.zip", found.reference()).parse().map_err(Problem::unavailable)?;
    let object = Object::Evidence(About::newest(&found));
    let evidence = (proof.object_version.as_str(), Disposition::Attachment, &name);
    address(&app, object, evidence, staff.session.now).await.map(Json)
}

/// Takes an open document back. Sending the same again changes nothing.
#[utoipa::path(post, path = "/api/office/documents/{organisation}/{document}/withdraw", operation_id = "withdraw_document",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = Withdraw,
    responses((status = 204), Problems))]
pub(crate) async fn withdraw(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(body): Body<Withdraw>,
) -> Result<StatusCode, Problem> {
    let session = &staff.session;
    let (request, reason) = checked(&body.request, "reason", &body.reason)?;
    let closed = Closed { name: session.user.name.clone(), at: session.now, reason, request };
    change(&portal.store, session, (organisation, document), |next| {
        if next.closed.as_ref().is_some_and(|before| before.request == closed.request) {
            return Ok(None);
        }
        let event = next.withdraw(closed.clone())?;
        let withdrawn = promise(Effect::DocumentWithdrawn { about: About::newest(next) }, session.now)?;
        Ok(Some(Step { actor: actor(session), event, with: vec![withdrawn] }))
    })
    .await
}

/// Changes a document, or leaves it as it is when the same sending came before.
pub(crate) async fn change(
    store: &Store,
    session: &Session,
    (organisation, document): (OrganisationId, DocumentId),
    decide: impl FnMut(&mut Document) -> Result<Option<Step>, Problem>,
) -> Result<StatusCode, Problem> {
    match store.change_document(organisation, document, session.now, decide).await?? {
        Outcome::Done(_) | Outcome::Unchanged(_) => Ok(StatusCode::NO_CONTENT),
        Outcome::Missing => Err(Problem::not_found()),
        Outcome::Stale => Err(Problem::unavailable("a change was refused by what is written beside the document")),
    }
}
