//! From the table's stream to the worker's queue. What the message means is the worker's business.

pub mod handler;
