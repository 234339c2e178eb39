//! What was typed: the commands, their options, and nothing of what they do.

use lexopt::Arg::{Long, Short, Value};

use crate::failure::{During as _, Failure, Result};

pub(crate) const USAGE: &str = "\
cargo xtask <command>

  up       build everything, start the local stack and open the portal on http://localhost:8080
             --fresh              forget the state of earlier runs first
             --port <number>      the portal's port (8080); the inbox page takes the next one
             --target localstack  use a LocalStack that is already running (infra/compose.yaml)
  test     everything: Rust, the deployed stack, the web app, the browser, the way to AWS
             rust stack web e2e deploy   only these parts
             AKKOORD_THOROUGH=1 beforehand   races as often as security.md says (minutes more)
  check    formatting, lints, licences, and the rules of the house
  deploy   build for AWS, deploy the stack and upload the web app
             --target ministack|localstack   the same steps against an emulator
             --yes                           do not ask before changing anything
  bench    measure, and write docs/BENCHMARKS.md
";

/// Where a stack lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Aws,
    LocalStack,
    MiniStack,
}

/// Options of `up`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Up {
    pub(crate) fresh: bool,
    pub(crate) port: u16,
    pub(crate) target: Target,
}

/// Options of `deploy`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Deploy {
    pub(crate) target: Target,
    pub(crate) yes: bool,
}

/// The parts of `test`, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Rust,
    Stack,
    Web,
    E2e,
    Deploy,
}

/// One command with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Up(Up),
    Deploy(Deploy),
    Test(Vec<Part>),
    Check,
    Bench(Vec<String>),
}

/// Reads the command line; refuses what it does not know.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Command> {
    let name = match parser.next().during("the command line")? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Value(name)) => name.to_string_lossy().into_owned(),
        Some(other) => return Err(unexpected(&other)),
    };
    match name.as_str() {
        "help" => Ok(Command::Help),
        "up" => up(&mut parser).map(Command::Up),
        "deploy" => deploy(&mut parser).map(Command::Deploy),
        "test" => parts(&mut parser).map(Command::Test),
        "check" => match parser.next().during("check")? {
            None => Ok(Command::Check),
            Some(other) => Err(unexpected(&other)),
        },
        "bench" => {
            let rest = parser.raw_args().during("bench")?;
            Ok(Command::Bench(rest.map(|word| word.to_string_lossy().into_owned()).collect()))
        }
        other => Err(Failure::new(format!("There is no command {other}.\n\n{USAGE}"))),
    }
}

fn up(parser: &mut lexopt::Parser) -> Result<Up> {
    let mut options = Up { fresh: false, port: 8080, target: Target::MiniStack };
    while let Some(arg) = parser.next().during("up")? {
        match arg {
            Long("fresh") => options.fresh = true,
            Long("port") => {
                options.port = parser.value().and_then(|value| lexopt::ValueExt::parse(&value)).during("--port")?
            }
            Long("target") => options.target = target(parser)?,
            other => return Err(unexpected(&other)),
        }
    }
    if options.target == Target::Aws {
        return Err(Failure::new("`up` is for the local stacks; for AWS there is `cargo xtask deploy`."));
    }
    if options.port == u16::MAX {
        return Err(Failure::new("The inbox page needs the port after --port."));
    }
    Ok(options)
}

fn deploy(parser: &mut lexopt::Parser) -> Result<Deploy> {
    let mut options = Deploy { target: Target::Aws, yes: false };
    while let Some(arg) = parser.next().during("deploy")? {
        match arg {
            Long("yes") => options.yes = true,
            Long("target") => options.target = target(parser)?,
            other => return Err(unexpected(&other)),
        }
    }
    Ok(options)
}

fn parts(parser: &mut lexopt::Parser) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    while let Some(arg) = parser.next().during("test")? {
        let Value(word) = &arg else { return Err(unexpected(&arg)) };
        parts.push(match &*word.to_string_lossy() {
            "rust" => Part::Rust,
            "stack" => Part::Stack,
            "web" => Part::Web,
            "e2e" => Part::E2e,
            "deploy" => Part::Deploy,
            _ => return Err(unexpected(&arg)),
        });
    }
    if parts.is_empty() {
        parts = vec![Part::Rust, Part::Stack, Part::Web, Part::E2e, Part::Deploy];
    }
    Ok(parts)
}

fn target(parser: &mut lexopt::Parser) -> Result<Target> {
    let value = parser.value().during("--target")?;
    match &*value.to_string_lossy() {
        "aws" => Ok(Target::Aws),
        "localstack" => Ok(Target::LocalStack),
        "ministack" => Ok(Target::MiniStack),
        other => Err(Failure::new(format!("--target is aws, localstack or ministack, not {other}."))),
    }
}

fn unexpected(arg: &lexopt::Arg<'_>) -> Failure {
    let word = match arg {
        Short(letter) => format!("-{letter}"),
        Long(name) => format!("--{name}"),
        Value(value) => value.to_string_lossy().into_owned(),
    };
    Failure::new(format!("{word} means nothing here.\n\n{USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &[&str]) -> Result<Command> {
        parse(lexopt::Parser::from_args(words))
    }

    #[test]
    fn up_knows_its_options_and_defaults() {
        let plain = Up { fresh: false, port: 8080, target: Target::MiniStack };
        assert_eq!(typed(&["up"]).unwrap(), Command::Up(plain));
        let all = Up { fresh: true, port: 9000, target: Target::LocalStack };
        assert_eq!(typed(&["up", "--fresh", "--port=9000", "--target", "localstack"]).unwrap(), Command::Up(all));
    }

    #[test]
    fn a_test_without_parts_is_all_of_them() {
        let Command::Test(parts) = typed(&["test"]).unwrap() else { panic!("not a test") };
        assert_eq!(parts.len(), 5);
        assert_eq!(typed(&["test", "web", "rust"]).unwrap(), Command::Test(vec![Part::Web, Part::Rust]));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let bad = [
            &["upp"][..],
            &["up", "--frehs"],
            &["up", "--port", "70000"],
            &["up", "--port", "65535"],
            &["up", "--target", "aws"],
            &["test", "unit"],
            &["check", "all"],
            &["deploy", "--target", "azure"],
        ];
        for words in bad {
            assert!(typed(words).is_err(), "{words:?}");
        }
    }
}
