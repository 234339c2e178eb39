//! web/package-lock.json: made from web/package.json as it is now, with a hash for what is installed and
//! without the address of anybody's registry. Optional packages for another kind of machine may lack the
//! hash: not every registry has them.

use serde_json::Value;

use super::Problems;
use crate::failure::{During as _, Result};
use crate::places::{Places, read};

pub(super) fn check(places: &Places) -> Result<Problems> {
    let json = |name: &str| -> Result<Value> { serde_json::from_str(&read(&places.web().join(name))?).during(name) };
    Ok(problems(&json("package.json")?, &json("package-lock.json")?))
}

fn problems(package: &Value, lock: &Value) -> Problems {
    let mut problems = Vec::new();
    for kind in ["dependencies", "devDependencies"] {
        if package[kind] != lock["packages"][""][kind] {
            problems
                .push(format!("{kind} of package-lock.json are not those of package.json: run npm install in web/"));
        }
        for (name, version) in package[kind].as_object().into_iter().flatten() {
            if !version.as_str().is_some_and(|version| version.starts_with(|letter: char| letter.is_ascii_digit())) {
                problems.push(format!("package.json: {name} is not pinned to one version"));
            }
        }
    }
    for (name, entry) in lock["packages"].as_object().into_iter().flatten().filter(|(name, _)| !name.is_empty()) {
        if entry.get("resolved").is_some() {
            problems.push(format!("package-lock.json: {name} names a registry"));
        }
        let exempt = ["inBundle", "link", "optional"].iter().any(|mark| entry[*mark] == true);
        if entry.get("integrity").is_none() && !exempt {
            problems.push(format!("package-lock.json: {name} has no hash"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn another_version_a_range_a_registry_and_a_missing_hash_are_found() {
        let package = json!({"dependencies": {"a": "1.0.0"}});
        let lock = |version: &str, entry: Value| json!({"packages": {"": {"dependencies": {"a": version}}, "node_modules/a": entry}});
        assert!(problems(&package, &lock("1.0.0", json!({"integrity": "x"}))).is_empty());
        assert_eq!(problems(&package, &lock("1.0.1", json!({"integrity": "x"}))).len(), 1);
        assert_eq!(problems(&package, &lock("1.0.0", json!({"integrity": "x", "resolved": "y"}))).len(), 1);
        assert_eq!(problems(&package, &lock("1.0.0", json!({}))).len(), 1);
        assert!(problems(&package, &lock("1.0.0", json!({"optional": true, "os": ["win32"]}))).is_empty());
        let range = json!({"dependencies": {"a": "^1.0.0"}});
        assert_eq!(problems(&range, &lock("^1.0.0", json!({"integrity": "x"}))).len(), 1);
    }
}
