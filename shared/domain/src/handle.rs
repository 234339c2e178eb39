//! Handles: bearer secrets that name their user, so that one key lookup finds the item.
//!
//! Sessions, challenges and links are all `<user id>.<256 random bits>`; the table keeps only the SHA-256
//! of the whole text (ASVS 11.4.3), so a read of the table gives nobody a working handle.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::id::UserId;

/// Length in bytes of the secret part (256 bits).
pub const SECRET_BYTES: usize = 32;

/// The text is not a handle. It does not repeat the text, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a handle")]
pub struct InvalidHandle;

/// A bearer secret of one user. Its `Debug` shows only the user.
#[derive(Clone, PartialEq, Eq)]
pub struct Handle {
    user: UserId,
    secret: [u8; SECRET_BYTES],
}

impl Handle {
    /// Makes a handle from bits of the system's CSPRNG.
    #[must_use]
    pub fn new(user: UserId, secret: [u8; SECRET_BYTES]) -> Self {
        Self { user, secret }
    }

    /// The user whose partition holds the item.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.user
    }

    /// What the table keeps.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.expose().as_bytes())
    }

    /// The text for the cookie, the link or the client. Never log it.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{}.{}", self.user, URL_SAFE_NO_PAD.encode(self.secret))
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Handle({}.…)", self.user)
    }
}

impl FromStr for Handle {
    type Err = InvalidHandle;

    fn from_str(text: &str) -> Result<Self, InvalidHandle> {
        let (user, secret) = text.split_once('.').ok_or(InvalidHandle)?;
        let user = user.parse().map_err(|_| InvalidHandle)?;
        let secret = URL_SAFE_NO_PAD.decode(secret).map_err(|_| InvalidHandle)?;
        Ok(Self { user, secret: secret.try_into().map_err(|_| InvalidHandle)? })
    }
}

/// SHA-256 of a bearer secret, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// Hashes a secret of at least 128 random bits; nothing weaker may be kept this way.
    #[must_use]
    pub fn of(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The hexadecimal text, 64 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// 256 random bits with no owner and no authority: it only lets the portal recognise a browser.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceToken([u8; SECRET_BYTES]);

impl DeviceToken {
    /// Makes a token from bits of the system's CSPRNG.
    #[must_use]
    pub fn new(secret: [u8; SECRET_BYTES]) -> Self {
        Self(secret)
    }

    /// The text for the cookie.
    #[must_use]
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the table keeps.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }
}

impl fmt::Debug for DeviceToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DeviceToken(…)")
    }
}

impl FromStr for DeviceToken {
    type Err = InvalidHandle;

    fn from_str(text: &str) -> Result<Self, InvalidHandle> {
        let secret = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidHandle)?;
        Ok(Self(secret.try_into().map_err(|_| InvalidHandle)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Timestamp;

    proptest! {
        #[test]
        fn a_handle_survives_its_text_and_debug_hides_it(random: u128, secret: [u8; 32]) {
            let handle = Handle::new(UserId::new(Timestamp::UNIX_EPOCH, random), secret);
            let text = handle.expose();
            prop_assert_eq!(&text.parse::<Handle>().unwrap(), &handle);
            let (_, hidden) = text.split_once('.').unwrap();
            let debug = format!("{handle:?}");
            prop_assert!(!debug.contains(hidden));
        }

        #[test]
        fn no_text_crashes_the_parsers(text: String) {
            let _handle = text.parse::<Handle>();
            let _token = text.parse::<DeviceToken>();
        }
    }

    #[test]
    fn a_shortened_secret_is_refused() {
        let handle = Handle::new(UserId::new(Timestamp::UNIX_EPOCH, 1), [7; 32]).expose();
        assert_eq!(handle[..handle.len() - 1].parse::<Handle>(), Err(InvalidHandle));
        assert_eq!(format!("{handle}A").parse::<Handle>(), Err(InvalidHandle));
    }
}
