//! Manifests: versions stand in the root's table only, and every package inherits the lints.

use std::fs;
use std::path::PathBuf;

use toml::{Table, Value};

use super::Problems;
use crate::failure::{During as _, Result};
use crate::places::{Places, read};

pub(super) fn manifests(places: &Places) -> Result<Problems> {
    let mut problems = Vec::new();
    for (name, file) in members(places)? {
        let manifest: Table = read(&file)?.parse().during(file.display())?;
        problems.extend(manifest_problems(&name, &manifest));
    }
    Ok(problems)
}

/// Every package of the workspace with its manifest, named as its folder.
fn members(places: &Places) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for folder in ["functions", "patches", "shared", "xtask", "."] {
        let entries = fs::read_dir(places.root.join(folder)).during(folder)?;
        for entry in entries.filter_map(std::result::Result::ok) {
            let file = entry.path().join("Cargo.toml");
            if file.is_file() {
                found.push((format!("{folder}/{}", entry.file_name().to_string_lossy()), file));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn manifest_problems(name: &str, manifest: &Table) -> Problems {
    let mut problems = Vec::new();
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (dependency, value) in manifest.get(kind).and_then(Value::as_table).into_iter().flatten() {
            let inherited = value.get("workspace").and_then(Value::as_bool) == Some(true);
            let own = ["version", "path", "git", "registry"].iter().any(|key| value.get(key).is_some());
            if !inherited || own {
                problems.push(format!("{name}: {dependency} does not take its version from the root's table"));
            }
        }
    }
    let lints = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(Value::as_bool);
    if lints != Some(true) {
        problems.push(format!("{name}: [lints] workspace = true is missing"));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINTS: &str = "[lints]\nworkspace = true\n";

    fn problems(manifest: &str) -> usize {
        manifest_problems("x", &manifest.parse().unwrap()).len()
    }

    #[test]
    fn a_version_outside_the_root_is_found() {
        for dependency in ["serde = \"1\"", "serde = { version = \"1\" }", "serde = { path = \"../serde\" }"] {
            for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
                assert_eq!(problems(&format!("{LINTS}[{kind}]\n{dependency}\n")), 1, "{dependency}");
            }
        }
        assert_eq!(
            problems(&format!("{LINTS}[dependencies]\nserde = {{ workspace = true, features = [\"derive\"] }}\n")),
            0
        );
    }

    #[test]
    fn lints_that_are_not_inherited_are_found() {
        assert_eq!(problems("[dependencies]\n"), 1);
        assert_eq!(problems("[lints]\nworkspace = false\n"), 1);
    }

    #[test]
    fn every_kind_of_package_is_read() {
        let places = Places::find().unwrap();
        let names: Vec<String> = members(&places).unwrap().into_iter().map(|(name, _)| name).collect();
        for name in ["functions/sign-in", "shared/domain", "xtask/portal-tool", "./xtask", "./tests"] {
            assert!(names.iter().any(|found| found == name), "{name} is not in {names:?}");
        }
    }
}
