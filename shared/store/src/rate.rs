//! Rate windows: one item per number or user keeps the last sendings, newest first, and one conditional update both
//! asks and counts. So two requests at once cannot both be the last one that is allowed, and where the table does
//! not answer nothing is sent.

use akkoord_domain::{
    SignedDuration, Timestamp,
    contact::MobileNumber,
    id::{OrganisationId, OutboxId, UserId},
    rate::{LINK_MAILS, SMS, Window, memory, next_allowed},
};
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};

use crate::{
    Store, StoreError,
    keys::{self, Key},
    table::{Change, Item, millisecond, number},
};

/// A window's item outlives its longest stretch by this.
const KEPT: SignedDuration = SignedDuration::from_hours(26);

/// One SMS that is about to be sent: it counts for its number and for whoever pays it.
#[derive(Debug, Clone)]
pub struct SmsCount {
    /// The number.
    pub mobile: MobileNumber,
    /// The organisation whose daily cap it counts for; `None` for the firm's staff.
    pub billed_to: Option<OrganisationId>,
    /// How many a day that organisation, or the firm's staff, may cause.
    pub daily_cap: u32,
    /// The moment of sending.
    pub now: Timestamp,
}

/// No SMS may be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limited {
    /// From when the next one may be sent.
    pub until: Timestamp,
}

/// Counts one sending if no window is full.
fn count(key: Key, windows: &[Window], now: Timestamp) -> Change {
    let mut conditions = Vec::new();
    let mut change = Change::new(key, "SET sent = list_append(:now_list, if_not_exists(sent, :nothing)), #ttl = :ttl")
        .name("#ttl", "ttl")
        .value(":now_list", AttributeValue::L(vec![millisecond(now)]))
        .value(":nothing", AttributeValue::L(Vec::new()))
        .value(":ttl", number((now + KEPT).as_second()));
    for (position, window) in windows.iter().enumerate() {
        let oldest = window.limit - 1;
        conditions.push(format!("(attribute_not_exists(sent[{oldest}]) OR sent[{oldest}] <= :before{position})"));
        change = change.value(&format!(":before{position}"), millisecond(now - window.period));
    }
    change.only_if(conditions.join(" AND "))
}

/// Forgets sendings that no window asks about any more; an expression cannot add and trim at once.
fn trim(key: Key, windows: &[Window]) -> Change {
    let from = memory(windows);
    let old: Vec<String> = (from..from + 10).map(|position| format!("sent[{position}]")).collect();
    Change::new(key, format!("REMOVE {}", old.join(", "))).only_if("attribute_exists(pk)")
}

/// When a window that refused opens again.
fn opens_at(refused: &Item, windows: &[Window], now: Timestamp) -> Timestamp {
    let sent: Vec<Timestamp> = refused
        .get("sent")
        .and_then(|value| value.as_l().ok())
        .into_iter()
        .flatten()
        .filter_map(|value| value.as_n().ok()?.parse().ok())
        .filter_map(|millisecond| Timestamp::from_millisecond(millisecond).ok())
        .collect();
    next_allowed(&sent, windows).unwrap_or(now)
}

/// The UTC day of a moment, `yyyy-mm-dd`.
fn day_of(now: Timestamp) -> String {
    now.strftime("%Y-%m-%d").to_string()
}

fn next_day(now: Timestamp) -> Timestamp {
    let day = 86_400;
    Timestamp::from_second((now.as_second() / day + 1) * day).unwrap_or(Timestamp::MAX)
}

/// The two items of a transaction that count an SMS; [`sms_limit`] reads their refusal.
pub(crate) fn sms_items(store: &Store, sms: &SmsCount) -> Result<[TransactWriteItem; 2], StoreError> {
    let window = count(keys::sms_window(&sms.mobile), &SMS, sms.now).in_transaction(store)?;
    let cap = Change::new(
        keys::sms_day(sms.billed_to, &day_of(sms.now)),
        "SET sent = if_not_exists(sent, :none) + :one, #ttl = :ttl",
    )
    .only_if("attribute_not_exists(sent) OR sent < :cap")
    .name("#ttl", "ttl")
    .value(":none", number(0))
    .value(":one", number(1))
    .value(":cap", number(sms.daily_cap))
    .value(":ttl", number((sms.now + KEPT + KEPT).as_second()));
    Ok([window, cap.in_transaction(store)?])
}

/// What a refused transaction says of the SMS items at `position` and the one after it.
pub(crate) fn sms_limit(refused: &crate::table::Refused, position: usize, sms: &SmsCount) -> Option<Limited> {
    if let Some(old) = refused.old(position) {
        return Some(Limited { until: opens_at(old, &SMS, sms.now) });
    }
    refused.failed(position + 1).then(|| Limited { until: next_day(sms.now) })
}

impl Store {
    /// Forgets a number's sendings that no window asks about; to be run beside the sending itself.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn trim_sms_window(&self, number: &MobileNumber) -> Result<(), StoreError> {
        self.update(trim(keys::sms_window(number), &SMS)).await.map(|_| ())
    }

    /// Counts one mail with a link for the user; `false` when a window is full and none may be sent.
    ///
    /// The worker holds the claim on `id`. A later try of the same outbox item finds that it was counted, so that a mail
    /// that could not be sent at first is not taken for one too many.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer: then nothing may be sent either.
    pub async fn count_link_mail(&self, user: UserId, id: OutboxId, now: Timestamp) -> Result<bool, StoreError> {
        let once = Change::new(keys::notified(id), "SET counted = :yes")
            .only_if("attribute_exists(pk) AND attribute_not_exists(counted)")
            .value(":yes", AttributeValue::Bool(true));
        let window = count(keys::mail_window(user), &LINK_MAILS, now);
        match self.transact(vec![once.in_transaction(self)?, window.in_transaction(self)?]).await? {
            Ok(()) => {
                self.update(trim(keys::mail_window(user), &LINK_MAILS)).await?;
                Ok(true)
            }
            Err(refused) => Ok(refused.old(0).is_some_and(|claim| claim.contains_key("counted"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_that_is_reached_opens_at_the_next_utc_day() {
        let evening = Timestamp::from_second(86_400 * 3 - 1).unwrap();
        assert_eq!(next_day(evening), Timestamp::from_second(86_400 * 3).unwrap());
        assert_eq!(day_of(evening), "1970-01-03");
    }
}
