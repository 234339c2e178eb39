//! prove against the stack's DynamoDB, S3 and KMS: one evidence each, whatever the queue and the services do, and one that
//! nobody can change (security.md, rows 7 to 10).

use std::collections::BTreeMap;

use akkoord_domain::{
    SignedDuration,
    delivery::{Channel, LATE, State},
    facts::Sha256,
};
use akkoord_evidence::verify;
use akkoord_runtime::clock::Clock;
use akkoord_store::outbox::{About, Effect, Message};
use aws_sdk_s3::{
    error::{ProvideErrorMetadata, SdkError},
    primitives::DateTime,
    types::{ObjectLockRetention, ObjectLockRetentionMode},
};
use prove::handler::Prove;
use serde_json::{Value, json};

use crate::{
    notify::shuffle,
    outbox::{batch, body, outbox_id},
    support::{
        Fault, Portal, Proxy,
        documents::address,
        eventually, http,
        office::{follow, text},
        promises::Promises,
        rounds, stack,
    },
};

pub(crate) mod desk;

use desk::{Approved, Desk, evidence_key, worker};

fn approved(about: About) -> Message {
    Message { id: outbox_id(), effect: Effect::DocumentApproved { about } }
}

/// Hands messages over as one batch, and gives the places of those that failed.
async fn failed(worker: &Prove, bodies: &[String]) -> Vec<usize> {
    let failures = worker.handle(batch(bodies)).await.batch_item_failures;
    failures.iter().map(|failure| failure.item_identifier.parse().unwrap()).collect()
}

/// Hands a message over; whether it was handled and need not come back.
pub(crate) async fn handled(worker: &Prove, about: About) -> bool {
    failed(worker, &[body(&approved(about))]).await.is_empty()
}

#[tokio::test]
async fn what_was_approved_gets_evidence_that_anybody_can_check() {
    let desk = Desk::open();
    let Approved { about, file, by, viewed_at, approved_at } = desk.approved().await;
    let (before, _) = desk.document(about).await;
    assert!(handled(&desk.worker(), about).await);
    let proof = desk.is_proved_once(about).await;
    let pack = desk.pack(about, &proof).await;
    let key = desk.public_key().await;
    let verified = verify(&pack, Some(&key)).unwrap();
    assert!(verified.pinned);
    let evidence = verified.evidence;
    assert_eq!((evidence.organisation.id, evidence.document.id), (about.organisation, about.document));
    assert_eq!((evidence.document.version, evidence.reference()), (1, before.reference()));
    assert_eq!(evidence.document.file.sha256, Sha256::of(&file));
    let [approval] = evidence.approvals.as_slice() else { panic!("{:?}", evidence.approvals) };
    assert_eq!((approval.user, approval.name.as_str(), approval.stage), (by.id, by.name.as_str(), 1));
    assert_eq!((approval.viewed_at, approval.approved_at), (viewed_at, approved_at));
    assert_eq!((approval.device.as_str(), approval.address.as_deref()), ("Firefox, Windows", Some("192.0.2.7")));
    assert_eq!((evidence.history.length, evidence.history.head), (before.head.length, before.head.hash));
    for place in (0..pack.len()).step_by(pack.len() / 50) {
        let mut changed = pack.clone();
        changed[place] ^= 1;
        assert!(verify(&changed, Some(&key)).is_err(), "byte {place}");
    }
}

#[tokio::test]
async fn what_follows_from_the_evidence_is_begun_with_it() {
    let desk = Desk::open();
    let about = desk.approved().await.about;
    assert!(handled(&desk.worker(), about).await);
    let (document, _) = desk.document(about).await;
    // The deployed worker may have it already.
    assert!(document.delivery(Channel::Archive).is_some());
    assert_eq!(document.delivery(Channel::Recipient).unwrap().state, State::Waiting);
    assert_eq!(Promises::read().await.of("deliver", about.document), 1);
    assert!(desk.waits_for_staff(about).await);
}

