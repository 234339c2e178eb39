//! The firm's archive: a webhook by the Standard Webhooks specification (docs/ARCHIVE.md is the contract).
//!
//! The id of a message is the filing's idempotency key, so that the archive knows a filing that it took before; the
//! same address with the key at its end says whether it did.

use akkoord_domain::Timestamp;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::Full;
use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::Value;

use crate::{
    address::{Address, InvalidAddress, Reach},
    call::{Caller, Heard, Trouble},
    channel::{Answer, Channel, Reason, Receipt, Remark, Reply, Standing, clean},
    filing::{Filing, IdempotencyKey, Manifest},
    signature::Keys,
};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const USER_AGENT: HeaderValue = HeaderValue::from_static(concat!("akkoord/", env!("CARGO_PKG_VERSION")));

/// Why there is no channel to the archive.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The address is not one that may be called.
    #[error(transparent)]
    Address(#[from] InvalidAddress),
    /// The TLS library refused its own defaults.
    #[error("TLS could not be set up")]
    Tls,
}

/// The channel to the archive.
pub struct Archive {
    address: Address,
    keys: Keys,
    caller: Caller,
}

/// The message's body.
#[derive(Serialize)]
struct Message<'a> {
    r#type: &'static str,
    /// When it happened, which a repeated message does not change.
    timestamp: Timestamp,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    manifest: &'a Manifest,
    pack: Pack<'a>,
}

#[derive(Serialize)]
struct Pack<'a> {
    url: &'a str,
    expires_at: Timestamp,
    sha256: &'a str,
}

impl Archive {
    /// Sends to this address and signs with these keys.
    ///
    /// # Errors
    /// [`ArchiveError`] when the address is not an https one (for [`Reach::Loopback`]: http or https).
    pub fn new(address: &str, keys: Keys, reach: Reach) -> Result<Self, ArchiveError> {
        let address = Address::parse(address, reach)?;
        Ok(Self { address, keys, caller: Caller::new(reach).map_err(|_| ArchiveError::Tls)? })
    }

    fn message(&self, filing: &Filing, now: Timestamp) -> Result<Request<Full<Bytes>>, Trouble> {
        let data = Data {
            manifest: &filing.manifest,
            pack: Pack {
                url: filing.pack.url.expose_secret(),
                expires_at: filing.pack.expires_at,
                sha256: filing.pack.sha256.as_str(),
            },
        };
        let message = Message { r#type: "document.approved", timestamp: filing.manifest.approved_at, data };
        let body = serde_json::to_vec(&message).map_err(|_| Trouble::NotSent(Reason::NotWritten))?;
        let mut request = self.request(Method::POST, self.address.target(None), &filing.key, now, body)?;
        request.headers_mut().insert(header::CONTENT_TYPE, JSON);
        Ok(request)
    }

    fn question(&self, key: &IdempotencyKey, now: Timestamp) -> Result<Request<Full<Bytes>>, Trouble> {
        self.request(Method::GET, self.address.target(Some(key)), key, now, Vec::new())
    }

    fn request(
        &self,
        method: Method,
        target: String,
        key: &IdempotencyKey,
        now: Timestamp,
        body: Vec<u8>,
    ) -> Result<Request<Full<Bytes>>, Trouble> {
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header(header::ACCEPT, JSON)
            .header(header::USER_AGENT, USER_AGENT)
            .header(HeaderName::from_static("webhook-id"), key.as_str())
            .header(HeaderName::from_static("webhook-timestamp"), now.as_second())
            .header(HeaderName::from_static("webhook-signature"), self.keys.sign(key, now, &body));
        request.body(Full::new(body.into())).map_err(|_| Trouble::NotSent(Reason::NotWritten))
    }

    async fn sent(&self, filing: &Filing, now: Timestamp) -> Result<Heard, Trouble> {
        self.caller.call(&self.address, self.message(filing, now)?).await
    }

    async fn asked(&self, key: &IdempotencyKey, now: Timestamp) -> Result<Heard, Trouble> {
        self.caller.call(&self.address, self.question(key, now)?).await
    }
}

impl Channel for Archive {
    fn submit<'a>(&'a self, filing: &'a Filing, now: Timestamp) -> Reply<'a, Answer> {
        Box::pin(async move { answer(self.sent(filing, now).await) })
    }

    fn status<'a>(&'a self, key: &'a IdempotencyKey, now: Timestamp) -> Reply<'a, Standing> {
        Box::pin(async move { standing(self.asked(key, now).await) })
    }
}

/// What the archive's answer to a message means.
fn answer(heard: Result<Heard, Trouble>) -> Answer {
    let heard = match heard {
        Ok(heard) => heard,
        Err(Trouble::NotSent(reason)) => return Answer::Unavailable { reason },
        Err(Trouble::Lost(reason)) => return Answer::Unknown { reason },
    };
    let reason = Reason::Status(heard.status.as_u16());
    match heard.status {
        // 409: it has a filing with this key.
        status if status.is_success() || status == StatusCode::CONFLICT => Answer::Sent { receipt: receipt(&heard) },
        status if status.is_redirection() => Answer::Refused { reason: Reason::Redirected, remark: None },
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Answer::Unavailable { reason }
        }
        status if status.is_client_error() => Answer::Refused { reason, remark: remark(&heard) },
        // Somebody on the way lost the archive's own answer.
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => Answer::Unknown { reason },
        status if status.is_server_error() => Answer::Unavailable { reason },
        _ => Answer::Unknown { reason },
    }
}

/// What the archive's answer to the question means. Only a plain yes or no counts.
fn standing(heard: Result<Heard, Trouble>) -> Standing {
    match heard {
        Ok(heard) if heard.status == StatusCode::OK => Standing::Sent { receipt: receipt(&heard) },
        Ok(heard) if heard.status == StatusCode::NOT_FOUND => Standing::NotKnown,
        Ok(heard) => Standing::Unknown { reason: Reason::Status(heard.status.as_u16()) },
        Err(Trouble::NotSent(reason) | Trouble::Lost(reason)) => Standing::Unknown { reason },
    }
}

fn receipt(heard: &Heard) -> Option<Receipt> {
    field(heard, "receipt")
}

fn remark(heard: &Heard) -> Option<Remark> {
    field(heard, "reason")
}

/// One text of the JSON object that the archive may answer.
fn field(heard: &Heard, name: &str) -> Option<Receipt> {
    let value: Value = serde_json::from_slice(heard.body.as_ref()?).ok()?;
    clean(value.get(name)?.as_str()?)
}

#[cfg(test)]
mod tests;
