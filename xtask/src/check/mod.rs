//! `cargo xtask check`: what is true of this house without running it. Every check answers a list of what is
//! wrong, goes on after another one failed, and has a test in which it fails.

mod commands;
mod dependencies;
mod events;
mod lock;
mod packages;
mod resources;
mod security;
mod sources;
mod template;

use std::time::Instant;

use crate::failure::{Failure, Result};
use crate::places::Places;
use crate::process::go_on;
use crate::{functions, prerequisites, web};

/// What is wrong, one line each; empty when all is well.
type Problems = Vec<String>;
type Check = fn(&Places) -> Result<Problems>;

const CHECKS: [(&str, Check); 18] = [
    ("packages take versions and lints from the root", packages::manifests),
    ("functions are wired in 30 lines, files fit a screen or six", sources::sizes),
    ("only the store speaks DynamoDB", sources::dynamodb),
    ("no failure is thrown away", sources::thrown_away),
    ("links in the documents resolve", sources::links),
    ("the domain and the functions depend on what they may", dependencies::trees),
    ("the web app's lock file is of its package file", lock::check),
    ("the template keeps its promises", template::check),
    ("formatting", commands::fmt),
    ("clippy", commands::clippy),
    ("licences, bans and sources", commands::deny),
    ("cfn-lint", commands::cfn_lint),
    ("the API document is of the code", commands::openapi),
    ("the API client is of the document", commands::client),
    ("Biome", commands::biome),
    ("TypeScript", commands::typescript),
    ("the web app's budget", commands::budget),
    ("the shell scripts parse", commands::shell),
];

/// Runs every check.
pub(crate) fn check(places: &Places) -> Result {
    prerequisites::check(places)?;
    web::build(places)?;
    functions::build(places, true)?;
    println!();
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        let begun = Instant::now();
        let problems = check(places).unwrap_or_else(|failure| vec![failure.to_string()]);
        go_on()?;
        println!(
            "  {} {name} ({:.1} s)",
            if problems.is_empty() { "ok  " } else { "FAIL" },
            begun.elapsed().as_secs_f64()
        );
        for problem in &problems {
            println!("       {}", problem.trim_end().replace('\n', "\n       "));
        }
        if !problems.is_empty() {
            failed.push(name);
        }
    }
    println!("\n{} of {} checks hold", CHECKS.len() - failed.len(), CHECKS.len());
    if failed.is_empty() { Ok(()) } else { Err(Failure::new(format!("These do not: {}.", failed.join("; ")))) }
}