/// For the years that the firm keeps its records, not even the account's owner can (COMPLIANCE mode).
#[tokio::test]
async fn nobody_removes_or_replaces_evidence() {
    let desk = Desk::open();
    let about = desk.approved().await.about;
    let now = Clock::system().now();
    assert!(handled(&desk.worker(), about).await);
    let proof = desk.is_proved_once(about).await;
    let pack = desk.pack(about, &proof).await;
    let (bucket, key, version) = (&stack().inner.files_bucket, evidence_key(about), &proof.object_version);

    let retention = desk.s3.get_object_retention().bucket(bucket).key(&key).version_id(version).send().await.unwrap();
    let retention = retention.retention.unwrap();
    assert_eq!(retention.mode, Some(ObjectLockRetentionMode::Compliance));
    let days = (retention.retain_until_date.unwrap().secs() - now.as_second()) / (24 * 60 * 60);
    assert!((7 * 365..=7 * 365 + 2).contains(&days), "{days}");

    let delete = desk.s3.delete_object().bucket(bucket).key(&key).version_id(version);
    is_denied(delete.clone().send().await);
    is_denied(delete.bypass_governance_retention(true).send().await);
    let sooner = DateTime::from_secs((now + SignedDuration::from_secs(60)).as_second());
    let sooner = ObjectLockRetention::builder().mode(ObjectLockRetentionMode::Compliance).retain_until_date(sooner);
    let shorten = desk.s3.put_object_retention().bucket(bucket).key(&key).version_id(version);
    is_denied(shorten.retention(sooner.build()).send().await);
    // A delete without a version hides the object only.
    desk.s3.delete_object().bucket(bucket).key(&key).send().await.unwrap();
    assert_eq!(desk.pack(about, &proof).await, pack);
    assert!(handled(&desk.worker(), about).await);
    desk.is_proved_once(about).await;
}

#[track_caller]
fn is_denied<T: std::fmt::Debug, E: ProvideErrorMetadata + std::fmt::Debug>(answer: Result<T, SdkError<E>>) {
    let error = answer.unwrap_err();
    assert_eq!(error.as_service_error().and_then(ProvideErrorMetadata::code), Some("AccessDenied"), "{error:?}");
}

#[tokio::test]
async fn five_workers_with_the_same_message_at_the_same_time_make_one_evidence() {
    let desk = Desk::open();
    for _ in 0..rounds(4, 50) {
        let about = desk.approved().await.about;
        let workers = [(); 5].map(|()| desk.worker());
        let one = async |worker: &Prove| while !handled(worker, about).await {};
        let [first, second, third, fourth, fifth] = &workers;
        tokio::join!(one(first), one(second), one(third), one(fourth), one(fifth));
        let proof = desk.is_proved_once(about).await;
        verify(&desk.pack(about, &proof).await, Some(&desk.public_key().await)).unwrap();
        assert_eq!(Promises::read().await.of("deliver", about.document), 1);
    }
}

#[tokio::test]
async fn five_deliveries_of_ten_messages_in_any_order_to_five_workers_make_ten() {
    let desk = Desk::open();
    let mut documents = Vec::new();
    for _ in 0..10 {
        documents.push(desk.approved().await.about);
    }
    let messages: Vec<Message> = documents.iter().map(|about| approved(*about)).collect();
    let mut waiting = [(); 5].map(|()| messages.clone()).concat();
    let workers = [(); 5].map(|()| desk.worker());
    for _ in 0..10 {
        shuffle(&mut waiting);
        let mut parts = waiting.chunks(waiting.len().div_ceil(5).max(1)).map(<[Message]>::to_vec);
        let mut part = || parts.next().unwrap_or_default();
        let work = async |worker: &Prove, part: Vec<Message>| -> Vec<Message> {
            let bodies: Vec<String> = part.iter().map(body).collect();
            failed(worker, &bodies).await.into_iter().map(|place| part[place].clone()).collect()
        };
        let [first, second, third, fourth, fifth] = &workers;
        let come_back = tokio::join!(
            work(first, part()),
            work(second, part()),
            work(third, part()),
            work(fourth, part()),
            work(fifth, part())
        );
        waiting = [come_back.0, come_back.1, come_back.2, come_back.3, come_back.4].concat();
        if waiting.is_empty() {
            break;
        }
    }
    assert!(waiting.is_empty(), "{} messages still come back", waiting.len());
    let promised = Promises::read().await;
    for about in documents {
        desk.is_proved_once(about).await;
        assert_eq!(promised.of("deliver", about.document), 1);
    }
}

