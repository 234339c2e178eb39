//! `POST …/questions`: **Vraag?** and the thread under it (M5.8). Asking decides nothing.

use akkoord_domain::{
    Timestamp,
    document::{Document, Refusal, Status},
    history::{Actor, Event},
    id::{DocumentId, OutboxId, QuestionId, RequestId, UserId},
    question::{Question, Reply},
    text::{Line, Note},
};
use akkoord_http::{Body, InPath, Member, Problem, member::ToApprove, problem::Problems, wire::document::Reach};
use akkoord_runtime::random;
use akkoord_store::{
    document::{Outcome, Step, With},
    outbox::{About, Effect},
    work::{Cause, Work, WorkChange},
};
use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::App;

/// How often a reply is tried on a thread that others write in at the same time.
const TRIES: u32 = 5;

/// A question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    /// Names this sending: a repeated one asks nothing again.
    #[schema(value_type = String, min_length = 16, max_length = 64)]
    request: RequestId,
    /// The question.
    #[schema(value_type = String, min_length = 1, max_length = 2000)]
    text: Note,
    /// How to be reached.
    reach: Reach,
    /// When to be reached, in the person's own words.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 120)]
    when: Option<Line<120>>,
}

/// A question was asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Asked {
    /// Its id.
    id: String,
}

/// A reply.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddReply {
    /// Names this sending: a repeated one adds nothing again.
    #[schema(value_type = String, min_length = 16, max_length = 64)]
    request: RequestId,
    /// The reply.
    #[schema(value_type = String, min_length = 1, max_length = 2000)]
    text: Note,
}

/// Asks the firm something about the document.
#[utoipa::path(post, path = "/api/approvals/{organisation}/documents/{document}/questions", operation_id = "ask_question",
    tag = "approvals", security(("session" = [])),
    params(("organisation" = String, Path), ("document" = String, Path)),
    request_body = Ask, responses((status = 200, body = Asked), Problems))]
pub(crate) async fn ask(
    State(app): State<App>,
    member: Member<ToApprove>,
    InPath(document): InPath<DocumentId>,
    Body(body): Body<Ask>,
) -> Result<Json<Asked>, Problem> {
    let (user, now) = (&member.session.user, member.session.now);
    let (store, organisation) = (&app.portal.store, member.organisation.id);
    let id = question_id(user.id, document, &body.request);
    let asked = || Json(Asked { id: id.to_string() });
    if store.question(organisation, document, id).await?.is_some() {
        return Ok(asked());
    }
    let question = Question {
        id,
        user: user.id,
        name: user.name.clone(),
        at: now,
        text: body.text,
        reach: body.reach.into(),
        when: body.when,
        open: true,
        replies: Vec::new(),
        request: body.request,
    };
    let promise = outbox_id(now)?;
    let outcome = store.change_document(organisation, document, now, |document| {
        may_talk(document)?;
        document.ask()?;
        let actor = Actor::Client { id: user.id, name: user.name.clone() };
        let with = vec![
            work(document, id, member.organisation.contact, now),
            mail(document, id, promise),
            With::Question(Box::new(question.clone())),
        ];
        Ok::<_, Refusal>(Some(Step { actor, event: Event::Asked { question: id }, with }))
    });
    match outcome.await?? {
        // The other one of two sendings was first.
        Outcome::Done(_) | Outcome::Unchanged(_) | Outcome::Stale => Ok(asked()),
        Outcome::Missing => Err(Problem::not_found()),
    }
}

/// Adds to a question; the firm is asked to answer again.
#[utoipa::path(post, path = "/api/approvals/{organisation}/documents/{document}/questions/{question}/replies",
    operation_id = "reply_to_question", tag = "approvals", security(("session" = [])),
    params(("organisation" = String, Path), ("document" = String, Path), ("question" = String, Path)),
    request_body = AddReply, responses((status = 204), Problems))]
pub(crate) async fn reply(
    State(app): State<App>,
    member: Member<ToApprove>,
    InPath(document): InPath<DocumentId>,
    InPath(id): InPath<QuestionId>,
    Body(body): Body<AddReply>,
) -> Result<StatusCode, Problem> {
    let (user, now) = (&member.session.user, member.session.now);
    let (store, organisation) = (&app.portal.store, member.organisation.id);
    let reply = Reply { at: now, name: user.name.clone(), from_firm: false, text: body.text, request: body.request };
    let promise = outbox_id(now)?;
    for _ in 0..TRIES {
        let found = store.question(organisation, document, id).await?;
        let mut question = found.ok_or_else(Problem::not_found)?;
        if question.replies.iter().any(|earlier| earlier.request == reply.request) {
            return Ok(StatusCode::NO_CONTENT);
        }
        let was_open = question.open;
        if !question.reply(reply.clone()) {
            return Err(Refusal::TooMany.into());
        }
        let outcome = store.change_document(organisation, document, now, |document| {
            may_talk(document)?;
            let mut with =
                vec![work(document, id, member.organisation.contact, now), With::Question(Box::new(question.clone()))];
            // Of one that is open the firm has a mail already.
            if !was_open {
                document.question_turned(true);
                with.push(mail(document, id, promise));
            }
            let actor = Actor::Client { id: user.id, name: user.name.clone() };
            Ok::<_, Refusal>(Some(Step { actor, event: Event::Replied { question: id }, with }))
        });
        match outcome.await?? {
            Outcome::Done(_) | Outcome::Unchanged(_) => return Ok(StatusCode::NO_CONTENT),
            Outcome::Missing => return Err(Problem::not_found()),
            Outcome::Stale => {}
        }
    }
    Err(Problem::unavailable("others kept writing in a thread"))
}

/// A document that was taken back is no longer talked about here.
fn may_talk(document: &Document) -> Result<(), Refusal> {
    if document.status == Status::Withdrawn { Err(Refusal::Withdrawn) } else { Ok(()) }
}

/// The line on the firm's work list; one that is there already stays one.
fn work(document: &Document, question: QuestionId, contact: Option<UserId>, now: Timestamp) -> With {
    With::Work(WorkChange::Begins(Work {
        organisation: document.organisation,
        document: Some(document.id),
        title: Some(document.title.clone()),
        cause: Cause::Question { question },
        at: now,
        contact,
    }))
}

/// The mail to the firm.
fn mail(document: &Document, question: QuestionId, promise: OutboxId) -> With {
    With::Promise(promise, Effect::QuestionAsked { about: About::newest(document), question })
}

/// The same sending always asks under the same id, so that it asks once.
fn question_id(user: UserId, document: DocumentId, request: &RequestId) -> QuestionId {
    let hash = Sha256::digest(format!("{user}/{document}/{}", request.as_str()));
    let mut bits = [0; 16];
    bits.copy_from_slice(&hash[..16]);
    QuestionId::new(Timestamp::UNIX_EPOCH, u128::from_be_bytes(bits))
}

fn outbox_id(now: Timestamp) -> Result<OutboxId, Problem> {
    Ok(OutboxId::new(now, random::word128().map_err(Problem::unavailable)?))
}
