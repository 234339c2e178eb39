//! What a machine must have before anything can start: said all at once, in plain words.

use std::net::TcpListener;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::places::Places;
use crate::process::capture_all;

/// Free space that a first build of everything needs, in MB.
const DISK_MB: u64 = 6_000;

/// Checks Python, Node and the disk (Rust is there, or this would not run).
pub(crate) fn check(places: &Places) -> Result {
    let mut missing = Vec::new();
    match version(Command::new(python()).arg("--version")) {
        None => missing.push(
            "Python 3.10 or newer is missing (python3). On Debian: apt-get install python3 python3-venv".to_owned(),
        ),
        Some(found) if found < (3, 10) => {
            missing.push(format!("Python 3.10 or newer is needed; this is {}.{}.", found.0, found.1))
        }
        Some(_) if !succeeds(Command::new(python()).args(["-c", "import venv, ensurepip"])) => {
            missing.push("Python's venv module is missing. On Debian: apt-get install python3-venv".to_owned());
        }
        Some(_) => (),
    }
    match version(Command::new("node").arg("--version")) {
        None => missing.push("Node.js 20 or newer is missing (node): see https://nodejs.org".to_owned()),
        Some(found) if found < (20, 0) => {
            missing.push(format!("Node.js 20 or newer is needed; this is {}.{}.", found.0, found.1))
        }
        Some(_) if version(Command::new("npm").arg("--version")).is_none() => {
            missing.push("npm is missing; it comes with Node.js, on Debian: apt-get install npm".to_owned());
        }
        Some(_) => (),
    }
    if !succeeds(Command::new("cc").arg("--version")) {
        missing.push("A C linker is missing (cc). On Debian: apt-get install build-essential".to_owned());
    }
    if let Some(free) = free_mb(places)
        && free < DISK_MB
        && !places.target.join("debug").exists()
    {
        missing.push(format!("The disk has {free} MB left; a first build needs {DISK_MB} MB."));
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("This machine is not ready:\n  - {}", missing.join("\n  - "))))
    }
}

/// The Python that makes the virtual environments.
pub(crate) fn python() -> String {
    std::env::var("PYTHON").ok().filter(|name| !name.is_empty()).unwrap_or_else(|| "python3".to_owned())
}

/// Fails when another program listens on `port` of this machine.
pub(crate) fn port_is_free(port: u16) -> Result {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::new(format!(
            "Port {port} is taken ({error}). Stop the program that uses it, or choose another with --port."
        ))),
    }
}

fn succeeds(command: &mut Command) -> bool {
    capture_all(command).is_ok_and(|(status, ..)| status.success())
}

fn version(command: &mut Command) -> Option<(u32, u32)> {
    let (status, out, errors) = capture_all(command).ok()?;
    if status.success() { numbers(&format!("{out} {errors}")) } else { None }
}

/// The first `major.minor` of a text such as `Python 3.11.7` or `v20.20.2`.
fn numbers(text: &str) -> Option<(u32, u32)> {
    text.split(|letter: char| !(letter.is_ascii_digit() || letter == '.')).find_map(|word| {
        let mut parts = word.split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    })
}

/// Free megabytes where Cargo writes, from the portable output of `df`.
fn free_mb(places: &Places) -> Option<u64> {
    let (status, out, _) = capture_all(Command::new("df").args(["-Pm"]).arg(&places.root)).ok()?;
    if status.success() { free_column(&out) } else { None }
}

fn free_column(df: &str) -> Option<u64> {
    df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_say() {
        assert_eq!(numbers("Python 3.11.7\n"), Some((3, 11)));
        assert_eq!(numbers("v20.20.2"), Some((20, 20)));
        assert_eq!(numbers("no version"), None);
    }

    #[test]
    fn a_taken_port_is_named() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(port_is_free(port).unwrap_err().to_string().contains(&port.to_string()));
        drop(taken);
        assert!(port_is_free(port).is_ok());
    }

    #[test]
    fn free_space_is_the_fourth_column() {
        let df = "Filesystem 1048576-blocks Used Available Capacity Mounted on\n/dev/a 100 58 42 58% /\n";
        assert_eq!(free_column(df), Some(42));
    }
}
