//! Sessions: the portal's own, kept under the SHA-256 of the cookie. There is no cache: what is revoked here is gone
//! at the next request.

use akkoord_domain::{
    SignedDuration, Timestamp,
    handle::{Digest, Handle},
    id::{OrganisationId, UserId},
    session::Times,
};
use aws_sdk_dynamodb::types::TransactWriteItem;
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, keys,
    organisation::{Member, Organisation},
    table::{Change, NEW, item, millisecond, put_in_transaction, string},
    user::User,
};

/// Sessions of one user that are listed, newest first.
const MAX_LISTED: usize = 50;

/// A session as the table keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    /// When the code was accepted.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub created_at: Timestamp,
    /// The last use that was written down.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub last_seen_at: Timestamp,
    /// When it ends at the latest, counted from signing in.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub ends_at_latest: Timestamp,
    /// Browser and system in words.
    pub device: String,
    /// The organisation that the user is working for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
}

impl Session {
    /// The moments that decide whether it lives.
    #[must_use]
    pub fn times(&self) -> Times {
        Times { created_at: self.created_at, last_seen_at: self.last_seen_at, ends_at_latest: self.ends_at_latest }
    }
}

/// A session in a list, with the digest that names it.
#[derive(Debug, Clone)]
pub struct ListedSession {
    /// Names the session; it opens nothing.
    pub digest: Digest,
    /// The session.
    pub session: Session,
}

/// A session with its user, and that user's place in one organisation.
#[derive(Debug, Clone)]
pub struct InOrganisation {
    /// The session.
    pub session: Session,
    /// The user.
    pub user: User,
    /// The organisation with the membership; `None` for whoever is no member, and for one that does not exist.
    pub place: Option<(Organisation, Member)>,
}

#[derive(Deserialize)]
struct Keyed {
    sk: String,
    #[serde(flatten)]
    session: Session,
}

pub(crate) fn put(store: &Store, handle: &Handle, session: &Session) -> Result<TransactWriteItem, StoreError> {
    // A day more than it lives: TTL only cleans, the rule decides.
    let ttl = session.ends_at_latest + SignedDuration::from_hours(24);
    let key = keys::session(handle.user(), &handle.digest());
    put_in_transaction(store, item(&key, session, Some(ttl))?, NEW)
}

impl Store {
    /// The session behind a cookie with its user, in one read. Whether it still lives is for the rules to say.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then nobody is let in.
    pub async fn session(&self, handle: &Handle) -> Result<Option<(Session, User)>, StoreError> {
        let wanted = [keys::session(handle.user(), &handle.digest()), keys::user(handle.user())];
        let mut items = self.get_all(&wanted).await?.into_iter();
        match (items.next().flatten(), items.next().flatten()) {
            (Some(session), Some(user)) => {
                Ok(Some((serde_dynamo::from_item(session)?, serde_dynamo::from_item(user)?)))
            }
            _ => Ok(None),
        }
    }

    /// The session behind a cookie with its user, the organisation and the user's place in it, in one read.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then nobody is let in.
    pub async fn session_in(
        &self,
        handle: &Handle,
        organisation: OrganisationId,
    ) -> Result<Option<InOrganisation>, StoreError> {
        let wanted = [
            keys::session(handle.user(), &handle.digest()),
            keys::user(handle.user()),
            keys::organisation(organisation),
            keys::member(organisation, handle.user()),
        ];
        let mut items = self.get_all(&wanted).await?.into_iter();
        let mut next = || items.next().flatten();
        let (Some(session), Some(user)) = (next(), next()) else { return Ok(None) };
        let place = match (next(), next()) {
            (Some(organisation), Some(member)) => {
                Some((serde_dynamo::from_item(organisation)?, serde_dynamo::from_item(member)?))
            }
            _ => None,
        };
        Ok(Some(InOrganisation {
            session: serde_dynamo::from_item(session)?,
            user: serde_dynamo::from_item(user)?,
            place,
        }))
    }

    /// Writes down a use of the session; `false` when it is gone.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn touch_session(&self, handle: &Handle, now: Timestamp) -> Result<bool, StoreError> {
        let change = Change::new(keys::session(handle.user(), &handle.digest()), "SET last_seen_at = :now")
            .only_if("attribute_exists(pk)")
            .value(":now", millisecond(now));
        self.update(change).await
    }

    /// Remembers which organisation the user works for in this session.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn set_session_organisation(
        &self,
        handle: &Handle,
        organisation: OrganisationId,
    ) -> Result<bool, StoreError> {
        let change = Change::new(keys::session(handle.user(), &handle.digest()), "SET organisation = :organisation")
            .only_if("attribute_exists(pk)")
            .value(":organisation", string(organisation.to_string()));
        self.update(change).await
    }

    /// Ends one session.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn end_session(&self, handle: &Handle) -> Result<(), StoreError> {
        self.delete(&keys::session(handle.user(), &handle.digest())).await
    }

    /// The user's sessions that were not cleaned up yet, newest first, at most 50.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn sessions(&self, user: UserId) -> Result<Vec<ListedSession>, StoreError> {
        let mut pages = self
            .client
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :user AND begins_with(sk, :session)")
            .expression_attribute_values(":user", string(keys::user_partition(user)))
            .expression_attribute_values(":session", string(keys::SESSION_PREFIX))
            .into_paginator()
            .items()
            .send();
        let mut sessions = Vec::new();
        while let Some(item) = pages.next().await {
            let item = item.map_err(|error| StoreError::from_sdk("Query", &error))?;
            let Keyed { sk, session } = serde_dynamo::from_item(item)?;
            let digest = serde_dynamo::from_attribute_value(aws_sdk_dynamodb::types::AttributeValue::S(
                sk.trim_start_matches(keys::SESSION_PREFIX).to_owned(),
            ))?;
            sessions.push(ListedSession { digest, session });
        }
        sessions.sort_by_key(|listed| std::cmp::Reverse(listed.session.last_seen_at));
        sessions.truncate(MAX_LISTED);
        Ok(sessions)
    }
}
