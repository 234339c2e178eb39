//! The pinned tools, installed once: each Python tool in a virtual environment of its own, because their
//! pins of the AWS libraries differ, and the Cargo tools that the machine does not have.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{During as _, Failure, Result};
use crate::places::{Places, empty, write};
use crate::prerequisites::python;
use crate::process::{capture, capture_all, cargo, step};

/// A Python tool with everything that is installed beside it.
pub(crate) struct PythonTool {
    name: &'static str,
    pins: &'static [&'static str],
}

/// The emulator; without the other two it knows neither SAM templates nor Cognito's tokens.
pub(crate) const MINISTACK: PythonTool = PythonTool {
    name: "ministack",
    pins: &["ministack==1.5.33", "aws-sam-translator==1.115.0", "cryptography==50.0.2"],
};
/// Builds and deploys; its AWS library also serves aws.py.
pub(crate) const SAM: PythonTool = PythonTool { name: "sam", pins: &["aws-sam-cli==1.170.0"] };
/// Cross-compiles the functions, with the linker that comes with it.
pub(crate) const CARGO_LAMBDA: PythonTool = PythonTool { name: "cargo-lambda", pins: &["cargo-lambda==1.9.2"] };
/// Checks a pack of evidence as docs/EVIDENCE.md says that other software can.
pub(crate) const JOSE: PythonTool = PythonTool { name: "jose", pins: &["joserfc==1.8.0", "rfc8785==0.1.4"] };
/// Reads the template as CloudFormation would.
pub(crate) const CFN_LINT: PythonTool = PythonTool { name: "cfn-lint", pins: &["cfn-lint==1.58.0"] };

impl PythonTool {
    /// Installs the tool where it is not yet, or has other pins, and returns its folder of programs.
    pub(crate) fn programs(&self, places: &Places) -> Result<PathBuf> {
        let folder = places.tools.join(self.name);
        let stamp = folder.join("installed");
        let pins = self.pins.join("\n");
        if !fs::read_to_string(&stamp).is_ok_and(|installed| installed == pins) {
            empty(&folder)?;
            let log = places.log(&format!("install-{}", self.name));
            capture(Command::new(python()).args(["-m", "venv"]).arg(&folder))?;
            let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
            let title = format!("Installing {}", self.pins[0].replace("==", " "));
            step(&title, &log, Command::new(folder.join("bin/python")).args(install).args(self.pins))?;
            write(&stamp, pins.as_bytes())?;
        }
        Ok(folder.join("bin"))
    }
}

/// A tool of Cargo with the version that is installed when there is none.
pub(crate) struct CargoTool {
    name: &'static str,
    version: &'static str,
}

/// Runs the Rust tests.
pub(crate) const NEXTEST: CargoTool = CargoTool { name: "cargo-nextest", version: "0.9.143" };
/// Reads licences, bans and sources.
pub(crate) const DENY: CargoTool = CargoTool { name: "cargo-deny", version: "0.20.2" };

impl CargoTool {
    /// The program: the installed one, or one that is built now into the tools folder.
    pub(crate) fn program(&self, places: &Places) -> Result<PathBuf> {
        if capture_all(Command::new(self.name).arg("--version")).is_ok_and(|(status, ..)| status.success()) {
            return Ok(self.name.into());
        }
        let root = places.tools.join("cargo");
        let program = root.join("bin").join(self.name);
        let wanted = format!("{} {}", self.name, self.version);
        let found = capture_all(Command::new(&program).arg("--version"));
        if !found.is_ok_and(|(status, out, _)| status.success() && out.starts_with(&wanted)) {
            let title = format!("Building {wanted} (once, some minutes)");
            let mut install = cargo(places);
            install
                .args(["install", "--locked", "--force", "--version", self.version, "--root"])
                .arg(&root)
                .arg(self.name);
            // Its own folder: its build would push the portal's artifacts out of a shared one.
            install.env("CARGO_TARGET_DIR", places.tools.join("build"));
            // A tool that runs for seconds need not be built for speed.
            for (setting, value) in [("LTO", "off"), ("OPT_LEVEL", "1"), ("CODEGEN_UNITS", "16"), ("DEBUG", "false")] {
                install.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
            }
            step(&title, &places.log(&format!("install-{}", self.name)), &mut install)?;
            fs::remove_dir_all(places.tools.join("build")).during("Removing the tool's build folder")?;
        }
        Ok(program)
    }
}

/// A search path with `folders` in front.
pub(crate) fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    env::join_paths(folders.iter().cloned().chain(env::split_paths(&old))).during("The search path")
}

/// A Chromium for the browser tests: found, or installed where this command may do that.
pub(crate) fn chromium(places: &Places) -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|name| !name.is_empty()) {
        return Ok(named.into());
    }
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    let is_root = capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root && on_path("apt-get").is_some() {
        let log = places.log("install-chromium");
        let script = "apt-get update && apt-get install --yes --no-install-recommends chromium";
        step(
            "Installing Chromium",
            &log,
            Command::new("sh").args(["-c", script]).env("DEBIAN_FRONTEND", "noninteractive"),
        )?;
    }
    find_chromium().ok_or_else(|| {
        Failure::new(
            "The browser tests need Chromium. On Debian: apt-get install chromium. Elsewhere install Chromium or Chrome, \
             or name it: CHROMIUM=/path/to/chromium cargo xtask test",
        )
    })
}

fn find_chromium() -> Option<PathBuf> {
    let mac = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
        .iter()
        .find_map(|name| on_path(name))
        .or_else(|| mac.exists().then(|| mac.to_owned()))
}

fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_python_tool_is_pinned_exactly() {
        for tool in [MINISTACK, SAM, CARGO_LAMBDA, CFN_LINT] {
            assert!(tool.pins.iter().all(|pin| pin.contains("==")), "{}", tool.name);
        }
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program-here").is_none());
    }
}
