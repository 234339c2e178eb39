//! Checking a code: the guess is counted before it is compared, and what was right is used up by the caller's
//! transaction.

use akkoord_domain::{
    Timestamp,
    challenge::{ATTEMPTS, Method, Purpose, is_live, mac_message, recovery_message},
    code::{Code, RecoveryCode, same},
    facts::Subject,
    handle::{Digest, Handle},
    user::{MAX_FAILURES, Status, is_locked},
};
use akkoord_http::Problem;
use akkoord_store::{
    challenge::{Challenge, Completed, Completion, Counted, Found, Proof},
    document::Saved,
    user::User,
};
use axum::http::StatusCode;

use crate::{SecondFactor, ask::hex, view::challenge_gone};

/// What a code is checked for.
pub struct Check<'a> {
    /// The challenge.
    pub handle: &'a Handle,
    /// What the code must authorise.
    pub purpose: Purpose,
    /// The session or link in which the challenge must have been asked for.
    pub bound_to: Option<Digest>,
    /// The document that the code must be for, with [`Purpose::Approve`].
    pub subject: Option<&'a Subject>,
    /// What was typed.
    pub code: &'a str,
    /// The device, where it matters whether it is known.
    pub device: Option<&'a Digest>,
    /// When.
    pub now: Timestamp,
}

/// A right code, not used up yet.
pub struct Verified {
    /// The challenge with its user.
    pub found: Found,
    /// What was right.
    pub proof: Proof,
}

/// What was typed, read by the method that was asked for.
enum Typed {
    Code(Code),
    Recovery(RecoveryCode),
}

impl SecondFactor {
    /// Counts and compares a guess. Three calls at most lie on its path, two after each other.
    ///
    /// # Errors
    /// 401 `code_wrong` with the guesses that are left, 403 `account_locked`, 409 `code_used` or
    /// `code_of_another_document`, 410 `challenge_gone`, 503 when a service fails.
    pub async fn verify(&self, check: &Check<'_>) -> Result<Verified, Problem> {
        let found = self.portal.store.challenge(check.handle, check.device).await?;
        self.verify_found(found, check).await
    }

    /// As [`SecondFactor::verify`], with what [`Store::challenge`](akkoord_store::Store::challenge) read beside other
    /// calls.
    ///
    /// # Errors
    /// As [`SecondFactor::verify`].
    pub async fn verify_found(&self, found: Option<Found>, check: &Check<'_>) -> Result<Verified, Problem> {
        let found = found.ok_or_else(challenge_gone)?;
        if !is_usable(&found.challenge, &found.user, check) {
            return Err(challenge_gone());
        }
        if found.challenge.subject.as_ref() != check.subject {
            let title = "This code was asked for another document or version";
            return Err(Problem::new(StatusCode::CONFLICT, "code_of_another_document", title));
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
            Compared::Wrong if found.user.failures + 1 >= MAX_FAILURES => {
                tracing::info!(user.id = %found.user.id, outcome = "locked", "a code was refused");
                Err(account_locked())
            }
            Compared::Wrong => {
                tracing::info!(user.id = %found.user.id, outcome = "wrong", "a code was refused");
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
                let mac =
                    self.keys.mac(mac_message(&check.handle.digest(), check.purpose, check.subject, code)).await?;
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

    /// Writes what the code authorises; the problem says why when it was used in the meantime. `Saved::Changed` asks the
    /// caller, whose document changed in the meantime, to ask the rules again: nothing was written or used up then.
    ///
    /// # Errors
    /// 409 `code_used`, 410 `challenge_gone` or `link_gone`, 503 when the table does not answer.
    pub async fn complete(&self, completion: &Completion<'_>) -> Result<Saved, Problem> {
        match self.portal.store.complete(completion).await? {
            Completed::Yes => Ok(Saved::Yes),
            Completed::DocumentChanged => Ok(Saved::Changed),
            Completed::Gone => Err(challenge_gone()),
            Completed::LinkGone => Err(Problem::link_gone()),
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
#[must_use]
pub fn account_locked() -> Problem {
    let title = "This account is locked after too many wrong codes; the firm can unlock it";
    Problem::new(StatusCode::FORBIDDEN, "account_locked", title)
}
