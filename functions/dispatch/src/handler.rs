//! Every outbox item that appears in the table's stream becomes one message on the queue of each worker that has a part
//! in it.
//!
//! The stream delivers at least once, and after a failure it begins again at the first record that failed. So a
//! message may be on a queue twice; its id is the worker's idempotency key. A record is done when each of its queues
//! took it: one queue that fails brings the record back to all of them, for as long as the stream keeps it, because what
//! it holds was promised. A record that cannot be read would come back just as long and hold up the records behind it; so
//! it is put among the dead letters at once, and only fails when they do not take it.

use akkoord_domain::id::OutboxId;
use akkoord_runtime::{
    batch::Failures,
    settings::{SettingsError, Source},
};
use akkoord_store::outbox::{Message, Worker, is_outbox_key};
use aws_lambda_events::{
    dynamodb::{Event, EventRecord},
    streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse},
};
use aws_sdk_sqs::{
    Client, error::ProvideErrorMetadata, operation::send_message_batch::SendMessageBatchOutput,
    types::SendMessageBatchRequestEntry,
};

/// The most messages that one call takes (SQS SendMessageBatch).
const MOST_PER_CALL: usize = 10;

/// Why a record was not dispatched. It repeats nothing of the record.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum DispatchError {
    #[error("the record does not hold an outbox item")]
    Unreadable,
    #[error("the queue of {worker} did not take the message: {code}")]
    NotTaken { worker: &'static str, code: String },
}

/// A record's message on its way to the queues.
struct Outgoing {
    /// The record's sequence number, by which Lambda knows it.
    identifier: String,
    id: OutboxId,
    body: String,
    workers: &'static [Worker],
}

/// The queue of each worker.
#[derive(Debug, Clone)]
pub struct Queues {
    /// `NOTIFY_QUEUE_URL`.
    pub notify: String,
    /// `PROVE_QUEUE_URL`.
    pub prove: String,
    /// `DELIVER_QUEUE_URL`.
    pub deliver: String,
    /// `DEAD_LETTERS_QUEUE_URL`: where records go that cannot be read.
    pub dead_letters: String,
}

impl Queues {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] when one is missing.
    pub fn read(source: &Source) -> Result<Self, SettingsError> {
        Ok(Self {
            notify: source.required("NOTIFY_QUEUE_URL")?,
            prove: source.required("PROVE_QUEUE_URL")?,
            deliver: source.required("DELIVER_QUEUE_URL")?,
            dead_letters: source.required("DEAD_LETTERS_QUEUE_URL")?,
        })
    }

    fn of(&self, worker: Worker) -> &str {
        match worker {
            Worker::Notify => &self.notify,
            Worker::Prove => &self.prove,
            Worker::Deliver => &self.deliver,
        }
    }
}

/// Carries outbox items to the queues.
#[derive(Debug, Clone)]
pub struct Dispatch {
    client: Client,
    queues: Queues,
}

impl Dispatch {
    /// Sends to these queues.
    #[must_use]
    pub fn new(client: Client, queues: Queues) -> Self {
        Self { client, queues }
    }

    /// Handles one batch of stream records and answers which ones failed.
    pub async fn handle(&self, event: Event) -> DynamoDbEventResponse {
        let mut failures = Failures::default();
        let mut outgoing = Vec::new();
        for record in event.records.into_iter().filter(is_new_outbox_item) {
            let identifier = record.change.sequence_number.clone().unwrap_or_default();
            let letter = dead_letter(&record);
            match message(record) {
                Ok((message, body)) => {
                    let workers = message.effect.workers();
                    outgoing.push(Outgoing { identifier, id: message.id, body, workers });
                }
                Err(error) => {
                    tracing::error!(error.cause = %error, stream.sequence_number = identifier, "put among the dead letters");
                    if let Err(error) = self.bury(letter).await {
                        failures.add(identifier, &error);
                    }
                }
            }
        }
        let (notify, prove, deliver) = tokio::join!(
            self.send(Worker::Notify, &outgoing),
            self.send(Worker::Prove, &outgoing),
            self.send(Worker::Deliver, &outgoing),
        );
        for (place, message) in outgoing.into_iter().enumerate() {
            let refused = [&notify, &prove, &deliver].into_iter().flatten().find(|(at, _)| *at == place);
            match refused {
                None => tracing::info!(outbox.id = %message.id, "dispatched"),
                Some((_, error)) => failures.add(message.identifier, error),
            }
        }
        answer(failures.into_identifiers())
    }

