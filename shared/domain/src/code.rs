//! Codes that a person types: six digits by SMS or authenticator, and recovery codes.

use std::{fmt, str::FromStr};

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// What was typed cannot be a code of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code")]
pub struct InvalidCode;

/// Six decimal digits, leading zeros kept.
#[derive(Clone)]
pub struct Code(SecretString);

impl Code {
    /// Draws a uniform code from 32 random bits a time (ASVS 6.5.4; 19.93 bits of entropy).
    ///
    /// Values above the largest multiple of 10⁶ are drawn again: keeping them would favour low codes.
    ///
    /// # Errors
    /// What `draw` gives, for example when the system's random source fails.
    pub fn draw<E>(mut draw: impl FnMut() -> Result<u32, E>) -> Result<Self, E> {
        const CODES: u32 = 1_000_000;
        const BOUND: u32 = u32::MAX - u32::MAX % CODES;
        loop {
            let value = draw()?;
            if value < BOUND {
                return Ok(Self(format!("{:06}", value % CODES).into()));
            }
        }
    }

    /// The digits, for the SMS and the comparison. Never log them.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Code(…)")
    }
}

impl FromStr for Code {
    type Err = InvalidCode;

    /// Takes the digits with the spaces and hyphens that people and phones add (`123 456`).
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        if text.len() > 32 {
            return Err(InvalidCode);
        }
        let digits: String = text.chars().filter(|character| !character.is_whitespace() && *character != '-').collect();
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits.into()))
        } else {
            Err(InvalidCode)
        }
    }
}

/// How many recovery codes a user gets at a time.
pub const RECOVERY_CODES: usize = 10;

/// Ten characters of Crockford's alphabet (50 bits), shown as `ABCDE-FGHJK`; each works once in place of a
/// code when signing in, never for approving.
#[derive(Clone)]
pub struct RecoveryCode(SecretString);

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl RecoveryCode {
    /// Makes a code from random bits, five of each byte.
    #[must_use]
    pub fn from_random(random: [u8; 10]) -> Self {
        let text: String = random.iter().map(|byte| char::from(CROCKFORD[usize::from(byte & 31)])).collect();
        Self(text.into())
    }

    /// The code as it is shown once, `ABCDE-FGHJK`. Never log it.
    #[must_use]
    pub fn expose(&self) -> String {
        let text = self.0.expose_secret();
        format!("{}-{}", &text[..5], &text[5..])
    }

    /// What the table keeps: HMAC-SHA256 under a key that only KMS can make again (ASVS 6.5.2).
    #[must_use]
    pub fn keyed_hash(&self, key: &[u8; 32]) -> [u8; 32] {
        // HMAC pads a short key with zeros to the hash's block; doing so here leaves nothing that could fail.
        let mut block = [0; 64];
        block[..key.len()].copy_from_slice(key);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        mac.update(self.0.expose_secret().as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode(…)")
    }
}

impl FromStr for RecoveryCode {
    type Err = InvalidCode;

    /// Case, spaces and hyphens do not count; O is read as 0, I and L as 1 (Crockford's base 32).
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        if text.len() > 64 {
            return Err(InvalidCode);
        }
        let mut code = String::with_capacity(10);
        for character in text.chars().filter(|character| !character.is_whitespace() && *character != '-') {
            let character = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            if !character.is_ascii() || !CROCKFORD.contains(&(character as u8)) {
                return Err(InvalidCode);
            }
            code.push(character);
        }
        if code.len() == 10 { Ok(Self(code.into())) } else { Err(InvalidCode) }
    }
}

/// Compares two message authentication codes in constant time.
#[must_use]
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A small generator with a fixed seed (SplitMix64): the test is about the mapping, not the source.
    fn splitmix(state: &mut u64) -> u32 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = *state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) >> 32) as u32
    }

    #[test]
    fn a_million_codes_are_uniform_in_every_position() {
        let mut state = 2026;
        let mut counts = [[0_u32; 10]; 6];
        for _ in 0..1_000_000 {
            let code = Code::draw(|| Ok::<_, ()>(splitmix(&mut state))).unwrap();
            assert_eq!(code.expose().len(), 6);
            for (position, digit) in code.expose().bytes().enumerate() {
                counts[position][usize::from(digit - b'0')] += 1;
            }
        }
        for (position, digits) in counts.iter().enumerate() {
            let chi_square: f64 = digits.iter().map(|count| (f64::from(*count) - 1e5).powi(2) / 1e5).sum();
            // Nine degrees of freedom: 27.88 is exceeded once in a thousand.
            assert!(chi_square < 27.88, "position {position}: {chi_square}");
        }
    }

    #[test]
    fn values_that_would_favour_low_codes_are_drawn_again() {
        let mut values = [u32::MAX, 4_294_000_000, 4_293_999_999].into_iter();
        let code = Code::draw(|| values.next().ok_or(())).unwrap();
        assert_eq!(code.expose(), "999999");
    }

    #[test]
    fn leading_zeros_are_kept() {
        assert_eq!(Code::draw(|| Ok::<_, ()>(42)).unwrap().expose(), "000042");
        assert_eq!("000 042".parse::<Code>().unwrap().expose(), "000042");
    }

    #[test]
    fn a_code_is_six_ascii_digits() {
        for text in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "１２３４５６", "12.3456"] {
            assert!(text.parse::<Code>().is_err(), "{text}");
        }
        assert_eq!(" 123-456\u{a0}".parse::<Code>().unwrap().expose(), "123456");
    }

    #[test]
    fn a_recovery_code_is_read_as_it_was_written_down() {
        let code = RecoveryCode::from_random([0, 1, 2, 3, 4, 30, 31, 255, 10, 17]);
        assert_eq!(code.expose(), "01234-YZZAH");
        let typed: RecoveryCode = "o l234 yzzah".parse().unwrap();
        assert_eq!(typed.keyed_hash(&[1; 32]), code.keyed_hash(&[1; 32]));
        assert_ne!(typed.keyed_hash(&[2; 32]), code.keyed_hash(&[1; 32]));
        for text in ["", "01234-YZZA", "01234-YZZAHH", "01234-YZZAU", "01234-YZZAé"] {
            assert!(text.parse::<RecoveryCode>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_crashes_the_parsers_and_debug_hides_the_code(text: String, random: [u8; 10]) {
            let _code = text.parse::<Code>();
            let _recovery = text.parse::<RecoveryCode>();
            let code = RecoveryCode::from_random(random);
            prop_assert!(code.expose().parse::<RecoveryCode>().is_ok());
            prop_assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
        }
    }
}
