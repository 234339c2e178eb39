//! docs/BENCHMARKS.md: the goals with what was measured, then every figure behind them.

use std::fmt::Write as _;

use crate::{
    emulator::Page,
    local::Approving,
    measure::{MANY, Starts},
    stub::Traffic,
    writes::Written,
};

/// One function's sizes.
pub(crate) struct Size {
    pub(crate) name: &'static str,
    pub(crate) megabytes: f64,
}

/// Everything that was measured.
pub(crate) struct Findings {
    pub(crate) machine: String,
    pub(crate) tools: String,
    pub(crate) moment: String,
    pub(crate) rounds: usize,
    /// hello first, then the functions.
    pub(crate) starts: Vec<(&'static str, Starts)>,
    /// sign-in, Node, Python.
    pub(crate) peers: Vec<(&'static str, Starts)>,
    pub(crate) sizes: Vec<Size>,
    /// Functions that were not measured.
    pub(crate) lacking: Vec<&'static str>,
    /// The zipped size of dispatch with the SDK's default features.
    pub(crate) untuned: Option<f64>,
    /// Every action with its goal, if it has one.
    pub(crate) calls: Vec<(&'static str, Option<usize>, Traffic)>,
    /// The traffic of many requests to each function.
    pub(crate) traffic: Vec<(&'static str, Traffic)>,
    /// What a page reads at several numbers of documents, where the local stack's emulator is installed.
    pub(crate) pages: Option<Vec<Page>>,
    /// Approving on the running local stack, where there is one.
    pub(crate) on_the_stack: Option<Approving>,
    /// The transactions of one approval: the last one approves.
    pub(crate) approving: Vec<Vec<Written>>,
    /// Crates that would fetch credentials.
    pub(crate) credential_crates: Vec<&'static str>,
    /// What the web app's budget says.
    pub(crate) budget: Vec<(String, f64, f64)>,
}

/// A goal is kept when the figure is at most the limit.
fn at_most(row: &str, figure: &str, value: f64, limit: f64, unit: &str) -> String {
    let verdict =
        if value <= limit { "met".to_owned() } else { format!("**missed by {:.0}%**", (value / limit - 1.0) * 100.0) };
    format!("| {row} | {figure} | ≤ {limit}{unit} | {value:.2}{unit} | {verdict} |\n")
}

/// A goal is kept when the figure is at least the limit.
fn at_least(row: &str, figure: &str, value: f64, limit: f64) -> String {
    let verdict =
        if value >= limit { "met".to_owned() } else { format!("**missed by {:.0}%**", (1.0 - value / limit) * 100.0) };
    format!("| {row} | {figure} | ≥ {limit}× | {value:.1}× | {verdict} |\n")
}

fn at_most_count(row: &str, figure: &str, value: usize, limit: usize) -> String {
    let verdict = if value <= limit { "met".to_owned() } else { format!("**missed by {}**", value - limit) };
    format!("| {row} | {figure} | ≤ {limit} | {value} | {verdict} |\n")
}

/// The page.
pub(crate) fn page(findings: &Findings) -> String {
    let mut page = "# Benchmarks\n\n`cargo xtask bench` writes this page; what explains the figures is in \
        xtask/bench/notes.md.\n\n"
        .to_owned();
    page += &format!("- Machine: {}\n- Tools: {}\n", findings.machine, findings.tools);
    page += &format!("- Measured: {}; {} starts of each program\n\n", findings.moment, findings.rounds);
    if !findings.lacking.is_empty() {
        page += &format!("**Not measured in this run: {}.**\n\n", findings.lacking.join(", "));
    }
    page += "Absolute times differ between machines; the goals are ratios and counts of one run on one machine.\n\n";
    page += "## Goals\n\n| # | figure | goal | measured | |\n|---|---|---|---|---|\n";
    page += &start_goals(findings);
    page += &peer_goals(findings);
    page += &size_goals(findings);
    page += &call_goals(findings);
    page += &page_goals(findings);
    page += &write_goals(findings);
    page += &approving_row(findings);
    for (name, size, limit) in &findings.budget {
        page += &at_most("9", name, *size, *limit, " kB");
    }
    page += "\n";
    page += include_str!("../notes.md");
    page += &start_table("Starts and memory", &findings.starts);
    if !findings.peers.is_empty() {
        page += &start_table("The same action in three languages", &findings.peers);
    }
    page += &call_tables(findings);
    page += &write_table(findings);
    page
}

fn start_goals(findings: &Findings) -> String {
    let mut rows = String::new();
    let Some(((_, hello), functions)) = findings.starts.split_first() else { return rows };
    for (name, starts) in functions {
        let ratio = starts.init.median() / hello.init.median();
        let cpu = starts.init_cpu.median() / hello.init_cpu.median();
        rows += &at_most("1", &format!("init of {name} ÷ hello (CPU: {cpu:.2}×)"), ratio, 1.7, "×");
    }
    for (name, starts) in functions {
        let first = starts.memory.median() / hello.memory.median();
        let many = starts.memory_after_many / hello.memory_after_many;
        rows += &at_most("2", &format!("memory of {name} at the first answer ÷ hello"), first, 2.1, "×");
        rows += &at_most("2", &format!("memory of {name} after {MANY} requests ÷ hello"), many, 2.5, "×");
    }
    rows
}

fn peer_goals(findings: &Findings) -> String {
    let [(_, ours), (_, node), (_, python)] = findings.peers.as_slice() else { return String::new() };
    let goal = |name: &str, peer: &Starts, limit| {
        let cpu = peer.answer_cpu.median() / ours.answer_cpu.median();
        let figure = format!("cold start to first answer: {name} ÷ sign-in (CPU: {cpu:.0}×)");
        at_least("2b", &figure, peer.answer.median() / ours.answer.median(), limit)
    };
    goal("Node", node, 40.0) + &goal("Python", python, 60.0)
}

fn size_goals(findings: &Findings) -> String {
    let mut rows = String::new();
    for Size { name, megabytes } in &findings.sizes {
        rows += &at_most("3", &format!("zip of {name}"), *megabytes, 3.5, " MB");
    }
    let dispatch = findings.sizes.iter().find(|size| size.name == "dispatch").map(|size| size.megabytes);
    rows += &match (dispatch, findings.untuned) {
        (Some(dispatch), Some(untuned)) => {
            at_most("3", "zip of dispatch ÷ with the SDK's default features", dispatch / untuned, 0.6, "×")
        }
        _ => "| 3 | zip of dispatch ÷ with the SDK's default features | ≤ 0.6× | not measured (`--untuned`) | |\n"
            .to_owned(),
    };
    rows
}

fn call_goals(findings: &Findings) -> String {
    let mut rows = String::new();
    for (name, goal, traffic) in &findings.calls {
        if let Some(goal) = goal {
            rows += &at_most_count("4", &format!("sequential AWS calls: {name}"), traffic.sequential(), *goal);
        }
    }
    let asking = findings.credential_crates.len();
    rows += &at_most_count("4", "crates that ask STS, SSO or IMDS for credentials", asking, 0);
    for (name, traffic) in &findings.traffic {
        let figure = format!("connections of {name} over {MANY} requests; goal: the services that it used");
        rows += &at_most_count("5", &figure, traffic.at_once().values().sum(), traffic.services().len());
    }
    rows
}

#[expect(clippy::cast_precision_loss, reason = "items of one page are far below 2^53")]
fn page_goals(findings: &Findings) -> String {
    let Some([few, more @ ..]) = findings.pages.as_deref() else {
        return "| 6 | what a list page reads | ≤ 1× | not measured (needs the local stack's emulator) | |\n"
            .to_owned();
    };
    let mut rows = String::new();
    for many in more {
        let figure = format!("items that a list page reads at {} documents ÷ at {}", many.documents, few.documents);
        let figure = format!("{figure} ({} for {} ÷ {} for {})", many.scanned, many.count, few.scanned, few.count);
        rows += &at_most("6", &figure, many.scanned as f64 / few.scanned as f64, 1.0, "×");
        let figure = format!("read units of that page ({} ÷ {})", many.units, few.units);
        rows += &at_most("6", &figure, many.units / few.units, 1.0, "×");
    }
    rows
}

/// What approving takes of a person's time, beside what the local stack takes for asking anything at all.
fn approving_row(findings: &Findings) -> String {
    let Some(Approving { requests, approving_ms, empty_ms }) = &findings.on_the_stack else {
        return "| – | approving on the local stack ÷ as many empty calls | none | not measured (needs `AKKOORD_STACK`) | |\n"
            .to_owned();
    };
    let figure = format!(
        "approving on the local stack: {requests} requests in {} ms ÷ as many empty calls in {} ms",
        approving_ms.text(),
        empty_ms.text()
    );
    format!("| – | {figure} | none | {:.1}× | |\n", approving_ms.median() / empty_ms.median())
}

#[expect(clippy::cast_precision_loss, reason = "units of one transaction are far below 2^53")]
fn write_goals(findings: &Findings) -> String {
    let Some(approving) = findings.approving.last() else { return String::new() };
    let floor: usize = approving.iter().map(Written::floor).sum();
    let indexes: usize = approving.iter().map(|written| written.in_indexes).sum();
    let figure = format!("write units of approving ({floor} in the table, {indexes} in its indexes) ÷ the floor");
    at_most_count("7", "items that approving writes", approving.len(), 5)
        + &at_most("7", &figure, (floor + indexes) as f64 / floor as f64, 1.0, "×")
}

/// What one approval writes, transaction by transaction.
fn write_table(findings: &Findings) -> String {
    let mut table = "\n## What the last approval writes\n\nOut of the requests for transactions. The floor is 2 write units \
        for each started KB of an item; its indexes cost 1 more for each place that it leaves, takes or keeps there.\n\n\
        | transaction | item | bytes | floor | indexes |\n|---|---|---|---|---|\n"
        .to_owned();
    for (number, written) in findings.approving.iter().enumerate() {
        let what = if number + 1 == findings.approving.len() { "approving" } else { "counting the guess" };
        for item in written {
            let Written { kind, bytes, in_indexes } = item;
            table += &format!("| {what} | {kind} | {bytes} | {} | {in_indexes} |\n", item.floor());
        }
    }
    table
}

fn start_table(title: &str, starts: &[(&'static str, Starts)]) -> String {
    let mut table = format!(
        "\n## {title}\n\nMedian (smallest–largest). Times in ms, memory in MB; CPU is time on a processor, own memory is what \
         is no page of a file.\n\n\
         | program | init | its CPU | start to first answer | its CPU | memory then | of it its own | after {MANY} |\n\
         |---|---|---|---|---|---|---|---|\n"
    );
    for (name, starts) in starts {
        table += &format!(
            "| {name} | {} | {} | {} | {} | {} | {:.1} | {:.1} |\n",
            starts.init.text(),
            starts.init_cpu.text(),
            starts.answer.text(),
            starts.answer_cpu.text(),
            starts.memory.text(),
            starts.own.median(),
            starts.memory_after_many,
        );
    }
    table
}

fn call_tables(findings: &Findings) -> String {
    let mut tables =
        "\n## AWS calls of one warm action\n\n`+` joins calls under way at the same time, `→` is one after \
        the other.\n\n| action | sequential | calls |\n|---|---|---|\n"
            .to_owned();
    for (name, _, traffic) in &findings.calls {
        tables += &format!("| {name} | {} | {} |\n", traffic.sequential(), traffic.steps());
    }
    tables += &format!(
        "\n## Connections over {MANY} requests to one process\n\nHere all services share one host, and with it their \
         connections; in AWS each has its own, and HTTP/1.1 needs one connection for each call that is under way \
         at the same time.\n\n\
         | function | calls | connections here | in AWS |\n|---|---|---|---|\n"
    );
    for (name, traffic) in &findings.traffic {
        let mut at_once = String::new();
        for (service, most) in traffic.at_once() {
            let comma = if at_once.is_empty() { "" } else { ", " };
            // Writing to a String cannot fail.
            write!(at_once, "{comma}{service} {most}").ok();
        }
        tables += &format!("| {name} | {} | {} | {at_once} |\n", traffic.calls.len(), traffic.connections);
    }
    tables
}
