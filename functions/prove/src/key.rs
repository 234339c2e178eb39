//! The key that signs evidence: NIST P-256 in KMS. Its private half never leaves KMS (ASVS 13.3.1).

use akkoord_evidence::PublicKey;
use aws_sdk_kms::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    primitives::Blob,
    types::{MessageType, SigningAlgorithmSpec},
};
use tokio::sync::OnceCell;

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

/// The key in KMS.
#[derive(Debug)]
pub struct EvidenceKey {
    client: Client,
    id: String,
    public: OnceCell<PublicKey>,
}

impl EvidenceKey {
    /// The key of this id.
    #[must_use]
    pub fn new(client: Client, id: String) -> Self {
        Self { client, id, public: OnceCell::new() }
    }

    /// The public half, which never changes: it is asked for once.
    ///
    /// # Errors
    /// [`KeyError`] when KMS does not answer, or holds another kind of key.
    pub async fn public(&self) -> Result<&PublicKey, KeyError> {
        let ask = async || {
            let request = self.client.get_public_key().key_id(&self.id);
            let output = request.send().await.map_err(|error| unavailable("GetPublicKey", &error))?;
            let der = output.public_key.ok_or(KeyError::Form)?;
            PublicKey::from_der(der.as_ref()).map_err(|_| KeyError::Form)
        };
        self.public.get_or_try_init(ask).await
    }

    /// The signature of a SHA-256, in DER.
    ///
    /// # Errors
    /// [`KeyError`] when KMS does not sign it.
    pub async fn sign(&self, digest: [u8; 32]) -> Result<Vec<u8>, KeyError> {
        let request = self
            .client
            .sign()
            .key_id(&self.id)
            .message_type(MessageType::Digest)
            .signing_algorithm(SigningAlgorithmSpec::EcdsaSha256)
            .message(Blob::new(digest));
        let output = request.send().await.map_err(|error| unavailable("Sign", &error))?;
        output.signature.map(Blob::into_inner).ok_or(KeyError::Form)
    }
}