    /// Puts a record that cannot be read where people look.
    async fn bury(&self, letter: String) -> Result<(), DispatchError> {
        let request = self.client.send_message().queue_url(&self.queues.dead_letters).message_body(letter);
        let not_taken = |code: Option<&str>| DispatchError::NotTaken {
            worker: "dead letters",
            code: code.unwrap_or("no answer").to_owned(),
        };
        request.send().await.map(|_| ()).map_err(|error| not_taken(error.code()))
    }

    /// Sends this worker its messages, and answers the places of those that its queue did not take.
    async fn send(&self, worker: Worker, outgoing: &[Outgoing]) -> Vec<(usize, DispatchError)> {
        let has_a_part = |(_, message): &(usize, &Outgoing)| message.workers.contains(&worker);
        let messages: Vec<(usize, &Outgoing)> = outgoing.iter().enumerate().filter(has_a_part).collect();
        let mut refused = Vec::new();
        for chunk in messages.chunks(MOST_PER_CALL) {
            let sent = self.send_chunk(self.queues.of(worker), chunk).await;
            for (position, (place, _)) in chunk.iter().enumerate() {
                if let Err(code) = outcome(&sent, position) {
                    refused.push((*place, DispatchError::NotTaken { worker: name(worker), code }));
                }
            }
        }
        refused
    }

    async fn send_chunk(&self, queue: &str, chunk: &[(usize, &Outgoing)]) -> Result<SendMessageBatchOutput, String> {
        let entries = chunk.iter().enumerate().map(|(position, (_, message))| {
            SendMessageBatchRequestEntry::builder().id(position.to_string()).message_body(&message.body).build()
        });
        let entries = entries.collect::<Result<_, _>>().map_err(|_| "the request could not be made".to_owned())?;
        let request = self.client.send_message_batch().queue_url(queue).set_entries(Some(entries));
        request.send().await.map_err(|error| error.code().unwrap_or("no answer").to_owned())
    }
}

fn name(worker: Worker) -> &'static str {
    match worker {
        Worker::Notify => "notify",
        Worker::Prove => "prove",
        Worker::Deliver => "deliver",
    }
}

/// Whether this record is an outbox item that appeared. The event source's filter says the same; a function that
/// depended on it alone would send mails twice when somebody changed the filter.
fn is_new_outbox_item(record: &EventRecord) -> bool {
    let key = record.change.keys.get("pk");
    record.event_name == "INSERT" && matches!(key, Some(serde_dynamo::AttributeValue::S(pk)) if is_outbox_key(pk))
}

/// Where in the table and its stream a record is; nothing of what it holds.
fn dead_letter(record: &EventRecord) -> String {
    let key = match record.change.keys.get("pk") {
        Some(serde_dynamo::AttributeValue::S(pk)) => Some(pk),
        _ => None,
    };
    serde_json::json!({ "key": key, "sequence_number": record.change.sequence_number, "event": record.event_id })
        .to_string()
}

/// The message for the workers, and its text. It is read before it is sent: what a worker cannot read should fail here,
/// where it holds up nobody's mail.
fn message(record: EventRecord) -> Result<(Message, String), DispatchError> {
    let message: Message = serde_dynamo::from_item(record.change.new_image).map_err(|_| DispatchError::Unreadable)?;
    let body = serde_json::to_string(&message).map_err(|_| DispatchError::Unreadable)?;
    Ok((message, body))
}

fn answer(identifiers: Vec<String>) -> DynamoDbEventResponse {
    let failed = identifiers.into_iter().map(|identifier| {
        let mut failed = DynamoDbBatchItemFailure::default();
        failed.item_identifier = Some(identifier);
        failed
    });
    let mut response = DynamoDbEventResponse::default();
    response.batch_item_failures = failed.collect();
    response
}

/// What became of the entry at this position. Only an entry that SQS names as sent was sent.
fn outcome(sent: &Result<SendMessageBatchOutput, String>, position: usize) -> Result<(), String> {
    let output = sent.as_ref().map_err(Clone::clone)?;
    let id = position.to_string();
    if output.successful().iter().any(|entry| entry.id() == id) {
        return Ok(());
    }
    let failed = output.failed().iter().find(|entry| entry.id() == id);
    Err(failed.map_or("not mentioned", |entry| entry.code()).to_owned())
}

