//! The shared configuration of the AWS clients: one HTTP client, credentials from the environment, bounded time.
//!
//! Credentials are read once: Lambda replaces the environment's process before they expire, and no call goes to STS
//! or to the instance metadata service (docs/decisions/0002-aws-clients.md).

use std::time::Duration;

use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_smithy_async::{rt::sleep::TokioSleep, time::SystemTimeSource};
use aws_smithy_http_client::{
    Builder, Connector,
    tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_types::{retry::RetryConfig, timeout::TimeoutConfig};
use aws_types::{SdkConfig, region::Region};

use crate::settings::{SettingsError, Source};

/// The certificate authorities that AWS endpoints chain to: Amazon Root CA 1–4 and Starfield Services Root CA G2
/// (amazontrust.com/repository). Reading these five instead of the system's 140 is most of a fast start.
/// The first expires on 31 December 2037; a new root is added here before AWS uses it.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon_roots.pem");

const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
pub enum AwsError {
    /// A variable of the environment is missing.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The trust store could not be read.
    #[error("the trust store could not be read")]
    TrustStore,
}

/// Makes the configuration that all clients of one function share.
///
/// Reads `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_ENDPOINT_URL` (a local
/// stack) and `TRUST_STORE_FILE` (PEM, for an https endpoint that is not Amazon's).
///
/// # Errors
/// [`AwsError`] when one of them is missing or unusable.
pub fn sdk_config(source: &Source) -> Result<SdkConfig, AwsError> {
    let credentials = Credentials::from_keys(
        source.required("AWS_ACCESS_KEY_ID")?,
        source.required("AWS_SECRET_ACCESS_KEY")?,
        source.optional("AWS_SESSION_TOKEN"),
    );
    let endpoint = source.optional("AWS_ENDPOINT_URL");
    let plain = endpoint.as_deref().is_some_and(|url| url.starts_with("http://"));
    let http_client = if plain { Builder::new().build_http() } else { https_client(source)? };
    // A request of a person waits at most 29 s at the gateway; each call must fail well before.
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(Duration::from_secs(5))
        .operation_timeout(Duration::from_secs(12))
        .build();
    let mut config = SdkConfig::builder();
    config.set_endpoint_url(endpoint);
    Ok(config
        .region(Region::new(source.required("AWS_REGION")?))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http_client)
        .sleep_impl(TokioSleep::new())
        .time_source(SystemTimeSource::new())
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .timeout_config(timeouts)
        .build())
}

/// Makes the one connector that all AWS clients share. `Builder::build_https` would make it again to try it for every
/// AWS client, and once more at the first call: each time it reads all certificates.
fn https_client(source: &Source) -> Result<SharedHttpClient, AwsError> {
    let connector = Connector::builder()
        .connector_settings(HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build())
        .sleep_impl(TokioSleep::new())
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(tls_context(source)?)
        .build();
    let connector = SharedHttpConnector::new(connector);
    Ok(http_client_fn(move |_settings, _components| connector.clone()))
}

fn tls_context(source: &Source) -> Result<TlsContext, AwsError> {
    let roots = match source.optional("TRUST_STORE_FILE") {
        Some(path) => std::fs::read(path).map_err(|_| AwsError::TrustStore)?,
        None => AMAZON_ROOTS.to_vec(),
    };
    let store = TrustStore::empty().with_pem_certificate(roots);
    TlsContext::builder().with_trust_store(store).build().map_err(|_| AwsError::TrustStore)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_roots_make_a_client() {
        let text = std::str::from_utf8(AMAZON_ROOTS).unwrap();
        assert_eq!(text.matches("BEGIN CERTIFICATE").count(), 5);
        // Building the client parses every certificate and panics on a bad one.
        let _client = https_client(&Source::pairs([])).unwrap();
    }

    #[test]
    fn a_trust_store_that_is_not_there_closes_the_door() {
        let source = Source::pairs([("TRUST_STORE_FILE", "/nonexistent/roots.pem")]);
        assert!(matches!(tls_context(&source), Err(AwsError::TrustStore)));
    }

    #[test]
    fn no_credentials_no_client() {
        assert!(matches!(sdk_config(&Source::pairs([("AWS_REGION", "eu-west-1")])), Err(AwsError::Settings(_))));
    }
}
