//! Pure types and rules of the portal: no AWS, no HTTP, no clock, no randomness of its own.
//!
//! Time and random bits come in as arguments, so that every rule can be tried at its exact bound.

pub mod approval;
pub mod challenge;
pub mod code;
pub mod contact;
pub mod delivery;
pub mod document;
pub mod draft;
pub mod dutch_time;
pub mod facts;
pub mod handle;
pub mod history;
pub mod id;
pub mod language;
pub mod link;
pub mod login;
pub mod password;
pub mod question;
pub mod rate;
pub mod reminder;
pub mod right;
pub mod session;
pub mod settings;
pub mod text;
pub mod totp;
pub mod user;

pub use jiff::{SignedDuration, Timestamp, civil::Date};
