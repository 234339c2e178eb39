//! The authenticator: time-based codes (RFC 6238) with SHA-1, 30 s and 6 digits, as every app supports.

use std::fmt;

use secrecy::{ExposeSecret, SecretSlice};

use crate::{Timestamp, code::Code};

/// Length of a seed in bytes (RFC 4226, section 4, R6 recommends 160 bits).
pub const SEED_BYTES: usize = 20;

const STEP_SECONDS: u64 = 30;

/// The secret that the portal shares with one authenticator app.
#[derive(Clone)]
pub struct Seed(SecretSlice<u8>);

/// Which 30-second step a code belongs to; it may be used once.
pub type Step = u64;

impl Seed {
    /// Makes a seed from bits of the system's CSPRNG.
    #[must_use]
    pub fn new(bytes: [u8; SEED_BYTES]) -> Self {
        Self(bytes.to_vec().into())
    }

    /// Takes a seed that KMS opened; `None` when its length is not 20 bytes.
    #[must_use]
    pub fn from_opened(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() == SEED_BYTES).then(|| Self(bytes.into()))
    }

    /// The bytes, to be sealed by KMS. Never log them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.expose_secret()
    }

    /// The step whose code this is: the current one, the one before or the one after (±1 step, so a code lives
    /// about 90 s; a recorded deviation from ASVS 6.5.5). `None` when it is none of them.
    #[must_use]
    pub fn step_of(&self, code: &Code, now: Timestamp) -> Option<Step> {
        let second = u64::try_from(now.as_second()).ok()?;
        self.totp()?.check(code.expose(), second)
    }

    /// The key in base 32, in groups of four, for people who type it over.
    #[must_use]
    pub fn key(&self) -> String {
        let text = self.base32();
        let groups: Vec<&str> =
            (0..text.len()).step_by(4).map(|start| &text[start..(start + 4).min(text.len())]).collect();
        groups.join(" ")
    }

    /// The address for the QR code (Key URI Format of the Google Authenticator wiki).
    #[must_use]
    pub fn otpauth(&self, issuer: &str, account: &str) -> String {
        let issuer = percent_encoded(issuer);
        let account = percent_encoded(account);
        let secret = self.base32();
        format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
    }

    /// The code of a moment; tests play the app with it.
    #[must_use]
    pub fn code_at(&self, now: Timestamp) -> Option<Code> {
        let second = u64::try_from(now.as_second()).ok()?;
        self.totp()?.generate(second).to_string().parse().ok()
    }

    fn base32(&self) -> String {
        totp_rs::Secret::from(self.expose().to_vec()).to_base32()
    }

    fn totp(&self) -> Option<totp_rs::Totp> {
        totp_rs::Builder::new()
            .with_algorithm(totp_rs::Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(STEP_SECONDS)
            .with_secret(self.expose().to_vec())
            .build()
            .ok()
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seed(…)")
    }
}

/// RFC 3986 percent-encoding of everything but unreserved characters.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238, appendix B, truncated to six digits.
    #[test]
    fn the_test_vectors_of_rfc_6238_hold() {
        let seed = Seed::new(*b"12345678901234567890");
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (20_000_000_000, "353130")]
        {
            assert_eq!(seed.code_at(at(second)).unwrap().expose(), code);
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_one_step_late() {
        let seed = Seed::new(*b"12345678901234567890");
        let code = seed.code_at(at(3000)).unwrap();
        let steps: Vec<_> =
            [2969, 2970, 3000, 3029, 3059, 3060].iter().map(|second| seed.step_of(&code, at(*second))).collect();
        assert_eq!(steps, [None, Some(100), Some(100), Some(100), Some(100), None]);
    }

    #[test]
    fn the_address_carries_the_key_and_escapes_the_names() {
        let seed = Seed::new(*b"12345678901234567890");
        assert_eq!(seed.key(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            seed.otpauth("Jansen & Zn", "sanne@example.com"),
            "otpauth://totp/Jansen%20%26%20Zn:sanne%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Jansen%20%26%20Zn&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(format!("{seed:?}"), "Seed(…)");
    }
}
