//! Challenges: opening one, sending another code, counting a guess before it is compared, and the one transaction that
//! consumes the code together with what it authorises.

use akkoord_domain::{
    SignedDuration, Timestamp,
    challenge::{ATTEMPTS, Method, Purpose},
    facts::Subject,
    handle::{Digest, Handle},
    id::OutboxId,
    totp::Step,
    user::MAX_FAILURES,
};
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, device,
    document::Next,
    keys, link,
    outbox::{self, Effect},
    rate::{self, Limited, SmsCount},
    session::{self, Session},
    table::{Change, NEW, Refused, item, millisecond, number, put_in_transaction, string},
    user::{Recovery, Setup, User},
};

/// How long a dead challenge stays before it is cleaned up.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A challenge as the table keeps it, under the digest of its handle.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Challenge {
    /// What a correct code authorises.
    pub purpose: Purpose,
    /// How the code reaches the person.
    pub method: Method,
    /// MAC of the code that was sent, hexadecimal; absent while none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
    /// Until when a code works.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub expires_at: Timestamp,
    /// From when another SMS may be asked for.
    #[serde(default, with = "jiff::fmt::serde::timestamp::millisecond::optional")]
    pub resend_at: Option<Timestamp>,
    /// Guesses so far.
    pub attempts: u32,
    /// Whether it authorised something already.
    pub used_up: bool,
    /// The session or link in which it was asked for; nobody else can use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound_to: Option<Digest>,
    /// The document that a code for approving is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
}

impl Challenge {
    /// Guesses that are left.
    #[must_use]
    pub fn attempts_left(&self) -> u32 {
        ATTEMPTS.saturating_sub(self.attempts)
    }
}

/// How opening or renewing went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// The challenge is kept, and the SMS, if any, was counted and may be sent.
    Yes,
    /// No SMS may be sent now, and nothing was written.
    Limited(Limited),
    /// There is no such live challenge any more.
    Gone,
}

/// Whether a guess may be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It was counted; compare it.
    Yes,
    /// The challenge expired, was used, or has no guesses left.
    Gone,
    /// Too many consecutive failures on this account.
    Locked,
}

/// A challenge with whom it belongs to.
#[derive(Debug, Clone)]
pub struct Found {
    /// The challenge.
    pub challenge: Challenge,
    /// Its user.
    pub user: User,
    /// Whether the user signed in on this device before.
    pub device_is_known: bool,
}

/// What was right about the code: it is used up in the transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The code of the SMS; it dies with its challenge.
    Sms,
    /// The authenticator's code of this step.
    Step(Step),
    /// The recovery code with this keyed hash.
    Recovery(String),
}

impl Proof {
    /// How the code had reached the person.
    #[must_use]
    pub fn method(&self) -> Method {
        match self {
            Self::Sms => Method::Sms,
            Self::Step(_) => Method::Authenticator,
            Self::Recovery(_) => Method::Recovery,
        }
    }
}

/// What changes on the user when the code was right, beside the failures that are forgotten.
#[derive(Debug, Clone)]
pub enum UserChange {
    /// Nothing.
    None,
    /// Every session up to this moment ends; the one that the completion begins must be created after it.
    EndSessions(Timestamp),
    /// A set-up of an authenticator begins.
    BeginSetup(Setup),
    /// The authenticator and its recovery codes go.
    RemoveAuthenticator,
    /// New recovery codes.
    RenewRecovery(Recovery),
}

/// Everything that one correct code brings about, all or nothing.
#[derive(Debug)]
pub struct Completion<'a> {
    /// The challenge.
    pub challenge: &'a Handle,
    /// What was right.
    pub proof: Proof,
    /// When.
    pub now: Timestamp,
    /// What changes on the user.
    pub change: UserChange,
    /// A link that is used up with it.
    pub link: Option<&'a Handle>,
    /// The session that begins with it.
    pub session: Option<(&'a Handle, &'a Session)>,
    /// The device that is remembered.
    pub device: Option<&'a Digest>,
    /// The next state of the document that is approved.
    pub document: Option<&'a Next<'a>>,
    /// What is promised.
    pub promises: Vec<(OutboxId, Effect)>,
}

/// How completing went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completed {
    /// Everything is written.
    Yes,
    /// The challenge was used in the meantime.
    Gone,
    /// The authenticator's step or the recovery code was used before, or the user may no longer do this.
    CodeUsed,
    /// The link was used in the meantime.
    LinkGone,
    /// The document changed in the meantime, and the code was not used up.
    DocumentChanged,
}

