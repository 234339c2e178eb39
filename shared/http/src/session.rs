//! The `Session` extractor: an operation that takes it runs only for a signed-in user.

use akkoord_domain::{Timestamp, handle::Handle, id::OrganisationId, user::Status};
use akkoord_store::{session::Session as Stored, user::User};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};

use crate::{Portal, Problem, cookie, layers::Pending};

/// A live session with its user, read at this very request: there is no cache, so what was revoked is gone.
#[derive(Debug, Clone)]
pub struct Session {
    /// The cookie's handle.
    pub handle: Handle,
    /// The session.
    pub stored: Stored,
    /// The user.
    pub user: User,
    /// The moment of the request.
    pub now: Timestamp,
}

impl Session {
    /// When the session ends if nothing more is done with it.
    #[must_use]
    pub fn ends_at(&self, portal: &Portal) -> Timestamp {
        self.stored.times().ends_at(portal.limits)
    }

    /// The session of these items if it lives now; its use is written down.
    pub(crate) fn live(
        parts: &Parts,
        portal: &Portal,
        handle: Handle,
        mut stored: Stored,
        user: User,
    ) -> Result<Self, Problem> {
        let now = portal.clock.now();
        let times = stored.times();
        if user.status != Status::Active || !times.is_live(portal.limits, user.valid_from, now) {
            return Err(Problem::no_session());
        }
        if times.touch_is_due(now) {
            stored.last_seen_at = now;
            touch(parts, portal, &handle, now);
        }
        Ok(Self { handle, stored, user, now })
    }
}

impl<S> FromRequestParts<S> for Session
where
    Portal: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let portal = Portal::from_ref(state);
        let handle = cookie::session(&parts.headers).ok_or_else(Problem::no_session)?;
        let (stored, user) = portal.store.session(&handle).await?.ok_or_else(Problem::no_session)?;
        Self::live(parts, &portal, handle, stored, user)
    }
}

/// The session, with the organisations that its user may belong to read beside it: the cookie names the user, so neither
/// read waits for the other, and what was read for a session that is not live is thrown away.
#[derive(Debug, Clone)]
pub struct SessionWithCandidates {
    /// The session.
    pub session: Session,
    /// See [`Store::membership_candidates`](akkoord_store::Store::membership_candidates).
    pub candidates: Vec<OrganisationId>,
}

impl<S> FromRequestParts<S> for SessionWithCandidates
where
    Portal: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let handle = cookie::session(&parts.headers).ok_or_else(Problem::no_session)?;
        let portal = Portal::from_ref(state);
        let (session, candidates) =
            tokio::join!(Session::from_request_parts(parts, state), portal.store.membership_candidates(handle.user()),);
        Ok(Self { session: session?, candidates: candidates? })
    }
}

/// Writes the use down while the operation goes on; the answer waits for it (see [`Pending`]).
fn touch(parts: &Parts, portal: &Portal, handle: &Handle, now: Timestamp) {
    let (store, handle) = (portal.store.clone(), handle.clone());
    let task = tokio::spawn(async move {
        // A failure only ends the session earlier: the door closes, it does not open.
        if let Err(error) = store.touch_session(&handle, now).await {
            tracing::warn!(error.cause = %error, "the use of a session was not written down");
        }
    });
    match parts.extensions.get::<Pending>() {
        Some(pending) => pending.add(task),
        None => tracing::error!("a router lacks its layers: the use of a session may be lost"),
    }
}
