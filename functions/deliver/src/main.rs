//! Wires the function: tracing, settings, the table, the bucket and the channels.

use std::convert::Infallible;

use akkoord_runtime::{aws, clock::Clock, settings::Source, telemetry};
use akkoord_store::{Store, files::Files};
use aws_lambda_events::sqs::SqsEvent;
use deliver::{handler::Deliver, queue::Queue, settings::Settings};
use lambda_runtime::{Error, LambdaEvent, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let source = Source::environment();
    let settings = Settings::read(&source)?;
    let config = aws::sdk_config(&source)?;
    let store = Store::new(aws_sdk_dynamodb::Client::new(&config), settings.table);
    let files = Files::new(&config, settings.bucket);
    let queue = Queue::new(aws_sdk_sqs::Client::new(&config), settings.queue);
    let deliver = &Deliver::new(store, files, settings.channels, queue, Clock::system());
    lambda_runtime::run(service_fn(move |event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Infallible>(deliver.handle(event.payload).await)
    }))
    .await
}
