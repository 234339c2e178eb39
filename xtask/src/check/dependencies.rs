//! What is linked into what, from Cargo's own trees (each resolved for one package alone, so that what
//! another package switches on does not count).

use std::collections::BTreeSet;

use super::Problems;
use crate::failure::Result;
use crate::functions;
use crate::places::{Places, read};
use crate::process::{capture, cargo};

/// What has no place in the domain: AWS, HTTP, async, and randomness of its own.
const NOT_IN_DOMAIN: [&str; 14] = [
    "aws-",
    "aws_",
    "lambda_",
    "axum",
    "http",
    "hyper",
    "tower",
    "reqwest",
    "tokio",
    "async-",
    "futures",
    "serde_dynamo",
    "rand",
    "getrandom",
];

/// The AWS SDKs that each function links. `dispatch` has DynamoDB's only through the store, whose keys and
/// outbox form it reads. A new function is added here.
const SDKS: [(&str, &[&str]); 9] = [
    ("approvals", &["aws-sdk-dynamodb", "aws-sdk-kms", "aws-sdk-s3", "aws-sdk-sns"]),
    ("bounces", &["aws-sdk-dynamodb"]),
    ("deliver", &["aws-sdk-dynamodb", "aws-sdk-s3", "aws-sdk-sqs"]),
    ("dispatch", &["aws-sdk-dynamodb", "aws-sdk-sqs"]),
    ("notify", &["aws-sdk-dynamodb", "aws-sdk-sesv2"]),
    ("office", &["aws-sdk-dynamodb", "aws-sdk-s3"]),
    ("prove", &["aws-sdk-dynamodb", "aws-sdk-kms", "aws-sdk-s3"]),
    ("remind", &["aws-sdk-dynamodb"]),
    ("sign-in", &["aws-sdk-cognitoidentityprovider", "aws-sdk-dynamodb", "aws-sdk-kms", "aws-sdk-sns"]),
];

pub(super) fn trees(places: &Places) -> Result<Problems> {
    let mut problems = domain(&tree(places, "akkoord-domain")?);
    for name in functions::names(places)? {
        let tree = tree(places, &name)?;
        problems.extend(function(&name, &tree));
        problems.extend(legacy(&name, &tree));
    }
    problems.extend(legacy("Cargo.lock", &locked(&read(&places.root.join("Cargo.lock"))?)));
    Ok(problems)
}

/// Everything that is linked into `package`, one `name vX.Y.Z` per line.
fn tree(places: &Places, package: &str) -> Result<String> {
    let mut tree = cargo(places);
    tree.args(["tree", "--locked", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    tree.args(["--color", "never"]);
    capture(&mut tree)
}

fn names(tree: &str) -> BTreeSet<&str> {
    tree.lines().filter_map(|line| line.split_whitespace().next()).collect()
}

fn domain(tree: &str) -> Problems {
    let bad = names(tree).into_iter().filter(|name| NOT_IN_DOMAIN.iter().any(|no| name.starts_with(no)));
    bad.map(|name| format!("the domain depends on {name}")).collect()
}

fn function(function: &str, tree: &str) -> Problems {
    let Some((_, allowed)) = SDKS.iter().find(|(name, _)| *name == function) else {
        return vec![format!("function {function} is not in the table of xtask/src/check/dependencies.rs")];
    };
    let names = names(tree);
    let sdks: BTreeSet<&str> = names.iter().copied().filter(|name| name.starts_with("aws-sdk-")).collect();
    let mut problems = Vec::new();
    for sdk in &sdks {
        if !allowed.contains(sdk) {
            problems.push(format!("function {function} links {sdk}, which is not among its SDKs"));
        }
    }
    for sdk in allowed.iter().filter(|sdk| !sdks.contains(*sdk)) {
        problems.push(format!("function {function} no longer links {sdk}: take it from the table"));
    }
    for other in names.iter().filter(|name| SDKS.iter().any(|(other, _)| other == *name && *other != function)) {
        problems.push(format!("function {function} depends on function {other}"));
    }
    problems
}

/// The SDKs' second HTTP and TLS stack; see `default-features = false` in the root's table.
fn legacy(place: &str, tree: &str) -> Problems {
    let bad = ["hyper v0.14.", "hyper-rustls v0.24.", "rustls v0.21."];
    let lines = tree.lines().filter(|line| bad.iter().any(|no| line.starts_with(no)));
    let lines: BTreeSet<&str> = lines.collect();
    lines.into_iter().map(|line| format!("{place}: the legacy HTTP stack is back: {line}")).collect()
}

/// The packages of Cargo.lock as `name vX.Y.Z` lines.
fn locked(lock: &str) -> String {
    let table: toml::Table = lock.parse().unwrap_or_default();
    let packages = table.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let line = |package: &toml::Value| {
        Some(format!("{} v{}\n", package.get("name")?.as_str()?, package.get("version")?.as_str()?))
    };
    packages.filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_with_aws_http_async_or_chance_is_found() {
        assert!(domain("akkoord-domain v0.1.0 (/x)\nserde v1.0.0\nsha2 v0.11.0 (*)\n").is_empty());
        for bad in ["aws-sdk-kms v1.0.0", "tokio v1.0.0 (*)", "http v1.0.0", "getrandom v0.4.0", "axum-core v0.5.0"] {
            assert_eq!(domain(&format!("akkoord-domain v0.1.0 (/x)\n{bad}\n")).len(), 1, "{bad}");
        }
    }

    #[test]
    fn an_sdk_too_many_or_too_few_and_an_unknown_function_are_found() {
        let right = "notify v0.1.0\naws-sdk-dynamodb v1.0.0\naws-sdk-sesv2 v1.0.0\n";
        assert!(function("notify", right).is_empty());
        assert_eq!(function("notify", &format!("{right}aws-sdk-s3 v1.0.0\n")).len(), 1);
        assert_eq!(function("notify", "aws-sdk-sesv2 v1.0.0\n").len(), 1);
        assert_eq!(function("notify", &format!("{right}sign-in v0.1.0\n")).len(), 1);
        assert_eq!(function("receive-upload", right).len(), 1);
    }

    #[test]
    fn the_legacy_http_stack_is_found() {
        assert!(legacy("x", "hyper v1.9.0\nrustls v0.23.1\n").is_empty());
        assert_eq!(legacy("x", "hyper v0.14.32\nhyper v0.14.32 (*)\n").len(), 2);
        let lock = "[[package]]\nname = \"hyper\"\nversion = \"0.14.32\"\n";
        assert_eq!(legacy("x", &locked(lock)).len(), 1);
    }
}
