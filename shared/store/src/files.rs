//! The bucket of files: documents as they were uploaded, and the evidence of approvals. An object is named by its
//! organisation, document and version; what a version of a document points at is one version of one object.

mod disposition;

use std::time::Duration;

use akkoord_domain::{
    Timestamp,
    facts::{FileName, Sha256},
};
use aws_sdk_s3::{
    Client,
    config::{Builder, RequestChecksumCalculation, ResponseChecksumValidation},
    error::{ProvideErrorMetadata, SdkError},
    presigning::{PresignedRequest, PresigningConfig},
    primitives::{ByteStream, DateTime},
    types::{ChecksumMode, ObjectLockMode},
};
use aws_types::SdkConfig;
use base64::{Engine, engine::general_purpose::STANDARD};

pub use disposition::Disposition;

use self::disposition::content_disposition;
use crate::outbox::About;

/// How long an address for an upload works.
const TO_UPLOAD: Duration = Duration::from_secs(5 * 60);

/// The longest that an address for reading works.
pub const TO_READ: Duration = Duration::from_secs(60);

/// How long another system's address for evidence works: it may put the message aside before it fetches.
pub const TO_FETCH: Duration = Duration::from_secs(15 * 60);

/// The media type of every document.
const PDF: &str = "application/pdf";

/// The media type of every evidence.
const ZIP: &str = "application/zip";

/// The bucket did not answer, or not with what it should hold. It carries no key and no content.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// S3 failed after the client's own retries; the word is its error code.
    #[error("S3 did not serve the {operation}: {code}")]
    Unavailable {
        /// The S3 operation.
        operation: &'static str,
        /// S3's error code, or `connection` when there was no answer.
        code: String,
    },
    /// The object is larger than what the caller reads.
    #[error("an object of the bucket is larger than {limit} bytes")]
    TooLarge {
        /// The most that the caller reads, in bytes.
        limit: u64,
    },
    /// An answer of S3 lacks what it always has.
    #[error("an answer of S3 has an unexpected form: {0}")]
    Form(&'static str),
}

impl FilesError {
    fn from_sdk<E: ProvideErrorMetadata>(operation: &'static str, error: &SdkError<E>) -> Self {
        let code = error.as_service_error().and_then(ProvideErrorMetadata::code).unwrap_or("connection");
        Self::Unavailable { operation, code: code.to_owned() }
    }
}

/// One object: the organisation, document and version that it belongs to, and what it is of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// The PDF of a version.
    Document(About),
    /// The pack of evidence of an approved version.
    Evidence(About),
}

impl Object {
    /// The only place that formats a key of the bucket.
    fn key(self) -> String {
        match self {
            Self::Document(About { organisation, document, version }) => {
                format!("documents/{organisation}/{document}/{version}.pdf")
            }
            Self::Evidence(About { organisation, document, version }) => {
                format!("evidence/{organisation}/{document}/{version}.zip")
            }
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Document(_) => PDF,
            Self::Evidence(_) => ZIP,
        }
    }
}

/// Metadata of evidence: when it was made.
const MADE_AT: &str = "made-at";

/// An object as the bucket describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The newest version of the object.
    pub object_version: String,
    /// Its size in bytes.
    pub size: u64,
    /// The checksum that S3 made when it took the object; `None` when it was put without one.
    pub sha256: Option<Sha256>,
    /// When evidence was made, as it says itself; `None` for other objects.
    pub made_at: Option<Timestamp>,
}

/// What a browser sends to upload one file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Where to `PUT` it, for five minutes.
    pub url: String,
    /// The headers that the signature covers and the browser does not set by itself.
    pub headers: Vec<(&'static str, String)>,
}

/// The portal's bucket of files.
#[derive(Debug, Clone)]
pub struct Files {
    client: Client,
    bucket: String,
}

impl Files {
    /// The bucket of this name.
    #[must_use]
    pub fn new(config: &SdkConfig, bucket: impl Into<String>) -> Self {
        let config = Builder::from(config)
            // A local stack has no host name per bucket.
            .force_path_style(config.endpoint_url().is_some())
            // A checksum that the SDK adds by itself would be in each signature, and no browser makes it.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .build();
        Self { client: Client::from_conf(config), bucket: bucket.into() }
    }

    /// An address for uploading exactly this content: S3 refuses another length, media type or SHA-256.
    ///
    /// # Errors
    /// [`FilesError`] when it cannot be signed.
    pub async fn address_for_upload(&self, about: About, size: u64, sha256: &Sha256) -> Result<Upload, FilesError> {
        let checksum = STANDARD.encode(sha256.bytes());
        let size = i64::try_from(size).map_err(|_| FilesError::Form("a size"))?;
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(Object::Document(about).key())
            .content_type(PDF)
            .content_length(size)
            .checksum_sha256(&checksum);
        let signed = request.presigned(lifetime(TO_UPLOAD)?).await;
        let signed = signed.map_err(|error| FilesError::from_sdk("PutObject", &error))?;
        Ok(Upload {
            url: signed.uri().to_owned(),
            headers: vec![("content-type", PDF.to_owned()), ("x-amz-checksum-sha256", checksum)],
        })
    }

