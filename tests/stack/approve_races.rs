//! Many hands at one document: one approval, whatever happens at the same moment, and a failing service approves nothing
//! (security.md, rows 3, 7 and 8).

use std::time::Duration;

use akkoord_domain::{
    SignedDuration,
    approval::Stages,
    delivery::{Channel, State},
    document::{Document, Status},
    draft::Draft,
    history,
};
use akkoord_runtime::random;
use akkoord_store::outbox::About;
use serde_json::{Value, json};

use crate::{
    prove::desk::Desk,
    support::{
        Answer, Fault, Portal, Proxy, all_at_once,
        documents::{address, draft, request},
        eventually, http,
        office::text,
        promises::Promises,
        rounds, stack,
    },
};

async fn stored(portal: &Portal, document: &Document) -> Document {
    portal.store.document(document.organisation, document.id).await.unwrap().unwrap()
}

/// The history is whole, and holds as many approvals as the document.
async fn is_consistent(portal: &Portal, document: &Document) {
    let kept = stored(portal, document).await;
    let entries = portal.store.history(document.organisation, document.id).await.unwrap();
    assert!(history::is_whole(&entries, &kept.head));
    let of_this_version = entries
        .iter()
        .filter(|entry| matches!(&entry.event, history::Event::Approved { version, .. } if *version == kept.version));
    assert_eq!(of_this_version.count(), kept.given.len());
}

/// Fifty clicks at once, of one sending and of fifty, in as many rounds as there are: one approval each, and through the
/// deployed workers one evidence and one delivery each.
#[tokio::test]
async fn fifty_clicks_at_once_approve_prove_and_deliver_once() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    let mut approved = Vec::new();
    for round in 0..rounds(4, 50) {
        // A day later, so that the number may get SMS again.
        portal.waits(SignedDuration::from_hours(25));
        browser.signs_in(&who).await;
        let mut iris = portal.colleague().await;
        let prepared = iris.prepares(portal.fields(who.organisation)).await;
        iris.releases(&prepared).await.ok();
        let id = text(&prepared["id"]).parse().unwrap();
        let document = portal.store.document(who.organisation, id).await.unwrap().unwrap();
        let body = browser.prepares(&who, &document).await;
        let same_sending = round % 2 == 0;
        let click = |_| {
            let (mut browser, document, mut body) = (browser.clone(), document.clone(), body.clone());
            if !same_sending {
                body["request"] = json!(request());
            }
            async move { browser.approves(&document, &body).await }
        };
        let answers = all_at_once((0..50).map(click)).await;
        let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
        if same_sending {
            // Where the document stands may be further already when a later click is answered.
            let of = |answer: &Answer| (answer.json()["reference"].clone(), answer.json()["at"].clone());
            let same = won.iter().all(|answer| of(answer) == of(won[0]));
            assert!(!won.is_empty() && same, "one answer for one sending");
        } else {
            assert_eq!(won.len(), 1);
        }
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            let (status, code) = answer.outcome();
            let lost =
                matches!((status, code.as_str()), (410, "challenge_gone") | (409, "already_approved" | "code_used"));
            assert!(lost, "{status} {code}");
        }
        assert_eq!(stored(&portal, &document).await.given.len(), 1);
        is_consistent(&portal, &document).await;
        approved.push(About::newest(&document));
    }
    is_proved_and_delivered_once(&approved).await;
}

/// One promise, one evidence and one delivery of each.
async fn is_proved_and_delivered_once(approved: &[About]) {
    let desk = Desk::open();
    for about in approved {
        eventually(120, "the archive's receipt", async || {
            let (document, _) = desk.document(*about).await;
            document.delivery(Channel::Archive).filter(|delivery| delivery.state == State::Sent).cloned()
        })
        .await;
        desk.is_proved_once(*about).await;
    }
    let promises = Promises::read().await;
    let archive = stack().inner.archive_url.strip_suffix("/in").unwrap();
    let items = http::page(archive, "/items").await;
    for about in approved {
        assert_eq!(promises.of("document_approved", about.document), 1);
        assert_eq!(promises.of("deliver", about.document), 1);
        let filing = format!("{}-1-archive", about.document);
        let mine: Vec<&Value> = items.as_array().unwrap().iter().filter(|item| item["id"] == filing).collect();
        assert_eq!((mine.len(), &mine[0]["messages"]), (1, &json!(1)));
    }
}

/// Begins within the first twentieth of a second, each time at another moment: nobody is always first.
async fn at_some_moment<T>(what: impl Future<Output = T>) -> T {
    tokio::time::sleep(Duration::from_millis(u64::from(random::word32().unwrap() % 50))).await;
    what.await
}

