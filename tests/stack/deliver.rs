//! deliver against the stack's DynamoDB and S3: once each, whatever the queue and the other side do (security.md, rows
//! 7 and 9, and "an unlimited webhook retry").

use std::{collections::VecDeque, sync::Arc, sync::Mutex, time::Duration};

use akkoord_domain::{
    SignedDuration,
    delivery::{self, Delivery, MAX_ATTEMPTS, State},
    history::{self, Actor},
};
use akkoord_filing::{
    channel::{Answer, Channel, Reason, Reply, Standing},
    filing::{Filing, IdempotencyKey},
    none::NoChannel,
};
use akkoord_runtime::{clock::Clock, random, settings::Source};
use akkoord_store::{
    delivery::Claim,
    document::Step,
    outbox::{About, Effect, Message},
};
use deliver::{
    handler::Deliver,
    queue::Queue,
    settings::{Channels, Settings},
};
use serde_json::{Value, json};

use crate::{
    outbox::{batch, body, outbox_id},
    support::{http, promises::Promises, stack},
};

pub(crate) mod desk;

use desk::Desk;

const ARCHIVE: delivery::Channel = delivery::Channel::Archive;
const RECIPIENT: delivery::Channel = delivery::Channel::Recipient;
const LATER: Answer = Answer::Unavailable { reason: Reason::Status(503) };
const LOST: Answer = Answer::Unknown { reason: Reason::TimedOut };

/// A channel that answers as the test says, and notes what it was asked.
#[derive(Clone, Default)]
struct Scripted {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    standings: Arc<Mutex<VecDeque<Standing>>>,
    calls: Arc<Mutex<Vec<&'static str>>>,
    slow: bool,
}

impl Scripted {
    fn new(answers: impl IntoIterator<Item = Answer>, standings: impl IntoIterator<Item = Standing>) -> Self {
        let answers = Arc::new(Mutex::new(answers.into_iter().collect()));
        Self { answers, standings: Arc::new(Mutex::new(standings.into_iter().collect())), ..Self::default() }
    }

    fn calls(&self) -> Vec<&'static str> {
        self.calls.lock().unwrap().clone()
    }
}

impl Channel for Scripted {
    fn submit<'a>(&'a self, _filing: &'a Filing, _now: akkoord_domain::Timestamp) -> Reply<'a, Answer> {
        self.calls.lock().unwrap().push("submit");
        let answer = self.answers.lock().unwrap().pop_front().unwrap();
        let pause = Duration::from_millis(if self.slow { 200 } else { 0 });
        Box::pin(async move {
            tokio::time::sleep(pause).await;
            answer
        })
    }

    fn status<'a>(&'a self, _key: &'a IdempotencyKey, _now: akkoord_domain::Timestamp) -> Reply<'a, Standing> {
        self.calls.lock().unwrap().push("status");
        Box::pin(std::future::ready(self.standings.lock().unwrap().pop_front().unwrap()))
    }
}

fn sent(receipt: &str) -> Answer {
    Answer::Sent { receipt: Some(receipt.parse().unwrap()) }
}

fn worker(desk: &Desk, archive: impl Channel + 'static, clock: &Clock) -> Deliver {
    let channels = Channels { archive: Box::new(archive), recipient: Box::new(NoChannel) };
    Deliver::new(desk.store.clone(), desk.files.clone(), channels, no_queue(), clock.clone())
}

/// For messages that a test hands over itself: they came from no queue.
fn no_queue() -> Queue {
    Queue::new(aws_sdk_sqs::Client::new(&stack().inner.aws().unwrap()), "")
}

/// Hands a message over; whether it was handled and need not come back.
async fn handled(worker: &Deliver, about: About, channel: delivery::Channel) -> bool {
    let message = Message { id: outbox_id(), effect: Effect::Deliver { about, channel } };
    worker.handle(batch(&[body(&message)])).await.batch_item_failures.is_empty()
}

#[tokio::test]
async fn what_was_sent_is_written_down_and_never_sent_again() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let channel = Scripted::new([sent("2026/0042")], []);
    let worker = worker(&desk, channel.clone(), &Clock::system());
    for _ in 0..3 {
        assert!(handled(&worker, about, ARCHIVE).await);
    }
    assert_eq!(channel.calls(), ["submit"]);
    let delivery = desk.delivery(about, ARCHIVE).await;
    assert_eq!((delivery.state, delivery.attempts), (State::Sent, 1));
    assert_eq!(delivery.receipt.unwrap().as_str(), "2026/0042");
    let entries = desk.store.history(about.organisation, about.document).await.unwrap();
    let document = desk.store.document(about.organisation, about.document).await.unwrap().unwrap();
    assert!(history::is_whole(&entries, &document.head) && entries.len() == 4, "{entries:?}");
}

