//! A small Lambda Runtime API: hands out the events that the benchmark gives it and notes when things arrive.

use std::{
    io::{self, BufReader},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    failure::{During, Failure, Result},
    http,
};

/// Longer than any start or answer takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a function did.
enum Signal {
    /// It asks for an event, and gets the one that is sent back.
    Ready { at: Instant, give: Sender<Vec<u8>> },
    /// It answered.
    Answer { at: Instant, failed: bool, body: Vec<u8> },
}

/// The server. One function at a time speaks to it.
pub(crate) struct RuntimeApi {
    address: SocketAddr,
    signals: Receiver<Signal>,
}

/// A function waits for an event.
pub(crate) struct Ready {
    pub(crate) at: Instant,
    give: Sender<Vec<u8>>,
}

/// A function's answer.
pub(crate) struct Answer {
    pub(crate) at: Instant,
    pub(crate) body: Value,
}

impl RuntimeApi {
    pub(crate) fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").during("Opening the Runtime API")?;
        let address = listener.local_addr().during("Opening the Runtime API")?;
        let (send, signals) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let send = send.clone();
                // A function that is stopped breaks its connections: nothing to tell.
                thread::spawn(move || serve(stream, &send).ok());
            }
        });
        Ok(Self { address, signals })
    }

    /// For `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Waits until the function asks for an event.
    pub(crate) fn ready(&self) -> Result<Ready> {
        match self.signals.recv_timeout(PATIENCE).during("Waiting for the function to ask for work")? {
            Signal::Ready { at, give } => Ok(Ready { at, give }),
            Signal::Answer { body, .. } => Err(unexpected(&body)),
        }
    }

    /// Hands out an event and waits for the answer.
    pub(crate) fn invoke(&self, ready: Ready, event: &[u8]) -> Result<Answer> {
        ready.give.send(event.to_vec()).during("Handing out an event")?;
        match self.signals.recv_timeout(PATIENCE).during("Waiting for the function's answer")? {
            Signal::Answer { at, failed: false, body } => {
                Ok(Answer { at, body: serde_json::from_slice(&body).during("Reading the function's answer")? })
            }
            Signal::Answer { body, .. } => Err(unexpected(&body)),
            Signal::Ready { .. } => Err(Failure::new("The function asked for work before it answered.")),
        }
    }
}

fn unexpected(body: &[u8]) -> Failure {
    Failure::new(format!("The function reported: {}", String::from_utf8_lossy(body)))
}

fn serve(stream: TcpStream, signals: &Sender<Signal>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
    while let Some(request) = http::read(&mut reader)? {
        let at = Instant::now();
        if request.method == "GET" {
            let (give, wait) = mpsc::channel();
            signals.send(Signal::Ready { at, give }).map_err(|_| gone())?;
            let event = wait.recv().map_err(|_| gone())?;
            http::write(&mut writer, 200, &HEADERS, &event)?;
        } else {
            let failed = !request.path.ends_with("/response");
            signals.send(Signal::Answer { at, failed, body: request.body }).map_err(|_| gone())?;
            http::write(&mut writer, 202, &[("content-type", "application/json")], b"{}")?;
        }
    }
    Ok(())
}

const HEADERS: [(&str, &str); 5] = [
    ("content-type", "application/json"),
    ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
    ("lambda-runtime-deadline-ms", "4102444800000"),
    ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-central-1:123456789012:function:bench"),
    ("lambda-runtime-trace-id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0"),
];
