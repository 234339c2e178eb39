//! Checking a code: the guess is counted before it is compared, and what was right is used up by the caller's
//! transaction.

use akkoord_domain::{
    Timestamp,
    challenge::{ATTEMPTS, Method, Purpose, is_live, mac_message, recovery_message},
    code::{Code, RecoveryCode, same},
    handle::{Digest, Handle},
    user::{MAX_FAILURES, Status, is_locked},
};
use akkoord_http::Problem;
use akkoord_store::{
    challenge::{Challenge, Completed, Completion, Counted, Found, Proof},
    user::User,
};
use axum::http::StatusCode;

use crate::{
    App,
    ask::hex,
    view::{challenge_gone, link_gone},
};

/// What a code is checked for.
pub(crate) struct Check<'a> {
    pub(crate) handle: &'a Handle,
    pub(crate) purpose: Purpose,
    /// The session or link in which the challenge must have been asked for.
    pub(crate) bound_to: Option<Digest>,
    /// What was typed.
    pub(crate) code: &'a str,
    pub(crate) device: Option<&'a Digest>,
    pub(crate) now: Timestamp,
}

/// A right code, not used up yet.
pub(crate) struct Verified {
    pub(crate) found: Found,
    pub(crate) proof: Proof,
}

/// What was typed, read by the method that was asked for.
enum Typed {
    Code(Code),
    Recovery(RecoveryCode),
}

impl App {
    /// Counts and compares a guess. Three calls at most lie on its path, two after each other.
    pub(crate) async fn verify(&self, check: &Check<'_>) -> Result<Verified, Problem> {
        let found = self.portal.store.challenge(check.handle, check.device).await?.ok_or_else(challenge_gone)?;
        if !is_usable(&found.challenge, &found.user, check) {
            return Err(challenge_gone());
        }
        if is_locked(found.user.failures) {
            return Err(account_locked());
        }
        let typed = read(found.challenge.method, check.code).ok_or_else(|| Problem::bad_field("code", "invalid"))?;
        // Counting and KMS go side by side; nothing is compared before both are back.
        let (counted, compared) = tokio::join!(
            self.portal.store.count_attempt(check.handle, check.now),
            self.comparison(&found, check, &typed),
        );
        match counted? {
            Counted::Yes => {}
            Counted::Gone => return Err(challenge_gone()),
            Counted::Locked => return Err(account_locked()),
        }
        match compared?.compare() {
            Compared::Right(proof) => Ok(Verified { found, proof }),
            Compared::Used => {
                let title = "This code was used before; wait for the next one";
                Err(Problem::new(StatusCode::CONFLICT, "code_used", title))
            }
            Compared::Wrong if found.user.failures + 1 >= MAX_FAILURES => Err(account_locked()),
            Compared::Wrong => {
                let left = ATTEMPTS.saturating_sub(found.challenge.attempts + 1);
                let problem = Problem::new(StatusCode::UNAUTHORIZED, "code_wrong", "The code is not right");
                Err(problem.with_attempts_left(left))
            }
        }
    }

    /// Fetches what the guess is compared with.
    async fn comparison(&self, found: &Found, check: &Check<'_>, typed: &Typed) -> Result<Comparison, Problem> {
        let user = &found.user;
        match typed {
            Typed::Code(code) if found.challenge.method == Method::Sms => {
                let mac = self.keys.mac(mac_message(&check.handle.digest(), check.purpose, code)).await?;
                Ok(Comparison::Sms { kept: found.challenge.mac.clone(), given: hex(&mac) })
            }
            Typed::Code(code) => {
                let Some(authenticator) = &user.authenticator else { return Err(challenge_gone()) };
                let seed = self.keys.open(user.id, &authenticator.sealed).await?;
                let step = seed.step_of(code, check.now);
                Ok(Comparison::Step { given: step, last: authenticator.last_step })
            }
            Typed::Recovery(code) => {
                let Some(batch) = &user.recovery_batch else { return Err(challenge_gone()) };
                let key = self.keys.mac(recovery_message(user.id, batch)).await?;
                Ok(Comparison::Recovery { kept: user.recovery_hashes.clone(), given: hex(&code.keyed_hash(&key)) })
            }
        }
    }

    /// Writes what the code authorises; the problem says why when it was used in the meantime.
    pub(crate) async fn complete(&self, completion: &Completion<'_>) -> Result<(), Problem> {
        match self.portal.store.complete(completion).await? {
            Completed::Yes => Ok(()),
            Completed::Gone => Err(challenge_gone()),
            Completed::LinkGone => Err(link_gone()),
            Completed::CodeUsed => {
                let title = "This code was used before; wait for the next one";
                Err(Problem::new(StatusCode::CONFLICT, "code_used", title))
            }
        }
    }
}

enum Comparison {
    Sms { kept: Option<String>, given: String },
    Step { given: Option<u64>, last: u64 },
    Recovery { kept: Vec<String>, given: String },
}

enum Compared {
    Right(Proof),
    Used,
    Wrong,
}

impl Comparison {
    fn compare(self) -> Compared {
        match self {
            Self::Sms { kept: Some(kept), given } if same(kept.as_bytes(), given.as_bytes()) => {
                Compared::Right(Proof::Sms)
            }
            Self::Step { given: Some(step), last } if step > last => Compared::Right(Proof::Step(step)),
            Self::Step { given: Some(_), .. } => Compared::Used,
            Self::Recovery { kept, given } if kept.iter().any(|hash| same(hash.as_bytes(), given.as_bytes())) => {
                Compared::Right(Proof::Recovery(given))
            }
            Self::Sms { .. } | Self::Step { .. } | Self::Recovery { .. } => Compared::Wrong,
        }
    }
}

fn read(method: Method, text: &str) -> Option<Typed> {
    match method {
        Method::Recovery => text.parse().ok().map(Typed::Recovery),
        Method::Sms | Method::Authenticator => text.parse().ok().map(Typed::Code),
    }
}

/// Whether the challenge is live, for this purpose and asked for here, and its user may go on.
fn is_usable(challenge: &Challenge, user: &User, check: &Check<'_>) -> bool {
    let expected = if check.purpose == Purpose::AcceptInvitation { Status::Invited } else { Status::Active };
    challenge.purpose == check.purpose
        && challenge.bound_to == check.bound_to
        && !challenge.used_up
        && challenge.attempts < ATTEMPTS
        && is_live(challenge.expires_at, check.now)
        && user.status == expected
}

/// 403: too many consecutive wrong codes.
pub(crate) fn account_locked() -> Problem {
    let title = "This account is locked after too many wrong codes; the firm can unlock it";
    Problem::new(StatusCode::FORBIDDEN, "account_locked", title)
}
