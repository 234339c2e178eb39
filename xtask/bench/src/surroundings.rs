//! What stands around the figures: the machine (never its name), the tools, the commit, and what other commands say.

use std::{fs, process::Command};

use crate::{
    failure::{Failure, Result},
    programs::{Places, run},
};

/// The machine in one line.
pub(crate) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = after(&cpuinfo, "model name").unwrap_or_else(|| "processor unknown".to_owned());
    let memory = after(&fs::read_to_string("/proc/meminfo").unwrap_or_default(), "MemTotal");
    let kilobytes: u64 = memory.and_then(|text| text.split(' ').next()?.parse().ok()).unwrap_or(0);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{cores} cores ({model}), {} GB of memory, Linux {} on {}",
        (kilobytes + 500_000) / 1_000_000,
        kernel.trim().split('-').next().unwrap_or_default(),
        std::env::consts::ARCH,
    )
}

/// The value behind the first line that begins so.
fn after(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The versions of the tools, in one line.
pub(crate) fn tools() -> Result<String> {
    let mut versions = Vec::new();
    for tool in ["rustc", "node", "python3"] {
        let printed = run("Asking for a version", Command::new(tool).arg("--version"))?;
        let version = printed.split_ascii_whitespace().find(|word| word.contains('.')).unwrap_or_default();
        versions.push(format!("{tool} {}", version.trim_start_matches('v')));
    }
    Ok(versions.join(", "))
}

/// The day and the commit; of programs that were built before, the commit that they come from is not known.
pub(crate) fn moment(places: &Places, built_now: bool) -> Result<String> {
    let day = run("Asking for the date", Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let mut git = Command::new("git");
    git.current_dir(&places.root).args(["rev-parse", "--short", "HEAD"]);
    let commit = run("Asking for the commit", &mut git)?;
    let built = if built_now { "" } else { ", functions as they were built before" };
    Ok(format!("{}, after commit {}{built}", day.trim(), commit.trim()))
}

/// The AWS crates of the lock file that would fetch credentials over the network; there must be none.
pub(crate) fn credential_crates(places: &Places) -> Result<Vec<&'static str>> {
    let lock = fs::read_to_string(places.root.join("Cargo.lock")).map_err(|error| Failure::new(error.to_string()))?;
    let asking = ["aws-config", "aws-sdk-sts", "aws-sdk-sso", "aws-sdk-ssooidc"];
    Ok(asking.into_iter().filter(|name| lock.contains(&format!("name = \"{name}\"\n"))).collect())
}

/// What the web app's budget says: its figures in kB, gzip, each with its limit.
pub(crate) fn budget(places: &Places) -> Result<Vec<(String, f64, f64)>> {
    let web = places.root.join("web");
    if !web.join("dist/build-manifest.json").exists() {
        run("Building the web app", Command::new("npm").current_dir(&web).args(["run", "--silent", "build"]))?;
    }
    let mut npm = Command::new("npm");
    npm.current_dir(&web).args(["run", "--silent", "budget"]).env("NO_COLOR", "1");
    // It fails when a limit is passed; the figures are wanted then too.
    let output = npm.output().map_err(|error| Failure::new(format!("npm run budget: {error}")))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows: Vec<(String, f64, f64)> = printed.lines().filter_map(budget_line).collect();
    if rows.len() < 2 {
        return Err(Failure::new(format!(
            "`npm run budget` in web/ gives no figures; build the web app first.\n{printed}"
        )));
    }
    Ok(rows)
}

/// `name   12.3 kB gzip of 75 kB`.
fn budget_line(line: &str) -> Option<(String, f64, f64)> {
    let (left, limit) = line.split_once(" kB gzip of ")?;
    let (name, size) = left.trim_end().rsplit_once(' ')?;
    Some((name.trim_end().to_owned(), size.parse().ok()?, limit.split(' ').next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_budget_is_read_whether_it_is_kept_or_not() {
        let kept = "sign-in page, JavaScript               71.3 kB gzip of 75 kB";
        assert_eq!(budget_line(kept), Some(("sign-in page, JavaScript".to_owned(), 71.3, 75.0)));
        let over = "code step and shell, JavaScript        31.0 kB gzip of 30 kB  TOO MUCH";
        assert_eq!(budget_line(over), Some(("code step and shell, JavaScript".to_owned(), 31.0, 30.0)));
        assert_eq!(budget_line("all pages, CSS      9.9 kB gzip"), None);
    }
}
