//! `cargo xtask test`: every runner, against a stack of its own that is thrown away afterwards.

use std::path::Path;
use std::process::Command;

use crate::args::{Part, Target};
use crate::aws::Aws;
use crate::counts::{self, Counts};
use crate::emulator::{Emulator, free_port};
use crate::failure::{Failure, Result};
use crate::places::{Places, empty};
use crate::process::{cargo, go_on, tee};
use crate::stack::Stack;
use crate::tools::{JOSE, NEXTEST, chromium};
use crate::{deploy, functions, prerequisites, serve, web};

/// How a part ended.
struct Ended {
    name: &'static str,
    counts: Counts,
    /// Why it failed, when it did.
    failure: Option<String>,
}

/// A stack for tests with the portal in front of it.
struct Bench {
    stack: Stack,
    aws: Aws,
    /// Ends with this value.
    _emulator: Emulator,
}

/// Runs `parts`; goes on after a failing one, and fails in the end when any did.
pub(crate) fn test(places: &Places, parts: &[Part]) -> Result {
    prerequisites::check(places)?;
    let has = |part: Part| parts.contains(&part);
    let mut ended = Vec::new();
    // What a machine lacks is said before the long work, not after it.
    let browser = if has(Part::E2e) { Some(chromium(places)?) } else { None };
    if has(Part::Web) || has(Part::E2e) || has(Part::Deploy) {
        web::build(places)?;
        serve::built(places)?;
    }
    if has(Part::Rust) || has(Part::Stack) || has(Part::E2e) {
        functions::build(places, true)?;
    }
    if has(Part::Web) {
        ended.push(run("web", web::npm(places).args(["test"]), counts::vitest)?);
    }
    if has(Part::Stack) || has(Part::E2e) {
        let bench = bench(places)?;
        if has(Part::Stack) {
            let filter = if has(Part::Rust) { "all()" } else { "package(akkoord-tests)" };
            let name = if has(Part::Rust) { "rust and stack" } else { "stack" };
            ended.push(nextest(places, name, filter, Some(&bench))?);
        }
        if let Some(browser) = &browser {
            ended.push(e2e(places, &bench, browser)?);
        }
    }
    if has(Part::Rust) && !has(Part::Stack) {
        ended.push(nextest(places, "rust", "not package(akkoord-tests)", None)?);
    }
    if has(Part::Deploy) {
        println!("\n== deploy: the way to AWS, walked to MiniStack\n");
        let failure = deploy::walk(places).err().map(|failure| failure.to_string());
        go_on()?;
        ended.push(Ended { name: "deploy", counts: Counts::default(), failure });
    }
    report(&ended)
}

fn bench(places: &Places) -> Result<Bench> {
    let state = places.local.join("state-test");
    empty(&state)?;
    let emulator = Emulator::start(places, &state, false)?;
    let aws = Aws { target: Target::MiniStack, endpoint: Some(emulator.endpoint.clone()) };
    let (port, archive_port) = (free_port()?, free_port()?);
    serve::archive(archive_port)?;
    let archive_url = serve::archive_url(archive_port);
    let stack = Stack::deploy(places, &aws, &state, &format!("http://localhost:{port}"), &archive_url)?;
    stack.wait_until_ready()?;
    stack.seed(places, &aws)?;
    if places.web().join("dist/index.html").exists() {
        serve::portal(places, &stack, port)?;
    }
    Ok(Bench { stack, aws, _emulator: emulator })
}

fn nextest(places: &Places, name: &'static str, filter: &str, bench: Option<&Bench>) -> Result<Ended> {
    let program = NEXTEST.program(places)?;
    let mut nextest = Command::new(program);
    nextest.current_dir(&places.root).args(["nextest", "run", "--workspace", "--color", "never", "--no-tests", "fail"]);
    nextest.args(["--filterset", filter]).env("CARGO_TERM_COLOR", "never");
    if let Some(cargo) = cargo(places).get_program().to_str() {
        nextest.env("CARGO", cargo);
    }
    if let Some(bench) = bench {
        bench.stack.apply(&bench.aws, &mut nextest);
        nextest.env("JOSE_PYTHON", JOSE.programs(places)?.join("python"));
    }
    run(name, &mut nextest, counts::nextest)
}

fn e2e(places: &Places, bench: &Bench, browser: &Path) -> Result<Ended> {
    let mut npm = web::npm(places);
    bench.stack.apply(&bench.aws, &mut npm);
    npm.args(["run", "e2e"])
        .env("PORTAL_URL", bench.stack.text("origin"))
        .env("AWS_EMULATOR", bench.stack.text("endpoint"))
        .env("ARCHIVE_URL", bench.stack.text("archive_url").trim_end_matches("/in"))
        .env("PORTAL_TOOL", places.built("portal-tool"))
        .env("VERIFY_EVIDENCE", places.built("verify-evidence"))
        .env("SCREENS_PORT", free_port()?.to_string())
        .env("CHROMIUM", browser);
    run("e2e", &mut npm, counts::playwright)
}

/// Runs one runner. A runner that ends well without saying how many tests it ran has failed too.
fn run(name: &'static str, command: &mut Command, read: fn(&str) -> Option<Counts>) -> Result<Ended> {
    println!("\n== {name}\n");
    let (status, output) = tee(command)?;
    Ok(ended(name, status.success(), read(&output)))
}

fn ended(name: &'static str, success: bool, counts: Option<Counts>) -> Ended {
    let failure = match counts {
        _ if !success => Some("the runner failed".to_owned()),
        None => Some("the runner gave no summary".to_owned()),
        Some(counts) if counts.failed > 0 => Some(format!("{} failed", counts.failed)),
        Some(Counts { passed: 0, .. }) => Some("no test ran".to_owned()),
        Some(_) => None,
    };
    Ended { name, counts: counts.unwrap_or_default(), failure }
}

fn report(ended: &[Ended]) -> Result {
    println!("\n== summary");
    for part in ended {
        let Counts { passed, failed, skipped } = part.counts;
        match &part.failure {
            None if part.name == "deploy" => println!("  deploy: done"),
            None => println!("  {}: {passed} passed, {failed} failed, {skipped} skipped", part.name),
            Some(why) => {
                println!("  {}: FAILED ({passed} passed, {failed} failed, {skipped} skipped): {why}", part.name)
            }
        }
    }
    let total = ended.iter().fold(Counts::default(), |sum, part| sum.plus(part.counts));
    println!("{} passed, {} failed", total.passed, total.failed);
    let broken: Vec<&str> = ended.iter().filter(|part| part.failure.is_some()).map(|part| part.name).collect();
    if broken.is_empty() { Ok(()) } else { Err(Failure::new(format!("Failed: {}.", broken.join(", ")))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_without_a_summary_or_tests_has_failed() {
        let some = |passed, failed| Some(Counts { passed, failed, skipped: 0 });
        assert!(ended("x", true, some(3, 0)).failure.is_none());
        for (success, counts) in [(true, None), (true, some(0, 0)), (true, some(3, 1)), (false, some(3, 0))] {
            assert!(ended("x", success, counts).failure.is_some(), "{success} {counts:?}");
        }
    }

    #[test]
    fn one_failed_part_fails_the_whole() {
        let good = || ended("good", true, Some(Counts { passed: 1, failed: 0, skipped: 0 }));
        assert!(report(&[good()]).is_ok());
        assert!(report(&[good(), ended("bad", false, None)]).is_err());
    }
}
