//! `POST …/approve`: the code, and with it the approval, in one transaction (M5.7).
//!
//! Three calls follow each other: everything that is known by its key is read at once, the guess is counted while KMS
//! makes the MAC, and one transaction uses the code up and writes approval, history and promise.

use akkoord_domain::{
    Timestamp,
    approval::Given,
    challenge::Purpose,
    document::{Approving, Document},
    facts::{Sha256, VersionNumber},
    handle::Handle,
    history::Actor,
    id::{DocumentId, OrganisationId, OutboxId, RequestId},
};
use akkoord_http::{
    Body, InPath, Member, Problem, address, cookie,
    device_name::device_name,
    member::ToApprove,
    problem::Problems,
    wire::document::{DocumentStatus, Person},
};
use akkoord_runtime::random;
use akkoord_second_factor::{Check, Verified, challenge_gone, challenge_handle};
use akkoord_store::{
    StoreError,
    challenge::{Completion, Found, Proof, UserChange},
    document::{Next, Saved, View, With},
    outbox::{About, Effect},
};
use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{App, challenge::subject};

/// How often an approval is tried on a document that others change at the same time.
const TRIES: u32 = 8;

/// An approval.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approve {
    /// Names this sending: a repeated one answers what the first one did.
    #[schema(value_type = String, min_length = 16, max_length = 64)]
    request: RequestId,
    /// The version that was read.
    #[schema(value_type = u32, minimum = 1)]
    version: VersionNumber,
    /// The SHA-256 of its file.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    sha256: Sha256,
    /// The challenge's id.
    challenge: String,
    /// Its code.
    #[schema(value_type = String, max_length = 64)]
    code: SecretString,
}

/// An approval was given.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Approved {
    /// What to quote.
    reference: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Whether everybody who is needed approved.
    complete: bool,
    /// Where the document stands.
    status: DocumentStatus,
    /// Who still has to approve, when the stage that waits names people.
    waiting_for: Vec<Person>,
    /// Whether anyone with the right may give the next approval.
    anyone: bool,
}

/// A sending with everything that it names, read side by side.
pub(crate) struct Sent {
    member: Member<ToApprove>,
    headers: HeaderMap,
    body: Approve,
    document: Document,
    view: Option<View>,
    challenge: Option<(Handle, Option<Found>)>,
}

impl FromRequest<App> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let organisation = InPath::<OrganisationId>::from_request_parts(&mut parts, app).await;
        let id = InPath::<DocumentId>::from_request_parts(&mut parts, app).await;
        let body = Body::<Approve>::from_request(Request::from_parts(parts.clone(), body), app).await;
        match (organisation, id, body) {
            (Ok(InPath(organisation)), Ok(InPath(id)), Ok(Body(body))) => {
                Self::read(parts, app, organisation, id, body).await
            }
            (organisation, id, body) => {
                // Who is not signed in learns nothing about path or body.
                Member::<ToApprove>::from_request_parts(&mut parts, app).await?;
                Err(organisation.err().or(id.err()).or(body.err()).unwrap_or_else(Problem::not_found))
            }
        }
    }
}

impl Sent {
    /// Reads everything that the sending names. What was read for somebody who may not read it is thrown away.
    async fn read(
        mut parts: Parts,
        app: &App,
        organisation: OrganisationId,
        id: DocumentId,
        body: Approve,
    ) -> Result<Self, Problem> {
        let headers = parts.headers.clone();
        let user = cookie::session(&headers).ok_or_else(Problem::no_session)?.user();
        let store = &app.portal.store;
        let handle = challenge_handle(&body.challenge).ok().filter(|handle| handle.user() == user);
        let challenge = async {
            let Some(handle) = handle else { return Ok(None) };
            let found = store.challenge(&handle, None).await?;
            Ok::<_, StoreError>(Some((handle, found)))
        };
        let (member, document, challenge) = tokio::join!(
            Member::from_request_parts(&mut parts, app),
            store.document_with_view(organisation, id, body.version, user),
            challenge,
        );
        let member = member?;
        let (document, view) = document?.ok_or_else(Problem::not_found)?;
        Ok(Self { member, headers, body, document, view, challenge: challenge? })
    }
}

/// Approves the version that was read.
#[utoipa::path(post, path = "/api/approvals/{organisation}/documents/{document}/approve", operation_id = "approve_document",
    tag = "approvals", security(("session" = [])),
    params(("organisation" = String, Path), ("document" = String, Path)),
    request_body = Approve, responses((status = 200, body = Approved), Problems))]
