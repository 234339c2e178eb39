//! From the table's stream to the workers' queues. What the message means is their business.

pub mod handler;
