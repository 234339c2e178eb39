//! The client's side of documents: lists, reading, approving with a code, asking, not agreeing, and the evidence
//! (manual M5, M6.2). The rules are the domain's; what staff do with documents is the function `office`.

mod approve;
mod challenge;
mod decline;
mod document;
mod lists;
mod notices;
mod questions;
mod reading;

pub mod app;
pub mod routes;

pub use app::App;
