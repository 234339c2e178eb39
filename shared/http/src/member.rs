//! The `Member` and `Staff` extractors: an operation that takes one runs only for a member of the organisation in its
//! path who has the right that it names, or for the firm's staff.

use std::marker::PhantomData;

use akkoord_domain::{
    id::OrganisationId,
    right::{Kind, Right},
};
use akkoord_store::organisation::Organisation;
use axum::{
    extract::{FromRef, FromRequestParts, RawPathParams},
    http::{StatusCode, request::Parts},
};

use crate::{Portal, Problem, Session, cookie};

/// What an operation needs, as a type.
pub trait Needs: Send + Sync + 'static {
    /// Rights of which any one is enough.
    const ANY_OF: &'static [Right];
}

/// Needs [`Right::Approve`].
#[derive(Debug, Clone, Copy)]
pub struct ToApprove;

impl Needs for ToApprove {
    const ANY_OF: &'static [Right] = &[Right::Approve];
}

/// Needs [`Right::Approve`] or [`Right::Dossier`]: what was approved is in the dossier too (M6.2).
#[derive(Debug, Clone, Copy)]
pub struct ToRead;

impl Needs for ToRead {
    const ANY_OF: &'static [Right] = &[Right::Approve, Right::Dossier];
}

/// A signed-in member of the organisation that the path names as `{organisation}`, with the right `R`. Session, user and
/// membership were read at this very request, in one read.
#[derive(Debug, Clone)]
pub struct Member<R> {
    /// The session with its user.
    pub session: Session,
    /// The organisation.
    pub organisation: Organisation,
    /// Every right there.
    pub rights: Vec<Right>,
    needs: PhantomData<R>,
}

impl<S, R> FromRequestParts<S> for Member<R>
where
    Portal: FromRef<S>,
    S: Send + Sync,
    R: Needs,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let portal = Portal::from_ref(state);
        let handle = cookie::session(&parts.headers).ok_or_else(Problem::no_session)?;
        let Some(id) = organisation_in_path(parts, state).await else {
            // Who is not signed in must not learn whether a path is well-formed.
            Session::from_request_parts(parts, state).await?;
            return Err(Problem::not_found());
        };
        let found = portal.store.session_in(&handle, id).await?.ok_or_else(Problem::no_session)?;
        let session = Session::live(parts, &portal, handle, found.session, found.user)?;
        // A staff member has no organisation, and what is another client's looks like what does not exist.
        let (organisation, member) =
            found.place.filter(|_| session.user.kind == Kind::Client).ok_or_else(Problem::not_found)?;
        if !R::ANY_OF.iter().any(|right| member.rights.contains(right)) {
            return Err(Problem::no_right());
        }
        Ok(Self { session, organisation, rights: member.rights, needs: PhantomData })
    }
}

async fn organisation_in_path<S: Send + Sync>(parts: &mut Parts, state: &S) -> Option<OrganisationId> {
    let params = RawPathParams::from_request_parts(parts, state).await.ok()?;
    params.iter().find(|(name, _)| *name == "organisation").and_then(|(_, value)| value.parse().ok())
}

/// A signed-in member of the firm's staff.
#[derive(Debug, Clone)]
pub struct Staff {
    /// The session with its user.
    pub session: Session,
}

impl<S> FromRequestParts<S> for Staff
where
    Portal: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let session = Session::from_request_parts(parts, state).await?;
        match session.user.kind {
            Kind::Staff => Ok(Self { session }),
            Kind::Client => Err(Problem::new(StatusCode::FORBIDDEN, "staff_only", "Only the firm's staff may do this")),
        }
    }
}
