//! What the operations answer: a challenge, a session.

use akkoord_domain::{SignedDuration, Timestamp, challenge::Method, handle::Handle};
use akkoord_http::{Portal, Problem, wire};
use akkoord_store::{challenge::Challenge, organisation::Membership, session::Session as Stored, user::User};
use serde::Serialize;
use utoipa::ToSchema;

/// A request for a code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Challenge)]
pub(crate) struct ChallengeView {
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
    pub(crate) fn new(handle: &Handle, challenge: &Challenge, user: &User) -> Self {
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

/// The session, as the screens need it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// The user's id.
    user: String,
    /// The person's name.
    name: String,
    /// The login name.
    login: String,
    /// Where mails go.
    email: String,
    /// The masked mobile number.
    mobile: Option<String>,
    /// The language of the screens.
    language: wire::Language,
    /// Client or staff.
    kind: wire::Kind,
    /// The organisations that the user belongs to, by name.
    organisations: Vec<OrganisationView>,
    /// The one that the user is working for.
    active_organisation: Option<String>,
    /// When the session ends if nothing more is done.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// The user's second factors.
    second_factor: SecondFactor,
}

/// An organisation with the user's rights in it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organisation)]
pub(crate) struct OrganisationView {
    /// The organisation's id.
    id: String,
    /// Its name.
    name: String,
    /// Its client number at the firm.
    client_number: String,
    /// What the user may do there.
    rights: Vec<wire::Right>,
}

/// The user's second factors.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SecondFactor {
    /// An authenticator is set up.
    authenticator: bool,
    /// Codes by SMS work.
    sms: bool,
    /// Recovery codes that were not used yet.
    recovery_codes_left: usize,
}

impl SessionView {
    pub(crate) fn new(portal: &Portal, stored: &Stored, user: &User, memberships: Vec<Membership>) -> Self {
        let factors = user.factors();
        let chosen = stored.organisation.filter(|id| memberships.iter().any(|place| place.organisation.id == *id));
        let active = chosen.or_else(|| memberships.first().map(|place| place.organisation.id));
        Self {
            user: user.id.to_string(),
            name: user.name.to_string(),
            login: user.login.to_string(),
            email: user.email.as_str().to_owned(),
            mobile: Some(user.mobile.masked()),
            language: user.language.into(),
            kind: user.kind.into(),
            organisations: memberships.into_iter().map(OrganisationView::from).collect(),
            active_organisation: active.map(|id| id.to_string()),
            ends_at: stored.times().ends_at(portal.limits),
            second_factor: SecondFactor {
                authenticator: factors.authenticator,
                sms: factors.sms_fallback,
                recovery_codes_left: factors.recovery_codes,
            },
        }
    }
}

impl From<Membership> for OrganisationView {
    fn from(membership: Membership) -> Self {
        Self {
            id: membership.organisation.id.to_string(),
            name: membership.organisation.name.to_string(),
            client_number: membership.organisation.client_number,
            rights: membership.rights.into_iter().map(wire::Right::from).collect(),
        }
    }
}

/// A new session for this device.
pub(crate) fn new_session(portal: &Portal, device: String, now: Timestamp) -> Stored {
    Stored {
        created_at: now,
        last_seen_at: now,
        ends_at_latest: now.checked_add(portal.limits.absolute).unwrap_or(now + SignedDuration::from_hours(24)),
        device,
        organisation: None,
    }
}

/// 410: the challenge is unknown, expired, used, out of guesses, or not for this.
pub(crate) fn challenge_gone() -> Problem {
    let title = "This request for a code does not work any more; ask for a new one";
    Problem::new(axum::http::StatusCode::GONE, "challenge_gone", title)
}

/// 410: the link is unknown, expired or used.
pub(crate) fn link_gone() -> Problem {
    Problem::new(axum::http::StatusCode::GONE, "link_gone", "This link does not work any more; ask for a new one")
}
