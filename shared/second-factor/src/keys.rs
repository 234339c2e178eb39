//! KMS: the MAC of codes and the sealing of authenticator seeds. The keys never leave it (ASVS 13.3.1).

use akkoord_domain::{id::UserId, totp::Seed};
use akkoord_runtime::settings::{SettingsError, Source};
use aws_sdk_kms::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    primitives::Blob,
    types::MacAlgorithmSpec,
};
use aws_types::SdkConfig;
use base64::{Engine, engine::general_purpose::STANDARD};

/// The encryption context under which a seed is bound to its user.
const CONTEXT: &str = "user";

/// KMS did not serve a call, or gave something unusable.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The call failed.
    #[error("KMS did not serve {operation}: {code}")]
    Unavailable {
        /// The operation of KMS.
        operation: &'static str,
        /// Its error code, or `connection`.
        code: String,
    },
    /// The answer has no usable content.
    #[error("KMS gave an answer of an unexpected form")]
    Form,
}

fn unavailable<E: ProvideErrorMetadata>(operation: &'static str, error: &SdkError<E>) -> KeyError {
    let code = error.as_service_error().and_then(|service| service.code()).unwrap_or("connection");
    KeyError::Unavailable { operation, code: code.to_owned() }
}

/// The two keys of the second factor.
#[derive(Clone)]
pub struct Keys {
    client: Client,
    code_key: String,
    seed_key: String,
}

impl Keys {
    pub(crate) fn new(source: &Source, aws: &SdkConfig) -> Result<Self, SettingsError> {
        Ok(Self {
            client: Client::new(aws),
            code_key: source.required("CODE_KEY_ID")?,
            seed_key: source.required("SEED_KEY_ID")?,
        })
    }

    /// HMAC-SHA256 of a message under the code key.
    ///
    /// # Errors
    /// [`KeyError`] when KMS does not serve the call.
    pub async fn mac(&self, message: Vec<u8>) -> Result<[u8; 32], KeyError> {
        let request = self
            .client
            .generate_mac()
            .key_id(&self.code_key)
            .mac_algorithm(MacAlgorithmSpec::HmacSha256)
            .message(Blob::new(message));
        let output = request.send().await.map_err(|error| unavailable("GenerateMac", &error))?;
        output.mac.and_then(|mac| mac.into_inner().try_into().ok()).ok_or(KeyError::Form)
    }

    /// Seals a seed for its user, as base 64.
    ///
    /// # Errors
    /// [`KeyError`] when KMS does not serve the call.
    pub async fn seal(&self, user: UserId, seed: &Seed) -> Result<String, KeyError> {
        let request = self
            .client
            .encrypt()
            .key_id(&self.seed_key)
            .encryption_context(CONTEXT, user.to_string())
            .plaintext(Blob::new(seed.expose()));
        let output = request.send().await.map_err(|error| unavailable("Encrypt", &error))?;
        output.ciphertext_blob.map(|sealed| STANDARD.encode(sealed)).ok_or(KeyError::Form)
    }

    /// Opens a seed that was sealed for this user; one of another user does not open.
    ///
    /// # Errors
    /// [`KeyError`] when KMS does not serve the call.
    pub async fn open(&self, user: UserId, sealed: &str) -> Result<Seed, KeyError> {
        let sealed = STANDARD.decode(sealed).map_err(|_| KeyError::Form)?;
        let request = self
            .client
            .decrypt()
            .key_id(&self.seed_key)
            .encryption_context(CONTEXT, user.to_string())
            .ciphertext_blob(Blob::new(sealed));
        let output = request.send().await.map_err(|error| unavailable("Decrypt", &error))?;
        output.plaintext.and_then(|plain| Seed::from_opened(plain.into_inner())).ok_or(KeyError::Form)
    }
}
