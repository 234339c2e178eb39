//! `GET …/documents/{document}`: everything about one document that a member may see.

use akkoord_domain::{
    Timestamp,
    approval::Turn,
    document::{Document, Status},
    id::{DocumentId, UserId},
    right::Right,
};
use akkoord_http::{
    InPath, Member, Portal, Problem,
    member::ToRead,
    problem::Problems,
    wire::document::{
        Amount, Channel, ClosedView, DeliveryState, DocumentKind, DocumentStatus, EvidenceView, FileView, Named,
        Person, QuestionView, Recipient, StageView, VersionView,
    },
};
use akkoord_store::document::Details;
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::lists::is_turn_of;

/// What this user may do with the document now.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum May {
    /// Approve it.
    Approve,
    /// Wait until an earlier stage is complete.
    WaitForOthers,
    /// Nothing: this user approved it.
    AlreadyApproved,
    /// Nothing: this user is not asked.
    NotAnApprover,
    /// Nothing: it is decided.
    Closed,
}

/// A delivery, as the client sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
pub(crate) struct DeliveryView {
    /// Where it goes.
    channel: Channel,
    /// How far it is.
    state: DeliveryState,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The other side's proof that it has it.
    receipt: Option<String>,
    /// On which Dutch day the firm sent it by other means.
    #[schema(format = Date)]
    by_firm: Option<String>,
}

/// A document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document)]
pub(crate) struct DocumentView {
    /// Its id.
    id: String,
    /// Whose it is.
    organisation: Named,
    /// The newest version.
    version: u32,
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
    /// Where it stands.
    status: DocumentStatus,
    /// What the firm says with it.
    message: Option<String>,
    /// When this version was released.
    #[schema(value_type = String, format = DateTime)]
    released_at: Timestamp,
    /// Its file.
    file: FileView,
    /// Whether this user opened this version.
    viewed: bool,
    /// Whether this user may approve it now.
    your_turn: bool,
    /// What this user may do.
    may: May,
    /// How far each stage is.
    stages: Vec<StageView>,
    /// The stage that waits, from 0; absent when none does.
    current_stage: Option<usize>,
    /// How it was declined or withdrawn.
    closed: Option<ClosedView>,
    /// What to quote.
    reference: String,
    /// When the last one approved.
    #[schema(value_type = Option<String>, format = DateTime)]
    approved_at: Option<Timestamp>,
    /// Where it was delivered.
    deliveries: Vec<DeliveryView>,
    /// Its evidence.
    evidence: Option<EvidenceView>,
    /// Questions about it.
    questions: Vec<QuestionView>,
    /// Its versions.
    versions: Vec<VersionView>,
    /// Who at the firm is responsible.
    contact: Option<Person>,
}

/// Shows a document.
#[utoipa::path(get, path = "/api/approvals/{organisation}/documents/{document}", operation_id = "get_document", tag = "approvals",
    security(("session" = [])), params(("organisation" = String, Path), ("document" = String, Path)),
    responses((status = 200, body = DocumentView), Problems))]
pub(crate) async fn get(
    State(portal): State<Portal>,
    member: Member<ToRead>,
    InPath(id): InPath<DocumentId>,
) -> Result<Json<DocumentView>, Problem> {
    let (store, organisation, user) = (&portal.store, member.organisation.id, member.session.user.id);
    let contact: Vec<UserId> = member.organisation.contact.into_iter().collect();
    let (details, views, contact) = tokio::join!(
        store.document_details(organisation, id),
        store.views_of(organisation, id, user),
        store.names_of(&contact),
    );
    let may_see = |details: &Details| may_see(&member.rights, &details.document);
    let details = details?.filter(may_see).ok_or_else(Problem::not_found)?;
    let document = &details.document;
    let viewed = views?.iter().any(|view| view.version == document.version);
    let contact = contact?.into_values().next().map(|name| Person { name });
    // Only stages that name people cost one more read.
    let named: Vec<UserId> =
        document.stages.as_slice().iter().flat_map(|stage| stage.members.iter().copied()).collect();
    let names = store.names_of(&named).await?;
    let stages = StageView::all(document, &names, user);
    let organisation = Named::new(organisation, &member.organisation.name);
    view(&details, user, viewed, organisation, stages, contact).map(Json)
}

/// Who may only read the dossier sees what was approved; the rest does not exist there.
pub(crate) fn may_see(rights: &[Right], document: &Document) -> bool {
    rights.contains(&Right::Approve) || document.status.is_approved()
}

fn view(
    details: &Details,
    user: UserId,
    viewed: bool,
    organisation: Named,
    stages: Vec<StageView>,
    contact: Option<Person>,
) -> Result<DocumentView, Problem> {
    let document = &details.document;
    let newest = details.versions.iter().find(|version| version.version == document.version);
    let newest = newest.ok_or_else(|| Problem::unavailable("a document lacks its newest version"))?;
    let is_approved = document.status.is_approved();
    Ok(DocumentView {
        id: document.id.to_string(),
        organisation,
        version: document.version,
        kind: document.kind.into(),
        title: document.title.to_string(),
        period: document.period.to_string(),
        amount: document.amount.map(Amount::from),
        deadline: document.deadline.to_string(),
        recipient: document.recipient.into(),
        status: document.status.into(),
        message: newest.message.as_ref().map(ToString::to_string),
        released_at: document.released_at,
        file: FileView::from(&newest.file),
        viewed,
        your_turn: is_turn_of(document, user),
        may: may(document, user),
        stages,
        current_stage: document.stages.current(&document.given).filter(|_| document.status == Status::Open),
        closed: document.closed.as_ref().map(ClosedView::from),
        reference: document.reference(),
        approved_at: document.given.last().map(|given| given.at).filter(|_| is_approved),
        deliveries: document
            .deliveries
            .iter()
            .map(|delivery| DeliveryView {
                channel: delivery.channel.into(),
                state: delivery.state.into(),
                at: delivery.at,
                receipt: delivery.receipt.as_ref().map(ToString::to_string),
                by_firm: delivery.by_firm.map(|day| day.to_string()),
            })
            .collect(),
        evidence: document.proof.as_ref().map(|proof| EvidenceView { made_at: proof.made_at }),
        questions: details.questions.iter().map(|question| QuestionView::new(question, user)).collect(),
        versions: details.versions.iter().map(VersionView::from).collect(),
        contact,
    })
}

fn may(document: &Document, user: UserId) -> May {
    match document.stages.turn(&document.given, user) {
        Turn::Given => May::AlreadyApproved,
        _ if document.status != Status::Open => May::Closed,
        Turn::Now(_) => May::Approve,
        Turn::Later => May::WaitForOthers,
        Turn::Never => May::NotAnApprover,
    }
}
