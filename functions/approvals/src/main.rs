//! The Lambda `approvals`: settings, clients, routes, run.

use akkoord_runtime::{aws, clock::Clock, settings::Source, telemetry};
use approvals::{App, routes};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    telemetry::start();
    let source = Source::environment();
    let app = App::new(&source, &aws::sdk_config(&source)?, Clock::system())?;
    lambda_http::run(routes::router(app)).await
}
