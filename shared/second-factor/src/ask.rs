//! Asking for a code: opening a challenge, sending another code, choosing another method.

use akkoord_domain::{
    Timestamp,
    challenge::{Method, Purpose, mac_message},
    code::Code,
    facts::Subject,
    handle::{Digest, Handle},
    id::UserId,
    rate,
    user::{Status, is_locked},
};
use akkoord_http::Problem;
use akkoord_messages::sms::SmsCode;
use akkoord_runtime::random;
use akkoord_store::{
    challenge::{Challenge, Opened},
    rate::SmsCount,
    user::User,
};
use axum::http::StatusCode;

use crate::{
    SecondFactor,
    keys::KeyError,
    view::{ChallengeView, challenge_gone},
};

/// A code that was drawn for a challenge, with its MAC.
pub struct Draft {
    handle: Handle,
    code: Code,
    mac: String,
}

/// Whom a code is asked from, and for what.
pub struct Asking<'a> {
    /// Whom.
    pub user: &'a User,
    /// What the code authorises.
    pub purpose: Purpose,
    /// The session or link in which it is asked for.
    pub bound_to: Option<Digest>,
    /// The document, with [`Purpose::Approve`].
    pub subject: Option<Subject>,
    /// When.
    pub now: Timestamp,
}

impl SecondFactor {
    /// Draws a handle and a code for a new challenge and lets KMS make the code's MAC.
    ///
    /// # Errors
    /// 503 when KMS or the system's random source fails.
    pub async fn draft(&self, user: UserId, purpose: Purpose, subject: Option<&Subject>) -> Result<Draft, Problem> {
        let handle = Handle::new(user, random::bytes().map_err(Problem::unavailable)?);
        self.draft_for(handle, purpose, subject).await
    }

    async fn draft_for(&self, handle: Handle, purpose: Purpose, subject: Option<&Subject>) -> Result<Draft, Problem> {
        let code = Code::draw(random::word32).map_err(Problem::unavailable)?;
        let mac = self.keys.mac(mac_message(&handle.digest(), purpose, subject, &code)).await?;
        Ok(Draft { handle, code, mac: hex(&mac) })
    }

    /// Opens a challenge by the method that the user is asked first, and sends the SMS if it is that.
    ///
    /// # Errors
    /// 403 when no SMS may go to the user's country, 503 when a service fails: then no code works.
    pub async fn ask(&self, asking: &Asking<'_>) -> Result<ChallengeView, Problem> {
        let draft = self.draft(asking.user.id, asking.purpose, asking.subject.as_ref()).await?;
        self.ask_with(draft, asking).await
    }

    /// As [`SecondFactor::ask`], with a draft that was made beside other calls.
    ///
    /// # Errors
    /// As [`SecondFactor::ask`].
    pub async fn ask_with(&self, draft: Draft, asking: &Asking<'_>) -> Result<ChallengeView, Problem> {
        let Asking { user, purpose, now, .. } = *asking;
        let method = purpose.methods(user.factors()).first().copied().unwrap_or(Method::Sms);
        let base = Challenge {
            purpose,
            method,
            mac: None,
            expires_at: now + purpose.lifetime(),
            resend_at: None,
            attempts: 0,
            used_up: false,
            bound_to: asking.bound_to.clone(),
            subject: asking.subject.clone(),
        };
        if method != Method::Sms {
            self.portal.store.open_challenge(&draft.handle, &base, None).await?;
            return Ok(ChallengeView::new(&draft.handle, &base, user));
        }
        let sms = self.sms_count(user, now)?;
        let sent = Challenge { mac: Some(draft.mac.clone()), resend_at: Some(resend_at(now)), ..base.clone() };
        match self.portal.store.open_challenge(&draft.handle, &sent, Some(&sms)).await? {
            Opened::Yes => {
                self.send(user, &sent, &draft.code).await?;
                Ok(ChallengeView::new(&draft.handle, &sent, user))
            }
            // What came before the code was right, so the challenge stands; the screen counts down to the next SMS.
            Opened::Limited(limited) => {
                let waiting = Challenge { resend_at: Some(limited.until), ..base };
                self.portal.store.open_challenge(&draft.handle, &waiting, None).await?;
                Ok(ChallengeView::new(&draft.handle, &waiting, user))
            }
            Opened::Gone => Err(challenge_gone()),
        }
    }

