//! `cargo xtask up`: from a checkout to an open portal on this machine.

use std::fs::File;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::args::{Target, Up};
use crate::aws::Aws;
use crate::emulator::Emulator;
use crate::failure::{During as _, Failure, Result};
use crate::places::{Places, empty, make};
use crate::process::{step, stopped};
use crate::stack::Stack;
use crate::{functions, prerequisites, serve, web};

/// Where LocalStack answers.
const LOCALSTACK: &str = "http://localhost:4566";

/// Builds, starts, deploys, seeds and serves, until Ctrl-C.
pub(crate) fn up(places: &Places, options: &Up) -> Result {
    let begun = Instant::now();
    prerequisites::check(places)?;
    let (port, inbox_port, archive_port) = (options.port, options.port + 1, options.port + 2);
    for port in [port, inbox_port, archive_port] {
        prerequisites::port_is_free(port)?;
    }
    let state = places.local.join(if options.target == Target::LocalStack { "state-localstack" } else { "state" });
    make(&state)?;
    let _lock = lock(places)?;
    if options.fresh {
        empty(&state)?;
    }
    println!("\nAkkoord on this machine\n");
    web::build(places)?;
    serve::built(places)?;
    functions::build(places, false)?;
    let mut emulator = match options.target {
        Target::LocalStack => None,
        Target::MiniStack | Target::Aws => Some(Emulator::start(places, &state, true)?),
    };
    let endpoint = emulator.as_ref().map_or_else(|| localstack(places), |emulator| Ok(emulator.endpoint.clone()))?;
    let aws = Aws { target: options.target, endpoint: Some(endpoint) };
    let origin = format!("http://localhost:{port}");
    let archive = serve::archive(archive_port)?;
    let stack = Stack::deploy(places, &aws, &state, &origin, &serve::archive_url(archive_port))?;
    stack.wait_until_ready()?;
    stack.seed(places, &aws)?;
    serve::portal(places, &stack, port)?;
    serve::inbox(&stack, inbox_port, &archive)?;
    println!("{}", welcome(&origin, inbox_port, begun.elapsed()));
    while !stopped() {
        if emulator.as_mut().is_some_and(|emulator| !emulator.runs()) {
            let log = places.log("ministack");
            return Err(Failure::new(format!("MiniStack ended by itself. Its output: {}", log.display())));
        }
        sleep(Duration::from_millis(200));
    }
    println!("\nStopping; the state stays for the next time (--fresh forgets it).");
    Ok(())
}

/// Two of these at once would write over each other's state. The lock goes when this process does.
fn lock(places: &Places) -> Result<File> {
    let path = places.local.join("lock");
    let file = File::create(&path).during(format_args!("Writing {}", path.display()))?;
    file.try_lock()
        .map_err(|_| Failure::new("Another `cargo xtask up` of this checkout is running; stop that one first."))?;
    Ok(file)
}

/// The address of LocalStack: the one that runs, or one that Docker starts now.
fn localstack(places: &Places) -> Result<String> {
    let answers = || ureq::get(format!("{LOCALSTACK}/_localstack/health")).call().is_ok();
    if answers() {
        return Ok(LOCALSTACK.to_owned());
    }
    if std::env::var_os("LOCALSTACK_AUTH_TOKEN").is_none() {
        return Err(Failure::new(format!(
            "LocalStack does not answer on {LOCALSTACK}. With Docker and a token of your own this command starts it: \
             LOCALSTACK_AUTH_TOKEN=… cargo xtask up --target localstack"
        )));
    }
    let mut docker = Command::new("docker");
    docker.current_dir(&places.root).args(["compose", "-f", "infra/compose.yaml", "up", "--detach", "--wait"]);
    step("Starting LocalStack", &places.log("localstack"), &mut docker)?;
    if answers() {
        Ok(LOCALSTACK.to_owned())
    } else {
        Err(Failure::new(format!("LocalStack does not answer on {LOCALSTACK}.")))
    }
}

fn welcome(origin: &str, inbox_port: u16, took: Duration) -> String {
    format!(
        "
  Portal   {origin}
  Inbox    http://localhost:{inbox_port}   (codes, mails and archived documents appear here)

  Sign in with one of these; the password of all is demo-wachtwoord-2026
    sanne   client of Bakkerij De Gouden Aar B.V. and Van Dijk Installatietechniek
    bram    client, administrator of Bakkerij De Gouden Aar B.V.
    mo      client of Stichting Het Open Boek, in English
    iris    staff
    joost   staff
  Invited, without a password yet: nina; her invitation waits in the inbox.

  Ready in {} s. Ctrl-C stops everything.",
        took.as_secs()
    )
}
