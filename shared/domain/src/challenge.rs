//! The challenge: one request for a code, bound to one purpose. The same rules serve signing in, approving,
//! changing a factor and accepting an invitation.

use serde::{Deserialize, Serialize};

use crate::{SignedDuration, Timestamp, code::Code, facts::Subject, handle::Digest, user::Factors};

/// Guesses per challenge, over all its codes and methods (ASVS 6.6.3).
pub const ATTEMPTS: u32 = 3;

/// How the code reaches the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A code by SMS.
    Sms,
    /// A code from the authenticator app.
    Authenticator,
    /// One of the recovery codes.
    Recovery,
}

impl Method {
    /// The word for it in logs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Method::Sms => "sms",
            Method::Authenticator => "authenticator",
            Method::Recovery => "recovery",
        }
    }
}

/// What a correct code authorises. A code for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Signing in, after the password.
    SignIn,
    /// Accepting an invitation: confirms the mobile number.
    AcceptInvitation,
    /// Changing the password.
    ChangePassword,
    /// Setting up or removing the authenticator, or new recovery codes.
    ChangeFactor,
    /// Approving one version of one document.
    Approve,
}

impl Purpose {
    /// How long a code for this purpose works: 3 minutes when signing in, 5 otherwise.
    #[must_use]
    pub fn lifetime(self) -> SignedDuration {
        match self {
            Purpose::SignIn => SignedDuration::from_mins(3),
            Purpose::AcceptInvitation | Purpose::ChangePassword | Purpose::ChangeFactor | Purpose::Approve => {
                SignedDuration::from_mins(5)
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Purpose::SignIn => "sign_in",
            Purpose::AcceptInvitation => "accept_invitation",
            Purpose::ChangePassword => "change_password",
            Purpose::ChangeFactor => "change_factor",
            Purpose::Approve => "approve",
        }
    }

    /// The methods that a user may choose from, the one that is asked first in front.
    ///
    /// Whoever has an authenticator is asked for that; SMS then only if it was kept as a fallback. Recovery codes
    /// replace a code only when signing in. An invitation confirms the mobile number, so only an SMS will do.
    #[must_use]
    pub fn methods(self, factors: Factors) -> Vec<Method> {
        if self == Purpose::AcceptInvitation || !factors.authenticator {
            return vec![Method::Sms];
        }
        let mut methods = vec![Method::Authenticator];
        if factors.sms_fallback {
            methods.push(Method::Sms);
        }
        if self == Purpose::SignIn && factors.recovery_codes > 0 {
            methods.push(Method::Recovery);
        }
        methods
    }
}

/// Whether something that expires at `expires_at` still works: up to, but not at that moment.
///
/// The table's TTL deletes late, so every reader asks this (ASVS 6.5.5).
#[must_use]
pub fn is_live(expires_at: Timestamp, now: Timestamp) -> bool {
    now < expires_at
}

/// The message whose MAC the table keeps: it binds a code to its challenge, purpose and document, so that the same six
/// digits give another MAC elsewhere.
#[must_use]
pub fn mac_message(challenge: &Digest, purpose: Purpose, subject: Option<&Subject>, code: &Code) -> Vec<u8> {
    let about = subject
        .map_or_else(String::new, |subject| format!("/{}/{}/{}", subject.document, subject.version, subject.sha256));
    format!("akkoord/code/1/{}/{challenge}{about}/{}", purpose.name(), code.expose()).into_bytes()
}

/// The message from which KMS makes the key for one batch of a user's recovery codes.
#[must_use]
pub fn recovery_message(user: crate::id::UserId, batch: &str) -> Vec<u8> {
    format!("akkoord/recovery/1/{user}/{batch}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_codes_live_three_minutes_to_the_second() {
        let sent = Timestamp::from_second(1_000_000).unwrap();
        let expires = sent + Purpose::SignIn.lifetime();
        let live: Vec<bool> =
            [179, 180, 181].iter().map(|second| is_live(expires, sent + SignedDuration::from_secs(*second))).collect();
        assert_eq!(live, [true, false, false]);
    }

    #[test]
    fn an_authenticator_is_asked_first_and_recovery_codes_only_sign_in() {
        let factors = Factors { authenticator: true, sms_fallback: true, recovery_codes: 2 };
        assert_eq!(Purpose::SignIn.methods(factors), [Method::Authenticator, Method::Sms, Method::Recovery]);
        assert_eq!(Purpose::ChangeFactor.methods(factors), [Method::Authenticator, Method::Sms]);
        assert_eq!(Purpose::Approve.methods(factors), [Method::Authenticator, Method::Sms]);
        assert_eq!(Purpose::AcceptInvitation.methods(factors), [Method::Sms]);
        let strict = Factors { sms_fallback: false, recovery_codes: 0, ..factors };
        assert_eq!(Purpose::SignIn.methods(strict), [Method::Authenticator]);
        let none = Factors { authenticator: false, sms_fallback: false, recovery_codes: 0 };
        assert_eq!(Purpose::SignIn.methods(none), [Method::Sms]);
    }

    #[test]
    fn the_mac_binds_code_challenge_and_purpose() {
        let code: Code = "123456".parse().unwrap();
        let other: Code = "123457".parse().unwrap();
        let here = Digest::of(b"here");
        let base = mac_message(&here, Purpose::SignIn, None, &code);
        assert_ne!(base, mac_message(&Digest::of(b"there"), Purpose::SignIn, None, &code));
        assert_ne!(base, mac_message(&here, Purpose::ChangeFactor, None, &code));
        assert_ne!(base, mac_message(&here, Purpose::SignIn, None, &other));
    }
}
