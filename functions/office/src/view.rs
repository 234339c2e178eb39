//! What several operations take or answer: ids in paths, pages, names, stages.

use std::collections::HashMap;

use akkoord_domain::{
    approval::{Stage, Stages},
    history::Actor,
    id::{OrganisationId, UserId},
    right::{Kind, Right},
    user,
};
use akkoord_http::{Problem, Session, paging, wire::document::Named};
use akkoord_store::{
    Store,
    organisation::{Member, Organisation},
    user::User,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An empty object: an operation that needs nothing but its path.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paged {
    /// How many items, 1 to 100; 20 when nothing is said.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl Paged {
    pub(crate) fn new(limit: Option<u32>, cursor: Option<String>) -> Self {
        Self { limit, cursor }
    }

    /// How many items, and the place after which they begin.
    pub(crate) fn read(&self) -> Result<(usize, Option<String>), Problem> {
        Ok((paging::limit(self.limit)?, paging::place(self.cursor.as_deref())?))
    }
}

/// An organisation in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "it only describes; the handler takes `InPath`")]
pub(crate) struct OfOrganisation {
    /// The organisation's id.
    organisation: String,
}

/// A document or draft in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "it only describes; the handler takes `InPath`")]
pub(crate) struct OfDocument {
    /// The organisation's id.
    organisation: String,
    /// The document's id.
    document: String,
}

/// One stage of approving.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Stage)]
pub(crate) struct StageOf {
    /// How many have to approve, at least 1.
    #[schema(minimum = 1, maximum = 20)]
    pub(crate) needed: u32,
    /// Ids of those who may; nobody named means anyone with the right.
    #[schema(max_items = 20)]
    pub(crate) members: Vec<String>,
}

/// Stages as they stand in the domain.
pub(crate) fn stages_of(stages: &Stages) -> Vec<StageOf> {
    let members = |stage: &Stage| stage.members.iter().map(ToString::to_string).collect();
    stages.as_slice().iter().map(|stage| StageOf { needed: stage.needed, members: members(stage) }).collect()
}

/// Stages as staff sent them; the error is the field's code.
pub(crate) fn checked_stages(stages: Vec<StageOf>) -> Result<Stages, &'static str> {
    let stage = |stage: StageOf| {
        let members: Result<Vec<UserId>, _> = stage.members.iter().map(|id| id.parse()).collect();
        members.map(|members| Stage { needed: stage.needed, members }).map_err(|_| "invalid")
    };
    let stages = stages.into_iter().map(stage).collect::<Result<Vec<_>, _>>()?;
    Stages::new(stages).map_err(|_| "invalid")
}

/// Those of an organisation's members who may approve for it: clients with the right, also those who are still invited.
/// Nobody waits for somebody who can no longer sign in.
pub(crate) fn with_right(members: &[(User, Member)]) -> Vec<UserId> {
    let may = members.iter().filter(|(user, member)| {
        user.kind == Kind::Client && user.status != user::Status::Disabled && member.rights.contains(&Right::Approve)
    });
    may.map(|(user, _)| user.id).collect()
}

/// The member of staff behind a session, as a document's history knows them.
pub(crate) fn actor(session: &Session) -> Actor {
    Actor::Staff { id: session.user.id, name: session.user.name.clone() }
}

/// Names of organisations, for a page of something that belongs to them.
pub(crate) struct Organisations(HashMap<OrganisationId, Organisation>);

impl Organisations {
    pub(crate) async fn read(store: &Store, ids: impl Iterator<Item = OrganisationId>) -> Result<Self, Problem> {
        let found = store.organisations_by_id(&ids.collect::<Vec<_>>()).await?;
        Ok(Self(found.into_iter().map(|organisation| (organisation.id, organisation)).collect()))
    }

    /// The organisation with its name.
    pub(crate) fn named(&self, id: OrganisationId) -> Named {
        Named::new(id, self.0.get(&id).map(|found| found.name.to_string()).unwrap_or_default())
    }
}

/// Names of users.
pub(crate) struct Users(HashMap<UserId, String>);

impl Users {
    pub(crate) async fn read(store: &Store, ids: impl Iterator<Item = UserId>) -> Result<Self, Problem> {
        let found = store.users_by_id(&ids.collect::<Vec<_>>()).await?;
        Ok(Self(found.into_iter().map(|user| (user.id, user.name.to_string())).collect()))
    }

    /// The user with the name; `None` for nobody, and for a user who is gone.
    pub(crate) fn named(&self, id: Option<UserId>) -> Option<Named> {
        let id = id?;
        self.0.get(&id).map(|name| Named::new(id, name))
    }
}

/// 409: somebody else changed it in the meantime.
pub(crate) fn changed() -> Problem {
    Problem::conflict("changed", "Somebody changed this in the meantime; look at it again")
}

/// 409: the document does not wait for approval any more.
pub(crate) fn not_open() -> Problem {
    Problem::conflict("not_open", "The document does not wait for approval any more")
}
