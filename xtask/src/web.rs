//! The web app's own commands: install its packages once per lock file, build it, run its scripts.

use std::process::Command;

use crate::failure::Result;
use crate::places::{Places, read, write};
use crate::process::step;

/// Installs the packages that web/package-lock.json names, unless they are there.
pub(crate) fn install(places: &Places) -> Result {
    let lock = read(&places.web().join("package-lock.json"))?;
    let stamp = places.web().join("node_modules/.akkoord-installed");
    if read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = npm(places);
    // Not `npm ci`: that refuses a lock file when the registry lacks an optional package of another platform,
    // as mirrors do. The versions come from the lock file either way, and `cargo xtask check` compares the two.
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]);
    step("Installing the web app's packages", &places.log("npm-install"), &mut npm)?;
    write(&stamp, lock.as_bytes())
}

/// Builds web/dist.
pub(crate) fn build(places: &Places) -> Result {
    install(places)?;
    step("Building the web app", &places.log("web-build"), npm(places).args(["run", "build"]))
}

/// npm in web/, saying what it says without colours.
pub(crate) fn npm(places: &Places) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(places.web()).env("NO_COLOR", "1").env("FORCE_COLOR", "0");
    npm
}
