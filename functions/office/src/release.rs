//! Releasing a draft: from then on the client sees it, and that version never changes.

use akkoord_domain::{
    approval::InvalidStages,
    document::{Document, Refusal},
    draft::{Draft, NotReady},
    dutch_time::dutch_date,
    facts::File,
    history::Event,
    id::{DocumentId, OrganisationId},
};
use akkoord_http::{Body, InPath, Portal, Problem, Session, Staff, problem::Problems};
use akkoord_store::{
    Store,
    document::{Next, Saved, Version, With},
    draft::Released,
    outbox::{About, Effect},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    app::promise,
    view::{OfDocument, actor, changed, not_open, with_right},
};

/// How often a release is tried on a document that others change at the same time.
const TRIES: usize = 5;

/// The draft as it was looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Release {
    /// Its revision.
    revision: u64,
}

/// A version that a client can see.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReleasedVersion)]
pub(crate) struct ReleasedView {
    /// Whose it is.
    organisation: String,
    /// The document.
    document: String,
    /// Its version.
    version: u32,
}

/// Makes a draft the newest version of its document. Sending the same again finds the version that it made.
#[utoipa::path(post, path = "/api/office/drafts/{organisation}/{document}/release", operation_id = "release_draft",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = Release,
    responses((status = 200, body = ReleasedView), Problems))]
pub(crate) async fn release(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(body): Body<Release>,
) -> Result<Json<ReleasedView>, Problem> {
    let (store, session) = (&portal.store, &staff.session);
    for _ in 0..TRIES {
        let Some(draft) = store.draft(organisation, document).await? else {
            let version = released_before(store, session, (organisation, document), body.revision).await?;
            return Ok(Json(view(organisation, document, version)));
        };
        if draft.revision != body.revision {
            return Err(changed());
        }
        let file = checked(store, session, &draft).await?;
        let (next, event) = next(store, &draft, &file, session).await?;
        if save(store, session, &draft, file, next, event).await? == Saved::Yes {
            return Ok(Json(view(organisation, document, draft.version)));
        }
    }
    Err(Problem::unavailable("others kept changing a document that is released"))
}

fn view(organisation: OrganisationId, document: DocumentId, version: u32) -> ReleasedView {
    ReleasedView { organisation: organisation.to_string(), document: document.to_string(), version }
}

/// The version that this very sending made, when its answer was lost.
async fn released_before(
    store: &Store,
    session: &Session,
    (organisation, document): (OrganisationId, DocumentId),
    revision: u64,
) -> Result<u32, Problem> {
    let found = store.document(organisation, document).await?.ok_or_else(Problem::not_found)?;
    let version = store.version(organisation, document, found.version).await?.ok_or_else(changed)?;
    let own = version.released_by_id == session.user.id && version.revision == revision;
    if own { Ok(version.version) } else { Err(changed()) }
}

/// Whether this user may release the draft today; gives its file.
async fn checked(store: &Store, session: &Session, draft: &Draft) -> Result<File, Problem> {
    let (settings, members) = tokio::join!(store.firm_settings(), store.members(draft.organisation));
    let today = dutch_date(session.now);
    let file = draft.check(session.user.id, &settings?.four_eyes, today).map_err(not_ready)?;
    draft.stages.check_rights(&with_right(&members?)).map_err(approver_without_right)?;
    Ok(file.clone())
}

/// The document after the release, and what its history says of it.
async fn next(store: &Store, draft: &Draft, file: &File, session: &Session) -> Result<(Document, Event), Problem> {
    if draft.version == 1 {
        return Ok(draft.release(file, session.now));
    }
    let document = store.document(draft.organisation, draft.id).await?.ok_or_else(Problem::not_found)?;
    draft.supersede(&document, file, session.now).map_err(|refusal| match refusal {
        Refusal::Superseded => changed(),
        _ => not_open(),
    })
}

async fn save(
    store: &Store,
    session: &Session,
    draft: &Draft,
    file: File,
    mut document: Document,
    event: Event,
) -> Result<Saved, Problem> {
    let entry = document.record(session.now, actor(session), event).map_err(Problem::unavailable)?;
    let version = Version {
        version: draft.version,
        file,
        message: draft.message.clone(),
        released_at: session.now,
        released_by: session.user.name.clone(),
        released_by_id: session.user.id,
        revision: draft.revision,
    };
    let wanted = Effect::ApprovalWanted { about: About::newest(&document), stage: 0 };
    let with =
        vec![With::Version(Box::new(version), Released { revision: draft.revision }), promise(wanted, session.now)?];
    Ok(store.save_document(&Next { document: &document, entry: &entry, with }).await?)
}

fn not_ready(reason: NotReady) -> Problem {
    match reason {
        NotReady::NoFile => Problem::conflict("no_file", "The draft has no file"),
        NotReady::DeadlinePassed => Problem::conflict("deadline_passed", "The deadline is in the past"),
        NotReady::OtherEyes => {
            Problem::conflict("other_eyes_needed", "Somebody else than its author has to release it")
        }
    }
}

fn approver_without_right(_: InvalidStages) -> Problem {
    Problem::conflict("approver_without_right", "An approver has no right to approve for the organisation")
}