#[tokio::test]
async fn ten_messages_for_five_workers_at_the_same_time_are_one_sending() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let channel = Scripted { slow: true, ..Scripted::new([sent("1")], []) };
    let worker = &worker(&desk, channel.clone(), &Clock::system());
    for _ in 0..10 {
        let one = async || handled(worker, about, ARCHIVE).await;
        let done = tokio::join!(one(), one(), one(), one(), one());
        if done == (true, true, true, true, true) {
            break;
        }
    }
    assert_eq!(channel.calls(), ["submit"]);
    assert_eq!(desk.delivery(about, ARCHIVE).await.state, State::Sent);
}

#[tokio::test]
async fn after_an_unclear_answer_the_other_side_is_asked_before_anything_is_sent_again() {
    let unclear = Standing::Unknown { reason: Reason::Status(500) };
    let has_it = Standing::Sent { receipt: Some("7".parse().unwrap()) };
    for (standings, calls, answers) in [
        (vec![has_it.clone()], vec!["submit", "status"], vec![LOST]),
        (vec![unclear.clone(), unclear, has_it], vec!["submit", "status", "status", "status"], vec![LOST]),
        (vec![Standing::NotKnown], vec!["submit", "status", "submit"], vec![LOST, sent("7")]),
    ] {
        let desk = Desk::open();
        let about = desk.approved().await;
        let channel = Scripted::new(answers, standings);
        let worker = worker(&desk, channel.clone(), &Clock::system());
        assert!(!handled(&worker, about, ARCHIVE).await);
        assert_eq!(desk.delivery(about, ARCHIVE).await.state, State::Unknown);
        while !handled(&worker, about, ARCHIVE).await {}
        assert_eq!(channel.calls(), calls);
        let delivery = desk.delivery(about, ARCHIVE).await;
        assert_eq!((delivery.state, delivery.receipt.unwrap().as_str()), (State::Sent, "7"));
    }
}

#[tokio::test]
async fn a_worker_that_died_is_waited_for_and_then_the_other_side_is_asked() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let channel = Scripted::new([], [Standing::Sent { receipt: None }]);
    let clock = Clock::standing(Clock::system().now());
    let died_at = clock.now();
    assert_eq!(desk.store.claim_delivery(&about, ARCHIVE, died_at).await.unwrap(), Claim::First);
    let worker = worker(&desk, channel.clone(), &clock);
    clock.set(died_at + SignedDuration::from_secs(59));
    assert!(!handled(&worker, about, ARCHIVE).await);
    assert!(channel.calls().is_empty());
    clock.set(died_at + SignedDuration::from_secs(60));
    assert!(handled(&worker, about, ARCHIVE).await);
    assert_eq!(channel.calls(), ["status"]);
    assert_eq!(desk.delivery(about, ARCHIVE).await.state, State::Sent);
}

#[tokio::test]
async fn it_is_tried_twelve_times_and_then_staff_have_work_and_a_mail() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let channel = Scripted::new(vec![LATER; 20], []);
    let worker = worker(&desk, channel.clone(), &Clock::system());
    for attempt in 1..MAX_ATTEMPTS {
        assert!(!handled(&worker, about, ARCHIVE).await, "{attempt}");
    }
    assert!(!desk.has_work(about, "failed").await);
    for _ in 0..5 {
        assert!(handled(&worker, about, ARCHIVE).await);
    }
    assert_eq!(channel.calls().len(), MAX_ATTEMPTS as usize);
    let delivery = desk.delivery(about, ARCHIVE).await;
    assert_eq!((delivery.state, delivery.reason.unwrap().as_str()), (State::Failed, "status_503"));
    assert!(desk.has_work(about, "failed").await);
    assert_eq!(Promises::read().await.of("delivery_failed", about.document), 1);
}

#[tokio::test]
async fn what_could_not_be_delivered_comes_back_after_its_own_wait_and_not_the_queues() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let sqs = aws_sdk_sqs::Client::new(&stack().inner.aws().unwrap());
    let name = format!("deliver-{:032x}", random::word128().unwrap());
    let url = sqs.create_queue().queue_name(name).send().await.unwrap().queue_url.unwrap();
    let message = body(&Message { id: outbox_id(), effect: Effect::Deliver { about, channel: ARCHIVE } });
    sqs.send_message().queue_url(&url).message_body(&message).send().await.unwrap();
    let receive = async |visible_again| {
        let request = sqs.receive_message().queue_url(&url).visibility_timeout(visible_again).wait_time_seconds(3);
        request.send().await.unwrap().messages.unwrap_or_default()
    };
    let received = receive(1).await.remove(0);
    let mut event = batch(&[message]);
    event.records[0].receipt_handle = received.receipt_handle;
    let channels = Channels { archive: Box::new(Scripted::new([LATER], [])), recipient: Box::new(NoChannel) };
    let queue = Queue::new(sqs.clone(), &url);
    let worker = Deliver::new(desk.store.clone(), desk.files.clone(), channels, queue, Clock::system());
    assert_eq!(worker.handle(event).await.batch_item_failures.len(), 1);
    // The queue alone would give it again a second after it gave it first.
    assert!(receive(1).await.is_empty());
}