/// Approving, declining, withdrawing and superseding at the same moment: exactly one comes first, and the others keep to
/// what it left.
#[tokio::test]
async fn a_race_of_approving_declining_withdrawing_and_superseding_has_one_winner() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    let mut winners = std::collections::BTreeMap::<&str, u32>::new();
    let all = rounds(6, 50);
    for _ in 0..all {
        portal.waits(SignedDuration::from_hours(25));
        browser.signs_in(&who).await;
        let mut iris = portal.colleague().await.browser;
        let document = portal.document(who.organisation, Stages::default()).await;
        let body = browser.prepares(&who, &document).await;
        let before = stored(&portal, &document).await;
        let fresh = draft(who.organisation, Stages::default(), portal.clock.now());
        let second = Draft { id: document.id, version: 2, ..fresh };
        let (mut approving, mut declining) = (browser.clone(), browser.clone());
        let decline = json!({ "request": request(), "version": 1, "reason": "Nee." });
        let path = format!("{}/decline", address(&document));
        let withdraw = json!({ "request": request(), "reason": "Vergissing" });
        let office = format!("/api/office/documents/{}/{}/withdraw", document.organisation, document.id);
        let (approved, declined, withdrawn, superseded) = tokio::join!(
            at_some_moment(approving.approves(&document, &body)),
            at_some_moment(declining.post(&path, decline)),
            at_some_moment(iris.post(&office, withdraw)),
            at_some_moment(portal.releases(&second, Some(&before))),
        );
        let after = stored(&portal, &document).await;
        let came = [approved.status == 200, declined.status == 200, withdrawn.status == 204, superseded.is_ok()];
        let winner = match came {
            [true, false, false, false] => {
                assert_eq!((after.status, after.version), (Status::Approved, 1));
                "approved"
            }
            [false, true, false, false] => {
                assert_eq!((after.status, after.version, after.given.len()), (Status::Declined, 1, 0));
                "declined"
            }
            [false, false, true, false] => {
                assert_eq!((after.status, after.version, after.given.len()), (Status::Withdrawn, 1, 0));
                "withdrawn"
            }
            // What is withdrawn is the document, whatever its newest version is.
            [false, false, true, true] => {
                assert_eq!((after.status, after.version, after.given.len()), (Status::Withdrawn, 2, 0));
                "superseded and withdrawn"
            }
            [false, false, false, true] => {
                assert_eq!((after.status, after.version, after.given.len()), (Status::Open, 2, 0));
                "superseded"
            }
            other => panic!("{other:?}: {:?} {:?}", approved.outcome(), declined.outcome()),
        };
        *winners.entry(winner).or_default() += 1;
        is_consistent(&portal, &document).await;
    }
    println!("{winners:?}");
    // A few rounds may have one winner by chance; fifty have not.
    assert!(all < 50 || winners.len() >= 3, "{winners:?}");
}

/// Two approvers of one stage at the same moment: both count, none is lost.
#[tokio::test]
async fn two_approvers_at_once_both_count() {
    use akkoord_domain::right::Right;
    use akkoord_store::organisation::Member;

    let portal = Portal::in_process();
    let (first, mut browser) = portal.signed_in().await;
    let (second, mut others) = portal.signed_in().await;
    portal.store.put_member(first.organisation, second.id, &Member::with(vec![Right::Approve])).await.unwrap();
    for _ in 0..rounds(4, 50) {
        portal.waits(SignedDuration::from_hours(25));
        browser.signs_in(&first).await;
        others.signs_in(&second).await;
        let stages = crate::support::documents::stages(&[(2, &[first.id, second.id])]);
        let document = portal.document(first.organisation, stages).await;
        let mine = browser.prepares(&first, &document).await;
        let theirs = others.prepares(&second, &document).await;
        let (left, right) = tokio::join!(browser.approves(&document, &mine), others.approves(&document, &theirs));
        left.ok();
        right.ok();
        let kept = stored(&portal, &document).await;
        assert_eq!((kept.given.len(), kept.status), (2, Status::Approved));
        is_consistent(&portal, &document).await;
    }
}

/// Whatever fails at whatever call, either nothing happened, or the approval is there once, and sending it again says so.
#[tokio::test]
async fn no_failure_approves_twice_or_half() {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    let (who, mut browser) = portal.signed_in().await;
    for service in ["dynamodb.BatchGetItem", "dynamodb.TransactWriteItems", "kms.GenerateMac"] {
        for well in 0..2 {
            for fault in [Fault::InternalError, Fault::Throttled, Fault::Refused, Fault::LostReplyOnce] {
                portal.waits(SignedDuration::from_hours(25));
                browser.signs_in(&who).await;
                let document = portal.document(who.organisation, Stages::default()).await;
                let body = browser.prepares(&who, &document).await;
                proxy.fails_after(service, well, fault);
                let answer = browser.approves(&document, &body).await;
                proxy.recovers();
                let kept = stored(&portal, &document).await;
                println!("{service} after {well}, {fault:?}: {:?}, {} given", answer.outcome(), kept.given.len());
                assert!(answer.status == 200 || answer.status == 503, "{:?}", answer.outcome());
                assert_eq!(kept.given.len() == 1, kept.status == Status::Approved);
                if answer.status == 200 {
                    assert_eq!(kept.given.len(), 1);
                }
                let again = browser.approves(&document, &body).await;
                if kept.given.len() == 1 {
                    again.ok();
                } else {
                    assert!([200, 401, 410].contains(&again.status), "{:?}", again.outcome());
                }
                assert!(stored(&portal, &document).await.given.len() <= 1);
                is_consistent(&portal, &document).await;
            }
        }
    }
}