fn live(change: Change, now: Timestamp) -> Change {
    change
        .only_if("attribute_exists(pk) AND used_up = :no AND attempts < :attempts AND expires_at > :now")
        .value(":no", AttributeValue::Bool(false))
        .value(":attempts", number(ATTEMPTS))
        .value(":now", millisecond(now))
}

impl Store {
    /// Keeps a new challenge and counts its SMS, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then no code may be sent.
    pub async fn open_challenge(
        &self,
        handle: &Handle,
        challenge: &Challenge,
        sms: Option<&SmsCount>,
    ) -> Result<Opened, StoreError> {
        let key = keys::challenge(handle.user(), &handle.digest());
        let put = put_in_transaction(self, item(&key, challenge, Some(challenge.expires_at + KEPT))?, NEW)?;
        self.with_sms(put, sms).await
    }

    /// Puts another code or another method on a live challenge; guesses stay counted.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then no code may be sent.
    pub async fn renew_challenge(
        &self,
        handle: &Handle,
        renewed: &Challenge,
        sms: Option<&SmsCount>,
        now: Timestamp,
    ) -> Result<Opened, StoreError> {
        let mut expression = "SET #method = :method, expires_at = :expires_at, resend_at = :resend_at".to_owned();
        expression.push_str(if renewed.mac.is_some() { ", mac = :mac" } else { " REMOVE mac" });
        let resend_at = renewed.resend_at.map_or(AttributeValue::Null(true), millisecond);
        let mut change = live(Change::new(keys::challenge(handle.user(), &handle.digest()), expression), now)
            .name("#method", "method")
            .value(":method", serde_dynamo::to_attribute_value(renewed.method)?)
            .value(":expires_at", millisecond(renewed.expires_at))
            .value(":resend_at", resend_at);
        if let Some(mac) = &renewed.mac {
            change = change.value(":mac", string(mac));
        }
        self.with_sms(change.in_transaction(self)?, sms).await
    }

    async fn with_sms(&self, first: TransactWriteItem, sms: Option<&SmsCount>) -> Result<Opened, StoreError> {
        let mut items = vec![first];
        if let Some(sms) = sms {
            items.extend(rate::sms_items(self, sms)?);
        }
        let Err(refused) = self.transact(items).await? else { return Ok(Opened::Yes) };
        if refused.failed(0) {
            return Ok(Opened::Gone);
        }
        let limited = sms.and_then(|sms| rate::sms_limit(&refused, 1, sms));
        Ok(limited.map_or(Opened::Gone, Opened::Limited))
    }

    /// The challenge behind a handle with its user, and whether the device is known, in one read.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn challenge(&self, handle: &Handle, device: Option<&Digest>) -> Result<Option<Found>, StoreError> {
        let mut wanted = vec![keys::challenge(handle.user(), &handle.digest()), keys::user(handle.user())];
        wanted.extend(device.map(|device| keys::device(handle.user(), device)));
        let mut items = self.get_all(&wanted).await?.into_iter();
        let (Some(challenge), Some(user)) = (items.next().flatten(), items.next().flatten()) else { return Ok(None) };
        Ok(Some(Found {
            challenge: serde_dynamo::from_item(challenge)?,
            user: serde_dynamo::from_item(user)?,
            device_is_known: items.next().flatten().is_some(),
        }))
    }

    /// Counts a guess on the challenge and on the account, before anything is compared (ASVS 6.3.1, 6.6.3).
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then nothing may be compared.
    pub async fn count_attempt(&self, handle: &Handle, now: Timestamp) -> Result<Counted, StoreError> {
        let key = keys::challenge(handle.user(), &handle.digest());
        let attempt = live(Change::new(key, "SET attempts = attempts + :one"), now).value(":one", number(1));
        let failure = Change::new(keys::user(handle.user()), "SET failures = failures + :one")
            .only_if("attribute_exists(pk) AND failures < :most")
            .value(":one", number(1))
            .value(":most", number(MAX_FAILURES));
        let items = vec![attempt.in_transaction(self)?, failure.in_transaction(self)?];
        Ok(match self.transact(items).await? {
            Ok(()) => Counted::Yes,
            Err(refused) if refused.failed(0) => Counted::Gone,
            Err(_) => Counted::Locked,
        })
    }

    /// Consumes the code and writes everything that it authorises, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then nothing was authorised.
    pub async fn complete(&self, completion: &Completion<'_>) -> Result<Completed, StoreError> {
        let handle = completion.challenge;
        let consume = Change::new(keys::challenge(handle.user(), &handle.digest()), "SET used_up = :yes")
            .only_if("attribute_exists(pk) AND used_up = :no AND expires_at > :now")
            .value(":yes", AttributeValue::Bool(true))
            .value(":no", AttributeValue::Bool(false))
            .value(":now", millisecond(completion.now));
        let user = user_change(handle, &completion.proof, &completion.change)?;
        let mut items = vec![consume.in_transaction(self)?, user.in_transaction(self)?];
        if let Some(link) = completion.link {
            items.push(link::consume(link, completion.now).in_transaction(self)?);
        }
        if let Some((handle, session)) = completion.session {
            items.push(session::put(self, handle, session)?);
        }
        if let Some(device) = completion.device {
            items.push(device::put(self, handle.user(), device, completion.now)?);
        }
        for (id, effect) in &completion.promises {
            items.push(outbox::put(self, *id, effect, completion.now)?);
        }
        let document = completion.document.map(|_| items.len());
        if let Some(next) = completion.document {
            items.extend(next.items(self)?);
        }
        Ok(match self.transact(items).await? {
            Ok(()) => Completed::Yes,
            Err(refused) => why(&refused, completion.link.is_some(), document),
        })
    }
}

