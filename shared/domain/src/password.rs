//! The rules for a new password (NIST SP 800-63B, 5.1.1.2; ASVS 6.2.1–6.2.12): length and no guessable ones, no
//! rules about kinds of characters. Cognito keeps the password and enforces the same length.

use secrecy::{ExposeSecret, SecretString};

/// The shortest password, in characters.
pub const MIN: usize = 12;
/// The longest password, in characters; Cognito takes at most 256 bytes, which is checked too.
pub const MAX: usize = 128;

/// Passwords of twelve characters and more that turn up in leaked lists or are easily thought of here.
const COMMON: &str = include_str!("common_passwords.txt");

/// Why a new password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`MIN`] characters.
    #[error("the password is too short")]
    TooShort,
    /// More than [`MAX`] characters, or more than 256 bytes.
    #[error("the password is too long")]
    TooLong,
    /// Among the common ones, one character repeated, or a plain sequence.
    #[error("the password is too common")]
    TooCommon,
    /// Contains the login name or a part of the person's name.
    #[error("the password contains the user's name")]
    HasName,
}

/// A password that the rules allow for this user.
#[derive(Debug, Clone)]
pub struct NewPassword(SecretString);

impl NewPassword {
    /// Checks a password against the rules.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(password: SecretString, login: &str, name: &str) -> Result<Self, WeakPassword> {
        let text = password.expose_secret();
        let length = text.chars().count();
        if length < MIN {
            return Err(WeakPassword::TooShort);
        }
        if length > MAX || text.len() > 256 {
            return Err(WeakPassword::TooLong);
        }
        let lower = text.to_lowercase();
        if COMMON.lines().any(|common| common == lower) || is_monotonous(&lower) {
            return Err(WeakPassword::TooCommon);
        }
        let login = login.split('@').next().unwrap_or(login).to_lowercase();
        let mut names =
            std::iter::once(login).chain(name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        // Short names such as "mo" or "de" stand in many good passwords by chance.
        if names.any(|part| part.chars().count() >= 4 && lower.contains(&part)) {
            return Err(WeakPassword::HasName);
        }
        Ok(Self(password))
    }

    /// The password, for Cognito only.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Few different characters, or each the neighbour of the one before (`aaaaaaaaaaaa`, `abcdefghijkl`).
fn is_monotonous(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let mut different = characters.clone();
    different.sort_unstable();
    different.dedup();
    let neighbours = characters.windows(2).filter(|pair| u32::from(pair[0]).abs_diff(u32::from(pair[1])) <= 1).count();
    different.len() < 5 || neighbours + 2 >= characters.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), WeakPassword> {
        NewPassword::check(password.into(), "sanne@example.com", "Sanne de Vries").map(|_| ())
    }

    #[test]
    fn length_counts_in_characters_and_has_both_bounds() {
        assert_eq!(check("kort-maar-o"), Err(WeakPassword::TooShort));
        assert_eq!(check("ééééñüöäßçøå"), Ok(()));
        assert_eq!(check(&"lang woord! ".repeat(11)[..128]), Ok(()));
        assert_eq!(check(&format!("{}x", &"lang woord! ".repeat(11)[..128])), Err(WeakPassword::TooLong));
        assert_eq!(check(&"🦀🐢🐝🐘🐋".repeat(20)), Err(WeakPassword::TooLong));
    }

    #[test]
    fn guessable_passwords_are_refused() {
        for password in
            ["123456789012", "password1234", "Welkom123456", "aaaaaaaaaaaa", "abcdefghijklm", "abababababab"]
        {
            assert_eq!(check(password), Err(WeakPassword::TooCommon), "{password}");
        }
    }

    #[test]
    fn a_password_with_the_users_name_is_refused() {
        assert_eq!(check("groene-Vries-tafel"), Err(WeakPassword::HasName));
        assert_eq!(check("xx-SANNE-2026-yy"), Err(WeakPassword::HasName));
        assert_eq!(check("de groene tafel 7"), Ok(()));
    }
}
