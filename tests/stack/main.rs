//! Tests against the deployed local stack, in one binary. `AKKOORD_STACK` names the file that describes the stack;
//! `cargo xtask test` starts one and sets it.

// Clippy knows a test by its attribute; the helpers beside the tests may stop at the first surprise as well.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod approve;
mod approve_races;
mod bad_input;
mod bounces;
mod calls;
mod crashes;
mod deliver;
mod dispatch;
mod entry;
mod evidence_format;
mod expiry;
mod faults;
mod flood;
mod guesses;
mod mails_off;
mod matrix;
mod notify;
mod office_bulk;
mod office_files;
mod office_publish;
mod office_rights;
mod office_work;
mod once;
mod operations;
mod outbox;
mod prove;
mod remind;
mod secrets;
mod sessions;
mod sms;
mod support;
mod tell;
mod timings;
mod unknown_names;
mod walk_password;
mod walk_sign_in;
