//! The document against a model: whatever is tried in whatever order, approved and declined are final, nobody counts
//! twice, approvals never outlive their version, and the history holds every change.

use proptest::prelude::*;

use super::*;
use crate::{
    approval::{Stage, Stages},
    challenge::Method,
    delivery::{Channel, State},
    draft::Draft,
    facts::File,
    history,
};

fn user(number: u8) -> UserId {
    UserId::new(Timestamp::UNIX_EPOCH, u128::from(number))
}

fn request(number: usize) -> RequestId {
    format!("request-{number:016}").parse().unwrap()
}

fn closed(number: usize) -> Closed {
    let reason = "Klopt niet.".parse().unwrap();
    Closed { name: "A".parse().unwrap(), at: Timestamp::UNIX_EPOCH, reason, request: request(number) }
}

fn approving(number: u8, place: usize) -> Approving {
    let given = Given {
        user: user(number),
        name: "A".parse().unwrap(),
        stage: 0,
        at: Timestamp::UNIX_EPOCH,
        method: Method::Sms,
        request: request(place),
    };
    Approving { given, device: "Firefox, Windows".parse().unwrap(), address: None }
}

fn draft(version: VersionNumber) -> (Draft, File) {
    let file = File {
        name: "stuk.pdf".parse().unwrap(),
        object_version: version.to_string(),
        sha256: Sha256::of(&version.to_be_bytes()),
        size: 1,
        pages: 1,
    };
    let stage =
        |needed, members: &[u8]| Stage { needed, members: members.iter().map(|number| user(*number)).collect() };
    let draft = Draft {
        id: DocumentId::new(Timestamp::UNIX_EPOCH, 1),
        organisation: OrganisationId::new(Timestamp::UNIX_EPOCH, 1),
        version,
        kind: Kind::AnnualAccountsKvk,
        title: "Jaarrekening".parse().unwrap(),
        period: "2025".parse().unwrap(),
        amount: None,
        deadline: "2026-12-01".parse().unwrap(),
        recipient: Recipient::Kvk,
        message: None,
        stages: Stages::new(vec![stage(1, &[]), stage(2, &[1, 2, 3])]).unwrap(),
        file: Some(file.clone()),
        prepared_by: user(99),
        prepared_by_name: "Iris".parse().unwrap(),
        updated_at: Timestamp::UNIX_EPOCH,
        revision: 1,
    };
    (draft, file)
}

fn released() -> Document {
    let (draft, file) = draft(1);
    draft.release(&file, Timestamp::UNIX_EPOCH).0
}

#[derive(Debug, Clone)]
enum Step {
    Approve { user: u8, version_before: bool, viewed: bool },
    Decline(u8),
    Withdraw,
    Supersede,
    Prove,
    Deliver(State),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (1_u8..8, prop::bool::weighted(0.1), prop::bool::weighted(0.9))
            .prop_map(|(user, version_before, viewed)| Step::Approve { user, version_before, viewed }),
        1 => (1_u8..8).prop_map(Step::Decline),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Supersede),
        1 => Just(Step::Prove),
        1 => prop_oneof![Just(State::Queued), Just(State::Unknown), Just(State::Sent), Just(State::Accepted)]
            .prop_map(Step::Deliver),
    ]
}

/// Tries one step; on success gives the document after it with its event.
fn tried(document: &Document, step: &Step, place: usize) -> Result<(Document, Event), Refusal> {
    let mut next = document.clone();
    let now = Timestamp::UNIX_EPOCH;
    let event = match step {
        Step::Approve { user: number, version_before, viewed } => {
            let version = document.version - u32::from(*version_before);
            next.may_approve(user(*number), version, &document.sha256, *viewed)?;
            next.approve(approving(*number, place), *viewed)?
        }
        Step::Decline(number) => next.decline(user(*number), document.version, closed(place))?,
        Step::Withdraw => next.withdraw(closed(place))?,
        Step::Supersede => {
            let (draft, file) = draft(document.version + 1);
            let (superseding, event) = draft.supersede(document, &file, now)?;
            next = superseding;
            event
        }
        Step::Prove => {
            let proof = Proof { made_at: now, object_version: "1".to_owned(), sha256: Sha256::of(b"pack") };
            next.prove(proof, true, now)?
        }
        Step::Deliver(state) => next.deliver(Delivery::new(Channel::Recipient, *state, now))?,
    };
    Ok((next, event))
}

