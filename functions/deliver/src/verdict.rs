//! What an answer of a channel makes of a delivery, and what staff and their mails hear of it. No calls here.

use akkoord_domain::{
    Timestamp,
    delivery::{Channel, Delivery, MAX_ATTEMPTS, State},
    document::Document,
    id::{OutboxId, UserId},
};
use akkoord_filing::channel::{Answer, Standing};
use akkoord_store::{
    document::With,
    outbox::{About, Effect},
    work::{Cause, Work, WorkChange},
};

/// The delivery after this answer. Each answer is one try.
pub(crate) fn after(before: &Delivery, answer: &Answer, now: Timestamp) -> Delivery {
    let attempts = before.attempts.saturating_add(1);
    let (state, receipt, reason) = match answer {
        Answer::Sent { receipt } => (State::Sent, receipt.clone(), None),
        Answer::Accepted { receipt } => (State::Accepted, receipt.clone(), None),
        Answer::Refused { reason, remark } => {
            (State::Refused, None, remark.clone().or_else(|| reason.to_string().parse().ok()))
        }
        Answer::Unavailable { reason } => {
            let state = if attempts < MAX_ATTEMPTS { State::Queued } else { State::Failed };
            (state, None, reason.to_string().parse().ok())
        }
        // However often one asks: only the other side, or a person, can say that it did not arrive.
        Answer::Unknown { reason } => (State::Unknown, None, reason.to_string().parse().ok()),
        Answer::Waiting => (State::Waiting, None, None),
    };
    Delivery { channel: before.channel, state, at: now, attempts, receipt, reason, by_firm: None }
}

/// What the other side's word about an earlier sending is as an answer; `None` when it never had it and it may be sent.
pub(crate) fn answer_of(standing: Standing) -> Option<Answer> {
    match standing {
        Standing::NotKnown => None,
        Standing::Sent { receipt } => Some(Answer::Sent { receipt }),
        Standing::Accepted { receipt } => Some(Answer::Accepted { receipt }),
        Standing::Refused { reason, remark } => Some(Answer::Refused { reason, remark }),
        Standing::Unknown { reason } => Some(Answer::Unknown { reason }),
    }
}

/// What is written with the delivery's state, so that nobody has to look for what is stuck: work for staff and a mail
/// when it will not be tried again, and the end of that work when it arrived.
pub(crate) fn with(document: &Document, after: &Delivery, contact: Option<UserId>, outbox: OutboxId) -> Vec<With> {
    let channel = after.channel;
    let begins = |cause: Cause| {
        let (organisation, title) = (document.organisation, Some(document.title.clone()));
        With::Work(WorkChange::Begins(Work {
            organisation,
            document: Some(document.id),
            title,
            cause,
            at: after.at,
            contact,
        }))
    };
    let ends = |cause: Cause| With::Work(WorkChange::Ends(cause.id(document.id)));
    // Somebody is at it again.
    let late = ends(Cause::DeliveryLate { channel });
    let told = With::Promise(outbox, Effect::DeliveryFailed { about: About::newest(document), channel });
    match after.state {
        State::Sent | State::Accepted => {
            vec![late, ends(Cause::DeliveryFailed { channel }), ends(Cause::DeliveryUnknown { channel })]
        }
        State::Refused | State::Failed => vec![late, begins(Cause::DeliveryFailed { channel }), told],
        State::Unknown if after.attempts >= MAX_ATTEMPTS => {
            vec![late, begins(Cause::DeliveryUnknown { channel }), told]
        }
        State::Waiting => match channel {
            Channel::Recipient => vec![late, begins(Cause::DeliveryWaiting)],
            // The address of the archive was taken away while this was on its way there.
            Channel::Archive => vec![late, begins(Cause::DeliveryFailed { channel })],
        },
        State::Queued | State::Unknown => vec![late],
    }
}

#[cfg(test)]
mod tests {
    use akkoord_domain::{
        approval::Stages,
        draft::Draft,
        facts::{File, Kind, Recipient, Sha256},
        id::{DocumentId, OrganisationId},
    };
    use akkoord_filing::channel::Reason;

    use super::*;

    const LATER: Answer = Answer::Unavailable { reason: Reason::Status(503) };
    const LOST: Answer = Answer::Unknown { reason: Reason::TimedOut };

    fn released() -> Document {
        let file = File {
            name: "stuk.pdf".parse().unwrap(),
            object_version: "1".to_owned(),
            sha256: Sha256::zero(),
            size: 1,
            pages: 1,
        };
        let draft = Draft {
            id: DocumentId::new(Timestamp::UNIX_EPOCH, 1),
            organisation: OrganisationId::new(Timestamp::UNIX_EPOCH, 1),
            version: 1,
            kind: Kind::Vat,
            title: "Btw-aangifte".parse().unwrap(),
            period: "2026".parse().unwrap(),
            amount: None,
            deadline: "2026-12-01".parse().unwrap(),
            recipient: Recipient::Belastingdienst,
            message: None,
            stages: Stages::default(),
            file: Some(file.clone()),
            prepared_by: UserId::new(Timestamp::UNIX_EPOCH, 1),
            prepared_by_name: "Iris".parse().unwrap(),
            updated_at: Timestamp::UNIX_EPOCH,
            revision: 1,
        };
        draft.release(&file, Timestamp::UNIX_EPOCH).0
    }

