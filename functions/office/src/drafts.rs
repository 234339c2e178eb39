//! `/api/office/drafts`: preparing what no client can see yet.

use akkoord_domain::Timestamp;
use akkoord_domain::{
    draft::Draft,
    dutch_time::dutch_date,
    facts::{File, Kind},
    id::{DocumentId, OrganisationId},
};
use akkoord_http::{
    Body, InPath, Portal, Problem, Query, Session, Staff, paging,
    problem::Problems,
    wire::document::{Amount, DocumentKind, FileView, Named, Recipient},
};
use akkoord_store::Store;
use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    create::{keeps_kind, usual_stages},
    fields::Fields,
    view::{Nothing, OfDocument, Organisations, Paged, StageOf, changed, stages_of},
};

/// How often a change is tried on a draft that others change at the same time.
pub(crate) const TRIES: usize = 5;

/// A page of drafts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Drafts {
    /// The one that was changed last comes first.
    drafts: Vec<DraftRow>,
    /// Where the next page begins.
    next: Option<String>,
}

/// A draft in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftRow {
    /// Whose it is.
    organisation: Named,
    /// The document that it becomes.
    id: String,
    /// The version that it becomes.
    version: u32,
    /// What kind it is.
    kind: DocumentKind,
    /// Its title.
    title: String,
    /// For which period.
    period: String,
    /// Until when it should be approved: a Dutch date.
    #[schema(format = Date)]
    deadline: String,
    /// Who changed it last.
    prepared_by: Named,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Whether it has a file and its deadline has not passed.
    ready: bool,
    /// Counts its changes: what is released is the revision that was looked at.
    revision: u64,
    /// Whether this user may release it, as far as four eyes are concerned.
    may_release: bool,
}

/// A draft.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
pub(crate) struct DraftView {
    /// The document that it becomes.
    id: String,
    /// The version that it becomes; from 2 on it corrects an open document.
    version: u32,
    /// Whose it is.
    organisation: Named,
    /// What kind it is.
    kind: DocumentKind,
    /// Its title.
    title: String,
    /// For which period.
    period: String,
    /// How much there is to pay or to receive.
    amount: Option<Amount>,
    /// Until when it should be approved: a Dutch date.
    #[schema(format = Date)]
    deadline: String,
    /// Who asks for it.
    recipient: Recipient,
    /// What the firm says with it.
    message: Option<String>,
    /// Who has to approve.
    stages: Vec<StageOf>,
    /// Counts its changes.
    revision: u64,
    /// Who changed it last.
    prepared_by: Named,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Its file, once there is one that was checked.
    file: Option<FileView>,
    /// Whether its kind needs somebody else than the one who changed it last.
    four_eyes: bool,
    /// Whether this user may release it, as far as four eyes are concerned.
    may_release: bool,
}

impl DraftView {
    fn new(draft: &Draft, organisation: Named, session: &Session, four_eyes: &[Kind]) -> Self {
        Self {
            id: draft.id.to_string(),
            version: draft.version,
            organisation,
            kind: draft.kind.into(),
            title: draft.title.to_string(),
            period: draft.period.to_string(),
            amount: draft.amount.map(Amount::from),
            deadline: draft.deadline.to_string(),
            recipient: draft.recipient.into(),
            message: draft.message.as_ref().map(ToString::to_string),
            stages: stages_of(&draft.stages),
            revision: draft.revision,
            prepared_by: Named::new(draft.prepared_by, &draft.prepared_by_name),
            updated_at: draft.updated_at,
            file: draft.file.as_ref().map(FileView::from),
            four_eyes: four_eyes.contains(&draft.kind),
            may_release: may_release(draft, session, four_eyes),
        }
    }
}

/// Whether this user may release it, as far as four eyes are concerned.
fn may_release(draft: &Draft, session: &Session, four_eyes: &[Kind]) -> bool {
    !four_eyes.contains(&draft.kind) || draft.prepared_by != session.user.id
}

