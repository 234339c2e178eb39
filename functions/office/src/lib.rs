//! What the firm's staff do: publish documents, answer questions, look after deliveries, choose settings. Staff see
//! every organisation; what belongs to none, or not to the one that the path names, does not exist.

mod check;
mod create;
mod deliveries;
mod detail;
mod documents;
mod drafts;
mod fields;
mod organisations;
mod questions;
mod release;
mod settings;
mod upload;
mod view;
mod work;

pub mod app;
pub mod pdf;
pub mod routes;

pub use app::App;
