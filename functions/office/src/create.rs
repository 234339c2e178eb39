//! Beginning a draft: of a new document, which its client may name by a key so that no sending makes a second one, or of the
//! next version of an open one, of which there is one draft at most anyway.

use akkoord_domain::{
    approval::Stages,
    document::Group,
    draft::{Draft, DraftKey},
    dutch_time::dutch_date,
    facts::{Kind, VersionNumber},
    id::DocumentId,
};
use akkoord_http::{Body, Portal, Problem, Session, Staff, problem::Problems};
use akkoord_runtime::random;
use akkoord_store::{Store, draft::Made};
use axum::{Json, extract::State};

use crate::{
    drafts::{DraftView, TRIES, view},
    fields::{Checked, Fields},
    view::{not_open, with_right},
};

/// Begins a draft: of a new document, or of the next version of an open one. The same key again answers the draft that it
/// made before.
#[utoipa::path(post, path = "/api/office/drafts", operation_id = "create_draft", tag = "office", security(("session" = [])),
    request_body = Fields, responses((status = 200, body = DraftView), Problems))]
pub(crate) async fn create(
    State(portal): State<Portal>,
    staff: Staff,
    Body(fields): Body<Fields>,
) -> Result<Json<DraftView>, Problem> {
    let (store, session) = (&portal.store, &staff.session);
    let checked = fields.checked(dutch_date(session.now))?;
    let key = fields.named()?;
    let usual = usual_stages(store, &checked).await?;
    let draft = match (&fields.corrects, key) {
        (None, Some(key)) => named(store, session, checked, usual, &key).await?,
        (None, None) => unnamed(store, new_draft(new_id(session)?, 1, checked, usual, session)).await?,
        (Some(corrects), _) => {
            let id = corrects.parse().map_err(|_| Problem::not_found())?;
            let document = store.document(checked.organisation, id).await?.ok_or_else(Problem::not_found)?;
            if document.status.group() != Group::Open {
                return Err(not_open());
            }
            keeps_kind(document.kind, checked.kind)?;
            unnamed(store, new_draft(id, document.version + 1, checked, document.stages, session)).await?
        }
    };
    view(store, &draft, session).await.map(Json)
}

async fn unnamed(store: &Store, draft: Draft) -> Result<Draft, Problem> {
    if store.save_draft(&draft).await? {
        Ok(draft)
    } else {
        Err(Problem::conflict("draft_exists", "There is a draft of this document already"))
    }
}

/// The draft that the key made, or a new one under it.
async fn named(
    store: &Store,
    session: &Session,
    checked: Checked,
    usual: Stages,
    key: &DraftKey,
) -> Result<Draft, Problem> {
    let named = [(checked.organisation, key.clone())];
    let new = new_draft(new_id(session)?, 1, checked, usual, session);
    for _ in 0..TRIES {
        match store.made(&named).await?.pop() {
            Some(Made::Draft(before)) => return Ok(*before),
            Some(Made::Released(_)) => {
                return Err(Problem::conflict("published_before", "This document was published before"));
            }
            Some(free) if store.save_named_draft(&new, key, &free).await? => return Ok(new),
            // Somebody else was faster with the same key.
            _ => {}
        }
    }
    Err(Problem::unavailable("others kept making drafts under one key"))
}

fn new_id(session: &Session) -> Result<DocumentId, Problem> {
    Ok(DocumentId::new(session.now, random::word128().map_err(Problem::unavailable)?))
}

/// A corrected version is of the kind that its document is: the kind says who may release it.
pub(crate) fn keeps_kind(before: Kind, wanted: Kind) -> Result<(), Problem> {
    if before == wanted { Ok(()) } else { Err(Problem::bad_field("kind", "invalid")) }
}

fn new_draft(id: DocumentId, version: VersionNumber, checked: Checked, usual: Stages, session: &Session) -> Draft {
    Draft {
        id,
        organisation: checked.organisation,
        version,
        kind: checked.kind,
        title: checked.title,
        period: checked.period,
        amount: checked.amount,
        deadline: checked.deadline,
        recipient: checked.recipient,
        message: checked.message,
        stages: checked.stages.unwrap_or(usual),
        file: None,
        prepared_by: session.user.id,
        prepared_by_name: session.user.name.clone(),
        updated_at: session.now,
        revision: 1,
    }
}

/// The organisation's usual approvers; refuses an organisation that does not exist, and approvers without the right.
pub(crate) async fn usual_stages(store: &Store, checked: &Checked) -> Result<Stages, Problem> {
    let organisation = store.organisation(checked.organisation).await?;
    let organisation = organisation.ok_or_else(|| Problem::bad_field("organisation", "unknown"))?;
    if let Some(stages) = &checked.stages {
        let members = store.members(checked.organisation).await?;
        let refused = |_| Problem::bad_field("stages", "approver_without_right");
        stages.check_rights(&with_right(&members)).map_err(refused)?;
    }
    Ok(organisation.stages)
}
