//! What the operations share: the table, Cognito and the second factor.

use std::sync::Arc;

use akkoord_http::Portal;
use akkoord_runtime::{
    clock::Clock,
    settings::{SettingsError, Source},
};
use akkoord_second_factor::SecondFactor;
use akkoord_store::Store;
use aws_types::SdkConfig;
use axum::extract::FromRef;

use crate::passwords::Passwords;

/// The function's state; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) portal: Portal,
    pub(crate) passwords: Passwords,
    pub(crate) factor: SecondFactor,
    /// `FIRM_NAME`: the issuer that authenticator apps show.
    pub(crate) firm_name: Arc<str>,
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
            passwords: Passwords::new(source, aws)?,
            factor: SecondFactor::new(source, aws, portal.clone())?,
            firm_name: source.required("FIRM_NAME")?.into(),
            portal,
        })
    }
}

impl FromRef<App> for Portal {
    fn from_ref(app: &App) -> Self {
        app.portal.clone()
    }
}
