//! Wires the function: tracing, settings and the table.

use std::convert::Infallible;

use akkoord_runtime::{aws, clock::Clock, settings::Source, telemetry};
use akkoord_store::Store;
use aws_lambda_events::sqs::SqsEvent;
use bounces::handler::Bounces;
use lambda_runtime::{Error, LambdaEvent, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let source = Source::environment();
    let config = aws::sdk_config(&source)?;
    let store = Store::new(aws_sdk_dynamodb::Client::new(&config), source.required("TABLE_NAME")?);
    let bounces = &Bounces::new(store, Clock::system());
    lambda_runtime::run(service_fn(move |event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Infallible>(bounces.handle(event.payload).await)
    }))
    .await
}
