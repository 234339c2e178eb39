//! Tracing: one JSON object a line on standard output, which Lambda hands to CloudWatch. The rules for what may be
//! logged are in docs/LOGGING.md.

use tracing_subscriber::filter::LevelFilter;

/// Starts tracing for this process at the level of `RUST_LOG` (`info` when it is absent, not a level, or
/// more talkative than that).
///
/// Calling it twice leaves the first subscriber in place, so that tests may call it freely.
pub fn start() {
    let level = std::env::var("RUST_LOG").ok().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    // Below `info` the AWS SDK writes down requests with their bodies: codes, passwords, addresses (ASVS 16.2.5).
    let level = level.min(LevelFilter::INFO);
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_ansi(false)
        .with_max_level(level)
        .finish();
    if tracing::subscriber::set_global_default(subscriber).is_err() {
        tracing::debug!("tracing was started before");
    }
}
