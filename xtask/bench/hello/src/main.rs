//! The smallest Lambda: no settings, no clients, one answer. Its start and its memory are the floor under ours.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::run(service_fn(|_event: LambdaEvent<Value>| async { Ok::<_, Error>(json!({ "statusCode": 200 })) }))
        .await
}
