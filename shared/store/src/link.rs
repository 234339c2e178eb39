//! Single-use links. Reading one never consumes it; using it does, once.

use akkoord_domain::{SignedDuration, Timestamp, challenge::is_live, handle::Handle, link::LinkPurpose};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, keys,
    table::{Change, NEW, item, millisecond, put_in_transaction},
    user::User,
};

/// A link as the table keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Link {
    /// What it is good for.
    pub purpose: LinkPurpose,
    /// When it was made; a password that was set since makes it void.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub created_at: Timestamp,
    /// Until when it works.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub expires_at: Timestamp,
    /// Whether it was used.
    pub used_up: bool,
}

impl Link {
    /// Whether the link may still be used for this purpose by its user.
    #[must_use]
    pub fn is_live(&self, purpose: LinkPurpose, user: &User, now: Timestamp) -> bool {
        self.purpose == purpose && !self.used_up && is_live(self.expires_at, now) && self.created_at > user.valid_from
    }
}

/// The condition under which a link is consumed, and its change.
pub(crate) fn consume(handle: &Handle, now: Timestamp) -> Change {
    Change::new(keys::link(handle.user(), &handle.digest()), "SET used_up = :yes")
        .only_if("attribute_exists(pk) AND used_up = :no AND expires_at > :now")
        .value(":yes", aws_sdk_dynamodb::types::AttributeValue::Bool(true))
        .value(":no", aws_sdk_dynamodb::types::AttributeValue::Bool(false))
        .value(":now", millisecond(now))
}

impl Store {
    /// Keeps a fresh link.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn put_link(&self, handle: &Handle, purpose: LinkPurpose, now: Timestamp) -> Result<(), StoreError> {
        let expires_at = now + purpose.lifetime();
        let link = Link { purpose, created_at: now, expires_at, used_up: false };
        // Expired invitations stay a while, so that an old link can still ask for a new one.
        let kept = SignedDuration::from_hours(90 * 24);
        let item = item(&keys::link(handle.user(), &handle.digest()), &link, Some(expires_at + kept))?;
        // A refusal is impossible short of a repeated 256-bit draw.
        self.transact(vec![put_in_transaction(self, item, NEW)?]).await.map(|_| ())
    }

    /// The link with its user, in one read.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn link(&self, handle: &Handle) -> Result<Option<(Link, User)>, StoreError> {
        let wanted = [keys::link(handle.user(), &handle.digest()), keys::user(handle.user())];
        let mut items = self.get_all(&wanted).await?.into_iter();
        match (items.next().flatten(), items.next().flatten()) {
            (Some(link), Some(user)) => Ok(Some((serde_dynamo::from_item(link)?, serde_dynamo::from_item(user)?))),
            _ => Ok(None),
        }
    }

    /// Uses the link for a new password up and ends every session of its user; `false` when somebody did before.
    ///
    /// A transaction, whose retry after a lost reply finds its own write. The sessions end before the password changes, so
    /// that no failure in between leaves an intruder signed in.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn consume_link(&self, handle: &Handle, now: Timestamp) -> Result<bool, StoreError> {
        let sessions = Change::new(keys::user(handle.user()), "SET valid_from = :now")
            .only_if("attribute_exists(pk)")
            .value(":now", millisecond(now));
        let items = vec![consume(handle, now).in_transaction(self)?, sessions.in_transaction(self)?];
        Ok(self.transact(items).await?.is_ok())
    }

    /// Gives a link back that was used at `now`, because what it was used for failed. It counts as made after that, or
    /// the sessions' end would have made it void.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn release_link(&self, handle: &Handle, now: Timestamp) -> Result<(), StoreError> {
        let made = now + SignedDuration::from_millis(1);
        let change = Change::new(keys::link(handle.user(), &handle.digest()), "SET used_up = :no, created_at = :made")
            .only_if("attribute_exists(pk)")
            .value(":made", millisecond(made))
            .value(":no", aws_sdk_dynamodb::types::AttributeValue::Bool(false));
        self.update(change).await.map(|_| ())
    }
}
