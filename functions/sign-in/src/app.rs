//! What the operations share: settings, the table, Cognito, KMS and the sender of SMS.

use std::sync::Arc;

use akkoord_http::Portal;
use akkoord_messages::sms_sender::SmsSender;
use akkoord_runtime::{
    clock::Clock,
    settings::{SettingsError, Source},
};
use akkoord_store::Store;
use aws_types::SdkConfig;
use axum::extract::FromRef;

use crate::{keys::Keys, passwords::Passwords};

/// The function's state; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) portal: Portal,
    pub(crate) passwords: Passwords,
    pub(crate) keys: Keys,
    pub(crate) sms: SmsSender,
    pub(crate) settings: Arc<Settings>,
}

/// The firm's settings for this function.
#[derive(Debug)]
pub(crate) struct Settings {
    /// `FIRM_NAME`: the issuer that authenticator apps show, and the sender that an SMS names.
    pub(crate) firm_name: String,
    /// `SMS_COUNTRIES`: country codes that an SMS may go to, separated by commas; `31` by default.
    pub(crate) sms_countries: Vec<String>,
    /// `SMS_ORGANISATION_DAILY`: SMS that one organisation, or the firm's staff, may cause on one UTC day.
    pub(crate) sms_organisation_daily: u32,
}

impl App {
    /// Reads the settings and makes the clients.
    ///
    /// # Errors
    /// [`SettingsError`] when a setting is missing or wrong: the function does not start without it.
    pub fn new(source: &Source, aws: &SdkConfig, clock: Clock) -> Result<Self, SettingsError> {
        let store = Store::new(aws_sdk_dynamodb::Client::new(aws), source.required("TABLE_NAME")?);
        let countries = source.parsed("SMS_COUNTRIES", "31".to_owned())?;
        Ok(Self {
            portal: Portal::from_settings(source, store, clock)?,
            passwords: Passwords::new(source, aws)?,
            keys: Keys::new(source, aws)?,
            sms: SmsSender::new(aws_sdk_sns::Client::new(aws), source.optional("SMS_SENDER")),
            settings: Arc::new(Settings {
                firm_name: source.required("FIRM_NAME")?,
                sms_countries: countries.split(',').map(|code| code.trim().to_owned()).collect(),
                sms_organisation_daily: source.parsed("SMS_ORGANISATION_DAILY", 500)?,
            }),
        })
    }
}

impl FromRef<App> for Portal {
    fn from_ref(app: &App) -> Self {
        app.portal.clone()
    }
}
