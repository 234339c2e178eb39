//! The two languages of the portal.

use serde::{Deserialize, Serialize};

/// A user's language: of the screens, the mails and the SMS messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Dutch, the default of the portal.
    #[default]
    #[serde(rename = "nl")]
    Dutch,
    /// English.
    #[serde(rename = "en")]
    English,
}
