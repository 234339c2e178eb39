//! What the table writes down when Cognito took a new password. The password itself is never here.

use akkoord_domain::{
    Timestamp,
    handle::{Digest, Handle},
    id::{OutboxId, UserId},
};

use crate::{
    Store, StoreError, device, keys,
    outbox::{self, Effect},
    session::{self, Session},
    table::{Change, millisecond, string},
};

impl Store {
    /// Writes down that the user has a new password: every older link is void, and a mail says so. The sessions ended
    /// before Cognito took it.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn password_was_set(&self, user: UserId, id: OutboxId, now: Timestamp) -> Result<(), StoreError> {
        let change = Change::new(keys::user(user), "SET valid_from = :now")
            .only_if("attribute_exists(pk)")
            .value(":now", millisecond(now));
        let items = vec![change.in_transaction(self)?, outbox::put(self, id, &Effect::PasswordChanged { user }, now)?];
        self.transact(items).await.map(|_| ())
    }

    /// Makes an invited user active and begins the first session; `false` when the user is no longer invited.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn activate(
        &self,
        handle: &Handle,
        session: &Session,
        device: &Digest,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let change = Change::new(keys::user(handle.user()), "SET #status = :active")
            .only_if("#status = :invited")
            .name("#status", "status")
            .value(":active", string("active"))
            .value(":invited", string("invited"));
        let items = vec![
            change.in_transaction(self)?,
            session::put(self, handle, session)?,
            device::put(self, handle.user(), device, now)?,
        ];
        Ok(self.transact(items).await?.is_ok())
    }
}
