//! Everything stops after any call of any change to a document: nothing is lost, doubled or half written, and sending the
//! same again finds or makes it (issue 3, "a crash between any two steps"; security.md, rows 7 and 8). Approving and
//! making evidence have theirs in `approve_races` and `prove`.

use std::sync::{Arc, Mutex};

use akkoord_domain::{
    SignedDuration, Timestamp,
    approval::Stages,
    delivery::{Channel, Delivery, State},
    document::Document,
    history::{self, Actor, Event},
    id::DocumentId,
};
use akkoord_filing::{
    channel::{self, Answer, Reply, Standing},
    filing::{Filing, IdempotencyKey},
    none::NoChannel,
};
use akkoord_runtime::clock::Clock;
use akkoord_store::{
    Store,
    document::Step,
    outbox::{Effect, Message},
};
use deliver::{handler::Deliver, queue::Queue, settings::Channels};
use serde_json::{Value, json};

use crate::{
    deliver::desk::Desk,
    outbox::{batch, body, outbox_id},
    support::{
        Browser, Fault, Portal, Proxy,
        documents::{address, request},
        office::text,
        promises::Promises,
    },
};

/// After the first of these everything stays broken; of the last one only the answer is lost, once.
const FAULTS: [Fault; 3] = [Fault::InternalError, Fault::Refused, Fault::LostReplyOnce];
/// More calls than any change makes.
const ENOUGH: usize = 40;

/// One request that changes a document.
struct Sending {
    browser: Browser,
    path: String,
    body: Value,
    document: Document,
}

/// Sends what `prepare` gives with each fault after each call, and then once more; gives the documents.
async fn through_crashes(proxy: &Proxy, mut prepare: impl AsyncFnMut() -> Sending) -> Vec<Document> {
    let mut documents = Vec::new();
    for fault in FAULTS {
        for well in 0..=ENOUGH {
            assert!(well < ENOUGH, "it never comes to an end");
            let Sending { mut browser, path, body, document } = prepare().await;
            proxy.calls();
            proxy.fails_after("", well, fault);
            let first = browser.post(&path, body.clone()).await;
            proxy.recovers();
            let calls = proxy.calls().len();
            println!("{path} after {well}, {fault:?}: {:?}", first.outcome());
            assert!(first.status < 300 || first.status == 503, "{:?}", first.outcome());
            let again = browser.post(&path, body).await;
            assert!(again.status < 300, "{:?}", again.outcome());
            documents.push(document);
            // Nothing was left that could have failed.
            if calls <= well {
                break;
            }
        }
    }
    documents
}

/// Every document has one entry of `event` in a whole history, and one promise of `effect`.
async fn happened_once(store: &Store, documents: &[Document], event: fn(&Event) -> bool, effect: &str) {
    assert!(documents.len() > 2 * FAULTS.len(), "{}", documents.len());
    let promises = Promises::read().await;
    for Document { organisation, id, .. } in documents {
        let kept = store.document(*organisation, *id).await.unwrap().unwrap();
        let mut entries = store.history(*organisation, *id).await.unwrap();
        // The deployed workers go on with it between the two reads.
        entries.truncate(usize::try_from(kept.head.length).unwrap());
        assert!(history::is_whole(&entries, &kept.head));
        assert_eq!(entries.iter().filter(|entry| event(&entry.event)).count(), 1, "{id}");
        assert_eq!(promises.of(effect, *id), 1, "{id}");
    }
}

/// A portal whose calls all go through the proxy.
async fn behind() -> (Proxy, Portal) {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    (proxy, portal)
}

#[tokio::test]
async fn not_agreeing() {
    let (proxy, portal) = behind().await;
    let (who, browser) = portal.signed_in().await;
    let documents = through_crashes(&proxy, async || {
        let document = portal.document(who.organisation, Stages::default()).await;
        let body = json!({ "request": request(), "version": 1, "reason": "Het bedrag klopt niet." });
        Sending { browser: browser.clone(), path: format!("{}/decline", address(&document)), body, document }
    });
    let is = |event: &Event| matches!(event, Event::Declined { .. });
    happened_once(&portal.store, &documents.await, is, "document_declined").await;
}

