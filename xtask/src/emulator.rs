//! MiniStack as a child: started on a free port of the loopback address with its state in one folder, and
//! stopped, with the functions that it runs, when the value is dropped or this process dies.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::aws::REGION;
use crate::failure::{During as _, Failure, Result};
use crate::places::{Places, empty, make, read, write};
use crate::process::{Progress, go_on};
use crate::tools::MINISTACK;

/// The services that the template uses: a smaller emulator starts sooner and opens no other ports.
const SERVICES: &str = "apigateway,cloudformation,cloudfront,cloudwatch,cognito-idp,dynamodb,iam,kms,lambda,logs,s3,scheduler,ses,sns,sqs,sts";
const KEEPER: &str = include_str!("keeper.py");
const PATIENCE: Duration = Duration::from_secs(60);

/// A running emulator.
#[derive(Debug)]
pub(crate) struct Emulator {
    keeper: Child,
    /// Its address, without a slash at the end.
    pub(crate) endpoint: String,
}

impl Emulator {
    /// Starts one with its state in `state`; `keep` keeps the state for a next start.
    pub(crate) fn start(places: &Places, state: &Path, keep: bool) -> Result<Self> {
        let programs = MINISTACK.programs(places)?;
        // The unpacked code of functions that are gone.
        empty(&state.join("tmp"))?;
        make(&state.join("emulator"))?;
        begin_streams_anew(&state.join("emulator/lambda.json"))?;
        let port = port(state)?;
        let endpoint = format!("http://127.0.0.1:{port}");
        let log = places.log(if keep { "ministack" } else { "ministack-test" });
        let out = File::create(&log).during(format_args!("Writing {}", log.display()))?;
        let err = out.try_clone().during(format_args!("Writing {}", log.display()))?;
        let mut command = Command::new(programs.join("python"));
        command.args(["-c", KEEPER]).arg(programs.join("ministack"));
        // A clean environment: the emulator hands its own to every function.
        command.env_clear();
        for name in ["PATH", "HOME", "LANG"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("SERVICES", SERVICES)
            .env("GATEWAY_PORT", port.to_string())
            .env("BIND_HOST", "127.0.0.1")
            .env("IOT_MTLS_ENABLED", "0")
            .env("SFTP_ENABLED", "0")
            .env("MINISTACK_REGION", REGION)
            .env("AWS_ENDPOINT_URL", &endpoint)
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("PERSIST_STATE", if keep { "1" } else { "0" })
            .env("STATE_DIR", state.join("emulator"))
            .env("S3_PERSIST", if keep { "1" } else { "0" })
            .env("S3_DATA_DIR", state.join("s3"))
            .env("TMPDIR", state.join("tmp"))
            .stdin(Stdio::piped())
            .stdout(out)
            .stderr(err)
            .process_group(0);
        let progress = Progress::begin("Starting MiniStack");
        let keeper = command.spawn().during("Starting MiniStack")?;
        let mut emulator = Self { keeper, endpoint };
        emulator.wait_until_ready(&log)?;
        progress.end("");
        Ok(emulator)
    }

    fn wait_until_ready(&mut self, log: &Path) -> Result {
        let begun = Instant::now();
        let health = format!("{}/_ministack/health", self.endpoint);
        while begun.elapsed() < PATIENCE {
            go_on()?;
            if let Some(status) = self.keeper.try_wait().during("Waiting for MiniStack")? {
                return Err(Failure::new(format!("{}\nMiniStack ended ({status}).", read(log).unwrap_or_default())));
            }
            if ureq::get(&health).call().is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        Err(Failure::new(format!("MiniStack did not answer on {health}. Its output: {}", log.display())))
    }

    /// Whether it still runs.
    pub(crate) fn runs(&mut self) -> bool {
        matches!(self.keeper.try_wait(), Ok(None))
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // The keeper ends everything when this pipe closes, and lets the emulator write its state first.
        drop(self.keeper.stdin.take());
        self.keeper.wait().ok();
    }
}

/// MiniStack keeps how far a function has read a table's stream, but not the stream: after a start from kept state that
/// place lies behind the new stream's end, and nothing would reach the function until the stream had grown so far again.
fn begin_streams_anew(kept: &Path) -> Result {
    if !kept.exists() {
        return Ok(());
    }
    let mut state: serde_json::Value =
        serde_json::from_str(&read(kept)?).during(format_args!("Reading {}", kept.display()))?;
    if let Some(places) = state.pointer_mut("/payload/dynamodb_stream_positions/data") {
        *places = serde_json::json!({});
        write(kept, state.to_string().as_bytes())?;
    }
    Ok(())
}

/// The port of the last time where it is free (addresses in the kept state name it), else any free one.
fn port(state: &Path) -> Result<u16> {
    let file = state.join("port");
    let last = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse::<u16>().ok());
    let port = match last.filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()) {
        Some(port) => port,
        None => free_port()?,
    };
    write(&file, port.to_string().as_bytes())?;
    Ok(port)
}

/// A port on which nothing listens now.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).during("Looking for a free port")?;
    Ok(listener.local_addr().during("Looking for a free port")?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_of_the_last_time_is_taken_again_while_it_is_free() {
        let state = std::env::temp_dir().join(format!("akkoord-port-{}", std::process::id()));
        let first = port(&state).unwrap();
        assert_eq!(port(&state).unwrap(), first);
        let taken = TcpListener::bind(("127.0.0.1", first)).unwrap();
        assert_ne!(port(&state).unwrap(), first);
        drop(taken);
        fs::remove_dir_all(&state).unwrap();
    }

    #[test]
    fn a_function_begins_a_new_stream_at_its_beginning() {
        let file = std::env::temp_dir().join(format!("akkoord-lambda-{}.json", std::process::id()));
        let kept = r#"{"payload":{"dynamodb_stream_positions":{"data":{"one":28912}},"esms":{"data":{"one":1}}}}"#;
        fs::write(&file, kept).unwrap();
        begin_streams_anew(&file).unwrap();
        let left = fs::read_to_string(&file).unwrap();
        assert_eq!(left, r#"{"payload":{"dynamodb_stream_positions":{"data":{}},"esms":{"data":{"one":1}}}}"#);
        fs::remove_file(&file).unwrap();
        assert!(begin_streams_anew(&file).is_ok(), "a first start has no state");
    }
}
