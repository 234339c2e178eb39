//! Mails that came back: one event of SES from the queue, one line of work for the staff.

mod event;
pub mod handler;
