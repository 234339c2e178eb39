//! The benchmark: the portal's functions against hello-world and against the same action in Node and Python, side by
//! side in one run. It writes docs/BENCHMARKS.md.

mod answers;
mod events;
mod failure;
mod function;
mod http;
mod measure;
mod programs;
mod report;
mod runtime_api;
mod sizes;
mod stub;
mod surroundings;

use std::{fs, process::ExitCode};

use failure::{During, Failure, Result};
use measure::{Starts, Subject};
use programs::{FUNCTIONS, Places};
use report::{Findings, Size};
use runtime_api::RuntimeApi;
use stub::Stub;

const USAGE: &str = "cargo xtask bench [options]

  --starts <n>   starts of each program (40)
  --no-build     measure what was built before
  --untuned      also build dispatch with the SDK's default features, to compare sizes (many minutes)
  --print        print the page instead of writing docs/BENCHMARKS.md";

struct Options {
    starts: usize,
    build: bool,
    untuned: bool,
    print: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let Some(options) = options()? else {
        println!("{USAGE}");
        return Ok(());
    };
    let places = Places::find()?;
    if options.build {
        programs::build(&places)?;
    }
    let page = report::page(&findings(&places, &options)?);
    if options.print {
        println!("{page}");
        return Ok(());
    }
    fs::write(places.root.join("docs/BENCHMARKS.md"), page).during("Writing docs/BENCHMARKS.md")?;
    eprintln!("Wrote docs/BENCHMARKS.md");
    Ok(())
}

fn options() -> Result<Option<Options>> {
    let mut options = Options { starts: 40, build: true, untuned: false, print: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next().during("Reading the arguments")? {
        match argument {
            lexopt::Arg::Long("starts") => {
                let number = parser.value().during("--starts")?.to_string_lossy().parse().during("--starts")?;
                options.starts = if number == 0 { return Err(Failure::new("--starts: at least 1")) } else { number };
            }
            lexopt::Arg::Long("no-build") => options.build = false,
            lexopt::Arg::Long("untuned") => options.untuned = true,
            lexopt::Arg::Long("print") => options.print = true,
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(None),
            other => return Err(Failure::new(format!("{}\n\n{USAGE}", other.unexpected()))),
        }
    }
    Ok(Some(options))
}

fn findings(places: &Places, options: &Options) -> Result<Findings> {
    let untuned = sizes::untuned(places, options.untuned)?;
    let roots =
        fs::read_to_string(places.root.join("shared/runtime/src/amazon_roots.pem")).during("Reading the roots")?;
    let (api, stub) = (RuntimeApi::start()?, Stub::start(&places.work, &roots)?);
    let (node, python) = (programs::node(places)?, programs::python(places)?);
    let program = |name| programs::rust(places, name, name);
    let session = |program| Subject { program, action: events::session() };

    eprintln!("Starting hello and the functions, {} times each", options.starts);
    let functions = [
        Subject { program: programs::rust(places, "hello", "bench-hello"), action: events::greeting() },
        session(program("sign-in")),
        Subject { program: program("notify"), action: events::mail() },
        Subject { program: program("dispatch"), action: events::outbox_item() },
    ];
    let starts = named(&functions, measure::starts(&api, &stub, &functions, options.starts)?);
    eprintln!("Starting the same action in Rust, Node and Python, {} times each", options.starts);
    let languages = [session(program("sign-in")), session(node), session(python)];
    let peers = named(&languages, measure::starts(&api, &stub, &languages, options.starts)?);

    eprintln!("Counting calls and connections");
    let mut calls = Vec::new();
    for (function, action, goal) in [
        ("sign-in", events::session(), Some(2)),
        ("sign-in", events::devices(), Some(2)),
        ("sign-in", events::password(), Some(4)),
        ("sign-in", events::code(), Some(3)),
        ("notify", events::mail(), None),
        ("dispatch", events::outbox_item(), None),
    ] {
        calls.push((action.name, goal, measure::calls(&api, &stub, &program(function), &action)?));
    }
    let signing_in = [events::session(), events::devices(), events::password(), events::code()];
    let mut traffic = vec![("sign-in", measure::traffic(&api, &stub, &program("sign-in"), &signing_in)?)];
    traffic.push(("notify", measure::traffic(&api, &stub, &program("notify"), &[events::mail()])?));
    traffic.push(("dispatch", measure::traffic(&api, &stub, &program("dispatch"), &[events::outbox_item()])?));

    let size = |name| Ok(Size { name, megabytes: sizes::zipped(places, &places.release(name))? });
    Ok(Findings {
        machine: surroundings::machine(),
        tools: surroundings::tools()?,
        moment: surroundings::moment(places)?,
        rounds: options.starts,
        starts,
        peers,
        sizes: FUNCTIONS.into_iter().map(size).collect::<Result<_>>()?,
        untuned: untuned.map(|program| sizes::zipped(places, &program)).transpose()?,
        calls,
        traffic,
        credential_crates: surroundings::credential_crates(places)?,
        budget: surroundings::budget(places)?,
    })
}

fn named(subjects: &[Subject], starts: Vec<Starts>) -> Vec<(&'static str, Starts)> {
    subjects.iter().map(|subject| subject.program.name).zip(starts).collect()
}
