//! A proxy between the function and the stack: it writes down each call to AWS and fails the ones that a test names.

use std::{
    io,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use super::{http, http::Message, stack};

/// How a service fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It answers 500.
    InternalError,
    /// It asks to slow down.
    Throttled,
    /// It closes the connection without an answer.
    Refused,
    /// It does not answer in time.
    Silent,
    /// It does the work, and its answer is lost once; later calls go well.
    LostReplyOnce,
}

/// One call that went through.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// For example `dynamodb.GetItem`.
    pub(crate) operation: String,
    /// How many items a TransactWriteItems writes; 0 for other calls.
    pub(crate) written: usize,
    begun: Instant,
    ended: Instant,
}

/// Operations that begin with `operation` fail so, after `well` that go well, `times` times.
struct Failing {
    operation: String,
    well: usize,
    times: usize,
    fault: Fault,
}

#[derive(Default)]
struct State {
    calls: Vec<Call>,
    faults: Vec<Failing>,
    /// How long each call takes at least, so that calls that run side by side are seen to overlap.
    latency: Duration,
}

/// A running proxy; it ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) endpoint: String,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    /// Starts one in front of the stack.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let proxy = Self { endpoint, state: Arc::default() };
        let serving = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let proxy = serving.clone();
                // A client that goes away ends its own connection only.
                tokio::spawn(async move { proxy.serve(stream).await.ok() });
            }
        });
        proxy
    }

    /// From now on operations that begin with `operation` (`kms`, `dynamodb.Tr`) fail.
    pub(crate) fn fails(&self, operation: &str, fault: Fault) {
        self.fails_after(operation, 0, fault);
    }

    /// As [`Proxy::fails`], after so many calls of that operation that go well.
    pub(crate) fn fails_after(&self, operation: &str, count: usize, fault: Fault) {
        self.fails_between(operation, count, usize::MAX, fault);
    }

    /// As [`Proxy::fails_after`], so many times; then it goes well again.
    pub(crate) fn fails_between(&self, operation: &str, well: usize, times: usize, fault: Fault) {
        let times = if fault == Fault::LostReplyOnce { 1 } else { times };
        self.state.lock().unwrap().faults.push(Failing { operation: operation.to_owned(), well, times, fault });
    }

    /// Everything works again.
    pub(crate) fn recovers(&self) {
        self.state.lock().unwrap().faults.clear();
    }

    /// Each call takes at least this long.
    pub(crate) fn takes(&self, latency: Duration) {
        self.state.lock().unwrap().latency = latency;
    }

    /// The calls since the last time this was asked, the first one first.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let mut calls = std::mem::take(&mut self.state.lock().unwrap().calls);
        calls.sort_by_key(|call| call.begun);
        calls
    }

    /// The names of the calls since the last time this was asked, sorted, so that calls side by side have one order.
    pub(crate) fn operations(&self) -> Vec<String> {
        let mut names: Vec<String> = self.calls().into_iter().map(|call| call.operation).collect();
        names.sort();
        names
    }

    async fn serve(&self, stream: TcpStream) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        while let Some(request) = Message::read(&mut stream).await? {
            let begun = Instant::now();
            let operation = operation_of(&request);
            let (fault, latency) = self.fault_for(&operation);
            tokio::time::sleep(latency).await;
            let answer = match fault {
                None => http::exchange(&stack().inner.endpoint, &request).await?,
                Some(Fault::LostReplyOnce) => {
                    http::exchange(&stack().inner.endpoint, &request).await?;
                    return Ok(());
                }
                Some(Fault::Refused) => return Ok(()),
                Some(Fault::Silent) => {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                    return Ok(());
                }
                Some(Fault::InternalError) if operation.starts_with("s3.") => {
                    xml_error(&operation, "500 Internal Server Error", "InternalError")
                }
                Some(Fault::Throttled) if operation.starts_with("s3.") => {
                    xml_error(&operation, "503 Slow Down", "SlowDown")
                }
                Some(Fault::InternalError) => error("500 Internal Server Error", "InternalFailure"),
                Some(Fault::Throttled) => error("400 Bad Request", "ThrottlingException"),
            };
            let written = written(&request);
            self.state.lock().unwrap().calls.push(Call { operation, written, begun, ended: Instant::now() });
            let mut answer = answer;
            answer.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("connection"));
            answer.write(stream.get_mut()).await?;
            stream.get_mut().flush().await?;
        }
        Ok(())
    }

    fn fault_for(&self, operation: &str) -> (Option<Fault>, Duration) {
        let mut state = self.state.lock().unwrap();
        let latency = state.latency;
        let named = |failing: &&mut Failing| failing.times > 0 && operation.starts_with(&failing.operation);
        let Some(failing) = state.faults.iter_mut().find(named) else { return (None, latency) };
        if failing.well > 0 {
            failing.well -= 1;
            return (None, latency);
        }
        failing.times -= 1;
        let fault = failing.fault;
        (Some(fault), latency)
    }
}

/// The length of the longest chain of calls in which each began after the one before had ended.
pub(crate) fn longest_chain(calls: &[Call]) -> usize {
    let mut by_end = calls.to_vec();
    by_end.sort_by_key(|call| call.ended);
    let mut chain: Vec<&Call> = Vec::new();
    for call in &by_end {
        if chain.last().is_none_or(|last| last.ended <= call.begun) {
            chain.push(call);
        }
    }
    chain.len()
}

fn error(status: &str, code: &str) -> Message {
    Message {
        first_line: format!("HTTP/1.1 {status}"),
        headers: vec![("content-type".to_owned(), "application/x-amz-json-1.0".to_owned())],
        body: format!(r#"{{"__type":"{code}","message":"as the test wants it"}}"#).into_bytes(),
    }
}

/// As S3 answers: in XML, and nothing but headers to HEAD.
fn xml_error(operation: &str, status: &str, code: &str) -> Message {
    let body = format!("<Error><Code>{code}</Code><Message>as the test wants it</Message></Error>");
    Message {
        first_line: format!("HTTP/1.1 {status}"),
        headers: vec![("content-type".to_owned(), "application/xml".to_owned())],
        body: if operation.starts_with("s3.HEAD ") { Vec::new() } else { body.into_bytes() },
    }
}

fn written(request: &Message) -> usize {
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    body["TransactItems"].as_array().map_or(0, Vec::len)
}

/// `<service>.<operation>`: of the request's target, or of its signature and form.
fn operation_of(request: &Message) -> String {
    if let Some((service, operation)) = request.header("x-amz-target").and_then(|target| target.rsplit_once('.')) {
        let service = match service {
            "DynamoDB_20120810" => "dynamodb",
            "AWSCognitoIdentityProviderService" => "cognito-idp",
            "TrentService" => "kms",
            other => other,
        };
        return format!("{service}.{operation}");
    }
    let service = request.header("authorization").and_then(|text| text.split('/').nth(3)).unwrap_or("unsigned");
    let form = String::from_utf8_lossy(&request.body).into_owned();
    let action = form.split('&').find_map(|pair| pair.strip_prefix("Action="));
    format!("{service}.{}", action.unwrap_or(&request.first_line))
}
