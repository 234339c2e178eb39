//! Where things lie: the checkout, the tools, the state of the local stack, Cargo's target folder.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::failure::{During as _, Result};

/// The folders that the commands work in.
#[derive(Debug)]
pub(crate) struct Places {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Everything that the commands make and Git does not keep.
    pub(crate) local: PathBuf,
    /// Pinned tools; `AKKOORD_TOOLS_DIR` puts them where a build server keeps its caches.
    pub(crate) tools: PathBuf,
    /// Cargo's output, as `CARGO_TARGET_DIR` says.
    pub(crate) target: PathBuf,
}

impl Places {
    /// Finds them from where this crate was built.
    pub(crate) fn find() -> Result<Self> {
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = crate_folder.parent().unwrap_or(crate_folder).to_owned();
        let local = root.join(".local");
        let from_env = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let tools = from_env("AKKOORD_TOOLS_DIR").unwrap_or_else(|| local.join("tools"));
        let target = from_env("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        fs::create_dir_all(local.join("log")).during(format_args!("Making {}", local.display()))?;
        Ok(Self { root, local, tools, target })
    }

    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// Where the output of a quiet step goes.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.local.join("log").join(format!("{name}.log"))
    }

    /// A program that Cargo built with the light profile.
    pub(crate) fn built(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }
}

/// Makes `folder` empty.
pub(crate) fn empty(folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder).during(format_args!("Removing {}", folder.display()))?;
    }
    make(folder)
}

/// Makes `folder` with all above it.
pub(crate) fn make(folder: &Path) -> Result {
    fs::create_dir_all(folder).during(format_args!("Making {}", folder.display()))
}

/// Reads a text file.
pub(crate) fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).during(format_args!("Reading {}", file.display()))
}

/// Writes a file; leaves it alone when it holds the same bytes, so that its time stays what it was.
pub(crate) fn write(file: &Path, content: &[u8]) -> Result {
    if fs::read(file).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        make(folder)?;
    }
    fs::write(file, content).during(format_args!("Writing {}", file.display()))
}

/// Writes a file that only this user may read.
pub(crate) fn write_private(file: &Path, text: &str) -> Result {
    let mut options = fs::OpenOptions::new();
    options.create(true).write(true).truncate(true).mode(0o600);
    let written = options.open(file).and_then(|mut out| out.write_all(text.as_bytes()));
    written.during(format_args!("Writing {}", file.display()))
}
