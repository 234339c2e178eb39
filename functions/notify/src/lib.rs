//! Mails for what happened: one outbox effect from the queue, one mail.

pub mod handler;
mod letter;
