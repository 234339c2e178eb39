//! Mails that came back. Each makes at most one line of work in an organisation, and once: that it did so is kept for
//! longer than its event can come again, so that a line which staff have dealt with does not return.

use std::{fmt, str::FromStr};

use akkoord_domain::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::{
    Store, StoreError, keys,
    table::{NEW, item, put_in_transaction},
    work::{Work, line},
};

/// Longer than an event can be on its way: a topic tries for 23 days, the queues keep for 4 and 14.
const KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// What SES calls one return or complaint. The same one is always told of under the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackId(String);

impl FromStr for FeedbackId {
    type Err = ();

    /// 1 to 200 letters, digits and hyphens.
    fn from_str(text: &str) -> Result<Self, ()> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if (1..=200).contains(&text.len()) && text.bytes().all(allowed) { Ok(Self(text.to_owned())) } else { Err(()) }
    }
}

impl fmt::Display for FeedbackId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// It begins.
    New,
    /// It waits for staff already, for an earlier mail.
    Already,
    /// This event was handled before, whatever became of its line since.
    Before,
}

#[derive(Serialize)]
struct Handled {}

impl Store {
    /// Lists a line for a mail that came back, once for each event and organisation. An older line keeps its place.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn mail_came_back(
        &self,
        work: &Work,
        feedback: &FeedbackId,
        now: Timestamp,
    ) -> Result<Listed, StoreError> {
        let handled = item(&keys::came_back(feedback, work.organisation), &Handled {}, Some(now + KEPT))?;
        let both = vec![put_in_transaction(self, handled.clone(), NEW)?, put_in_transaction(self, line(work)?, NEW)?];
        let Err(refused) = self.transact(both).await? else { return Ok(Listed::New) };
        if refused.failed(0) {
            return Ok(Listed::Before);
        }
        self.put(handled).await?;
        Ok(Listed::Already)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feedback_id_holds_nothing_that_a_key_is_put_together_with() {
        let long = "a".repeat(200);
        for good in ["01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000", long.as_str()] {
            assert_eq!(good.parse::<FeedbackId>().unwrap().to_string(), good);
        }
        let over = "a".repeat(201);
        for bad in ["", "a#b", "a b", "a/b", "\u{e9}", over.as_str()] {
            assert!(bad.parse::<FeedbackId>().is_err(), "{bad}");
        }
    }
}
