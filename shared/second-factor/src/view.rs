//! A challenge as the API answers it.

use akkoord_domain::{Timestamp, challenge::Method, handle::Handle};
use akkoord_http::{Problem, wire};
use akkoord_store::{challenge::Challenge, user::User};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// A request for a code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Challenge)]
pub struct ChallengeView {
    /// Names the challenge; whoever has it and the code gets in, so it is kept in memory only.
    id: String,
    /// How the code reaches the person.
    method: wire::Method,
    /// Whether a code is on its way; `false` when an SMS may only be sent from `resend_at` on.
    sent: bool,
    /// The masked mobile number, with the method `sms`.
    mobile: Option<String>,
    /// Until when a code works.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// From when another SMS may be asked for, with the method `sms`.
    #[schema(value_type = Option<String>, format = DateTime)]
    resend_at: Option<Timestamp>,
    /// Other methods that the person may choose.
    other_methods: Vec<wire::Method>,
    /// Guesses that are left.
    attempts_left: u32,
}

impl ChallengeView {
    /// The challenge of this user behind `handle`.
    #[must_use]
    pub fn new(handle: &Handle, challenge: &Challenge, user: &User) -> Self {
        let by_sms = challenge.method == Method::Sms;
        let methods = challenge.purpose.methods(user.factors());
        Self {
            id: handle.expose(),
            method: challenge.method.into(),
            sent: !by_sms || challenge.mac.is_some(),
            mobile: by_sms.then(|| user.mobile.masked()),
            expires_at: challenge.expires_at,
            resend_at: challenge.resend_at,
            other_methods: methods
                .into_iter()
                .filter(|method| *method != challenge.method)
                .map(wire::Method::from)
                .collect(),
            attempts_left: challenge.attempts_left(),
        }
    }
}

/// 410: the challenge is unknown, expired, used, out of guesses, or not for this.
#[must_use]
pub fn challenge_gone() -> Problem {
    let title = "This request for a code does not work any more; ask for a new one";
    Problem::new(StatusCode::GONE, "challenge_gone", title)
}

/// The challenge that the client names; a malformed name is a challenge that does not exist.
///
/// # Errors
/// [`challenge_gone`].
pub fn challenge_handle(text: &str) -> Result<Handle, Problem> {
    text.parse().map_err(|_| challenge_gone())
}
