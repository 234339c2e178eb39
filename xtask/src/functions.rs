//! The functions on this machine: built with the light profile, each put as `bootstrap` in a folder of its
//! own, and the template that points there. `cargo xtask deploy` builds them with SAM instead.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{During as _, Failure, Result};
use crate::places::{Places, make, read, write};
use crate::process::{capture_all, cargo, step};

/// Every function, named as its package.
pub(crate) fn names(places: &Places) -> Result<Vec<String>> {
    let folder = places.root.join("functions");
    let entries = fs::read_dir(&folder).during(format_args!("Reading {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .filter_map(std::result::Result::ok)
        .filter(|entry| entry.path().join("Cargo.toml").exists())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

/// Builds every program of the workspace. One selection of packages for `up` and `test` means one set of
/// artifacts: Cargo unites the features of what is built together. `tests` also builds the tests.
pub(crate) fn build(places: &Places, tests: bool) -> Result {
    let mut build = cargo(places);
    build.args(["build", "--workspace", "--bins", "--color", "never"]);
    if tests {
        build.arg("--tests");
    }
    step("Building the functions (a first time takes minutes)", &places.log("cargo-build"), &mut build)
}

/// Puts each built function in its folder under `state` and writes the template that points there.
pub(crate) fn template(places: &Places, state: &Path) -> Result<PathBuf> {
    let folder = state.join("functions");
    for name in names(places)? {
        let built = places.built(&name);
        let bootstrap = folder.join(&name).join("bootstrap");
        make(&folder.join(&name))?;
        place(&built, &bootstrap, &state.join(format!("{name}.built")))?;
    }
    let text = pointing_at(&read(&places.root.join("infra/template.yaml"))?, &folder)?;
    let file = state.join("template.yaml");
    write(&file, text.as_bytes())?;
    Ok(file)
}

/// Copies a program without its debug sections, which would only make the package larger. `stamp` remembers
/// which build it was: then the old copy keeps its time, and SAM sees that there is nothing to upload.
fn place(built: &Path, bootstrap: &Path, stamp: &Path) -> Result {
    let found = fs::metadata(built).during(format_args!("Reading {}", built.display()))?;
    let build = format!("{} {:?}", found.len(), found.modified().during("The time of a build")?);
    if bootstrap.exists() && read(stamp).is_ok_and(|old| old == build) {
        return Ok(());
    }
    let stripped = capture_all(Command::new("strip").arg("--strip-debug").arg("-o").arg(bootstrap).arg(built));
    if !stripped.is_ok_and(|(status, ..)| status.success()) {
        fs::copy(built, bootstrap).during(format_args!("Copying {}", built.display()))?;
    }
    write(stamp, build.as_bytes())
}

/// The template with every `CodeUri` in `folder` instead of functions/.
fn pointing_at(template: &str, folder: &Path) -> Result<String> {
    let place = "CodeUri: ../functions/";
    if !template.contains(place) {
        return Err(Failure::new("infra/template.yaml has no CodeUri under ../functions/."));
    }
    Ok(template.replace(place, &format!("CodeUri: {}/", folder.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copied_template_points_at_the_built_functions() {
        let text = pointing_at("    CodeUri: ../functions/sign-in\n", Path::new("/state/functions")).unwrap();
        assert_eq!(text, "    CodeUri: /state/functions/sign-in\n");
        assert!(pointing_at("CodeUri: elsewhere\n", Path::new("/state")).is_err());
    }

    #[test]
    fn an_unchanged_build_is_not_placed_again() {
        let folder = std::env::temp_dir().join(format!("akkoord-place-{}", std::process::id()));
        make(&folder).unwrap();
        let (built, bootstrap, stamp) = (folder.join("built"), folder.join("bootstrap"), folder.join("stamp"));
        fs::write(&built, "one").unwrap();
        place(&built, &bootstrap, &stamp).unwrap();
        fs::write(&bootstrap, "kept").unwrap();
        place(&built, &bootstrap, &stamp).unwrap();
        assert_eq!(fs::read_to_string(&bootstrap).unwrap(), "kept");
        fs::write(&built, "other").unwrap();
        place(&built, &bootstrap, &stamp).unwrap();
        assert_eq!(fs::read_to_string(&bootstrap).unwrap(), "other");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn every_function_is_in_the_template_under_its_own_name() {
        let places = Places::find().unwrap();
        let template = read(&places.root.join("infra/template.yaml")).unwrap();
        for name in names(&places).unwrap() {
            assert!(template.contains(&format!("CodeUri: ../functions/{name}\n")), "{name}");
            assert!(template.contains(&format!("Binary: {name}\n")), "{name}");
        }
    }
}