    /// Puts a fresh code, by this method, on a live challenge. Guesses stay counted.
    ///
    /// # Errors
    /// 409 for a method that the user cannot use here, 410 when the challenge is gone, 429 while no SMS may be sent,
    /// 503 when a service fails.
    pub async fn ask_again(&self, handle: Handle, method: Option<Method>) -> Result<ChallengeView, Problem> {
        let now = self.portal.clock.now();
        let found = self.portal.store.challenge(&handle, None).await?.ok_or_else(challenge_gone)?;
        let (challenge, user) = (found.challenge, found.user);
        if user.status == Status::Disabled || is_locked(user.failures) {
            return Err(challenge_gone());
        }
        let method = method.unwrap_or(challenge.method);
        if !challenge.purpose.methods(user.factors()).contains(&method) {
            let title = "This user cannot use that method here";
            return Err(Problem::new(StatusCode::CONFLICT, "method_unavailable", title));
        }
        let purpose = challenge.purpose;
        let mut renewed =
            Challenge { method, mac: None, resend_at: None, expires_at: now + purpose.lifetime(), ..challenge };
        if method != Method::Sms {
            // Choosing a method sends nothing, so it must not make the challenge live longer either.
            renewed.expires_at = challenge.expires_at;
            return match self.portal.store.renew_challenge(&handle, &renewed, None, now).await? {
                Opened::Yes => Ok(ChallengeView::new(&handle, &renewed, &user)),
                _ => Err(challenge_gone()),
            };
        }
        let sms = self.sms_count(&user, now)?;
        let draft = self.draft_for(handle, purpose, renewed.subject.as_ref()).await?;
        renewed.mac = Some(draft.mac.clone());
        renewed.resend_at = Some(resend_at(now));
        match self.portal.store.renew_challenge(&draft.handle, &renewed, Some(&sms), now).await? {
            Opened::Yes => {
                self.send(&user, &renewed, &draft.code).await?;
                Ok(ChallengeView::new(&draft.handle, &renewed, &user))
            }
            Opened::Limited(limited) => {
                let title = "No more SMS may be sent to this number now";
                Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "sms_limit", title).with_retry_at(limited.until))
            }
            Opened::Gone => Err(challenge_gone()),
        }
    }

    fn sms_count(&self, user: &User, now: Timestamp) -> Result<SmsCount, Problem> {
        if !user.mobile.is_in(&self.settings.sms_countries) {
            let title = "The firm does not send SMS to this country";
            return Err(Problem::new(StatusCode::FORBIDDEN, "sms_not_allowed", title));
        }
        Ok(SmsCount {
            mobile: user.mobile.clone(),
            billed_to: user.billed_to,
            daily_cap: self.settings.sms_organisation_daily,
            now,
        })
    }

    async fn send(&self, user: &User, challenge: &Challenge, code: &Code) -> Result<(), Problem> {
        let sms = SmsCode {
            purpose: challenge.purpose,
            task: challenge.subject.as_ref().map(|subject| (subject.kind, subject.period)),
            code,
            firm: &self.settings.firm_name,
            origin: &self.portal.origin,
        };
        let text = sms.text(user.language);
        let (sent, trimmed) =
            tokio::join!(self.sms.send(&user.mobile, &text), self.portal.store.trim_sms_window(&user.mobile));
        if let Err(error) = trimmed {
            tracing::warn!(error.cause = %error, "an SMS window was not trimmed");
        }
        sent.map_err(Problem::unavailable)
    }
}

/// When the shortest window opens again after an SMS at `now`.
fn resend_at(now: Timestamp) -> Timestamp {
    now + rate::SMS[0].period
}

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        Problem::unavailable(error)
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
