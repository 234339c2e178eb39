//! Errors as `application/problem+json` (RFC 9457). The stable `code` is for the web app to translate; a 5xx carries a
//! reference, and what went wrong goes to the log under that reference, never into the answer.

use akkoord_domain::{Timestamp, document::Refusal};
use akkoord_store::StoreError;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

/// An answer that is not a success.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    attempts_left: Option<u32>,
    retry_at: Option<Timestamp>,
    fields: Vec<FieldProblem>,
    cause: Option<String>,
}

/// What is wrong with one field of the request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field's path in the body.
    pub field: String,
    /// A stable word for what is wrong.
    pub code: String,
}

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Always `about:blank`: `code` tells problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// A short English text for developers.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// A stable word for what is wrong; the web app has a text for each.
    code: &'static str,
    /// Names the failure in the firm's log; only with a 5xx.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// Guesses that are left, with `code_wrong`.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts_left: Option<u32>,
    /// From when trying again can work.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    retry_at: Option<Timestamp>,
    /// The fields that are wrong, with `bad_request`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    fields: Vec<FieldProblem>,
}

/// What every operation may answer instead of a success, for the OpenAPI document.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "it only describes; utoipa reads it at compile time")]
pub enum Problems {
    /// The request was refused; `code` says why.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(ProblemBody),
    /// A service did not answer; `reference` names the failure.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(ProblemBody),
}

impl Problem {
    /// A problem with a stable code and an English title.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self { status, code, title, attempts_left: None, retry_at: None, fields: Vec::new(), cause: None }
    }

    /// 404: there is no such thing, or it is not this user's to see.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here")
    }

    /// 401: no live session came with the request.
    #[must_use]
    pub fn no_session() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "no_session", "Sign in first")
    }

    /// 410: the link is unknown, expired or used.
    #[must_use]
    pub fn link_gone() -> Self {
        Self::new(StatusCode::GONE, "link_gone", "This link does not work any more; ask for a new one")
    }

    /// 403: a member of the organisation without the right that this needs.
    #[must_use]
    pub fn no_right() -> Self {
        Self::new(StatusCode::FORBIDDEN, "no_right", "The organisation's administrator did not give this right")
    }

    /// 400 for one field.
    #[must_use]
    pub fn bad_field(field: &str, code: &str) -> Self {
        let mut problem =
            Self::new(StatusCode::BAD_REQUEST, "bad_request", "The request has a field that is not right");
        problem.fields.push(FieldProblem { field: field.to_owned(), code: code.to_owned() });
        problem
    }

    /// 400 for several fields, each with its code; at least one.
    #[must_use]
    pub fn bad_fields(fields: Vec<(&str, &str)>) -> Self {
        let mut problem =
            Self::new(StatusCode::BAD_REQUEST, "bad_request", "The request has fields that are not right");
        problem.fields = fields
            .into_iter()
            .map(|(field, code)| FieldProblem { field: field.to_owned(), code: code.to_owned() })
            .collect();
        problem
    }

    /// 409: what is asked for cannot happen as things stand.
    #[must_use]
    pub fn conflict(code: &'static str, title: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code, title)
    }

    /// 503: a service that is needed did not answer. `cause` goes to the log only.
    #[must_use]
    pub fn unavailable(cause: impl std::fmt::Display) -> Self {
        let title = "A service that is needed did not answer; try again";
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", title);
        problem.cause = Some(cause.to_string());
        problem
    }

    /// Adds the number of guesses that are left.
    #[must_use]
    pub fn with_attempts_left(mut self, attempts: u32) -> Self {
        self.attempts_left = Some(attempts);
        self
    }

    /// Adds from when trying again can work.
    #[must_use]
    pub fn with_retry_at(mut self, moment: Timestamp) -> Self {
        self.retry_at = Some(moment);
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The fields that are wrong.
    #[must_use]
    pub fn fields(&self) -> &[FieldProblem] {
        &self.fields
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::unavailable(error)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Superseded => {
                Self::conflict("superseded", "A newer version took the place of this one; read that one")
            }
            Refusal::Withdrawn => Self::conflict("withdrawn", "The firm took the document back"),
            Refusal::Declined => Self::conflict("declined", "A member did not agree with the document"),
            Refusal::AlreadyApproved => Self::conflict("already_approved", "The document was approved before"),
            Refusal::Completed => Self::conflict("completed", "Others approved the document meanwhile"),
            Refusal::NotYourTurn => Self::conflict("not_your_turn", "Somebody else has to approve the document now"),
            Refusal::NotViewed => Self::conflict("not_viewed", "Open this version before approving it"),
            Refusal::TooMany => Self::conflict("too_many", "There are as many of these as there may be"),
            Refusal::NotDeliverable => Self::conflict("not_deliverable", "The delivery is in another state"),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let reference = self.status.is_server_error().then(reference);
        if let Some(reference) = &reference {
            let cause = self.cause.as_deref().unwrap_or("unknown");
            tracing::error!(error.reference = reference, error.cause = cause, "a request failed");
        }
        let body = ProblemBody {
            kind: "about:blank",
            title: self.title,
            status: self.status.as_u16(),
            code: self.code,
            reference,
            attempts_left: self.attempts_left,
            retry_at: self.retry_at,
            fields: self.fields,
        };
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// Eight characters that a person can read out over the telephone.
fn reference() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    match akkoord_runtime::random::bytes::<8>() {
        Ok(bytes) => bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect(),
        // Without random bits the answer still goes out; the log line then has the same words.
        Err(_) => "NORANDOM".to_owned(),
    }
}