#[cfg(test)]
mod tests {
    use akkoord_store::outbox::Effect;
    use aws_sdk_sqs::types::{BatchResultErrorEntry, SendMessageBatchResultEntry};

    use super::*;

    fn event(text: &str) -> Event {
        serde_json::from_str(text).unwrap()
    }

    /// The effects of the records that would be dispatched, and the sequence numbers of those that fail.
    fn read(text: &str) -> (Vec<Effect>, Vec<String>) {
        let mut effects = Vec::new();
        let mut failed = Vec::new();
        for record in event(text).records.into_iter().filter(is_new_outbox_item) {
            let sequence_number = record.change.sequence_number.clone().unwrap();
            match message(record) {
                Ok((_, body)) => effects.push(serde_json::from_str::<Message>(&body).unwrap().effect),
                Err(_) => failed.push(sequence_number),
            }
        }
        (effects, failed)
    }

    #[test]
    fn a_new_outbox_item_becomes_the_workers_message() {
        let record = event(include_str!("../../../events/dispatch/insert.json")).records.remove(0);
        let (message, body) = message(record).unwrap();
        assert_eq!(message.id.to_string(), "out_01KAT0PXG0V6N4M8D2T5Q7R9AB");
        assert_eq!(
            body,
            r#"{"id":"out_01KAT0PXG0V6N4M8D2T5Q7R9AB","effect":{"type":"invitation","user":"usr_01KAT0PXG0Z3C5D7E9F1G3H5J7"}}"#
        );
    }

    #[test]
    fn each_worker_with_a_part_in_it_gets_the_message() {
        let records = event(include_str!("../../../events/dispatch/document.json")).records;
        let workers = records.into_iter().map(|record| message(record).unwrap().0.effect.workers());
        let names: Vec<Vec<&str>> = workers.map(|workers| workers.iter().copied().map(name).collect()).collect();
        assert_eq!(names, [vec!["notify"], vec!["prove", "notify"], vec!["deliver"]]);
    }

    #[test]
    fn a_queue_that_is_not_named_is_missed_at_the_start() {
        let all = ["NOTIFY_QUEUE_URL", "PROVE_QUEUE_URL", "DELIVER_QUEUE_URL", "DEAD_LETTERS_QUEUE_URL"];
        let queues = Queues::read(&Source::pairs(all.map(|name| (name, name)))).unwrap();
        for worker in [Worker::Notify, Worker::Prove, Worker::Deliver] {
            assert_eq!(queues.of(worker), format!("{}_QUEUE_URL", name(worker).to_uppercase()));
        }
        for missing in all {
            let others = all.into_iter().filter(|name| *name != missing).map(|name| (name, name));
            assert!(Queues::read(&Source::pairs(others)).unwrap_err().to_string().contains(missing));
        }
    }

    #[test]
    fn changed_and_removed_items_and_other_items_are_left_alone() {
        assert_eq!(read(include_str!("../../../events/dispatch/modify-remove.json")), (vec![], vec![]));
    }

    #[test]
    fn one_poison_record_in_ten_fails_alone() {
        let (effects, failed) = read(include_str!("../../../events/dispatch/one-poison-in-ten.json"));
        assert_eq!(effects.len(), 9);
        assert_eq!(failed, ["176393448000000000000000000005"]);
    }

    #[test]
    fn only_what_the_queue_names_as_sent_was_sent() {
        let sent = SendMessageBatchResultEntry::builder().id("0").message_id("m").md5_of_message_body("5");
        let failed = BatchResultErrorEntry::builder().id("1").code("InternalError").sender_fault(false);
        let output = SendMessageBatchOutput::builder()
            .successful(sent.build().unwrap())
            .failed(failed.build().unwrap())
            .build()
            .unwrap();
        let sent = Ok(output);
        assert_eq!(outcome(&sent, 0), Ok(()));
        assert_eq!(outcome(&sent, 1), Err("InternalError".to_owned()));
        assert_eq!(outcome(&sent, 2), Err("not mentioned".to_owned()));
        assert_eq!(outcome(&Err("no answer".to_owned()), 0), Err("no answer".to_owned()));
    }
}
