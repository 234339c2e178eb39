//! `POST …/decline`: **Niet akkoord** with a reason (M5.9). It is final.

use akkoord_domain::{
    Timestamp,
    document::{Closed, Refusal},
    facts::VersionNumber,
    history::Actor,
    id::{DocumentId, OutboxId, RequestId},
    text::Note,
};
use akkoord_http::{Body, InPath, Member, Problem, member::ToApprove, problem::Problems};
use akkoord_runtime::random;
use akkoord_store::{
    document::{Outcome, Step, With},
    outbox::{About, Effect},
    work::{Cause, Work, WorkChange},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;

/// A refusal to agree.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decline {
    /// Names this sending: a repeated one answers what the first one did.
    #[schema(value_type = String, min_length = 16, max_length = 64)]
    request: RequestId,
    /// The version that was read.
    #[schema(value_type = u32, minimum = 1)]
    version: VersionNumber,
    /// Why.
    #[schema(value_type = String, min_length = 1, max_length = 2000)]
    reason: Note,
}

/// The document was declined.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Declined {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Does not agree with the version that was read.
#[utoipa::path(post, path = "/api/approvals/{organisation}/documents/{document}/decline", operation_id = "decline_document",
    tag = "approvals", security(("session" = [])),
    params(("organisation" = String, Path), ("document" = String, Path)),
    request_body = Decline, responses((status = 200, body = Declined), Problems))]
pub(crate) async fn decline(
    State(app): State<App>,
    member: Member<ToApprove>,
    InPath(id): InPath<DocumentId>,
    Body(body): Body<Decline>,
) -> Result<Json<Declined>, Problem> {
    let (user, now) = (&member.session.user, member.session.now);
    let outbox = OutboxId::new(now, random::word128().map_err(Problem::unavailable)?);
    let closed = Closed { name: user.name.clone(), at: now, reason: body.reason, request: body.request };
    let contact = member.organisation.contact;
    let outcome = app.portal.store.change_document(member.organisation.id, id, now, |document| {
        if document.closed.as_ref().is_some_and(|earlier| earlier.request == closed.request) {
            return Ok::<_, Refusal>(None);
        }
        let event = document.decline(user.id, body.version, closed.clone())?;
        let about = About::newest(document);
        let work = Work {
            organisation: document.organisation,
            document: Some(document.id),
            title: Some(document.title.clone()),
            cause: Cause::Declined { version: document.version },
            at: now,
            contact,
        };
        Ok(Some(Step {
            actor: Actor::Client { id: user.id, name: user.name.clone() },
            event,
            with: vec![
                With::Promise(outbox, Effect::DocumentDeclined { about, by: user.id }),
                With::Work(WorkChange::Begins(work)),
            ],
        }))
    });
    match outcome.await?? {
        Outcome::Done(document) | Outcome::Unchanged(document) => {
            tracing::info!(user.id = %user.id, document.id = %document.id, outcome = "declined", "document decided");
            Ok(Json(Declined { at: document.closed.map_or(now, |closed| closed.at) }))
        }
        Outcome::Missing => Err(Problem::not_found()),
        Outcome::Stale => Err(Problem::unavailable("a promise of that id is there already")),
    }
}
