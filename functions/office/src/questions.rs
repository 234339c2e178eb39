//! Answering a client's question about a document.

use akkoord_domain::{
    document::{Document, Refusal},
    history::Event,
    id::{DocumentId, OrganisationId, QuestionId, RequestId},
    question::{Question, Reply},
    text::Note,
};
use akkoord_http::{Body, InPath, Portal, Problem, Session, Staff, problem::Problems};
use akkoord_store::{
    document::{Outcome, Step, With},
    outbox::{About, Effect},
    work::{Cause, WorkChange},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{app::promise, fields::code_of, view::actor};

/// How often an answer is tried on a question to which others reply at the same time.
const TRIES: usize = 5;

/// A question in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "it only describes; the handler takes `InPath`")]
pub(crate) struct OfQuestion {
    /// The organisation's id.
    organisation: String,
    /// The document's id.
    document: String,
    /// The question's id.
    question: String,
}

/// The firm's answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    /// Names this sending: 16 to 64 letters, digits and hyphens, drawn at random.
    #[schema(min_length = 16, max_length = 64)]
    request: String,
    /// What the firm says.
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
}

/// Answers a question. Sending the same again changes nothing.
#[utoipa::path(post, path = "/api/office/documents/{organisation}/{document}/questions/{question}/answer",
    operation_id = "answer_question", tag = "office", security(("session" = [])), params(OfQuestion),
    request_body = Answer, responses((status = 204), Problems))]
pub(crate) async fn answer(
    State(portal): State<Portal>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    InPath(question): InPath<QuestionId>,
    Body(body): Body<Answer>,
) -> Result<StatusCode, Problem> {
    let (store, session) = (&portal.store, &staff.session);
    let (request, text) = checked(&body.request, "text", &body.text)?;
    let reply = Reply { at: session.now, name: session.user.name.clone(), from_firm: true, text, request };
    for _ in 0..TRIES {
        let asked = store.question(organisation, document, question).await?.ok_or_else(Problem::not_found)?;
        if asked.replies.iter().any(|earlier| earlier.request == reply.request) {
            return Ok(StatusCode::NO_CONTENT);
        }
        let decide = |next: &mut Document| step(next, asked.clone(), reply.clone(), session).map(Some);
        match store.change_document(organisation, document, session.now, decide).await?? {
            Outcome::Done(_) | Outcome::Unchanged(_) => return Ok(StatusCode::NO_CONTENT),
            Outcome::Missing => return Err(Problem::not_found()),
            Outcome::Stale => {}
        }
    }
    Err(Problem::unavailable("others kept replying to a question"))
}

fn step(document: &mut Document, mut question: Question, reply: Reply, session: &Session) -> Result<Step, Problem> {
    let was_open = question.open;
    if !question.reply(reply) {
        return Err(Refusal::TooMany.into());
    }
    if was_open {
        document.question_turned(false);
    }
    let id = question.id;
    let answered = Effect::QuestionAnswered { about: About::newest(document), question: id };
    Ok(Step {
        actor: actor(session),
        event: Event::Answered { question: id },
        with: vec![
            With::Question(Box::new(question)),
            promise(answered, session.now)?,
            With::Work(WorkChange::Ends(Cause::Question { question: id }.id(document.id))),
        ],
    })
}

/// The name of a sending with the text that it brings; `field` names the text.
pub(crate) fn checked(request: &str, field: &str, text: &str) -> Result<(RequestId, Note), Problem> {
    match (request.parse(), text.parse()) {
        (Ok(request), Ok(text)) => Ok((request, text)),
        (Err(_), Ok(_)) => Err(Problem::bad_field("request", "invalid")),
        (Ok(_), Err(error)) => Err(Problem::bad_field(field, code_of(error))),
        (Err(_), Err(error)) => Err(Problem::bad_fields(vec![("request", "invalid"), (field, code_of(error))])),
    }
}