#[tokio::test]
async fn asking_a_question() {
    let (proxy, portal) = behind().await;
    let (who, browser) = portal.signed_in().await;
    let documents = through_crashes(&proxy, async || {
        let document = portal.document(who.organisation, Stages::default()).await;
        let body = json!({ "request": request(), "text": "Klopt het bedrag?", "reach": "portal" });
        Sending { browser: browser.clone(), path: format!("{}/questions", address(&document)), body, document }
    });
    let documents = documents.await;
    for document in &documents {
        let details = portal.store.document_details(document.organisation, document.id).await.unwrap().unwrap();
        assert_eq!((details.questions.len(), details.document.open_questions), (1, 1));
    }
    let is = |event: &Event| matches!(event, Event::Asked { .. });
    happened_once(&portal.store, &documents, is, "question_asked").await;
}

#[tokio::test]
async fn answering_a_question() {
    let (proxy, portal) = behind().await;
    let (who, mut browser) = portal.signed_in().await;
    let iris = portal.colleague().await;
    let documents = through_crashes(&proxy, async || {
        let document = portal.document(who.organisation, Stages::default()).await;
        let asks = json!({ "request": request(), "text": "Klopt het bedrag?", "reach": "portal" });
        let asked = browser.post(&format!("{}/questions", address(&document)), asks).await.ok();
        let place = format!("/api/office/documents/{}/{}", document.organisation, document.id);
        let path = format!("{place}/questions/{}/answer", text(&asked["id"]));
        let body = json!({ "request": request(), "text": "Ja." });
        Sending { browser: iris.browser.clone(), path, body, document }
    });
    let is = |event: &Event| matches!(event, Event::Answered { .. });
    happened_once(&portal.store, &documents.await, is, "question_answered").await;
}

#[tokio::test]
async fn releasing() {
    let (proxy, portal) = behind().await;
    let who = portal.someone().await;
    let mut iris = portal.colleague().await;
    let draft = iris.prepares(portal.fields(who.organisation)).await;
    iris.releases(&draft).await.ok();
    let id: DocumentId = text(&draft["id"]).parse().unwrap();
    // Only whose it is and its id are read of it.
    let like = portal.store.document(who.organisation, id).await.unwrap().unwrap();
    let documents = through_crashes(&proxy, async || {
        let draft = iris.prepares(portal.fields(who.organisation)).await;
        let path = format!("/api/office/drafts/{}/{}/release", who.organisation, text(&draft["id"]));
        let document = Document { id: text(&draft["id"]).parse().unwrap(), ..like.clone() };
        let body = json!({ "revision": draft["revision"] });
        Sending { browser: iris.browser.clone(), path, body, document }
    });
    let is = |event: &Event| matches!(event, Event::Released { .. });
    happened_once(&portal.store, &documents.await, is, "approval_wanted").await;
}

#[tokio::test]
async fn withdrawing() {
    let (proxy, portal) = behind().await;
    let who = portal.someone().await;
    let iris = portal.colleague().await;
    let documents = through_crashes(&proxy, async || {
        let document = portal.document(who.organisation, Stages::default()).await;
        let place = format!("/api/office/documents/{}/{}", document.organisation, document.id);
        let body = json!({ "request": request(), "reason": "Vergissing" });
        Sending { browser: iris.browser.clone(), path: format!("{place}/withdraw"), body, document }
    });
    let is = |event: &Event| matches!(event, Event::Withdrawn { .. });
    happened_once(&portal.store, &documents.await, is, "document_withdrawn").await;
}

