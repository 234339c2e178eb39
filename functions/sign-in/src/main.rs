//! The Lambda `sign-in`: settings, clients, routes, run.

use akkoord_runtime::{aws, clock::Clock, settings::Source, telemetry};
use sign_in::{App, routes};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    telemetry::start();
    let source = Source::environment();
    let app = App::new(&source, &aws::sdk_config(&source)?, Clock::system())?;
    lambda_http::run(routes::router(app)).await
}
