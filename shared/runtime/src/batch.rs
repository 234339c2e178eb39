//! The batch runner: one record that fails does not take the others with it.
//!
//! A function that reads a queue or a stream answers which records failed; Lambda brings back only those (a queue) or
//! begins again at the first of them (a stream). Every record is tried, whatever happened to the ones before it.

use std::error::Error;

/// The records of one batch that failed, by the identifiers that Lambda gave them.
#[derive(Debug, Default)]
pub struct Failures {
    identifiers: Vec<String>,
}

impl Failures {
    /// Notes a failed record and logs it: here, once. An error's text must hold no secret and no personal data.
    ///
    /// An empty identifier makes Lambda take the whole batch as failed, which is right for a record without one.
    pub fn add(&mut self, identifier: String, error: &dyn Error) {
        tracing::error!(record.id = identifier, error.cause = chain(error), "record failed");
        self.identifiers.push(identifier);
    }

    /// The identifiers, for the answer to Lambda.
    #[must_use]
    pub fn into_identifiers(self) -> Vec<String> {
        self.identifiers
    }
}

/// Does the work for each record, one after the other, and returns the identifiers of those that failed.
pub async fn run<R, E: Error>(
    records: impl IntoIterator<Item = R>,
    identifier: impl Fn(&R) -> Option<String>,
    work: impl AsyncFn(R) -> Result<(), E>,
) -> Vec<String> {
    let mut failures = Failures::default();
    for record in records {
        let identifier = identifier(&record).unwrap_or_default();
        // Boxed: AWS calls nest so many futures that the compiler would give up on the size of the whole.
        if let Err(error) = Box::pin(work(record)).await {
            failures.add(identifier, &error);
        }
    }
    failures.into_identifiers()
}

/// Does the work for each message of a queue and answers which ones should come back.
#[cfg(feature = "queue")]
pub async fn queue<E: Error>(
    event: aws_lambda_events::sqs::SqsEvent,
    work: impl AsyncFn(aws_lambda_events::sqs::SqsMessage) -> Result<(), E>,
) -> aws_lambda_events::sqs::SqsBatchResponse {
    let failed = run(event.records, |message| message.message_id.clone(), work).await;
    let mut response = aws_lambda_events::sqs::SqsBatchResponse::default();
    response.set_failures(failed);
    response
}

/// An error with its causes on one line, the outermost first.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("record {0} is poison")]
    struct Poison(u32);

    #[derive(Debug, thiserror::Error)]
    #[error("the mail was not sent")]
    struct NotSent(#[source] Poison);

    async fn run_batch(records: std::ops::Range<u32>, poison: &[u32]) -> (Vec<String>, Vec<u32>) {
        let done = RefCell::new(Vec::new());
        let failed = run(
            records,
            |record| Some(format!("id-{record}")),
            async |record| {
                if poison.contains(&record) {
                    return Err(Poison(record));
                }
                done.borrow_mut().push(record);
                Ok(())
            },
        )
        .await;
        (failed, done.into_inner())
    }

    #[tokio::test]
    async fn one_poison_record_in_ten_fails_alone() {
        for poison in 0..10 {
            let (failed, done) = run_batch(0..10, &[poison]).await;
            assert_eq!(failed, [format!("id-{poison}")]);
            assert_eq!(done.len(), 9);
        }
    }

    #[tokio::test]
    async fn every_record_is_tried_in_order_even_when_all_others_fail() {
        let (failed, done) = run_batch(0..10, &[0, 1, 2, 3, 4, 5, 6, 7, 8]).await;
        assert_eq!(failed.len(), 9);
        assert_eq!(done, [9]);
    }

    #[tokio::test]
    async fn an_empty_batch_and_a_good_batch_have_no_failures() {
        assert_eq!(run_batch(0..0, &[]).await, (vec![], vec![]));
        assert_eq!(run_batch(0..3, &[]).await, (vec![], vec![0, 1, 2]));
    }

    #[tokio::test]
    async fn a_failure_without_an_identifier_fails_the_batch() {
        let failed = run([1], |_| None, async |record| Err::<(), _>(Poison(record))).await;
        assert_eq!(failed, [""]);
    }

    #[test]
    fn causes_are_told_once_and_in_order() {
        assert_eq!(chain(&NotSent(Poison(3))), "the mail was not sent: record 3 is poison");
    }
}
