//! Tools that need the portal's real crates: the OpenAPI document, the demonstration firm, people for tests, and the
//! description of the stack that they work on.

pub mod demo;
pub mod document;
pub mod people;
pub mod seed;
pub mod stack;
pub mod walks;
