//! `cargo xtask check`: what is true of this house without running it.
use crate::{failure::Result, places::Places};
pub(crate) fn check(_: &Places) -> Result {
    Ok(())
}
