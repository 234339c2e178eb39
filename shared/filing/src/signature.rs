//! Signatures by the Standard Webhooks specification, version 1.0: HMAC-SHA256 over `id.timestamp.body`.
//!
//! Its crate is not used: it brings a second Base64, a second HMAC and a second clock for these lines.

use std::{fmt, str::FromStr};

use akkoord_domain::Timestamp;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::filing::IdempotencyKey;

/// The text does not hold keys. It does not repeat the text, which is secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one or two keys of 24 to 64 bytes, each as whsec_ with Base64")]
pub struct InvalidKeys;

/// The keys that sign: one, or while it is being replaced the new and the old one, parted by a space. The receiver
/// takes a message that any of the signatures fits.
#[derive(Clone)]
pub struct Keys(Vec<Hmac<Sha256>>);

impl Keys {
    /// The value of the header `webhook-signature`.
    pub(crate) fn sign(&self, id: &IdempotencyKey, now: Timestamp, body: &[u8]) -> String {
        let signatures = self.0.iter().map(|key| {
            let mut mac = key.clone();
            mac.update(format!("{id}.{}.", now.as_second()).as_bytes());
            mac.update(body);
            format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
        });
        signatures.collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Keys({})", self.0.len())
    }
}

impl FromStr for Keys {
    type Err = InvalidKeys;

    fn from_str(text: &str) -> Result<Self, InvalidKeys> {
        let keys: Vec<_> = text.split(' ').map(key).collect::<Result<_, _>>()?;
        if keys.len() <= 2 { Ok(Self(keys)) } else { Err(InvalidKeys) }
    }
}

fn key(text: &str) -> Result<Hmac<Sha256>, InvalidKeys> {
    let key = text.strip_prefix("whsec_").and_then(|text| STANDARD.decode(text).ok()).ok_or(InvalidKeys)?;
    if !(24..=64).contains(&key.len()) {
        return Err(InvalidKeys);
    }
    Hmac::new_from_slice(&key).map_err(|_| InvalidKeys)
}

#[cfg(test)]
mod tests {
    use akkoord_domain::{delivery::Channel, id::DocumentId};

    use super::*;

    const OLD: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const NEW: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    fn id() -> IdempotencyKey {
        IdempotencyKey::new(DocumentId::new(Timestamp::UNIX_EPOCH, 7), 2, Channel::Archive)
    }

    #[test]
    fn the_signature_is_the_one_that_openssl_makes() {
        // printf 'doc_00000000000000000000000007-2-archive.1649367553.{"a":1}' | openssl dgst -sha256 -binary \
        //   -mac HMAC -macopt hexkey:0b6155b0140886bb1c0a195020c57e6f9b1262ca686fba03 | base64
        let now = Timestamp::from_second(1_649_367_553).unwrap();
        let signature = OLD.parse::<Keys>().unwrap().sign(&id(), now, br#"{"a":1}"#);
        assert_eq!(signature, "v1,9BT30CHQMGGkbj6+XxOydjT6aKqUrNPfd4JO6ILNN6k=");
    }

    #[test]
    fn while_a_key_is_replaced_both_sign() {
        let now = Timestamp::UNIX_EPOCH;
        let sign = |keys: &str| keys.parse::<Keys>().unwrap().sign(&id(), now, b"x");
        assert_eq!(sign(&format!("{NEW} {OLD}")), format!("{} {}", sign(NEW), sign(OLD)));
    }

    #[test]
    fn what_is_no_key_is_refused_and_never_shown() {
        let three = [OLD, OLD, OLD].join(" ");
        let short = format!("whsec_{}", STANDARD.encode([1; 23]));
        let long = format!("whsec_{}", STANDARD.encode([1; 65]));
        for text in ["", "whsec_", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_*", &three, &short, &long] {
            assert_eq!(text.parse::<Keys>().map(|_| ()), Err(InvalidKeys), "{text}");
        }
        assert_eq!(format!("{:?}", OLD.parse::<Keys>().unwrap()), "Keys(1)");
    }
}
