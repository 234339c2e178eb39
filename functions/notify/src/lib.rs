//! Mails for what happened: one outbox effect from the queue, one mail to each person whom it concerns.

mod document;
pub mod handler;
mod letter;