    fn delivery(state: State, attempts: u32) -> Delivery {
        Delivery { attempts, ..Delivery::new(Channel::Archive, state, Timestamp::UNIX_EPOCH) }
    }

    fn state_after(state: State, attempts: u32, answer: &Answer) -> State {
        let after = after(&delivery(state, attempts), answer, Timestamp::MAX);
        assert_eq!((after.attempts, after.at), (attempts + 1, Timestamp::MAX));
        after.state
    }

    /// Answers in this way for ever; how often the delivery was due until it was not.
    fn tries(answer: &Answer) -> (u32, State) {
        let mut now = delivery(State::Queued, 0);
        while now.is_due() {
            now = after(&now, answer, Timestamp::UNIX_EPOCH);
            assert!(now.attempts < 100, "it is tried without end");
        }
        (now.attempts, now.state)
    }

    #[test]
    fn whatever_is_not_tried_again_and_did_not_arrive_is_work_for_staff() {
        let document = released();
        for channel in [Channel::Archive, Channel::Recipient] {
            for (state, attempts, begun) in [
                (State::Waiting, 1, true),
                (State::Refused, 1, true),
                (State::Failed, MAX_ATTEMPTS, true),
                (State::Unknown, MAX_ATTEMPTS, true),
                (State::Unknown, 1, false),
                (State::Queued, 1, false),
                (State::Sent, 1, false),
            ] {
                let after = Delivery { attempts, ..Delivery::new(channel, state, Timestamp::UNIX_EPOCH) };
                let with = with(&document, &after, None, OutboxId::new(Timestamp::UNIX_EPOCH, 1));
                let begins = with.iter().any(|with| matches!(with, With::Work(WorkChange::Begins(_))));
                assert_eq!(begins, begun, "{channel:?} {state:?}");
            }
        }
    }

    #[test]
    fn nothing_is_tried_without_end() {
        assert_eq!(tries(&LATER), (MAX_ATTEMPTS, State::Failed));
        assert_eq!(tries(&LOST), (MAX_ATTEMPTS, State::Unknown));
        let refused = Answer::Refused { reason: Reason::Status(422), remark: None };
        assert_eq!(tries(&refused), (1, State::Refused));
        assert_eq!(tries(&Answer::Sent { receipt: None }), (1, State::Sent));
    }

    #[test]
    fn the_last_try_that_was_surely_not_taken_is_a_failure_and_the_one_before_is_not() {
        assert_eq!(state_after(State::Queued, MAX_ATTEMPTS - 2, &LATER), State::Queued);
        assert_eq!(state_after(State::Queued, MAX_ATTEMPTS - 1, &LATER), State::Failed);
        assert_eq!(state_after(State::Unknown, MAX_ATTEMPTS - 1, &LATER), State::Failed);
        assert_eq!(state_after(State::Unknown, MAX_ATTEMPTS - 1, &LOST), State::Unknown);
    }

    #[test]
    fn every_state_that_follows_is_one_that_may() {
        let answers = [
            LATER,
            LOST,
            Answer::Sent { receipt: None },
            Answer::Accepted { receipt: None },
            Answer::Refused { reason: Reason::Redirected, remark: None },
        ];
        for state in [State::Queued, State::Unknown] {
            for answer in &answers {
                for attempts in [0, MAX_ATTEMPTS - 1] {
                    let next = state_after(state, attempts, answer);
                    assert!(state.may_become(next), "{state:?} {answer:?} {next:?}");
                }
            }
        }
        assert!(State::Queued.may_become(state_after(State::Queued, 0, &Answer::Waiting)));
    }

    #[test]
    fn staff_read_the_other_sides_words_and_else_the_portals() {
        let remark = Some("No such client".parse().unwrap());
        let reason = |answer: &Answer| after(&delivery(State::Queued, 0), answer, Timestamp::UNIX_EPOCH).reason;
        let refused = |remark| Answer::Refused { reason: Reason::Status(422), remark };
        assert_eq!(reason(&refused(remark.clone())), remark);
        assert_eq!(reason(&refused(None)).unwrap().as_str(), "status_422");
        assert_eq!(reason(&LOST).unwrap().as_str(), "timed_out");
    }

    #[test]
    fn only_a_plain_no_leads_to_another_sending() {
        assert_eq!(answer_of(Standing::NotKnown), None);
        assert_eq!(answer_of(Standing::Unknown { reason: Reason::TimedOut }), Some(LOST));
        assert_eq!(answer_of(Standing::Sent { receipt: None }), Some(Answer::Sent { receipt: None }));
    }
}
