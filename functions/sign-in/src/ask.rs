//! Asking for a code: opening a challenge, sending another code, choosing another method.

use akkoord_domain::{
    Timestamp,
    challenge::{Method, Purpose, mac_message},
    code::Code,
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
    App,
    keys::KeyError,
    view::{ChallengeView, challenge_gone},
};

/// A code that was drawn for a challenge, with its MAC.
pub(crate) struct Draft {
    pub(crate) handle: Handle,
    code: Code,
    mac: String,
}

impl App {
    /// Draws a handle and a code for a new challenge and lets KMS make the code's MAC.
    pub(crate) async fn draft(&self, user: UserId, purpose: Purpose) -> Result<Draft, Problem> {
        let handle = Handle::new(user, random::bytes().map_err(Problem::unavailable)?);
        self.draft_for(handle, purpose).await
    }

    async fn draft_for(&self, handle: Handle, purpose: Purpose) -> Result<Draft, Problem> {
        let code = Code::draw(random::word32).map_err(Problem::unavailable)?;
        let mac = self.keys.mac(mac_message(&handle.digest(), purpose, &code)).await?;
        Ok(Draft { handle, code, mac: hex(&mac) })
    }

    /// Opens a challenge by the method that the user is asked first, and sends the SMS if it is that.
    pub(crate) async fn ask(
        &self,
        user: &User,
        purpose: Purpose,
        bound_to: Option<Digest>,
        now: Timestamp,
    ) -> Result<ChallengeView, Problem> {
        let draft = self.draft(user.id, purpose).await?;
        self.ask_with(draft, user, purpose, bound_to, now).await
    }

    /// As [`App::ask`], with a draft that was made beside other calls.
    pub(crate) async fn ask_with(
        &self,
        draft: Draft,
        user: &User,
        purpose: Purpose,
        bound_to: Option<Digest>,
        now: Timestamp,
    ) -> Result<ChallengeView, Problem> {
        let method = purpose.methods(user.factors()).first().copied().unwrap_or(Method::Sms);
        let expires_at = now + purpose.lifetime();
        let base = Challenge {
            purpose,
            method,
            mac: None,
            expires_at,
            resend_at: None,
            attempts: 0,
            used_up: false,
            bound_to,
        };
        if method != Method::Sms {
            self.portal.store.open_challenge(&draft.handle, &base, None).await?;
            return Ok(ChallengeView::new(&draft.handle, &base, user));
        }
        let sms = self.sms_count(user, now)?;
        let sent = Challenge { mac: Some(draft.mac.clone()), resend_at: Some(resend_at(now)), ..base.clone() };
        match self.portal.store.open_challenge(&draft.handle, &sent, Some(&sms)).await? {
            Opened::Yes => {
                self.send(user, purpose, &draft.code).await?;
                Ok(ChallengeView::new(&draft.handle, &sent, user))
            }
            // The password was right, so the challenge stands; the screen counts down to the next SMS.
            Opened::Limited(limited) => {
                let waiting = Challenge { resend_at: Some(limited.until), ..base };
                self.portal.store.open_challenge(&draft.handle, &waiting, None).await?;
                Ok(ChallengeView::new(&draft.handle, &waiting, user))
            }
            Opened::Gone => Err(challenge_gone()),
        }
    }

    /// Puts a fresh code, by this method, on a live challenge. Guesses stay counted.
    pub(crate) async fn ask_again(&self, handle: Handle, method: Option<Method>) -> Result<ChallengeView, Problem> {
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
        let draft = self.draft_for(handle, purpose).await?;
        renewed.mac = Some(draft.mac.clone());
        renewed.resend_at = Some(resend_at(now));
        match self.portal.store.renew_challenge(&draft.handle, &renewed, Some(&sms), now).await? {
            Opened::Yes => {
                self.send(&user, purpose, &draft.code).await?;
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

    async fn send(&self, user: &User, purpose: Purpose, code: &Code) -> Result<(), Problem> {
        let firm = &self.settings.firm_name;
        let text = SmsCode { purpose, code, firm, origin: &self.portal.origin }.text(user.language);
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
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
