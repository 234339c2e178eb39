//! Wires the function: tracing, settings, the client of the queues.

use std::convert::Infallible;

use akkoord_runtime::{aws, settings::Source, telemetry};
use aws_lambda_events::dynamodb::Event;
use dispatch::handler::{Dispatch, Queues};
use lambda_runtime::{Error, LambdaEvent, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let source = Source::environment();
    let client = aws_sdk_sqs::Client::new(&aws::sdk_config(&source)?);
    let dispatch = &Dispatch::new(client, Queues::read(&source)?);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Event>| async move {
        Ok::<_, Infallible>(dispatch.handle(event.payload).await)
    }))
    .await
}
