//! How big the functions are as Lambda gets them: one file `bootstrap` in a zip.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{During, Result},
    programs::{Places, run},
};

const ZIP: &str = "
import sys, zipfile
from pathlib import Path
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    archive.write(sys.argv[1], 'bootstrap')
print(Path(sys.argv[2]).stat().st_size)
";

/// The zipped size of a program in MB.
pub(crate) fn zipped(places: &Places, program: &Path) -> Result<f64> {
    let archive = places.work.join("bootstrap.zip");
    let printed = run("Zipping a function", Command::new("python3").args(["-c", ZIP]).args([program, &archive]))?;
    let bytes: f64 = printed.trim().parse().during("Reading the size of a zip")?;
    Ok(bytes / 1_000_000.0)
}

/// The function `dispatch` with the SDK's default features, when it was built or is built now.
pub(crate) fn untuned(places: &Places, build: bool) -> Result<Option<PathBuf>> {
    let target = places.target.join("untuned");
    if build {
        eprintln!("Building dispatch with the SDK's default features (many minutes)");
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--release", "--quiet", "--manifest-path"]);
        cargo.arg(places.root.join("xtask/bench/untuned/Cargo.toml")).env("CARGO_TARGET_DIR", &target);
        run("The build with default features", &mut cargo)?;
    }
    let program = target.join("release/untuned");
    Ok(program.exists().then_some(program))
}