    /// Keeps the file of a version that did not come from a browser; gives the version of the object.
    ///
    /// # Errors
    /// [`FilesError`] when S3 does not answer.
    pub async fn keep_document(&self, about: About, content: Vec<u8>) -> Result<String, FilesError> {
        let checksum = STANDARD.encode(Sha256::of(&content).bytes());
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(Object::Document(about).key())
            .content_type(PDF)
            .checksum_sha256(checksum)
            .body(ByteStream::from(content));
        let output = request.send().await.map_err(|error| FilesError::from_sdk("PutObject", &error))?;
        output.version_id.ok_or(FilesError::Form("an object without a version"))
    }

    /// An address for reading one version of an object, for at most [`TO_READ`].
    ///
    /// # Errors
    /// [`FilesError`] when it cannot be signed.
    pub async fn address_for_reading(
        &self,
        object: Object,
        object_version: &str,
        disposition: Disposition,
        name: &FileName,
    ) -> Result<String, FilesError> {
        let request = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(object.key())
            .version_id(object_version)
            .response_content_type(object.media_type())
            .response_content_disposition(content_disposition(disposition, name.as_str()))
            .response_cache_control("no-store");
        let signed: Result<PresignedRequest, _> = request.presigned(lifetime(TO_READ)?).await;
        signed.map(|signed| signed.uri().to_owned()).map_err(|error| FilesError::from_sdk("GetObject", &error))
    }

    /// An address from which another system fetches the evidence of a version, for [`TO_FETCH`].
    ///
    /// # Errors
    /// [`FilesError`] when it cannot be signed.
    pub async fn address_for_fetching(&self, about: About, object_version: &str) -> Result<String, FilesError> {
        let request = self.client.get_object().bucket(&self.bucket).key(Object::Evidence(about).key());
        let signed = request.version_id(object_version).presigned(lifetime(TO_FETCH)?).await;
        signed.map(|signed| signed.uri().to_owned()).map_err(|error| FilesError::from_sdk("GetObject", &error))
    }

    /// The newest version of an object; `None` when there is no such object.
    ///
    /// # Errors
    /// [`FilesError`] when S3 does not answer.
    pub async fn describe(&self, object: Object) -> Result<Option<Described>, FilesError> {
        let request = self.client.head_object().bucket(&self.bucket).key(object.key());
        let head = match request.checksum_mode(ChecksumMode::Enabled).send().await {
            Ok(head) => head,
            Err(error) if error.as_service_error().is_some_and(|service| service.is_not_found()) => return Ok(None),
            Err(error) => return Err(FilesError::from_sdk("HeadObject", &error)),
        };
        Ok(Some(Described {
            object_version: head.version_id.ok_or(FilesError::Form("an object without a version"))?,
            size: head.content_length.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
            sha256: head.checksum_sha256.as_deref().and_then(sha256_of),
            made_at: head.metadata.as_ref().and_then(|all| all.get(MADE_AT)?.parse().ok()),
        }))
    }

    /// The content of one version of an object, of at most `limit` bytes.
    ///
    /// # Errors
    /// [`FilesError`] when S3 does not answer, and for a larger object.
    pub async fn read(&self, object: Object, object_version: &str, limit: u64) -> Result<Vec<u8>, FilesError> {
        let request = self.client.get_object().bucket(&self.bucket).key(object.key()).version_id(object_version);
        let mut output = request.send().await.map_err(|error| FilesError::from_sdk("GetObject", &error))?;
        let size = output.content_length.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
        let too_large = FilesError::TooLarge { limit };
        if size > limit {
            return Err(too_large);
        }
        let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        let lost = |_| FilesError::Unavailable { operation: "GetObject", code: "connection".to_owned() };
        while let Some(part) = output.body.try_next().await.map_err(lost)? {
            if content.len() as u64 + part.len() as u64 > limit {
                return Err(too_large);
            }
            content.extend_from_slice(&part);
        }
        Ok(content)
    }

