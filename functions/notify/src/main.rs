//! Wires the function: tracing, settings, the table and the sender of mails.

use std::convert::Infallible;

use akkoord_messages::mail_sender::MailSender;
use akkoord_runtime::{aws, clock::Clock, settings::Source, telemetry};
use akkoord_store::Store;
use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use notify::handler::{Notify, Settings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let source = Source::environment();
    let settings = Settings::read(&source)?;
    let config = aws::sdk_config(&source)?;
    let store = Store::new(aws_sdk_dynamodb::Client::new(&config), settings.table);
    let mail = MailSender::new(aws_sdk_sesv2::Client::new(&config), &settings.from, settings.firm, settings.set);
    let notify = &Notify::new(store, mail, Clock::system(), settings.origin);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Infallible>(notify.handle(event.payload).await)
    }))
    .await
}
