//! The evidence of an approval: what was approved, by whom, for whom, how, when and from where, signed with the firm's
//! key and put into a pack that anybody can check offline. The format is in docs/EVIDENCE.md.
//!
//! Pure: no AWS, no clock, no randomness. The key itself stays in KMS; what it has to sign is [`Unsigned::digest`].
//!
//! ```text
//! Evidence ── readable_pdf ──┐
//!    └── Unsigned::new ──────┴─ digest ── KMS ── Unsigned::sign ── Signed::pack ── verify
//! ```

mod canonical;
mod evidence;
mod finding;
mod history;
mod jws;
mod key;
mod pack;
mod readable;
mod verify;
mod zip;

#[cfg(test)]
mod tests;

pub use evidence::{Approval, Evidence, FORMAT, File, Firm, History, Inconsistent, Organisation, Subject};
pub use finding::{Finding, Problem};
pub use key::{InvalidKey, PublicKey};
pub use pack::{NotMade, Signed, Unsigned};
pub use readable::{NotReadable, readable_pdf};
pub use verify::{MAX_PACK_BYTES, Verified, verify};
