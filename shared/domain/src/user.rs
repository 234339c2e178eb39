//! What about a user decides whether and how that user signs in.

use serde::{Deserialize, Serialize};

/// Consecutive wrong codes before an account locks until staff unlock it.
pub const MAX_FAILURES: u32 = 10;

/// Where a user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Invited, without a password yet.
    Invited,
    /// Can sign in.
    Active,
    /// Signed out by staff or an administrator, and kept out.
    Disabled,
}

/// Whether so many consecutive wrong codes lock the account until staff unlock it.
#[must_use]
pub fn is_locked(failures: u32) -> bool {
    failures >= MAX_FAILURES
}

/// Which second factors a user has. Every user has a mobile number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factors {
    /// An authenticator was set up and confirmed.
    pub authenticator: bool,
    /// SMS may be used beside the authenticator.
    pub sms_fallback: bool,
    /// Recovery codes that were not used yet.
    pub recovery_codes: usize,
}