/// The draft with what else its view needs.
pub(crate) async fn view(store: &Store, draft: &Draft, session: &Session) -> Result<DraftView, Problem> {
    let (organisation, settings) = tokio::join!(store.organisation(draft.organisation), store.firm_settings());
    let organisation = organisation?.ok_or_else(Problem::not_found)?;
    let named = Named::new(organisation.id, &organisation.name);
    Ok(DraftView::new(draft, named, session, &settings?.four_eyes))
}

/// The firm's drafts.
#[utoipa::path(get, path = "/api/office/drafts", operation_id = "list_drafts", tag = "office", security(("session" = [])),
    params(Paged), responses((status = 200, body = Drafts), Problems))]
pub(crate) async fn list(
    State(portal): State<Portal>,
    staff: Staff,
    Query(paged): Query<Paged>,
) -> Result<Json<Drafts>, Problem> {
    let (limit, after) = paged.read()?;
    let (page, settings) = tokio::join!(portal.store.drafts(limit, after.as_deref()), portal.store.firm_settings());
    let (page, settings) = (page?, settings?);
    let names = Organisations::read(&portal.store, page.items.iter().map(|draft| draft.organisation)).await?;
    let today = dutch_date(staff.session.now);
    let row = |draft: Draft| DraftRow {
        organisation: names.named(draft.organisation),
        id: draft.id.to_string(),
        version: draft.version,
        kind: draft.kind.into(),
        title: draft.title.to_string(),
        period: draft.period.to_string(),
        deadline: draft.deadline.to_string(),
        prepared_by: Named::new(draft.prepared_by, &draft.prepared_by_name),
        updated_at: draft.updated_at,
        ready: draft.file.is_some() && draft.deadline >= today,
        revision: draft.revision,
        may_release: may_release(&draft, &staff.session, &settings.four_eyes),
    };
    let next = page.next.as_deref().map(paging::cursor);
    Ok(Json(Drafts { drafts: page.items.into_iter().map(row).collect(), next }))
}

/// A draft.
#[utoipa::path(get, path = "/api/office/drafts/{organisation}/{document}", operation_id = "get_draft", tag = "office",
    security(("session" = [])), params(OfDocument), responses((status = 200, body = DraftView), Problems))]
pub(crate) async fn get(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
) -> Result<Json<DraftView>, Problem> {
    let draft = portal.store.draft(organisation, document).await?.ok_or_else(Problem::not_found)?;
    view(&portal.store, &draft, &staff.session).await.map(Json)
}

/// Replaces what was entered; the file stays. Without `stages` the approvers become the organisation's usual ones.
#[utoipa::path(put, path = "/api/office/drafts/{organisation}/{document}", operation_id = "replace_draft", tag = "office",
    security(("session" = [])), params(OfDocument), request_body = Fields,
    responses((status = 200, body = DraftView), Problems))]
pub(crate) async fn replace(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(fields): Body<Fields>,
) -> Result<Json<DraftView>, Problem> {
    let (store, session) = (&portal.store, &staff.session);
    let mut checked = fields.checked(dutch_date(session.now))?;
    if fields.key.is_some() {
        return Err(Problem::bad_field("key", "invalid"));
    }
    if checked.organisation != organisation {
        return Err(Problem::bad_field("organisation", "invalid"));
    }
    if fields.corrects.as_ref().is_some_and(|corrects| *corrects != document.to_string()) {
        return Err(Problem::bad_field("corrects", "invalid"));
    }
    let usual = usual_stages(store, &checked).await?;
    checked.stages.get_or_insert(usual);
    let draft = change(store, session, (organisation, document), |draft| {
        if fields.revision.is_some_and(|revision| revision != draft.revision) {
            return Err(changed());
        }
        if draft.version > 1 {
            keeps_kind(draft.kind, checked.kind)?;
        }
        checked.put_into(draft);
        Ok(())
    });
    view(store, &draft.await?, session).await.map(Json)
}

