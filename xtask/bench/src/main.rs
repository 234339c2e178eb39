//! The benchmark: the portal's functions against hello-world and against the same action in Node and Python, side by
//! side in one run. It writes docs/BENCHMARKS.md.

mod answers;
mod documents;
mod emulator;
mod events;
mod failure;
mod function;
mod http;
mod local;
mod measure;
mod programs;
mod report;
mod runtime_api;
mod sizes;
mod stub;
mod surroundings;
mod writes;

use std::{fs, process::ExitCode};

use events::Action;
use failure::{During, Failure, Result};
use measure::{Starts, Subject};
use programs::{FUNCTIONS, Places};
use report::{Findings, Size};
use runtime_api::RuntimeApi;
use stub::{Stub, Traffic};

const USAGE: &str = "cargo xtask bench [options]

  --starts <n>   starts of each program (40)
  --no-build     measure what was built before
  --only <names> measure only these functions, with commas between them; the page says which ones it lacks
  --untuned      also build dispatch with the SDK's default features, to compare sizes (many minutes)
  --print        print the page instead of writing docs/BENCHMARKS.md";

struct Options {
    starts: usize,
    functions: Vec<&'static str>,
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
    let mut options = Options { starts: 40, functions: FUNCTIONS.to_vec(), build: true, untuned: false, print: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next().during("Reading the arguments")? {
        match argument {
            lexopt::Arg::Long("starts") => {
                let number = parser.value().during("--starts")?.to_string_lossy().parse().during("--starts")?;
                options.starts = if number == 0 { return Err(Failure::new("--starts: at least 1")) } else { number };
            }
            lexopt::Arg::Long("only") => {
                let names = parser.value().during("--only")?.to_string_lossy().into_owned();
                options.functions.retain(|function| names.split(',').any(|name| name == *function));
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
    let program = |name| programs::rust(places, name, name);

    eprintln!("Starting hello and the functions, {} times each", options.starts);
    let hello = Subject { program: programs::rust(places, "hello", "bench-hello"), action: events::greeting() };
    let functions = options.functions.iter().map(|name| Subject { program: program(name), action: first(name) });
    let functions: Vec<_> = std::iter::once(hello).chain(functions).collect();
    let starts = named(&functions, measure::starts(&api, &stub, &functions, options.starts)?);
    let peers = if options.functions.contains(&"sign-in") { peers(places, options, &api, &stub)? } else { Vec::new() };

    eprintln!("Counting calls, writes and connections");
    let mut calls: Vec<(&'static str, Option<usize>, Traffic)> = Vec::new();
    let mut traffic = Vec::new();
    let mut approving = Vec::new();
    for name in options.functions.iter().copied() {
        let actions = actions(name);
        for (action, goal) in &actions {
            let found = measure::calls(&api, &stub, &program(name), action)?;
            if action.name == events::approve().name {
                approving = found.requests("TransactWriteItems").map(writes::of_transaction).collect();
            }
            calls.push((action.name, *goal, found));
        }
        let actions: Vec<Action> = actions.into_iter().map(|(action, _)| action).collect();
        traffic.push((name, measure::traffic(&api, &stub, &program(name), &actions)?));
    }

    let mut pages = None;
    if options.functions.contains(&"approvals") {
        let page = measure::calls(&api, &stub, &program("approvals"), &events::short_page())?;
        pages = emulator::pages(places, page.requests("Query").next().unwrap_or_default(), &[10, 1_000, 100_000])?;
    }

    let size = |name| Ok(Size { name, megabytes: sizes::zipped(places, &places.release(name))? });
    Ok(Findings {
        machine: surroundings::machine(),
        tools: surroundings::tools()?,
        moment: surroundings::moment(places, options.build)?,
        rounds: options.starts,
        starts,
        peers,
        lacking: FUNCTIONS.into_iter().filter(|name| !options.functions.contains(name)).collect(),
        sizes: options.functions.iter().copied().map(size).collect::<Result<_>>()?,
        untuned: untuned.map(|program| sizes::zipped(places, &program)).transpose()?,
        calls,
        traffic,
        approving,
        pages,
        on_the_stack: local::approving(places)?,
        credential_crates: surroundings::credential_crates(places)?,
        budget: surroundings::budget(places)?,
    })
}

/// The starts of the same action in three languages.
fn peers(places: &Places, options: &Options, api: &RuntimeApi, stub: &Stub) -> Result<Vec<(&'static str, Starts)>> {
    let (node, python) = (programs::node(places)?, programs::python(places)?);
    eprintln!("Starting the same action in Rust, Node and Python, {} times each", options.starts);
    let session = |program| Subject { program, action: events::session() };
    let languages = [session(programs::rust(places, "sign-in", "sign-in")), session(node), session(python)];
    Ok(named(&languages, measure::starts(api, stub, &languages, options.starts)?))
}

/// What each function is asked, with the goal for its sequential calls, if it has one; the action of its starts is the
/// first one.
fn actions(function: &str) -> Vec<(Action, Option<usize>)> {
    match function {
        "sign-in" => vec![
            (events::session(), Some(2)),
            (events::devices(), Some(2)),
            (events::password(), Some(4)),
            (events::code(), Some(3)),
        ],
        "approvals" => vec![
            (events::list(), Some(2)),
            (events::document(), Some(2)),
            (events::document_with_names(), Some(2)),
            (events::notices(), Some(2)),
            (events::approve(), Some(3)),
            (events::challenge(), None),
        ],
        "office" => vec![(events::work(), Some(2))],
        "notify" => vec![(events::mail(), None)],
        "dispatch" => vec![(events::outbox_item(), None)],
        "prove" => vec![(events::proved(), None)],
        "deliver" => vec![(events::delivery(), None)],
        "bounces" => vec![(events::returned(), None)],
        _ => vec![(events::hour(), None)],
    }
}

/// The action of a function's starts.
fn first(function: &str) -> Action {
    actions(function).into_iter().next().map_or_else(events::greeting, |(action, _)| action)
}

fn named(subjects: &[Subject], starts: Vec<Starts>) -> Vec<(&'static str, Starts)> {
    subjects.iter().map(|subject| subject.program.name).zip(starts).collect()
}
