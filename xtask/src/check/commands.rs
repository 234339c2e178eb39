//! The checks that are other programs.

use std::process::Command;

use super::Problems;
use crate::failure::Result;
use crate::places::{Places, read};
use crate::process::{capture_all, cargo};
use crate::tools::{CFN_LINT, DENY};
use crate::web::npm;

pub(super) fn fmt(places: &Places) -> Result<Problems> {
    run(cargo(places).args(["fmt", "--all", "--check"]))
}

pub(super) fn clippy(places: &Places) -> Result<Problems> {
    run(cargo(places).args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--color",
        "never",
        "--",
        "-D",
        "warnings",
    ]))
}

/// Advisories need a download that not every machine can make: `cargo deny check advisories`.
pub(super) fn deny(places: &Places) -> Result<Problems> {
    let mut deny = Command::new(DENY.program(places)?);
    deny.current_dir(&places.root).args([
        "--offline",
        "--color",
        "never",
        "--log-level",
        "error",
        "check",
        "--hide-inclusion-graph",
    ]);
    run(deny.args(["bans", "licenses", "sources"]))
}

pub(super) fn cfn_lint(places: &Places) -> Result<Problems> {
    let mut lint = Command::new(CFN_LINT.programs(places)?.join("cfn-lint"));
    run(lint.current_dir(&places.root).args(["--non-zero-exit-code", "informational", "infra/template.yaml"]))
}

/// The document that the code describes, and the one that the web app was written against.
pub(super) fn openapi(places: &Places) -> Result<Problems> {
    let (status, document, errors) = capture_all(Command::new(places.built("portal-tool")).arg("openapi"))?;
    if !status.success() {
        return Ok(vec![errors]);
    }
    let committed = read(&places.web().join("src/api/openapi.json"))?;
    Ok(stale(&document, &committed))
}

fn stale(document: &str, committed: &str) -> Problems {
    if document.trim_end() == committed.trim_end() {
        return Vec::new();
    }
    vec![
        "web/src/api/openapi.json is not what the code describes: cargo run -p portal-tool -- openapi > web/src/api/openapi.json; \
         (cd web && npm run api)"
            .to_owned(),
    ]
}

pub(super) fn client(places: &Places) -> Result<Problems> {
    run(npm(places).args(["run", "--silent", "api:check"]))
}

pub(super) fn biome(places: &Places) -> Result<Problems> {
    run(npm(places).args(["run", "--silent", "lint"]))
}

pub(super) fn typescript(places: &Places) -> Result<Problems> {
    run(npm(places).args(["run", "--silent", "typecheck"]))
}

pub(super) fn budget(places: &Places) -> Result<Problems> {
    run(npm(places).args(["run", "--silent", "budget"]))
}

pub(super) fn shell(places: &Places) -> Result<Problems> {
    run(Command::new("bash").current_dir(&places.root).args(["-n", ".ci/run"]))
}

/// What a program says when it is not content.
fn run(command: &mut Command) -> Result<Problems> {
    let (status, out, errors) = capture_all(command)?;
    Ok(if status.success() { Vec::new() } else { vec![without_colours(&format!("{out}{errors}({status})"))] })
}

/// Some programs colour what they say whatever they are asked.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    // An escape sequence ends with its first letter: `ESC [ 31 m`, `ESC ( B`.
    let rest =
        parts.map(|part| part.split_once(|letter: char| letter.is_ascii_alphabetic()).map_or("", |(_, text)| text));
    first + &rest.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_a_problem_with_its_words() {
        assert!(run(&mut Command::new("true")).unwrap().is_empty());
        let problems = run(Command::new("sh").args(["-c", "echo wrong; exit 1"])).unwrap();
        assert!(problems[0].contains("wrong"), "{problems:?}");
    }

    #[test]
    fn colours_are_taken_away() {
        assert_eq!(without_colours("a \u{1b}[31mred\u{1b}[0m\u{1b}(B b"), "a red b");
    }

    #[test]
    fn another_document_is_stale() {
        assert!(stale("{}\n", "{}").is_empty());
        assert!(!stale("{\"a\":1}", "{}").is_empty());
    }
}