#[tokio::test]
async fn a_worker_that_died_before_it_wrote_is_followed_by_one_that_takes_its_pack() {
    let desk = Desk::open();
    let proxy = Proxy::start().await;
    let about = desk.approved().await.about;
    let died_at = Clock::system().now();
    let clock = Clock::standing(died_at);
    proxy.fails("dynamodb.TransactWriteItems", Fault::Refused);
    assert!(!handled(&worker(&proxy.config(), &clock), about).await);
    desk.is_not_proved(about).await;
    let kept = desk.evidence_versions(about).await;
    assert_eq!(kept.len(), 1);

    proxy.recovers();
    proxy.calls();
    clock.set(died_at + SignedDuration::from_mins(6));
    assert!(handled(&worker(&proxy.config(), &clock), about).await);
    let calls = proxy.operations();
    assert!(!calls.iter().any(|call| call.starts_with("kms.") || call.starts_with("s3.PUT")), "{calls:?}");
    let proof = desk.is_proved_once(about).await;
    assert_eq!(proof.object_version, kept[0]);
    let verified = verify(&desk.pack(about, &proof).await, Some(&desk.public_key().await)).unwrap();
    // The document says of its evidence what that says of itself.
    assert_eq!((verified.evidence.made_at, proof.made_at), (died_at, died_at));
    assert_eq!(Promises::read().await.of("deliver", about.document), 1);
}

/// A call of a service: `s3.PUT`, `dynamodb.GetItem`, and how many of the same come before it.
type Site = (String, usize);

/// Every call that making one evidence takes.
async fn sites(desk: &Desk, proxy: &Proxy) -> Vec<Site> {
    let about = desk.approved().await.about;
    proxy.calls();
    assert!(handled(&worker(&proxy.config(), &Clock::system()), about).await);
    let mut seen = BTreeMap::<String, usize>::new();
    let site = |operation: String| {
        // S3 names an object where others name an operation.
        let name = operation.split(' ').next().unwrap().to_owned();
        let before = seen.entry(name.clone()).or_default();
        *before += 1;
        (name, *before - 1)
    };
    proxy.operations().into_iter().map(site).collect()
}

#[tokio::test]
async fn a_failure_at_any_call_leaves_nothing_half_written_and_the_next_worker_makes_one() {
    let desk = &Desk::open();
    let every = sites(desk, &Proxy::start().await).await;
    println!("{every:?}");
    assert!(every.len() >= 12, "{every:?}");
    let through = async |fault: Fault| {
        let proxy = Proxy::start().await;
        let mut documents = Vec::new();
        for (operation, well) in &every {
            let about = desk.approved().await.about;
            proxy.fails_after(operation, *well, fault);
            let done = handled(&worker(&proxy.config(), &Clock::system()), about).await;
            proxy.recovers();
            println!("{operation} after {well}, {fault:?}: {}", if done { "made" } else { "comes back" });
            if done {
                desk.is_proved_once(about).await;
            } else {
                desk.is_not_proved(about).await;
            }
            for _ in 0..2 {
                assert!(handled(&worker(&proxy.config(), &Clock::system()), about).await);
                desk.is_proved_once(about).await;
            }
            documents.push(about);
        }
        documents
    };
    let documents = tokio::join!(
        through(Fault::InternalError),
        through(Fault::Throttled),
        through(Fault::Refused),
        through(Fault::Silent),
        through(Fault::LostReplyOnce),
    );
    let promised = Promises::read().await;
    for about in [documents.0, documents.1, documents.2, documents.3, documents.4].concat() {
        assert_eq!(promised.of("deliver", about.document), 1);
    }
}

#[tokio::test]
async fn what_is_not_there_was_replaced_or_is_not_approved_gets_no_evidence() {
    let desk = Desk::open();
    let worker = desk.worker();
    let (first, _) = desk.released(None).await;
    let (second, _) = desk.released(Some(&first)).await;
    let (replaced, open) = (About::newest(&first), About::newest(&second));
    let other = desk.approved().await.about;
    let nobodys = About { organisation: other.organisation, ..open };
    for about in [replaced, nobodys, About { document: other.document, ..open }, About { version: 2, ..other }] {
        assert!(handled(&worker, about).await, "it does not come back: {about:?}");
        assert!(desk.evidence_versions(about).await.is_empty());
    }
    // Nobody promises this.
    assert!(!handled(&worker, open).await);
    assert!(desk.evidence_versions(open).await.is_empty());
    for about in [open, other] {
        desk.is_not_proved(about).await;
    }
}

