//! Once an hour: promises a reminder of what is due in seven days, tomorrow or today. When one is due is a rule of the
//! domain; whom it goes to, and its mail, are the business of `notify`. Day and night it also looks for what is stuck.

pub mod handler;
mod stuck;
