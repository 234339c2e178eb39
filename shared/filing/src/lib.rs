//! Delivery channels: how an approved document reaches the firm's archive and the party that asks for it.
//!
//! A channel says what became of one filing and changes nothing of the portal's: reading the document, writing the
//! result down and deciding when to try again is `deliver`'s. The archive's contract is docs/ARCHIVE.md.

mod address;
pub mod archive;
mod call;
pub mod channel;
pub mod filing;
pub mod none;
mod signature;

pub use address::{InvalidAddress, Reach};
pub use signature::{InvalidKeys, Keys};
