//! What the firm chose for all its documents. A missing item means the defaults.

use akkoord_domain::facts::Kind;
use serde::{Deserialize, Serialize};

use crate::{Store, StoreError, keys, table::item};

/// The firm's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirmSettings {
    /// Kinds that another member of staff releases than the one who prepared them.
    #[serde(default)]
    pub four_eyes: Vec<Kind>,
    /// Whether clients are reminded of deadlines.
    pub reminders: bool,
}

impl Default for FirmSettings {
    fn default() -> Self {
        Self { four_eyes: Vec::new(), reminders: true }
    }
}

impl Store {
    /// The firm's settings.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn firm_settings(&self) -> Result<FirmSettings, StoreError> {
        Ok(self.get(&keys::settings()).await?.unwrap_or_default())
    }

    /// Replaces the firm's settings.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn put_firm_settings(&self, settings: &FirmSettings) -> Result<(), StoreError> {
        self.put(item(&keys::settings(), settings, None)?).await
    }
}
