//! `/api/office/work`: what waits for staff.

use std::str::FromStr;

use akkoord_domain::{Timestamp, id::OrganisationId};
use akkoord_http::{
    Body, InPath, Portal, Problem, Query, Staff, paging, path::PathParameter, problem::Problems, wire::document::Named,
};
use akkoord_store::work::{Cause, Work};
use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::view::{Nothing, Organisations, Paged, Users};

/// A page of work.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkList {
    /// The oldest first.
    work: Vec<WorkView>,
    /// Where the next page begins.
    next: Option<String>,
}

/// One line of the work list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Work)]
pub(crate) struct WorkView {
    /// Names the line within its organisation.
    id: String,
    /// Why there is work.
    kind: WorkKind,
    /// The organisation that it is about.
    organisation: Named,
    /// The document, where it is about one.
    document: Option<String>,
    /// Its title.
    title: Option<String>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who is asked first.
    contact: Option<Named>,
    /// Whether that is this user.
    mine: bool,
    /// Whom mails do not reach, with `bounce` and `complaint`.
    unreached: Option<Named>,
}

/// Why there is work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WorkKind {
    /// A client asked a question.
    Question,
    /// A client did not agree.
    Declined,
    /// A delivery was tried as often as it may be, or refused.
    DeliveryFailed,
    /// Nobody knows whether a delivery arrived.
    DeliveryUnknown,
    /// An approved document waits for the firm to send it by other means.
    DeliveryWaiting,
    /// An approved document has no evidence, and should have had it hours ago.
    EvidenceLate,
    /// A delivery was not tried for hours.
    DeliveryLate,
    /// Nobody could be told that a document waits for approval.
    NobodyTold,
    /// A mail came back: the user's address does not work.
    Bounce,
    /// The user's mailbox called a mail unwanted, and gets no more of them.
    Complaint,
}

impl From<&Cause> for WorkKind {
    fn from(cause: &Cause) -> Self {
        match cause {
            Cause::Question { .. } => Self::Question,
            Cause::Declined { .. } => Self::Declined,
            Cause::DeliveryFailed { .. } => Self::DeliveryFailed,
            Cause::DeliveryUnknown { .. } => Self::DeliveryUnknown,
            Cause::DeliveryWaiting => Self::DeliveryWaiting,
            Cause::EvidenceLate => Self::EvidenceLate,
            Cause::DeliveryLate { .. } => Self::DeliveryLate,
            Cause::NobodyTold { .. } => Self::NobodyTold,
            Cause::Bounce { .. } => Self::Bounce,
            Cause::Complaint { .. } => Self::Complaint,
        }
    }
}

/// A line of the work list in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "it only describes; the handler takes `InPath`")]
pub(crate) struct OfWork {
    /// The organisation's id.
    organisation: String,
    /// The line's name.
    work: String,
}

/// A line's name: words, ids and numbers with hyphens between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WorkName(String);

impl FromStr for WorkName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if (1..=120).contains(&text.len()) && text.bytes().all(allowed) { Ok(Self(text.to_owned())) } else { Err(()) }
    }
}

impl PathParameter for WorkName {
    const NAME: &'static str = "work";
}

/// What waits for staff.
#[utoipa::path(get, path = "/api/office/work", operation_id = "list_work", tag = "office", security(("session" = [])),
    params(Paged), responses((status = 200, body = WorkList), Problems))]
pub(crate) async fn list(
    State(portal): State<Portal>,
    staff: Staff,
    Query(paged): Query<Paged>,
) -> Result<Json<WorkList>, Problem> {
    let (limit, after) = paged.read()?;
    let page = portal.store.work(limit, after.as_deref()).await?;
    let people = page.items.iter().flat_map(|work| work.contact.into_iter().chain(work.cause.unreached()));
    let (names, people) = tokio::join!(
        Organisations::read(&portal.store, page.items.iter().map(|work| work.organisation)),
        Users::read(&portal.store, people),
    );
    let (names, people) = (names?, people?);
    let line = |work: &Work| WorkView {
        id: work.id(),
        kind: WorkKind::from(&work.cause),
        organisation: names.named(work.organisation),
        document: work.document.map(|document| document.to_string()),
        title: work.title.as_ref().map(ToString::to_string),
        at: work.at,
        contact: people.named(work.contact),
        mine: work.contact == Some(staff.session.user.id),
        unreached: people.named(work.cause.unreached()),
    };
    let next = page.next.as_deref().map(paging::cursor);
    Ok(Json(WorkList { work: page.items.iter().map(line).collect(), next }))
}

/// Takes a line off the list, whether it is there or not. A question's stays until the question is answered: what nobody
/// sees any more would keep the document from its reminders for ever.
#[utoipa::path(post, path = "/api/office/work/{organisation}/{work}/done", operation_id = "finish_work", tag = "office",
    security(("session" = [])), params(OfWork), request_body = Nothing, responses((status = 204), Problems))]
pub(crate) async fn done(
    State(portal): State<Portal>,
    _staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(work): InPath<WorkName>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<StatusCode, Problem> {
    let store = &portal.store;
    let line = store.work_line(organisation, &work.0).await?;
    if let Some(Work { cause: Cause::Question { question }, document: Some(document), .. }) = line
        && store.question(organisation, document, question).await?.is_some_and(|question| question.open)
    {
        return Err(Problem::conflict("question_open", "The question still waits for an answer"));
    }
    store.work_done(organisation, &work.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
