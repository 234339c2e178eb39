//! Opening a version, which is written down, and fetching the evidence. Both answer an address that works for a minute.

use akkoord_domain::{
    Timestamp,
    document::{Document, Refusal, Status},
    facts::{FileName, VersionNumber},
    history::{Actor, Event},
    id::DocumentId,
};
use akkoord_http::{Body, InPath, Member, Problem, member::ToRead, problem::Problems, wire::document::Address};
use akkoord_store::{
    document::{Outcome, Step, View, With},
    files::{Disposition, Object, TO_READ},
    outbox::About,
};
use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{App, document::may_see};

/// A version to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Open {
    /// The version; only the newest can be opened.
    #[schema(value_type = u32, minimum = 1)]
    version: VersionNumber,
}

/// Nothing but the path.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// Opens the newest version: writes down that this user saw it (M5.5) and answers where its file can be read.
#[utoipa::path(post, path = "/api/approvals/{organisation}/documents/{document}/open", operation_id = "open_document", tag = "approvals",
    security(("session" = [])), params(("organisation" = String, Path), ("document" = String, Path)),
    request_body = Open, responses((status = 200, body = Address), Problems))]
pub(crate) async fn open(
    State(app): State<App>,
    member: Member<ToRead>,
    InPath(id): InPath<DocumentId>,
    Body(body): Body<Open>,
) -> Result<Json<Address>, Problem> {
    let (store, organisation) = (&app.portal.store, member.organisation.id);
    let (user, now) = (&member.session.user, member.session.now);
    let (found, version) = tokio::join!(
        store.document_with_view(organisation, id, body.version, user.id),
        store.version(organisation, id, body.version),
    );
    let may_see = |(document, _): &(Document, Option<View>)| may_see(&member.rights, document);
    let (document, seen) = found?.filter(may_see).ok_or_else(Problem::not_found)?;
    may_read(&document, body.version)?;
    let version = version?.ok_or_else(Problem::not_found)?;
    if seen.is_none() {
        let view = View { version: body.version, user: user.id, at: now };
        let actor = Actor::Client { id: user.id, name: user.name.clone() };
        let outcome = store.change_document(organisation, id, now, |document| {
            may_read(document, body.version)?;
            let event = Event::Viewed { version: body.version };
            Ok::<_, Refusal>(Some(Step { actor: actor.clone(), event, with: vec![With::View(view.clone())] }))
        });
        match outcome.await?? {
            // Another tab of this user was first.
            Outcome::Done(_) | Outcome::Unchanged(_) | Outcome::Stale => {}
            Outcome::Missing => return Err(Problem::not_found()),
        }
    }
    let about = About { organisation, document: id, version: body.version };
    let file = &version.file;
    let reading =
        app.files.address_for_reading(Object::Document(about), &file.object_version, Disposition::Inline, &file.name);
    let url = reading.await.map_err(Problem::unavailable)?;
    Ok(Json(Address { url, expires_at: expires_at(now) }))
}

/// A version can be read while it is the newest one and the firm has not taken it back.
fn may_read(document: &Document, version: VersionNumber) -> Result<(), Refusal> {
    if document.version != version {
        return Err(Refusal::Superseded);
    }
    if document.status == Status::Withdrawn { Err(Refusal::Withdrawn) } else { Ok(()) }
}

/// Answers where the evidence of an approved document can be fetched.
#[utoipa::path(post, path = "/api/approvals/{organisation}/documents/{document}/pack", operation_id = "fetch_evidence", tag = "approvals",
    security(("session" = [])), params(("organisation" = String, Path), ("document" = String, Path)),
    request_body = Nothing, responses((status = 200, body = Address), Problems))]
pub(crate) async fn pack(
    State(app): State<App>,
    member: Member<ToRead>,
    InPath(id): InPath<DocumentId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<Address>, Problem> {
    let organisation = member.organisation.id;
    let found = app.portal.store.document(organisation, id).await?;
    let document = found.filter(|found| may_see(&member.rights, found)).ok_or_else(Problem::not_found)?;
    let Some(proof) = &document.proof else {
        let title = "There is no evidence yet; it is made within seconds of the last approval";
        return Err(Problem::new(StatusCode::CONFLICT, "evidence_not_ready", title));
    };
    let name = pack_name(&document)?;
    let object = Object::Evidence(About::newest(&document));
    let reading = app.files.address_for_reading(object, &proof.object_version, Disposition::Attachment, &name);
    let url = reading.await.map_err(Problem::unavailable)?;
    Ok(Json(Address { url, expires_at: expires_at(member.session.now) }))
}

fn pack_name(document: &Document) -> Result<FileName, Problem> {
    format!("{}-{}.zip", document.reference(), document.period).parse().map_err(Problem::unavailable)
}

fn expires_at(now: Timestamp) -> Timestamp {
    now + TO_READ
}