proptest! {
    #[test]
    fn every_order_of_events_keeps_to_the_model(steps in prop::collection::vec(step(), 1..40)) {
        let mut document = released();
        let mut entries = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            let before = document.clone();
            let Ok((mut next, event)) = tried(&before, step, place) else {
                // Refused: the document that was kept is untouched by construction.
                continue;
            };
            entries.push(next.record(Timestamp::UNIX_EPOCH, Actor::Portal, event).unwrap());
            // Final is final.
            prop_assert!(!matches!(before.status, Status::Declined | Status::Withdrawn));
            if before.status.is_approved() {
                prop_assert!(next.status.is_approved());
                prop_assert_eq!(&next.given, &before.given);
                prop_assert_eq!(next.version, before.version);
            }
            // Approvals belong to the newest version, one a person, in the order of the stages.
            if next.version != before.version {
                prop_assert!(next.given.is_empty());
            }
            for (earlier, given) in next.given.iter().enumerate() {
                prop_assert!(next.given[..earlier].iter().all(|other| other.user != given.user));
                prop_assert!(next.given[..earlier].iter().all(|other| other.stage <= given.stage));
            }
            // Approved exactly when everybody who is needed approved.
            prop_assert_eq!(next.status.is_approved(), next.stages.current(&next.given).is_none());
            prop_assert_eq!(next.proof.is_some() && next.recipient != Recipient::None, next.delivery(Channel::Recipient).is_some());
            document = next;
        }
        prop_assert!(history::is_whole(&entries, &document.head));
    }
}

#[test]
fn a_version_that_was_not_opened_or_is_not_the_newest_cannot_be_approved() {
    let document = released();
    let may = |version, sha256: &Sha256, viewed| document.may_approve(user(9), version, sha256, viewed);
    assert_eq!(may(1, &document.sha256, true), Ok(0));
    assert_eq!(may(1, &document.sha256, false), Err(Refusal::NotViewed));
    assert_eq!(may(2, &document.sha256, true), Err(Refusal::Superseded));
    assert_eq!(may(1, &Sha256::of(b"another file"), true), Err(Refusal::Superseded));
    assert_eq!(document.may_approve(user(1), 1, &document.sha256, true), Err(Refusal::NotYourTurn));
}

#[test]
fn whoever_approved_cannot_decline_and_a_later_stage_can() {
    let mut document = released();
    document.approve(approving(9, 1), true).unwrap();
    assert_eq!(document.decline(user(9), 1, closed(2)), Err(Refusal::AlreadyApproved));
    assert_eq!(document.decline(user(8), 1, closed(2)), Err(Refusal::NotYourTurn));
    assert!(document.decline(user(1), 1, closed(2)).is_ok());
    assert_eq!(document.status, Status::Declined);
}

#[test]
fn only_who_approved_is_told_so_once_everybody_did() {
    let mut document = released();
    for number in [9, 1, 2] {
        document.approve(approving(number, number.into()), true).unwrap();
    }
    assert_eq!(document.status, Status::Approved);
    let sha256 = document.sha256.clone();
    for (number, refusal) in [(1, Refusal::AlreadyApproved), (3, Refusal::Completed), (4, Refusal::Completed)] {
        assert_eq!(document.may_approve(user(number), 1, &sha256, true), Err(refusal));
        assert_eq!(document.decline(user(number), 1, closed(5)), Err(refusal));
    }
    assert_eq!(document.withdraw(closed(6)), Err(Refusal::AlreadyApproved));
}

#[test]
fn only_the_other_sides_word_leads_out_of_an_unknown_outcome_and_accepted_is_the_end() {
    assert!(State::Unknown.may_become(State::Sent));
    assert!(State::Unknown.may_become(State::Queued));
    for state in [State::Waiting, State::Queued, State::Unknown, State::Sent, State::Refused, State::Failed] {
        assert!(!State::Accepted.may_become(state));
        // Its channel was taken away before anything was sent.
        assert_eq!(state.may_become(State::Waiting), state == State::Queued);
    }
}