#[tokio::test]
async fn poison_among_ten_messages_fails_alone() {
    let desk = Desk::open();
    let mut documents = Vec::new();
    let mut bodies = Vec::new();
    for _ in 0..8 {
        let about = desk.approved().await.about;
        bodies.push(body(&approved(about)));
        documents.push(about);
    }
    let untouched = desk.approved().await.about;
    let effect = Effect::Deliver { about: untouched, channel: Channel::Archive };
    bodies.insert(3, body(&Message { id: outbox_id(), effect }));
    bodies.insert(6, r#"{"id":"out_01KAT0PXG0V6N4M8D2T5Q7R9AB","effect":{"type":"document_approved"}}"#.to_owned());
    assert_eq!(failed(&desk.worker(), &bodies).await, [3, 6]);
    for about in documents {
        desk.is_proved_once(about).await;
    }
    desk.is_not_proved(untouched).await;
    assert!(desk.evidence_versions(untouched).await.is_empty());
}

/// The deployed functions, from the last code to the archive's receipt and to the client's own copy.
/// The message that an approval promised was lost: nobody makes the evidence until staff ask for it.
#[tokio::test]
async fn evidence_that_should_have_been_there_is_made_once_when_staff_ask_for_it() {
    let (desk, portal) = (Desk::open(), Portal::in_process());
    let about = desk.approved().await.about;
    let place = format!("/api/office/documents/{}/{}", about.organisation, about.document);
    let again = format!("{place}/prove-again");
    let mut iris = portal.colleague().await;
    assert_eq!(iris.browser.get(&place).await.ok()["evidence_late"], json!(false));
    // It may still come by itself.
    iris.browser.post(&again, json!({})).await.ok();
    portal.waits(LATE + SignedDuration::from_mins(1));
    let mut iris = portal.colleague().await;
    assert_eq!(iris.browser.get(&place).await.ok()["evidence_late"], json!(true));
    desk.is_not_proved(about).await;
    for _ in 0..3 {
        iris.browser.post(&again, json!({})).await.ok();
    }
    let seen = eventually(60, "the evidence", async || {
        let seen = iris.browser.get(&place).await.ok();
        seen["evidence"].is_object().then_some(seen)
    });
    assert_eq!(seen.await["evidence_late"], json!(false));
    desk.is_proved_once(about).await;
}

#[tokio::test]
async fn what_is_approved_in_the_running_portal_is_proved_and_archived_once() {
    let portal = Portal::deployed();
    let who = portal.someone().await;
    let mut iris = portal.colleague().await;
    let draft = iris.prepares(portal.fields(who.organisation)).await;
    iris.releases(&draft).await.ok();
    let id = text(&draft["id"]).parse().unwrap();
    let document = portal.store.document(who.organisation, id).await.unwrap().unwrap();
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    portal.forgets_sms_to(&who.mobile).await;
    let body = browser.prepares(&who, &document).await;
    browser.approves(&document, &body).await.ok();
    let receipt = eventually(60, "the archive's receipt", async || {
        let seen = browser.get(&address(&document)).await.ok();
        let deliveries = seen["deliveries"].as_array().unwrap();
        let archive = deliveries.iter().find(|delivery| delivery["channel"] == "archive")?;
        archive["receipt"].as_str().map(str::to_owned)
    })
    .await;

    let copy = browser.post(&format!("{}/pack", address(&document)), json!({})).await.ok();
    let (status, pack) = follow("GET", text(&copy["url"]), &json!({}), b"").await;
    assert_eq!(status, 200);
    let desk = Desk::open();
    let verified = verify(&pack, Some(&desk.public_key().await)).unwrap();
    assert_eq!((verified.evidence.document.id, &verified.evidence.approvals[0].user), (document.id, &who.id));
    let proof = desk.is_proved_once(About::newest(&document)).await;
    assert_eq!(proof.sha256, Sha256::of(&pack));

    // Whatever is sent twice would be on its way by now.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let archive = stack().inner.archive_url.strip_suffix("/in").unwrap();
    let items = http::page(archive, "/items").await;
    let filing = format!("{}-1-archive", document.id);
    let mine: Vec<&Value> = items.as_array().unwrap().iter().filter(|item| item["id"] == filing).collect();
    assert_eq!(mine.len(), 1);
    assert_eq!((&mine[0]["receipt"], &mine[0]["messages"]), (&json!(receipt), &json!(1)));
    assert_eq!(mine[0]["data"]["pack"]["sha256"], json!(proof.sha256));
}
