//! Wires the function: tracing, settings, the table, the bucket and the key that signs.

use std::convert::Infallible;

use akkoord_runtime::{aws, clock::Clock, settings::Source, telemetry};
use akkoord_store::{Store, files::Files};
use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use prove::{handler::Prove, key::EvidenceKey, settings::Settings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let settings = Settings::read(&Source::environment())?;
    let config = aws::sdk_config(&Source::environment())?;
    let store = Store::new(aws_sdk_dynamodb::Client::new(&config), settings.table.clone());
    let files = Files::new(&config, settings.bucket.clone());
    let key = EvidenceKey::new(aws_sdk_kms::Client::new(&config), settings.key.clone());
    let prove = &Prove::new(store, files, key, settings, Clock::system());
    lambda_runtime::run(service_fn(move |event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Infallible>(prove.handle(event.payload).await)
    }))
    .await
}