#[tokio::test]
async fn asking_for_another_delivery() {
    let (proxy, portal) = behind().await;
    let desk = Desk::open();
    let iris = portal.colleague().await;
    let documents = through_crashes(&proxy, async || {
        let about = desk.approved().await;
        let now = portal.clock.now();
        // As it is when every try failed; no message asks for it.
        let decide = |next: &mut Document| {
            let event = next.deliver(Delivery::new(Channel::Archive, State::Failed, now))?;
            Ok::<_, akkoord_domain::document::Refusal>(Some(Step { actor: Actor::Portal, event, with: Vec::new() }))
        };
        portal.store.change_document(about.organisation, about.document, now, decide).await.unwrap().unwrap();
        let document = portal.store.document(about.organisation, about.document).await.unwrap().unwrap();
        let path = format!("/api/office/documents/{}/{}/deliver-again", about.organisation, about.document);
        Sending { browser: iris.browser.clone(), path, body: json!({ "channel": "archive" }), document }
    });
    let is = |event: &Event| matches!(event, Event::Delivery { state: State::Queued, .. });
    happened_once(&portal.store, &documents.await, is, "deliver").await;
}

/// An archive that says of each sending whether it has it, as the contract asks.
#[derive(Clone, Default)]
struct Remembering {
    taken: Arc<Mutex<usize>>,
}

impl channel::Channel for Remembering {
    fn submit<'a>(&'a self, _filing: &'a Filing, _now: Timestamp) -> Reply<'a, Answer> {
        *self.taken.lock().unwrap() += 1;
        Box::pin(std::future::ready(Answer::Sent { receipt: None }))
    }

    fn status<'a>(&'a self, _key: &'a IdempotencyKey, _now: Timestamp) -> Reply<'a, Standing> {
        let known = *self.taken.lock().unwrap() > 0;
        let standing = if known { Standing::Sent { receipt: None } } else { Standing::NotKnown };
        Box::pin(std::future::ready(standing))
    }
}

#[tokio::test]
async fn delivering() {
    let desk = Desk::open();
    for fault in FAULTS {
        for well in 0..=ENOUGH {
            assert!(well < ENOUGH, "it never comes to an end");
            let proxy = Proxy::start().await;
            let about = desk.approved().await;
            let archive = Remembering::default();
            let clock = Clock::standing(Clock::system().now());
            let config = proxy.config();
            let channels = Channels { archive: Box::new(archive.clone()), recipient: Box::new(NoChannel) };
            let store = Store::new(aws_sdk_dynamodb::Client::new(&config), &crate::support::stack().inner.table);
            let files = akkoord_store::files::Files::new(&config, &crate::support::stack().inner.files_bucket);
            let queue = Queue::new(aws_sdk_sqs::Client::new(&config), "");
            let worker = Deliver::new(store, files, channels, queue, clock.clone());
            let message =
                body(&Message { id: outbox_id(), effect: Effect::Deliver { about, channel: Channel::Archive } });
            let handled =
                async || worker.handle(batch(std::slice::from_ref(&message))).await.batch_item_failures.is_empty();
            proxy.fails_after("", well, fault);
            let done = handled().await;
            proxy.recovers();
            let calls = proxy.calls().len();
            println!("after {well}, {fault:?}: {}", if done { "handled" } else { "comes back" });
            // The message comes back when its time is over, and a lease that nobody gave back has ended too.
            clock.set(clock.now() + SignedDuration::from_mins(3));
            assert!(handled().await && handled().await);
            assert_eq!(*archive.taken.lock().unwrap(), 1);
            let document = desk.store.document(about.organisation, about.document).await.unwrap().unwrap();
            assert_eq!(document.delivery(Channel::Archive).unwrap().state, State::Sent);
            let entries = desk.store.history(about.organisation, about.document).await.unwrap();
            assert!(history::is_whole(&entries, &document.head));
            let sent = |entry: &&history::Entry| matches!(entry.event, Event::Delivery { state: State::Sent, .. });
            assert_eq!(entries.iter().filter(sent).count(), 1);
            if calls <= well {
                break;
            }
        }
    }
}
