//! Child processes: quiet steps with their elapsed time, shown ones, captured ones, and a clean stop. Every
//! child leads a process group of its own, so that a stop reaches what it started and nothing else.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::failure::{During as _, Failure, Result};
use crate::places::{Places, read};

/// The groups that a stop ends: only ones that this process started and has not waited for.
static GROUPS: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());
static STOPPED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C (and a terminate signal) ends the children and lets the command clean up.
pub(crate) fn stop_on_ctrl_c() -> Result {
    ctrlc::set_handler(|| {
        let again = STOPPED.swap(true, Ordering::SeqCst);
        let signal = if again { Signal::SIGKILL } else { Signal::SIGTERM };
        for group in GROUPS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            // A group that has just ended needs no signal.
            killpg(Pid::from_raw(*group), signal).ok();
        }
    })
    .during("Listening for Ctrl-C")
}

/// Whether somebody asked to stop.
pub(crate) fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// Fails when somebody asked to stop.
pub(crate) fn go_on() -> Result {
    if stopped() { Err(Failure::new("Stopped.")) } else { Ok(()) }
}

/// Cargo in the checkout.
pub(crate) fn cargo(places: &Places) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(&places.root);
    cargo
}

/// Runs a step whose output only matters when it fails: shows its name, what it says last and how long it
/// takes, and keeps the output in `log`.
pub(crate) fn step(name: &str, log: &Path, command: &mut Command) -> Result {
    go_on()?;
    let out = File::create(log).during(format_args!("Writing {}", log.display()))?;
    let err = out.try_clone().during(format_args!("Writing {}", log.display()))?;
    let progress = Progress::begin(name);
    let status = wait(&mut start(command.stdout(out).stderr(err))?, |_| progress.tick(log))?;
    go_on()?;
    if status.success() {
        progress.end("");
        return Ok(());
    }
    progress.end(" - failed");
    let text = read(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let last = lines[lines.len().saturating_sub(40)..].join("\n");
    Err(Failure::new(format!("{last}\n\n{name} failed ({status}). All of its output: {}", log.display())))
}

/// Runs a command that talks to the terminal itself.
pub(crate) fn show(command: &mut Command) -> Result {
    go_on()?;
    let status = wait(&mut start(command)?, |_| ())?;
    go_on()?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{} failed ({status}).", name_of(command)))) }
}

/// Runs a command, shows all that it says and returns it too.
pub(crate) fn tee(command: &mut Command) -> Result<(ExitStatus, String)> {
    go_on()?;
    let mut child = start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let readers = [
        child.stdout.take().map(|pipe| thread::spawn(|| echo(pipe))),
        child.stderr.take().map(|pipe| thread::spawn(|| echo(pipe))),
    ];
    let status = wait(&mut child, |_| ())?;
    let mut text = String::new();
    for reader in readers.into_iter().flatten() {
        text += &reader.join().unwrap_or_default();
    }
    go_on()?;
    Ok((status, text))
}

/// Runs a command and returns what it writes to its standard output.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let (status, text, errors) = capture_all(command)?;
    if status.success() {
        return Ok(text);
    }
    Err(Failure::new(format!("{errors}\n{} failed ({status}).", name_of(command))))
}

/// Runs a command and returns its status, its output and its errors.
pub(crate) fn capture_all(command: &mut Command) -> Result<(ExitStatus, String, String)> {
    go_on()?;
    let out =
        command.stdin(Stdio::null()).process_group(0).output().during(format_args!("Starting {}", name_of(command)))?;
    go_on()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((out.status, text(&out.stdout), text(&out.stderr)))
}

fn echo(pipe: impl Read) -> String {
    let mut text = String::new();
    for line in BufReader::new(pipe).split(b'\n').map_while(std::result::Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn start(command: &mut Command) -> Result<Child> {
    let child =
        command.stdin(Stdio::null()).process_group(0).spawn().during(format_args!("Starting {}", name_of(command)))?;
    remember(&child, true);
    Ok(child)
}

/// Waits for a child; calls `while_waiting` about five times a second.
fn wait(child: &mut Child, mut while_waiting: impl FnMut(&mut Child)) -> Result<ExitStatus> {
    let mut turns = 0_u32;
    loop {
        if let Some(status) = child.try_wait().during("Waiting for a child")? {
            remember(child, false);
            return Ok(status);
        }
        thread::sleep(Duration::from_millis(if turns < 20 { 10 } else { 200 }));
        turns = turns.saturating_add(1);
        if turns > 20 {
            while_waiting(child);
        }
    }
}

fn remember(child: &Child, running: bool) {
    let Ok(group) = i32::try_from(child.id()) else { return };
    let mut groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
    if running {
        groups.insert(group);
    } else {
        groups.remove(&group);
    }
}

fn name_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.take(4).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// The line of a long step.
pub(crate) struct Progress {
    name: String,
    begun: Instant,
    terminal: bool,
    told: std::cell::Cell<u64>,
}

impl Progress {
    /// Shows the step's name.
    pub(crate) fn begin(name: &str) -> Self {
        let terminal = std::io::stdout().is_terminal();
        if terminal {
            print!("  {name} …");
        } else {
            println!("  {name} …");
        }
        std::io::stdout().flush().ok();
        Self { name: name.to_owned(), begun: Instant::now(), terminal, told: std::cell::Cell::new(0) }
    }

    /// Shows how long it takes and, from `log`, what it does.
    fn tick(&self, log: &Path) {
        let seconds = self.begun.elapsed().as_secs();
        let every = if self.terminal { 1 } else { 30 };
        if seconds < self.told.get() + every {
            return;
        }
        self.told.set(seconds);
        let text = read(log).unwrap_or_default();
        let last = text.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let last: String = last.chars().filter(|letter| !letter.is_control()).take(60).collect();
        if self.terminal {
            print!("\r\x1b[K  {} … {seconds} s  {last}", self.name);
        } else {
            println!("    {seconds} s  {last}");
        }
        std::io::stdout().flush().ok();
    }

    /// Shows how long it took.
    pub(crate) fn end(&self, remark: &str) {
        let start = if self.terminal { "\r\x1b[K" } else { "" };
        println!("{start}  {} … {:.1} s{remark}", self.name, self.begun.elapsed().as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_shows_the_end_of_its_output() {
        let log = std::env::temp_dir().join(format!("akkoord-step-{}.log", std::process::id()));
        let failure = step("Trying", &log, Command::new("sh").args(["-c", "echo so; echo wrong; exit 3"])).unwrap_err();
        std::fs::remove_file(&log).unwrap();
        assert!(failure.to_string().contains("so\nwrong"), "{failure}");
    }

    #[test]
    fn what_is_shown_is_returned_with_the_status() {
        let (status, text) = tee(Command::new("sh").args(["-c", "echo out; exit 4"])).unwrap();
        assert_eq!((status.code(), text.as_str()), (Some(4), "out\n"));
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure = capture(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(failure.to_string().contains("no-such-program-here"), "{failure}");
    }
}
