//! `/api/office/documents`: what staff do about deliveries and evidence that do not come by themselves.

use akkoord_domain::{
    Date, Timestamp,
    delivery::{Channel as Delivering, Delivery, State as Delivered},
    document::{Document, Refusal},
    dutch_time::dutch_date,
    id::{DocumentId, OrganisationId, OutboxId},
    text::Line,
};
use akkoord_http::{Body, InPath, Portal, Problem, Staff, problem::Problems, wire::document::Channel};
use akkoord_runtime::random;
use akkoord_store::{
    document::{Step, With},
    outbox::{About, Effect},
    work::{Cause, WorkChange},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    app::promise,
    documents::change,
    fields::code_of,
    view::{Nothing, OfDocument, actor},
};

/// Which delivery to try again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliverAgain {
    /// Its channel.
    channel: Channel,
}

/// That the firm sent an approved document to its recipient by other means.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SentByFirm {
    /// On which Dutch day: not before the last approval, and not later than today.
    #[schema(format = Date)]
    on: String,
    /// The recipient's reference, or what else there is to say; the client reads it.
    #[schema(max_length = 200)]
    remark: Option<String>,
}

/// Delivers a document again whose delivery failed, was refused, has not been tried for hours, or of which nobody knows
/// what became: then the other side is asked first. One that waits for its next try or arrived stays as it is.
#[utoipa::path(post, path = "/api/office/documents/{organisation}/{document}/deliver-again", operation_id = "deliver_again",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = DeliverAgain,
    responses((status = 204), Problems))]
pub(crate) async fn deliver_again(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(body): Body<DeliverAgain>,
) -> Result<StatusCode, Problem> {
    let (session, channel) = (&staff.session, body.channel.into());
    change(&portal.store, session, (organisation, document), |next| {
        // A try through a channel that does not exist would only come back as "waiting".
        let before = next.delivery(channel).filter(|_| channel.leads_somewhere()).ok_or(Refusal::NotDeliverable)?;
        if before.state == Delivered::Queued && !before.is_late(session.now) {
            return Ok(None);
        }
        let event = next.deliver(Delivery::new(channel, Delivered::Queued, session.now))?;
        let mut with = vec![promise(Effect::Deliver { about: About::newest(next), channel }, session.now)?];
        with.extend(ends(next.id, channel));
        Ok(Some(Step { actor: actor(session), event, with }))
    })
    .await
}

/// Asks once more for the evidence of a document that was approved hours ago and has none. Where it is there or may still
/// come by itself, nothing happens.
#[utoipa::path(post, path = "/api/office/documents/{organisation}/{document}/prove-again", operation_id = "prove_again",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = Nothing,
    responses((status = 204), Problems))]
pub(crate) async fn prove_again(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<StatusCode, Problem> {
    let (store, now) = (&portal.store, staff.session.now);
    let found = store.document(organisation, document).await?.ok_or_else(Problem::not_found)?;
    if found.lacks_evidence(now) {
        let effect = Effect::EvidenceMissing { about: About::newest(&found) };
        let id = OutboxId::new(now, random::word128().map_err(Problem::unavailable)?);
        store.promise(id, &effect, now).await?;
        tracing::info!(user.id = %staff.session.user.id, document.id = %document, outbox.id = %id, "asked for evidence again");
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that the firm sent an approved document to its recipient by other means than the portal. Sending the same again
/// changes nothing.
#[utoipa::path(post, path = "/api/office/documents/{organisation}/{document}/sent-by-firm", operation_id = "sent_by_firm",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = SentByFirm,
    responses((status = 204), Problems))]
pub(crate) async fn sent_by_firm(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(body): Body<SentByFirm>,
) -> Result<StatusCode, Problem> {
    let (session, channel) = (&staff.session, Delivering::Recipient);
    let on: Date = body.on.parse().map_err(|_| Problem::bad_field("on", "invalid"))?;
    // A remark of blanks is none.
    let remark = body.remark.as_deref().filter(|remark| !remark.trim().is_empty());
    let remark: Option<Line<200>> =
        remark.map(str::parse).transpose().map_err(|error| Problem::bad_field("remark", code_of(error)))?;
    change(&portal.store, session, (organisation, document), |next| {
        let before = next.delivery(channel).ok_or(Refusal::NotDeliverable)?;
        if before.by_firm == Some(on) && before.receipt == remark {
            return Ok(None);
        }
        is_possible(next, on, session.now).map_err(|code| Problem::bad_field("on", code))?;
        let event = next.sent_by_firm(on, remark.clone(), session.now)?;
        Ok(Some(Step { actor: actor(session), event, with: ends(next.id, channel).collect() }))
    })
    .await
}

/// Whether a document can have been sent on this day; the error is the field's code.
fn is_possible(document: &Document, on: Date, now: Timestamp) -> Result<(), &'static str> {
    let approved = document.given.iter().map(|given| dutch_date(given.at)).max();
    if on > dutch_date(now) {
        Err("in_future")
    } else if approved.is_some_and(|approved| on < approved) {
        Err("before_approval")
    } else {
        Ok(())
    }
}

/// The work about a delivery ends: staff did it. What waits for the firm waits for the recipient's sake, whatever is sent
/// to the archive.
fn ends(document: DocumentId, channel: Delivering) -> impl Iterator<Item = With> {
    let mut ended =
        vec![Cause::DeliveryFailed { channel }, Cause::DeliveryUnknown { channel }, Cause::DeliveryLate { channel }];
    if channel == Delivering::Recipient {
        ended.push(Cause::DeliveryWaiting);
    }
    ended.into_iter().map(move |cause| With::Work(WorkChange::Ends(cause.id(document))))
}
