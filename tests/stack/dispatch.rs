//! dispatch against the stack's SQS, and the whole way from the outbox to the mail (security.md, row 9).

use std::{collections::HashSet, time::Duration};

use akkoord_runtime::{clock::Clock, random};
use akkoord_store::outbox::{Effect, Message};
use aws_lambda_events::{dynamodb::Event, streams::DynamoDbEventResponse};
use dispatch::handler::{Dispatch, Queues};

use crate::outbox::{Outbox, outbox_id};

const ONE_POISON_IN_TEN: &str = include_str!("../../events/dispatch/one-poison-in-ten.json");
const ABOUT_A_DOCUMENT: &str = include_str!("../../events/dispatch/document.json");

fn event(text: &str) -> Event {
    serde_json::from_str(text).unwrap()
}

fn failed(response: DynamoDbEventResponse) -> Vec<String> {
    response.batch_item_failures.into_iter().filter_map(|failure| failure.item_identifier).collect()
}

/// Queues of this test's own, that no function reads.
async fn own_queues(outbox: &Outbox) -> Queues {
    Queues {
        notify: own_queue(outbox).await,
        prove: own_queue(outbox).await,
        deliver: own_queue(outbox).await,
        dead_letters: own_queue(outbox).await,
    }
}

async fn own_queue(outbox: &Outbox) -> String {
    let name = format!("dispatch-{:032x}", random::word128().unwrap());
    outbox.sqs.create_queue().queue_name(name).send().await.unwrap().queue_url.unwrap()
}

/// Everything that is on the queue now.
async fn taken(outbox: &Outbox, queue: &str) -> Vec<Message> {
    let mut messages = Vec::new();
    loop {
        let request = outbox.sqs.receive_message().queue_url(queue).max_number_of_messages(10).visibility_timeout(60);
        let received = request.send().await.unwrap().messages.unwrap_or_default();
        if received.is_empty() {
            return messages;
        }
        messages.extend(
            received.iter().map(|message| serde_json::from_str::<Message>(message.body.as_deref().unwrap()).unwrap()),
        );
    }
}

#[tokio::test]
async fn nine_of_ten_records_reach_the_queue_and_the_poison_one_lies_among_the_dead_letters() {
    let outbox = Outbox::connect();
    let queues = own_queues(&outbox).await;
    let dispatch = Dispatch::new(outbox.sqs.clone(), queues.clone());
    // Nothing fails: a record that fails for ever would hold up all those behind it.
    assert!(failed(dispatch.handle(event(ONE_POISON_IN_TEN)).await).is_empty());
    let received = outbox.sqs.receive_message().queue_url(&queues.dead_letters).send().await.unwrap();
    let letters = received.messages.unwrap_or_default();
    assert_eq!(letters.len(), 1);
    let letter: serde_json::Value = serde_json::from_str(letters[0].body.as_deref().unwrap()).unwrap();
    assert_eq!(letter["sequence_number"], "176393448000000000000000000005");
    assert!(letter["key"].as_str().unwrap().starts_with("OUTBOX#"));
    let ids: HashSet<String> =
        taken(&outbox, &queues.notify).await.iter().map(|message| message.id.to_string()).collect();
    assert_eq!(ids.len(), 9);
}

#[tokio::test]
async fn a_poison_record_that_the_dead_letters_do_not_take_fails_alone() {
    let outbox = Outbox::connect();
    let queues = own_queues(&outbox).await;
    outbox.sqs.delete_queue().queue_url(&queues.dead_letters).send().await.unwrap();
    let dispatch = Dispatch::new(outbox.sqs.clone(), queues.clone());
    assert_eq!(failed(dispatch.handle(event(ONE_POISON_IN_TEN)).await), ["176393448000000000000000000005"]);
    assert_eq!(taken(&outbox, &queues.notify).await.len(), 9);
}

