//! The functions on this machine: built with the light profile, each put as `bootstrap` in a folder of its
//! own, and the template that points there. `cargo xtask deploy` builds them with SAM instead.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{During as _, Failure, Result};
use crate::places::{Places, make, read, write};
use crate::process::{cargo, step};

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
        if !same(&built, &bootstrap) {
            fs::copy(&built, &bootstrap).during(format_args!("Copying {}", built.display()))?;
        }
    }
    let text = pointing_at(&read(&places.root.join("infra/template.yaml"))?, &folder)?;
    let file = state.join("template.yaml");
    write(&file, text.as_bytes())?;
    Ok(file)
}

/// The same bytes: then the old copy keeps its time, and SAM sees that there is nothing to upload.
fn same(one: &Path, other: &Path) -> bool {
    let size = |file: &Path| fs::metadata(file).map(|found| found.len()).ok();
    size(one).is_some() && size(one) == size(other) && fs::read(one).ok() == fs::read(other).ok()
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
    fn every_function_is_in_the_template_under_its_own_name() {
        let places = Places::find().unwrap();
        let template = read(&places.root.join("infra/template.yaml")).unwrap();
        for name in names(&places).unwrap() {
            assert!(template.contains(&format!("CodeUri: ../functions/{name}\n")), "{name}");
            assert!(template.contains(&format!("Binary: {name}\n")), "{name}");
        }
    }
}