pub(crate) async fn approve(State(app): State<App>, sent: Sent) -> Result<Json<Approved>, Problem> {
    let user = &sent.member.session.user;
    if let Some(given) = sent.document.approval_of(user.id, &sent.body.request) {
        return answer(&app, &sent.document, given).await;
    }
    let body = &sent.body;
    sent.document.may_approve(user.id, body.version, &body.sha256, sent.view.is_some())?;
    match verify_and_write(&app, &sent).await {
        Ok(document) => {
            let given = document.approval_of(user.id, &body.request);
            answer(&app, &document, given.ok_or_else(|| Problem::unavailable("an approval is missing"))?).await
        }
        Err(problem) => {
            // A second sending that lost the race against the first one finds what that one wrote.
            let document = app.portal.store.document(sent.member.organisation.id, sent.document.id).await?;
            match document.as_ref().and_then(|document| Some((document, document.approval_of(user.id, &body.request)?)))
            {
                Some((document, given)) => answer(&app, document, given).await,
                None => Err(problem),
            }
        }
    }
}

async fn verify_and_write(app: &App, sent: &Sent) -> Result<Document, Problem> {
    let session = &sent.member.session;
    let subject = subject(&sent.document);
    let (handle, found) = sent.challenge.as_ref().ok_or_else(challenge_gone)?;
    let check = Check {
        handle,
        purpose: Purpose::Approve,
        bound_to: Some(session.handle.digest()),
        subject: Some(&subject),
        code: sent.body.code.expose_secret(),
        device: None,
        now: session.now,
    };
    let verified = app.factor.verify_found(found.clone(), &check).await?;
    write(app, sent, handle, verified).await
}

/// Writes the approval; again, when somebody else changed the document in between.
async fn write(app: &App, sent: &Sent, challenge: &Handle, verified: Verified) -> Result<Document, Problem> {
    let (user, now) = (&sent.member.session.user, sent.member.session.now);
    let mut document = sent.document.clone();
    for _ in 0..TRIES {
        let stage_before = document.stages.current(&document.given);
        let approving = approving(app, sent, &verified.proof)?;
        let event = document.approve(approving, sent.view.is_some())?;
        let actor = Actor::Client { id: user.id, name: user.name.clone() };
        let entry = document.record(now, actor, event).map_err(Problem::unavailable)?;
        let with = promise(&document, stage_before, now)?.into_iter().collect();
        let next = Next { document: &document, entry: &entry, with };
        let completion = Completion {
            challenge,
            proof: verified.proof.clone(),
            now,
            change: UserChange::None,
            link: None,
            session: None,
            device: None,
            document: Some(&next),
            promises: Vec::new(),
        };
        if app.factor.complete(&completion).await? != Saved::Changed {
            tracing::info!(user.id = %user.id, document.id = %document.id, outcome = "approved", "document decided");
            return Ok(document);
        }
        let read = app.portal.store.document(sent.member.organisation.id, sent.document.id).await?;
        document = read.ok_or_else(Problem::not_found)?;
        let body = &sent.body;
        document.may_approve(user.id, body.version, &body.sha256, sent.view.is_some())?;
    }
    Err(Problem::unavailable("others kept changing a document"))
}

fn approving(app: &App, sent: &Sent, proof: &Proof) -> Result<Approving, Problem> {
    let user = &sent.member.session.user;
    let agent = sent.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Ok(Approving {
        given: Given {
            user: user.id,
            name: user.name.clone(),
            stage: 0,
            at: sent.member.session.now,
            method: proof.method(),
            request: sent.body.request.clone(),
        },
        device: device_name(agent).parse().map_err(Problem::unavailable)?,
        address: address::of_viewer(&sent.headers, app.forwarded_hops).map(|address| address.to_string()),
    })
}

/// What an approval brings about: evidence and delivery after the last one, a mail to the next stage after a stage's
/// last one. Otherwise those who are asked were told before.
fn promise(document: &Document, stage_before: Option<usize>, now: Timestamp) -> Result<Option<With>, Problem> {
    let about = About::newest(document);
    let effect = match document.stages.current(&document.given) {
        None => Effect::DocumentApproved { about },
        Some(stage) if Some(stage) != stage_before => Effect::ApprovalWanted { about, stage },
        Some(_) => return Ok(None),
    };
    let id = OutboxId::new(now, random::word128().map_err(Problem::unavailable)?);
    Ok(Some(With::Promise(id, effect)))
}

async fn answer(app: &App, document: &Document, given: &Given) -> Result<Json<Approved>, Problem> {
    let stage = document.stages.current(&document.given).and_then(|stage| document.stages.as_slice().get(stage));
    let asked: Vec<_> = stage
        .iter()
        .flat_map(|stage| &stage.members)
        .filter(|member| !document.given.iter().any(|approval| approval.user == **member))
        .copied()
        .collect();
    let names = app.portal.store.names_of(&asked).await?;
    Ok(Json(Approved {
        reference: document.reference(),
        at: given.at,
        complete: document.status.is_approved(),
        status: document.status.into(),
        waiting_for: asked.iter().filter_map(|id| names.get(id)).map(|name| Person { name: name.clone() }).collect(),
        anyone: stage.is_some_and(|stage| stage.members.is_empty()),
    }))
}
