//! What every function needs to run: settings, AWS clients, the clock, random bits, tracing, the batch runner.
//! No rule of the portal lives here.

pub mod aws;
pub mod batch;
pub mod clock;
pub mod random;
pub mod settings;
pub mod telemetry;
