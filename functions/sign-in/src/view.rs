//! What the operations answer about a session.

use akkoord_domain::{SignedDuration, Timestamp};
use akkoord_http::{Portal, wire};
use akkoord_store::{organisation::Membership, session::Session as Stored, user::User};
use serde::Serialize;
use utoipa::ToSchema;

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