/// Changes a draft: reads it, changes it, writes it as its next revision; and again, when somebody was faster.
async fn change(
    store: &Store,
    session: &Session,
    (organisation, document): (OrganisationId, DocumentId),
    mut apply: impl FnMut(&mut Draft) -> Result<(), Problem>,
) -> Result<Draft, Problem> {
    for _ in 0..TRIES {
        let mut draft = store.draft(organisation, document).await?.ok_or_else(Problem::not_found)?;
        apply(&mut draft)?;
        draft.prepared_by = session.user.id;
        draft.prepared_by_name = session.user.name.clone();
        draft.updated_at = session.now;
        draft.revision += 1;
        if store.save_draft(&draft).await? {
            return Ok(draft);
        }
    }
    Err(Problem::unavailable("others kept changing a draft"))
}

/// Gives a draft its file, when it still is the draft that the file was checked for.
pub(crate) async fn set_file(store: &Store, session: &Session, read: &Draft, file: &File) -> Result<Draft, Problem> {
    change(store, session, (read.organisation, read.id), |next| {
        // Of two sendings of the same file the other one may have been first.
        if next.file.as_ref() != Some(file) && !is_unchanged(next, read) {
            return Err(changed());
        }
        next.file = Some(file.clone());
        Ok(())
    })
    .await
}

/// Whether a draft is as it was read. After one was thrown away another one can have its id, version and revision, but
/// not its moment.
fn is_unchanged(next: &Draft, read: &Draft) -> bool {
    (next.version, next.revision, next.updated_at) == (read.version, read.revision, read.updated_at)
}

/// Throws a draft away.
#[utoipa::path(post, path = "/api/office/drafts/{organisation}/{document}/discard", operation_id = "discard_draft",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = Nothing,
    responses((status = 204), Problems))]
pub(crate) async fn discard(
    State(portal): State<Portal>,
    _staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<StatusCode, Problem> {
    let draft = portal.store.draft(organisation, document).await?.ok_or_else(Problem::not_found)?;
    if portal.store.discard_draft(&draft).await? { Ok(StatusCode::NO_CONTENT) } else { Err(changed()) }
}

#[cfg(test)]
mod tests {
    use akkoord_domain::{SignedDuration, approval::Stages, facts, id::UserId};

    use super::*;

    fn draft() -> Draft {
        Draft {
            id: DocumentId::new(Timestamp::UNIX_EPOCH, 1),
            organisation: OrganisationId::new(Timestamp::UNIX_EPOCH, 2),
            version: 2,
            kind: Kind::Vat,
            title: "Btw-aangifte".parse().unwrap(),
            period: "2026-Q3".parse().unwrap(),
            amount: None,
            deadline: "2026-12-01".parse().unwrap(),
            recipient: facts::Recipient::Belastingdienst,
            message: None,
            stages: Stages::default(),
            file: None,
            prepared_by: UserId::new(Timestamp::UNIX_EPOCH, 3),
            prepared_by_name: "Iris Jansen".parse().unwrap(),
            updated_at: Timestamp::UNIX_EPOCH,
            revision: 1,
        }
    }

    #[test]
    fn a_file_is_for_the_draft_that_was_read_and_for_no_other_one_of_its_version() {
        let read = draft();
        assert!(is_unchanged(&read.clone(), &read));
        let later = Timestamp::UNIX_EPOCH + SignedDuration::from_millis(1);
        for (what, other) in [
            ("thrown away and begun again", Draft { updated_at: later, ..draft() }),
            ("changed", Draft { revision: 2, updated_at: later, ..draft() }),
            ("changed within one moment", Draft { revision: 2, ..draft() }),
            ("of another version", Draft { version: 3, ..draft() }),
        ] {
            assert!(!is_unchanged(&other, &read), "{what}");
        }
    }
}
