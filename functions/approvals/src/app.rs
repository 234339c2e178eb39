//! What the operations share: the table, the files, the second factor.

use akkoord_http::Portal;
use akkoord_runtime::{
    clock::Clock,
    settings::{SettingsError, Source},
};
use akkoord_second_factor::SecondFactor;
use akkoord_store::{Store, files::Files};
use aws_types::SdkConfig;
use axum::extract::FromRef;

/// The function's state; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) portal: Portal,
    pub(crate) files: Files,
    pub(crate) factor: SecondFactor,
    /// `FORWARDED_HOPS`: the viewer's place from the right of X-Forwarded-For; 0 takes no address.
    pub(crate) forwarded_hops: usize,
}

impl App {
    /// Reads the settings and makes the clients.
    ///
    /// # Errors
    /// [`SettingsError`] when a setting is missing or wrong: the function does not start without it.
    pub fn new(source: &Source, aws: &SdkConfig, clock: Clock) -> Result<Self, SettingsError> {
        let store = Store::new(aws_sdk_dynamodb::Client::new(aws), source.required("TABLE_NAME")?);
        let portal = Portal::from_settings(source, store, clock)?;
        Ok(Self {
            files: Files::new(aws, source.required("FILES_BUCKET")?),
            factor: SecondFactor::new(source, aws, portal.clone())?,
            forwarded_hops: source.parsed("FORWARDED_HOPS", 0)?,
            portal,
        })
    }
}

impl FromRef<App> for Portal {
    fn from_ref(app: &App) -> Self {
        app.portal.clone()
    }
}
