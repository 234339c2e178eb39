//! The description of a deployed stack, as `cargo xtask` writes it after deploying.

use std::collections::HashMap;

use akkoord_runtime::{
    aws::{self, AwsError},
    settings::Source,
};
use akkoord_store::Store;
use aws_types::SdkConfig;
use serde::Deserialize;

/// Where a stack is and what its parts are called.
#[derive(Debug, Clone, Deserialize)]
pub struct Stack {
    /// The AWS endpoint of a local stack; empty for AWS itself.
    pub endpoint: String,
    /// The region that it plays.
    pub region: String,
    /// Where the portal is served.
    pub origin: String,
    /// Where the stand-in of the archive takes messages; empty where there is none.
    pub archive_url: String,
    /// The key of those messages.
    pub archive_keys: String,
    /// The table.
    pub table: String,
    /// The Cognito user pool.
    pub user_pool_id: String,
    /// Its server-side client.
    pub user_pool_client_id: String,
    /// That client's secret.
    pub user_pool_client_secret: String,
    /// The KMS key under which codes are kept.
    pub code_key_id: String,
    /// The KMS key that seals authenticator seeds.
    pub seed_key_id: String,
    /// The KMS key that signs evidence.
    pub evidence_key_id: String,
    /// The bucket of documents and evidence.
    pub files_bucket: String,
    /// The queue of `notify`.
    pub notify_queue_url: String,
    /// Where messages go that `notify` could not handle.
    pub notify_dead_letter_url: String,
    /// The queue of `prove`.
    pub prove_queue_url: String,
    /// Where messages go that `prove` could not handle.
    pub prove_dead_letter_url: String,
    /// The queue of `deliver`.
    pub deliver_queue_url: String,
    /// Where messages go that `deliver` could not handle.
    pub deliver_dead_letter_url: String,
    /// The queue of `bounces`.
    pub bounces_queue_url: String,
    /// Where messages go that `bounces` could not handle.
    pub bounces_dead_letter_url: String,
    /// The configuration set of the mails.
    pub mail_set: String,
    /// The topic that is told of mails that came back.
    pub returns_topic_arn: String,
    /// Where runs of `remind` go that failed.
    pub remind_dead_letter_url: String,
    /// Where stream records go that `dispatch` could not handle.
    pub dispatch_dead_letter_url: String,
    /// The deployed functions by their package's name.
    pub functions: HashMap<String, String>,
}

/// The stack's description could not be read.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// `AKKOORD_STACK` is not set.
    #[error("AKKOORD_STACK names no file; `cargo xtask test` and `cargo xtask up` set it")]
    Unset,
    /// The file cannot be read.
    #[error("the stack's description cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// The file has another form.
    #[error("the stack's description has another form: {0}")]
    Form(#[from] serde_json::Error),
}

impl Stack {
    /// Reads the file that `AKKOORD_STACK` names.
    ///
    /// # Errors
    /// [`StackError`].
    pub fn from_environment() -> Result<Self, StackError> {
        let path = std::env::var_os("AKKOORD_STACK").ok_or(StackError::Unset)?;
        Ok(serde_json::from_slice(&std::fs::read(path)?)?)
    }

    /// The settings that the functions get, with a local stack's credentials.
    #[must_use]
    pub fn settings(&self) -> Vec<(&str, &str)> {
        vec![
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", &self.region),
            ("AWS_ENDPOINT_URL", &self.endpoint),
            ("TABLE_NAME", &self.table),
            ("USER_POOL_ID", &self.user_pool_id),
            ("USER_POOL_CLIENT_ID", &self.user_pool_client_id),
            ("USER_POOL_CLIENT_SECRET", &self.user_pool_client_secret),
            ("CODE_KEY_ID", &self.code_key_id),
            ("SEED_KEY_ID", &self.seed_key_id),
            ("EVIDENCE_KEY_ID", &self.evidence_key_id),
            ("EVIDENCE_RETENTION_YEARS", "7"),
            ("FILES_BUCKET", &self.files_bucket),
            ("FORWARDED_HOPS", "0"),
            ("PORTAL_ORIGIN", &self.origin),
            ("FIRM_NAME", "Voorbeeld Accountants"),
            ("MAIL_FROM", "portaal@example.com"),
            ("MAIL_SET", &self.mail_set),
            ("NOTIFY_QUEUE_URL", &self.notify_queue_url),
            ("PROVE_QUEUE_URL", &self.prove_queue_url),
            ("DELIVER_QUEUE_URL", &self.deliver_queue_url),
            ("ARCHIVE_URL", &self.archive_url),
            ("ARCHIVE_KEYS", &self.archive_keys),
            ("ARCHIVE_REACH", "loopback"),
        ]
    }

    /// Whether this is AWS itself and not a stack on this machine.
    #[must_use]
    pub fn is_aws(&self) -> bool {
        self.endpoint.is_empty()
    }

    /// The clients' configuration.
    ///
    /// # Errors
    /// [`AwsError`].
    pub fn aws(&self) -> Result<SdkConfig, AwsError> {
        if !self.is_aws() {
            return aws::sdk_config(&Source::pairs(self.settings()));
        }
        // AWS itself: whose credentials these are, the environment says.
        let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
        let own: Vec<(&str, String)> =
            names.into_iter().filter_map(|name| Some((name, std::env::var(name).ok()?))).collect();
        let pairs = own.iter().map(|(name, value)| (*name, value.as_str()));
        aws::sdk_config(&Source::pairs(pairs.chain([("AWS_REGION", self.region.as_str())])))
    }

    /// The stack's table.
    ///
    /// # Errors
    /// [`AwsError`].
    pub fn store(&self) -> Result<Store, AwsError> {
        Ok(Store::new(aws_sdk_dynamodb::Client::new(&self.aws()?), &self.table))
    }
}
