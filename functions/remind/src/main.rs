//! Wires the function: tracing, settings and the table.

use akkoord_runtime::{aws, clock::Clock, settings::Source, telemetry};
use akkoord_store::Store;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use remind::handler::{Hourly, Remind};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let source = Source::environment();
    let config = aws::sdk_config(&source)?;
    let store = Store::new(aws_sdk_dynamodb::Client::new(&config), source.required("TABLE_NAME")?);
    let remind = &Remind::new(store, Clock::system());
    lambda_runtime::run(service_fn(move |_: LambdaEvent<Hourly>| async move {
        remind.run().await.map(|_| ()).map_err(Error::from)
    }))
    .await
}
