//! Hands SMS messages to SNS.

use akkoord_domain::contact::MobileNumber;
use aws_sdk_sns::{
    Client,
    error::{BuildError, ProvideErrorMetadata},
    types::MessageAttributeValue,
};

/// An SMS was not taken by SNS. It holds no number, code or text.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    /// SNS refused it or did not answer in time; the code is the service's own.
    #[error("the SMS was not taken: {code}")]
    NotTaken {
        /// For example `Throttling`, or `no answer`.
        code: String,
    },
    /// The request could not be made.
    #[error("the SMS could not be composed")]
    Composed,
}

impl From<BuildError> for SmsError {
    fn from(_: BuildError) -> Self {
        SmsError::Composed
    }
}

/// Sends SMS messages in the firm's name.
#[derive(Clone)]
pub struct SmsSender {
    client: Client,
    sender_id: Option<String>,
}

impl SmsSender {
    /// A sender; `sender_id` is the name that telephones show (1–11 letters and digits), where the country allows it.
    #[must_use]
    pub fn new(client: Client, sender_id: Option<String>) -> Self {
        Self { client, sender_id }
    }

    /// Sends one SMS. Who calls this has counted it first: SNS bills what it takes.
    ///
    /// # Errors
    /// [`SmsError`] when SNS did not take it.
    pub async fn send(&self, to: &MobileNumber, text: &str) -> Result<(), SmsError> {
        let mut request = self
            .client
            .publish()
            .phone_number(to.as_str())
            .message(text)
            // Transactional costs more and arrives sooner: a code is worth nothing after three minutes.
            .message_attributes("AWS.SNS.SMS.SMSType", attribute("Transactional")?);
        if let Some(sender_id) = &self.sender_id {
            request = request.message_attributes("AWS.SNS.SMS.SenderID", attribute(sender_id)?);
        }
        // The service's message may repeat the number, so only its code is kept.
        request
            .send()
            .await
            .map_err(|error| SmsError::NotTaken { code: error.code().unwrap_or("no answer").to_owned() })?;
        Ok(())
    }
}

fn attribute(value: &str) -> Result<MessageAttributeValue, BuildError> {
    MessageAttributeValue::builder().data_type("String").string_value(value).build()
}
