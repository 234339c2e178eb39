//! The Lambda `office`: settings, clients, routes, run. With one argument it is the reader of PDFs instead.

use akkoord_runtime::{aws, clock::Clock, settings::Source, telemetry};
use office::{App, pdf, routes};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    if pdf::is_reader() {
        return Ok(pdf::be_reader()?);
    }
    telemetry::start();
    let source = Source::environment();
    let app = App::new(&source, &aws::sdk_config(&source)?, Clock::system())?;
    lambda_http::run(routes::router(app)).await
}
