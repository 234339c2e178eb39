//! What every HTTP function shares: the table, the clock, the limits of sessions and the portal's origin.

use akkoord_domain::{SignedDuration, session::Limits};
use akkoord_runtime::{
    clock::Clock,
    settings::{SettingsError, Source},
};
use akkoord_store::Store;
use secrecy::SecretString;

/// The shared state of the extractors. A function's own state hands it out through `FromRef`.
#[derive(Debug, Clone)]
pub struct Portal {
    /// The table.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// When sessions end.
    pub limits: Limits,
    /// The one origin of the portal, for example `https://portal.example.nl`, without a slash.
    pub origin: String,
    /// What the distribution adds to each request, so that none comes past it; `None` where there is no distribution.
    pub origin_key: Option<SecretString>,
}

impl Portal {
    /// Reads `SESSION_IDLE_SECONDS`, `SESSION_ABSOLUTE_SECONDS`, `PORTAL_ORIGIN` and `ORIGIN_KEY`.
    ///
    /// # Errors
    /// [`SettingsError`] when one is missing or not a number.
    pub fn from_settings(source: &Source, store: Store, clock: Clock) -> Result<Self, SettingsError> {
        let limits = Limits {
            idle: SignedDuration::from_secs(source.parsed("SESSION_IDLE_SECONDS", 30 * 60)?),
            absolute: SignedDuration::from_secs(source.parsed("SESSION_ABSOLUTE_SECONDS", 12 * 60 * 60)?),
        };
        let origin = source.required("PORTAL_ORIGIN")?.trim_end_matches('/').to_owned();
        let origin_key = source.optional("ORIGIN_KEY").map(SecretString::from);
        Ok(Self { store, clock, limits, origin, origin_key })
    }
}
