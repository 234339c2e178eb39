//! Approving on the running local stack, as the stack's own test does it (tests/stack/timings.rs).

use std::{env, fs, process::Command};

use serde::Deserialize;

use crate::{
    failure::{During, Result},
    measure::Sample,
    programs::{Places, run},
};

/// What the test timed, in milliseconds for each approval.
#[derive(Debug, Deserialize)]
pub(crate) struct Approving {
    /// Requests of one approval.
    pub(crate) requests: usize,
    /// Those requests, of each approval.
    pub(crate) approving_ms: Sample,
    /// As many requests that find nothing to do.
    pub(crate) empty_ms: Sample,
}

/// `None` without a running stack: `AKKOORD_STACK` names the file that describes it.
pub(crate) fn approving(places: &Places) -> Result<Option<Approving>> {
    if env::var_os("AKKOORD_STACK").is_none() {
        return Ok(None);
    }
    eprintln!("Approving on the local stack");
    let file = places.work.join("approving.json");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // The whole workspace, as everywhere: another selection would build the AWS SDK once more.
    cargo.args(["test", "--workspace", "--test", "stack", "--quiet", "--"]);
    cargo.args(["--exact", "timings::approving_beside_as_many_empty_calls"]);
    cargo.current_dir(&places.root).env("AKKOORD_TIMINGS", &file);
    run("Approving on the local stack", &mut cargo)?;
    let timings = fs::read(&file).during("Reading the times of approving")?;
    serde_json::from_slice(&timings).during("Reading the times of approving").map(Some)
}
