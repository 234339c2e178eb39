//! The project's own commands, started as `cargo xtask <command>`. Each command is a module; what several
//! of them need (tools, child processes, the emulator, a deployment) has a module of its own.

mod args;
mod aws;
mod check;
mod counts;
mod deploy;
mod emulator;
mod failure;
mod functions;
mod places;
mod prerequisites;
mod process;
mod serve;
mod stack;
mod test;
mod tools;
mod up;
mod web;

use std::process::ExitCode;

use args::Command;
use failure::Result;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result {
    let command = args::parse(lexopt::Parser::from_env())?;
    process::stop_on_ctrl_c()?;
    let places = places::Places::find()?;
    match command {
        Command::Help => {
            print!("{}", args::USAGE);
            Ok(())
        }
        Command::Up(options) => up::up(&places, &options),
        Command::Deploy(options) => deploy::deploy(&places, &options),
        Command::Test(parts) => test::test(&places, &parts),
        Command::Check => check::check(&places),
        Command::Bench(rest) => {
            // The harness has a profile of its own; it builds the functions with theirs.
            let run = ["run", "--quiet", "--profile", "harness", "--package", "bench", "--"];
            process::show(process::cargo(&places).args(run).args(rest))
        }
    }
}
