//! What the firm chose for all its documents. A missing item means the defaults.

use akkoord_domain::settings::FirmSettings;

use crate::{
    Store, StoreError, keys,
    table::{item, number, put_if},
};

impl Store {
    /// The firm's settings.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn firm_settings(&self) -> Result<FirmSettings, StoreError> {
        Ok(self.get(&keys::settings()).await?.unwrap_or_default())
    }

    /// Replaces the firm's settings by their next revision; `false` when somebody else changed them in the meantime.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn save_firm_settings(&self, settings: &FirmSettings) -> Result<bool, StoreError> {
        // Settings of before there were revisions have none.
        let unchanged = "attribute_not_exists(revision) OR revision = :before";
        let before = [(":before", number(settings.revision.saturating_sub(1)))];
        let put = put_if(self, item(&keys::settings(), settings, None)?, unchanged, &[], &before)?;
        Ok(self.transact(vec![put]).await?.is_ok())
    }
}