/// What a refusal says; `document` is the position of the document, if there is one.
fn why(refused: &Refused, with_link: bool, document: Option<usize>) -> Completed {
    if refused.failed(0) {
        Completed::Gone
    } else if document.is_some_and(|document| refused.failed(document)) {
        Completed::DocumentChanged
    } else if with_link && refused.failed(2) {
        Completed::LinkGone
    } else {
        Completed::CodeUsed
    }
}

/// One update expression for the user: failures are forgotten, the proof is used up, the change is made.
fn user_change(handle: &Handle, proof: &Proof, change: &UserChange) -> Result<Change, StoreError> {
    let mut set = vec!["failures = :none"];
    let mut remove = Vec::new();
    let mut delete = "";
    let mut condition = "attribute_exists(pk) AND #status <> :disabled".to_owned();
    let mut values = vec![(":none", number(0)), (":disabled", string("disabled"))];
    match proof {
        Proof::Sms => {}
        Proof::Step(step) => {
            condition.push_str(" AND authenticator.last_step < :step");
            values.push((":step", number(step)));
            // The whole map goes with RemoveAuthenticator; two changes of one path are not allowed.
            if !matches!(change, UserChange::RemoveAuthenticator) {
                set.push("authenticator.last_step = :step");
            }
        }
        Proof::Recovery(hash) => {
            condition.push_str(" AND contains(recovery_hashes, :hash)");
            delete = " DELETE recovery_hashes :hashes";
            values.push((":hash", string(hash)));
            values.push((":hashes", AttributeValue::Ss(vec![hash.clone()])));
        }
    }
    match change {
        UserChange::None => {}
        UserChange::EndSessions(now) => {
            set.push("valid_from = :valid_from");
            values.push((":valid_from", millisecond(*now)));
        }
        UserChange::BeginSetup(setup) => {
            set.push("setup = :setup");
            values.push((":setup", serde_dynamo::to_attribute_value(setup)?));
        }
        UserChange::RemoveAuthenticator => {
            remove.extend(["authenticator", "setup", "recovery_batch", "recovery_hashes"]);
        }
        UserChange::RenewRecovery(recovery) => {
            condition.push_str(" AND attribute_exists(authenticator)");
            set.extend(["recovery_batch = :batch", "recovery_hashes = :renewed"]);
            values.push((":batch", string(&recovery.batch)));
            values.push((":renewed", recovery.hashes_attribute()));
        }
    }
    let removes = if remove.is_empty() { String::new() } else { format!(" REMOVE {}", remove.join(", ")) };
    let expression = format!("SET {}{removes}{delete}", set.join(", "));
    let mut change = Change::new(keys::user(handle.user()), expression).only_if(condition).name("#status", "status");
    for (placeholder, value) in values {
        change = change.value(placeholder, value);
    }
    Ok(change)
}
