//! The second factor: asking for a code and checking it. One engine serves signing in, approving, changing a factor and
//! accepting an invitation; what a right code authorises is written by the caller's one transaction.

mod ask;
mod keys;
mod verify;
mod view;

use std::sync::Arc;

use akkoord_http::Portal;
use akkoord_messages::sms_sender::SmsSender;
use akkoord_runtime::settings::{SettingsError, Source};
use aws_types::SdkConfig;

pub use ask::{Asking, Draft, hex};
pub use keys::{KeyError, Keys};
pub use verify::{Check, Verified, account_locked};
pub use view::{ChallengeView, challenge_gone, challenge_handle};

/// Asks for codes and checks them; cheap to clone.
#[derive(Clone)]
pub struct SecondFactor {
    portal: Portal,
    keys: Keys,
    sms: SmsSender,
    settings: Arc<Settings>,
}

/// The firm's settings for codes.
#[derive(Debug)]
struct Settings {
    /// `FIRM_NAME`: the sender that an SMS names.
    firm_name: String,
    /// `SMS_COUNTRIES`: country codes that an SMS may go to, separated by commas; `31` by default.
    sms_countries: Vec<String>,
    /// `SMS_ORGANISATION_DAILY`: SMS that one organisation, or the firm's staff, may cause on one UTC day.
    sms_organisation_daily: u32,
}

impl SecondFactor {
    /// Reads `FIRM_NAME`, `SMS_COUNTRIES`, `SMS_ORGANISATION_DAILY`, `SMS_SENDER`, `CODE_KEY_ID` and `SEED_KEY_ID`, and
    /// makes the clients of KMS and SNS.
    ///
    /// # Errors
    /// [`SettingsError`] when one is missing or wrong.
    pub fn new(source: &Source, aws: &SdkConfig, portal: Portal) -> Result<Self, SettingsError> {
        let countries = source.parsed("SMS_COUNTRIES", "31".to_owned())?;
        Ok(Self {
            portal,
            keys: Keys::new(source, aws)?,
            sms: SmsSender::new(aws_sdk_sns::Client::new(aws), source.optional("SMS_SENDER")),
            settings: Arc::new(Settings {
                firm_name: source.required("FIRM_NAME")?,
                sms_countries: countries.split(',').map(|code| code.trim().to_owned()).collect(),
                sms_organisation_daily: source.parsed("SMS_ORGANISATION_DAILY", 500)?,
            }),
        })
    }

    /// The two keys, for what else is sealed or hashed with them.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }
}
