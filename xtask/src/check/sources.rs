//! What can be seen from the source files and documents alone.

use std::fs;
use std::path::{Path, PathBuf};

use super::Problems;
use crate::failure::{During as _, Result};
use crate::places::{Places, read};

/// Lines of a function's main.rs: it wires, the handler behaves.
const MAIN_LINES: usize = 30;
/// Lines of any other file.
const FILE_LINES: usize = 400;

/// The folders of Rust code.
const CODE: [&str; 4] = ["functions", "shared", "tests", "xtask"];
/// Folders that hold nothing of our own.
const NOT_OURS: [&str; 5] = ["node_modules", "target", "dist", "test-results", "playwright-report"];

pub(super) fn sizes(places: &Places) -> Result<Problems> {
    each_file(places, &CODE, "rs", size)
}

pub(super) fn dynamodb(places: &Places) -> Result<Problems> {
    each_file(
        places,
        &["functions", "shared/domain", "shared/http", "shared/messages", "shared/runtime"],
        "rs",
        foreign_dynamodb,
    )
}

pub(super) fn thrown_away(places: &Places) -> Result<Problems> {
    each_file(places, &["functions", "shared"], "rs", discarded)
}

pub(super) fn links(places: &Places) -> Result<Problems> {
    let root = places.root.clone();
    each_file(places, &["."], "md", move |name, text| broken_links(&root, name, text))
}

fn size(name: &str, text: &str) -> Problems {
    let lines = text.lines().count();
    let limit = if name.starts_with("functions/") && name.ends_with("/src/main.rs") { MAIN_LINES } else { FILE_LINES };
    if lines > limit { vec![format!("{name} has {lines} lines, {limit} is the limit")] } else { Vec::new() }
}

/// The store hides DynamoDB. What others may say: the client that goes into the store, and reading the
/// records of the stream.
fn foreign_dynamodb(name: &str, text: &str) -> Problems {
    let mut problems = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let rest = line.replace("aws_sdk_dynamodb::Client::new(", "");
        let stream = name.starts_with("functions/dispatch/");
        let bad = rest.contains("aws_sdk_dynamodb") || (rest.contains("serde_dynamo") && !stream);
        if bad {
            problems.push(format!("{name}:{}: DynamoDB outside the store", number + 1));
        }
    }
    problems
}

/// `let _ =` on a fallible call hides a failure from the queue that would try it again.
fn discarded(name: &str, text: &str) -> Problems {
    let lines = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("let _ ="));
    lines.map(|(number, _)| format!("{name}:{}: `let _ =` throws a result away", number + 1)).collect()
}

/// Relative links of a Markdown file that lead nowhere.
fn broken_links(root: &Path, name: &str, text: &str) -> Problems {
    let folder = root.join(name).parent().map(Path::to_owned).unwrap_or_default();
    let mut problems = Vec::new();
    for target in targets(text) {
        let file = target.split('#').next().unwrap_or_default();
        if !file.is_empty() && !folder.join(file).exists() {
            problems.push(format!("{name}: {target} leads nowhere"));
        }
    }
    problems
}

/// The `…` of every `](…)` that is no address on the web and not in a code block.
fn targets(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    let links = prose.flat_map(|part| part.split("](").skip(1));
    let links = links.filter_map(|rest| rest.split([')', ' ']).next());
    links.filter(|link| !link.contains("://") && !link.starts_with("mailto:")).collect()
}

fn each_file(
    places: &Places,
    folders: &[&str],
    kind: &str,
    check: impl Fn(&str, &str) -> Problems,
) -> Result<Problems> {
    let mut problems = Vec::new();
    for folder in folders {
        for file in files(&places.root.join(folder), kind)? {
            let name =
                file.strip_prefix(&places.root).unwrap_or(&file).to_string_lossy().trim_start_matches("./").to_owned();
            problems.extend(check(&name, &read(&file)?));
        }
    }
    problems.sort();
    Ok(problems)
}

fn files(folder: &Path, kind: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).during(folder.display())?.filter_map(std::result::Result::ok) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() && !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()) {
            found.extend(files(&path, kind)?);
        } else if path.is_file() && path.extension().is_some_and(|extension| extension == kind) {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_are_found() {
        assert!(size("functions/a/src/main.rs", &"x\n".repeat(30)).is_empty());
        assert_eq!(size("functions/a/src/main.rs", &"x\n".repeat(31)).len(), 1);
        assert!(size("shared/a/src/main.rs", &"x\n".repeat(400)).is_empty());
        assert_eq!(size("shared/a/src/lib.rs", &"x\n".repeat(401)).len(), 1);
    }

    #[test]
    fn dynamodb_outside_the_store_is_found() {
        let wiring = "let store = Store::new(aws_sdk_dynamodb::Client::new(&config), table);";
        assert!(foreign_dynamodb("functions/notify/src/main.rs", wiring).is_empty());
        for bad in
            ["use aws_sdk_dynamodb::Client;", "client: aws_sdk_dynamodb::Client,", "serde_dynamo::from_item(item)"]
        {
            assert_eq!(foreign_dynamodb("functions/notify/src/handler.rs", bad).len(), 1, "{bad}");
        }
        assert!(foreign_dynamodb("functions/dispatch/src/handler.rs", "serde_dynamo::from_item(item)").is_empty());
    }

    #[test]
    fn a_result_that_is_thrown_away_is_found() {
        assert_eq!(discarded("x.rs", "fn a() {\n    let _ = send();\n}\n"), ["x.rs:2: `let _ =` throws a result away"]);
        assert!(discarded("x.rs", "let _guard = lock();\n").is_empty());
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let root = Places::find().unwrap().root;
        let text = "[a](Cargo.toml) [b](infra/template.yaml#L1) [c](https://example.com/x) [d](#here) [e](docs/none.md)\n```\n[f](none)\n```\n";
        assert_eq!(broken_links(&root, "README.md", text), ["README.md: docs/none.md leads nowhere"]);
        assert!(broken_links(&root, "docs/x.md", "[a](../Cargo.toml)").is_empty());
    }
}
