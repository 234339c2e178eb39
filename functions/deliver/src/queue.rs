//! The queue that the messages come from: how long one that failed stays away.

use akkoord_domain::SignedDuration;
use aws_sdk_sqs::{Client, error::ProvideErrorMetadata};

/// The function's queue.
#[derive(Debug, Clone)]
pub struct Queue {
    client: Client,
    url: String,
}

impl Queue {
    /// The queue at this address.
    #[must_use]
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self { client, url: url.into() }
    }

    /// Lets a message that is being handled come back after this time and no sooner. When the queue does not hear it, the
    /// message comes back after the queue's own time.
    pub(crate) async fn put_off(&self, receipt_handle: &str, time: SignedDuration) {
        let seconds = i32::try_from(time.as_secs()).unwrap_or(i32::MAX);
        let request = self.client.change_message_visibility().queue_url(&self.url).receipt_handle(receipt_handle);
        if let Err(error) = request.visibility_timeout(seconds).send().await {
            let code = error.code().unwrap_or("no answer");
            tracing::warn!(error.cause = code, "could not put a message off");
        }
    }
}
