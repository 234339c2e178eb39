//! Single-use links: for accepting an invitation and for a new password.

use serde::{Deserialize, Serialize};

use crate::SignedDuration;

/// What a link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Accepting an invitation to the portal.
    Invitation,
    /// Choosing a new password; the second factor stays.
    PasswordReset,
}

impl LinkPurpose {
    /// How long the link works: 7 days for an invitation, 30 minutes for a new password.
    #[must_use]
    pub fn lifetime(self) -> SignedDuration {
        match self {
            LinkPurpose::Invitation => SignedDuration::from_hours(7 * 24),
            LinkPurpose::PasswordReset => SignedDuration::from_mins(30),
        }
    }
}
