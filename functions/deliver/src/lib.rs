//! Delivers approved documents through their channels, and writes down what became of it.

pub mod handler;
pub mod queue;
pub mod settings;
mod verdict;
