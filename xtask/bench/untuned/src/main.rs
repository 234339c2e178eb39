//! `dispatch` with a client as the SDK's manual makes it.

use std::convert::Infallible;

use aws_lambda_events::dynamodb::Event;
use dispatch::handler::{Dispatch, Queues};
use lambda_runtime::{Error, LambdaEvent, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let config = aws_config::load_from_env().await;
    let queues = Queues {
        notify: std::env::var("NOTIFY_QUEUE_URL")?,
        prove: std::env::var("PROVE_QUEUE_URL")?,
        deliver: std::env::var("DELIVER_QUEUE_URL")?,
        dead_letters: std::env::var("DEAD_LETTERS_QUEUE_URL")?,
    };
    let dispatch = &Dispatch::new(aws_sdk_sqs::Client::new(&config), queues);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Event>| async move {
        Ok::<_, Infallible>(dispatch.handle(event.payload).await)
    }))
    .await
}
