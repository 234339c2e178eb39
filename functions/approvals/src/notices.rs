//! `GET /api/approvals/notices`: what waits for this user's approval, over all organisations (M3.4).

use std::collections::HashMap;

use akkoord_domain::{document::Document, id::OrganisationId, right::Right};
use akkoord_http::{
    Portal, Problem, SessionWithCandidates,
    problem::Problems,
    wire::document::{Amount, DocumentKind, Named},
};
use akkoord_store::{Page, Store, StoreError};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::lists::is_turn_of;

/// The most notices that are shown.
const MOST: usize = 50;

/// Documents that wait for this user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Notices {
    /// By deadline, at most 50.
    notices: Vec<Notice>,
    /// Whether there are more than these.
    more: bool,
}

/// A document that waits for this user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Notice {
    /// Whose it is.
    organisation: Named,
    /// The document's id.
    document: String,
    /// What kind it is.
    kind: DocumentKind,
    /// Its title.
    title: String,
    /// For which period.
    period: String,
    /// Until when it should be approved: a Dutch date.
    #[schema(format = Date)]
    deadline: String,
    /// How much there is to pay or to receive.
    amount: Option<Amount>,
}

/// Lists what waits for this user in every organisation where the user may approve.
#[utoipa::path(get, path = "/api/approvals/notices", operation_id = "list_notices", tag = "approvals", security(("session" = [])),
    responses((status = 200, body = Notices), Problems))]
pub(crate) async fn list(
    State(portal): State<Portal>,
    session: SessionWithCandidates,
) -> Result<Json<Notices>, Problem> {
    let SessionWithCandidates { session, candidates } = session;
    let user = session.user.id;
    // What is read for an organisation that the user has left is thrown away below.
    let (memberships, pages) =
        tokio::join!(portal.store.memberships(user, &candidates), open_documents(&portal.store, &candidates));
    let names: HashMap<OrganisationId, String> = memberships?
        .into_iter()
        .filter(|place| place.rights.contains(&Right::Approve))
        .map(|place| (place.organisation.id, place.organisation.name.to_string()))
        .collect();
    let pages = pages?;
    let cut_off = pages.iter().any(|page| page.next.is_some());
    let waiting = pages.into_iter().flat_map(|page| page.items).filter(|document| is_turn_of(document, user));
    let mut waiting: Vec<Document> = waiting.filter(|document| names.contains_key(&document.organisation)).collect();
    waiting.sort_by_key(|document| (document.deadline, document.id));
    let more = cut_off || waiting.len() > MOST;
    waiting.truncate(MOST);
    let notices = waiting.iter().filter_map(|document| Some(Notice::new(document, names.get(&document.organisation)?)));
    Ok(Json(Notices { notices: notices.collect(), more }))
}

impl Notice {
    fn new(document: &Document, organisation: &str) -> Self {
        Self {
            organisation: Named::new(document.organisation, organisation),
            document: document.id.to_string(),
            kind: document.kind.into(),
            title: document.title.to_string(),
            period: document.period.to_string(),
            deadline: document.deadline.to_string(),
            amount: document.amount.map(Amount::from),
        }
    }
}

/// The open documents of each organisation, side by side.
async fn open_documents(store: &Store, organisations: &[OrganisationId]) -> Result<Vec<Page<Document>>, StoreError> {
    let mut reads = tokio::task::JoinSet::new();
    for organisation in organisations {
        let (store, organisation) = (store.clone(), *organisation);
        reads.spawn(async move { store.open_documents(organisation, MOST, None).await });
    }
    let mut pages = Vec::with_capacity(organisations.len());
    while let Some(read) = reads.join_next().await {
        // A read that panicked must not look like an organisation without documents.
        pages.push(read.map_err(|_| StoreError::Form("a list could not be read".to_owned()))??);
    }
    Ok(pages)
}