#[tokio::test]
async fn more_records_than_one_call_takes_all_reach_the_queue() {
    let outbox = Outbox::connect();
    let queues = own_queues(&outbox).await;
    let dispatch = Dispatch::new(outbox.sqs.clone(), queues.clone());
    let mut many = event(ONE_POISON_IN_TEN);
    many.records.remove(5);
    for _ in 0..2 {
        many.records.extend(event(ONE_POISON_IN_TEN).records.into_iter().take(5));
    }
    assert_eq!(many.records.len(), 19);
    assert!(failed(dispatch.handle(many).await).is_empty());
    assert_eq!(taken(&outbox, &queues.notify).await.len(), 19);
}

#[tokio::test]
async fn changed_and_removed_items_send_nothing() {
    let outbox = Outbox::connect();
    let queues = own_queues(&outbox).await;
    let dispatch = Dispatch::new(outbox.sqs.clone(), queues.clone());
    let response = dispatch.handle(event(include_str!("../../events/dispatch/modify-remove.json"))).await;
    assert!(failed(response).is_empty());
    assert!(taken(&outbox, &queues.notify).await.is_empty());
}

#[tokio::test]
async fn where_the_queue_is_not_there_every_record_for_it_comes_back() {
    let outbox = Outbox::connect();
    let queues = own_queues(&outbox).await;
    outbox.sqs.delete_queue().queue_url(&queues.notify).send().await.unwrap();
    let dispatch = Dispatch::new(outbox.sqs.clone(), queues);
    assert_eq!(failed(dispatch.handle(event(ONE_POISON_IN_TEN)).await).len(), 9);
}

#[tokio::test]
async fn each_worker_with_a_part_in_it_finds_the_message_on_its_queue() {
    let outbox = Outbox::connect();
    let queues = own_queues(&outbox).await;
    let dispatch = Dispatch::new(outbox.sqs.clone(), queues.clone());
    assert!(failed(dispatch.handle(event(ABOUT_A_DOCUMENT)).await).is_empty());
    let ids = async |queue: &str| -> Vec<String> {
        let mut ids: Vec<String> = taken(&outbox, queue).await.iter().map(|message| message.id.to_string()).collect();
        ids.sort();
        ids
    };
    let [wanted, approved, deliver] = ["0", "1", "2"].map(|last| format!("out_01KAT0PXG0V6N4M8D2T5Q7R9B{last}"));
    assert_eq!(ids(&queues.notify).await, [wanted, approved.clone()]);
    assert_eq!(ids(&queues.prove).await, [approved]);
    assert_eq!(ids(&queues.deliver).await, [deliver]);
}

#[tokio::test]
async fn a_record_is_done_when_each_of_its_queues_took_it() {
    let outbox = Outbox::connect();
    let queues = own_queues(&outbox).await;
    outbox.sqs.delete_queue().queue_url(&queues.prove).send().await.unwrap();
    let dispatch = Dispatch::new(outbox.sqs.clone(), queues.clone());
    // Only the approved document's record needs the queue that is gone.
    assert_eq!(failed(dispatch.handle(event(ABOUT_A_DOCUMENT)).await), ["176393448000000000000000000001"]);
    assert_eq!(taken(&outbox, &queues.notify).await.len(), 2);
    assert_eq!(taken(&outbox, &queues.deliver).await.len(), 1);
}

/// The deployed functions, from the table's stream to the mail.
#[tokio::test]
async fn what_the_outbox_promises_arrives_as_a_mail_once() {
    let outbox = Outbox::connect();
    let users = outbox.active_users(12).await;
    for user in &users {
        let effect = Effect::PasswordChanged { user: user.id };
        outbox.store.promise(outbox_id(), &effect, Clock::system().now()).await.unwrap();
    }
    assert!(outbox.each_has_a_mail(&users, Duration::from_secs(60)).await);
    // Whatever is sent twice would be on its way by now.
    tokio::time::sleep(Duration::from_secs(2)).await;
    for user in &users {
        assert_eq!(outbox.mails_to(user).await.len(), 1);
    }
}