#[tokio::test]
async fn what_stays_unclear_is_asked_for_twelve_times_and_then_staff_decide() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let channel = Scripted::new([LOST], vec![Standing::Unknown { reason: Reason::NotReached }; 20]);
    let worker = worker(&desk, channel.clone(), &Clock::system());
    while !handled(&worker, about, ARCHIVE).await {}
    assert!(handled(&worker, about, ARCHIVE).await);
    assert_eq!(channel.calls().len(), MAX_ATTEMPTS as usize);
    assert_eq!(channel.calls().iter().filter(|call| **call == "submit").count(), 1);
    assert_eq!(desk.delivery(about, ARCHIVE).await.state, State::Unknown);
    assert!(desk.has_work(about, "unknown").await);
    assert_eq!(Promises::read().await.of("delivery_failed", about.document), 1);
}

#[tokio::test]
async fn a_refusal_is_for_people_and_ends_the_work_when_it_is_sent_after_all() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let remark = Some("No such client".parse().unwrap());
    let channel = Scripted::new([Answer::Refused { reason: Reason::Status(422), remark }, sent("1")], []);
    let worker = worker(&desk, channel.clone(), &Clock::system());
    assert!(handled(&worker, about, ARCHIVE).await);
    let delivery = desk.delivery(about, ARCHIVE).await;
    assert_eq!((delivery.state, delivery.reason.unwrap().as_str()), (State::Refused, "No such client"));
    assert!(desk.has_work(about, "failed").await);
    desk.queue_again(about, ARCHIVE).await;
    assert!(handled(&worker, about, ARCHIVE).await);
    assert_eq!(channel.calls(), ["submit", "submit"]);
    assert!(!desk.has_work(about, "failed").await);
}

#[tokio::test]
async fn without_a_channel_the_recipients_delivery_waits() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let worker = worker(&desk, NoChannel, &Clock::system());
    assert!(handled(&worker, about, RECIPIENT).await);
    assert_eq!(desk.delivery(about, RECIPIENT).await.attempts, 0);
    desk.queue_again(about, RECIPIENT).await;
    assert!(handled(&worker, about, RECIPIENT).await);
    assert_eq!(desk.delivery(about, RECIPIENT).await.state, State::Waiting);
}

#[tokio::test]
async fn what_is_not_there_or_was_replaced_is_not_delivered() {
    let desk = Desk::open();
    let about = desk.approved().await;
    let channel = Scripted::default();
    let worker = worker(&desk, channel.clone(), &Clock::system());
    let other = desk.approved().await;
    for about in [
        About { version: 2, ..about },
        About { organisation: other.organisation, ..about },
        About { document: other.document, ..about },
    ] {
        assert!(handled(&worker, about, ARCHIVE).await);
    }
    assert!(channel.calls().is_empty());
}

#[tokio::test]
async fn the_archive_gets_the_pack_once_through_every_fault() {
    let desk = Desk::open();
    let settings = Settings::read(&Source::pairs(stack().inner.settings())).unwrap();
    let worker = Deliver::new(desk.store.clone(), desk.files.clone(), settings.channels, no_queue(), Clock::system());
    let about = desk.approved().await;
    let archive = stack().inner.archive_url.strip_suffix("/in").unwrap();
    let first_line = format!("PUT /faults/{}?503,lose,swallow HTTP/1.1", about.document);
    let faults = http::exchange(archive, &http::Message { first_line, ..http::Message::default() }).await.unwrap();
    assert_eq!(faults.status(), 200);
    let mut states = Vec::new();
    while !handled(&worker, about, ARCHIVE).await {
        states.push(desk.delivery(about, ARCHIVE).await.state);
    }
    assert_eq!(states, [State::Queued, State::Unknown, State::Unknown]);
    let delivery: Delivery = desk.delivery(about, ARCHIVE).await;
    assert_eq!((delivery.state, delivery.attempts), (State::Sent, 4));
    let items = http::page(archive, "/items").await;
    let id = format!("{}-1-archive", about.document);
    let mine: Vec<&Value> = items.as_array().unwrap().iter().filter(|item| item["id"] == id).collect();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0]["receipt"], json!(delivery.receipt));
    assert_eq!((&mine[0]["messages"], &mine[0]["questions"]), (&json!(3), &json!(2)));
    assert_eq!(mine[0]["pack"], json!(desk::PACK.len()));
    assert_eq!(mine[0]["data"]["client_number"], json!(about.organisation));
}

impl Desk {
    async fn delivery(&self, about: About, channel: delivery::Channel) -> Delivery {
        let document = self.store.document(about.organisation, about.document).await.unwrap().unwrap();
        document.delivery(channel).unwrap().clone()
    }

    /// As staff do it.
    async fn queue_again(&self, about: About, channel: delivery::Channel) {
        let now = Clock::system().now();
        let decide = |document: &mut akkoord_domain::document::Document| {
            let event = document.deliver(Delivery::new(channel, State::Queued, now))?;
            Ok::<_, akkoord_domain::document::Refusal>(Some(Step { actor: Actor::Portal, event, with: Vec::new() }))
        };
        self.store.change_document(about.organisation, about.document, now, decide).await.unwrap().unwrap();
    }
}