    /// Keeps the evidence of an approved version that was made at `made_at`, which nobody can change or remove before
    /// `until`; gives the version of the object. When there is evidence already, that stays, and it is the one that is
    /// given.
    ///
    /// # Errors
    /// [`FilesError`] when S3 does not answer.
    pub async fn keep_evidence(
        &self,
        about: About,
        pack: Vec<u8>,
        made_at: Timestamp,
        until: Timestamp,
    ) -> Result<String, FilesError> {
        let object = Object::Evidence(about);
        let checksum = STANDARD.encode(Sha256::of(&pack).bytes());
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(object.key())
            .content_type(ZIP)
            .checksum_sha256(checksum)
            .metadata(MADE_AT, made_at.to_string())
            .if_none_match("*")
            .object_lock_mode(ObjectLockMode::Compliance)
            .object_lock_retain_until_date(DateTime::from_secs(until.as_second()))
            .body(ByteStream::from(pack));
        match request.send().await {
            Ok(output) => output.version_id.ok_or(FilesError::Form("an object without a version")),
            // 412 for what is there, 409 for what is being put at this moment.
            Err(error)
                if matches!(
                    error.as_service_error().and_then(ProvideErrorMetadata::code),
                    Some("PreconditionFailed" | "ConditionalRequestConflict")
                ) =>
            {
                let there = self.describe(object).await?;
                there.map(|there| there.object_version).ok_or(FilesError::Form("evidence that is and is not there"))
            }
            Err(error) => Err(FilesError::from_sdk("PutObject", &error)),
        }
    }
}

fn lifetime(time: Duration) -> Result<PresigningConfig, FilesError> {
    PresigningConfig::expires_in(time).map_err(|_| FilesError::Form("a lifetime"))
}

fn sha256_of(checksum: &str) -> Option<Sha256> {
    let bytes = STANDARD.decode(checksum).ok()?;
    Some(Sha256::from_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use akkoord_domain::id::{DocumentId, OrganisationId};
    use aws_sdk_s3::config::{Credentials, Region, SharedCredentialsProvider};

    use super::*;

    fn about() -> About {
        About {
            organisation: OrganisationId::new(Timestamp::UNIX_EPOCH, 1),
            document: DocumentId::new(Timestamp::UNIX_EPOCH, 2),
            version: 3,
        }
    }

    fn files(endpoint: Option<&str>) -> Files {
        let mut config = SdkConfig::builder();
        config.set_endpoint_url(endpoint.map(str::to_owned));
        let credentials = Credentials::new("test", "test", None, None, "test");
        let config = config
            .region(Region::new("eu-central-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .build();
        Files::new(&config, "files")
    }

    #[test]
    fn a_key_names_organisation_document_and_version() {
        let (organisation, document) = (about().organisation, about().document);
        assert_eq!(Object::Document(about()).key(), format!("documents/{organisation}/{document}/3.pdf"));
        assert_eq!(Object::Evidence(about()).key(), format!("evidence/{organisation}/{document}/3.zip"));
    }

    #[test]
    fn no_name_ends_the_header_or_its_quotes() {
        let name = "a\"\r\nSet-Cookie: x=y; <script>é\u{202e}../b.pdf";
        let header = content_disposition(Disposition::Attachment, name);
        assert_eq!(
            header,
            "attachment; filename=\"a___Set-Cookie_ x_y_ _script___.._b.pdf\"; \
             filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3Dy%3B%20%3Cscript%3E%C3%A9%E2%80%AE..%2Fb.pdf"
        );
    }

    #[tokio::test]
    async fn an_upload_signs_length_type_and_checksum() {
        let upload = files(None).address_for_upload(about(), 5, &Sha256::of(b"hello")).await.unwrap();
        assert!(upload.url.starts_with("https://files.s3.eu-central-1.amazonaws.com/documents/org_"), "{}", upload.url);
        let signed = "X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bx-amz-checksum-sha256&";
        assert!(upload.url.contains(signed), "{}", upload.url);
        assert!(upload.url.contains("X-Amz-Expires=300&"), "{}", upload.url);
        assert_eq!(upload.headers[1].1, "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
    }

    #[tokio::test]
    async fn fetching_signs_the_evidence_for_a_quarter_of_an_hour() {
        let url = files(None).address_for_fetching(about(), "v1").await.unwrap();
        assert!(url.starts_with("https://files.s3.eu-central-1.amazonaws.com/evidence/org_"), "{url}");
        for part in ["versionId=v1", "X-Amz-Expires=900&", "X-Amz-SignedHeaders=host&"] {
            assert!(url.contains(part), "{part}: {url}");
        }
    }

    #[tokio::test]
    async fn reading_signs_the_version_for_a_minute_and_needs_no_header() {
        let name = "btw.pdf".parse().unwrap();
        let files = files(Some("http://127.0.0.1:4566"));
        let url = files.address_for_reading(Object::Document(about()), "v1", Disposition::Inline, &name).await.unwrap();
        assert!(url.starts_with("http://127.0.0.1:4566/files/documents/org_"), "{url}");
        for part in [
            "versionId=v1",
            "X-Amz-Expires=60&",
            "X-Amz-SignedHeaders=host&",
            "response-content-type=application%2Fpdf",
        ] {
            assert!(url.contains(part), "{part}: {url}");
        }
    }
}
