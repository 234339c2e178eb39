//! SMS and mail: what they say, in Dutch (`nl`) and English (`en`), and the senders that hand them to AWS.
//!
//! When something is sent, and to whom, is not decided here. The two language modules have the same functions over the
//! same enums, so that a text without its twin does not compile.

mod en;
mod html;
mod letter;
mod nl;

pub mod document;
pub mod mail;
#[cfg(feature = "mail")]
pub mod mail_sender;
pub mod names;
pub mod sms;
#[cfg(feature = "sms")]
pub mod sms_sender;
