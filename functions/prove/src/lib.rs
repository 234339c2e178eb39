//! Makes the evidence of what everybody approved: collects it, lets KMS sign it, keeps it under Object Lock, and begins
//! the deliveries.

mod collect;
pub mod handler;
pub mod key;
pub mod settings;
