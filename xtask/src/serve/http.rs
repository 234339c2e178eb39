//! The transport: HTTP/1.1 on this machine's loopback addresses. The only file here that knows an HTTP server. A
//! connection is a task and not a thread, so that a browser may keep as many idle ones as it likes; a handler may
//! block, and has a thread for as long as it works.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;

use crate::failure::{During as _, Result};

/// Requests of one server that are answered at the same time; more of them wait.
const WORKERS: usize = 64;

/// A request with its body in memory.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path and the query.
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Who sent it.
    pub(crate) from: IpAddr,
}

impl Request {
    /// The address without its query.
    pub(crate) fn path(&self) -> &str {
        self.url.split(['?', '#']).next().unwrap_or_default()
    }

    /// The first header of that name, in whatever case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|header| header.0.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }
}

/// An answer with its body in memory.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// An answer without headers.
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    /// A plain answer of this server itself.
    pub(crate) fn text(status: u16, message: &str) -> Self {
        Self::new(status, format!("{message}\n"))
            .with(&[("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")])
    }

    /// Adds headers; ones that are no headers are not sent.
    pub(crate) fn with(mut self, headers: &[(&str, &str)]) -> Self {
        self.headers.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self
    }
}

impl From<Answer> for Response<Full<Bytes>> {
    fn from(answer: Answer) -> Self {
        let mut response = Response::new(Full::new(answer.body.into()));
        *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
        for (name, value) in answer.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

/// Answers on both loopback addresses, because `localhost` may mean either. Only requests for this machine's own name
/// are answered: a page elsewhere cannot reach it through a name of its own. A body may have `largest` bytes. Where
/// `answer` gives none, the connection ends without one.
pub(crate) fn listen<A: Into<Option<Answer>>>(
    port: u16,
    largest: usize,
    answer: impl Fn(&Request) -> A + Send + Sync + 'static,
) -> Result {
    let during = format!("Listening on port {port}");
    let mut runtime = Builder::new_current_thread();
    let runtime = runtime.enable_io().enable_time().max_blocking_threads(WORKERS).build().during(&during)?;
    let four = runtime.block_on(TcpListener::bind(("127.0.0.1", port))).during(&during)?;
    // A machine without IPv6 has no such address.
    let six = runtime.block_on(TcpListener::bind(("::1", port))).ok();
    let server = Arc::new(Server { port, largest, answer: Box::new(move |request| answer(request).into()) });
    thread::spawn(move || {
        if let Some(six) = six {
            runtime.spawn(accept(six, Arc::clone(&server)));
        }
        runtime.block_on(accept(four, server));
    });
    Ok(())
}

type Handler = dyn Fn(&Request) -> Option<Answer> + Send + Sync;

struct Server {
    port: u16,
    largest: usize,
    answer: Box<Handler>,
}

async fn accept(listener: TcpListener, server: Arc<Server>) {
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                tokio::spawn(serve(stream, from.ip(), Arc::clone(&server)));
            }
            // There are too many open files, and a connection that ends makes room.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn serve(stream: TcpStream, from: IpAddr, server: Arc<Server>) {
    // Only slower where it cannot be set.
    stream.set_nodelay(true).unwrap_or_default();
    let service = service_fn(|request| Arc::clone(&server).respond(request, from));
    // Whoever hung up wants no answer.
    http1::Builder::new().serve_connection(TokioIo::new(stream), service).await.unwrap_or_default();
}

impl Server {
    /// The answer; a failure ends the connection without one.
    async fn respond(
        self: Arc<Self>,
        request: hyper::Request<Incoming>,
        from: IpAddr,
    ) -> io::Result<Response<Full<Bytes>>> {
        let (parts, body) = request.into_parts();
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let mut request = Request {
            method: parts.method.as_str().to_owned(),
            url: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            headers: parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
            body: Vec::new(),
            from,
        };
        if !request.header("Host").is_some_and(|host| is_local(host, self.port)) {
            return Ok(Answer::text(421, "This server answers for localhost only.").into());
        }
        let Some(body) = read(body, self.largest).await.map_err(io::Error::other)? else {
            return Ok(Answer::text(413, "The body is too large.").into());
        };
        request.body = body;
        let answer = spawn_blocking(move || (self.answer)(&request)).await?;
        answer.map(Into::into).ok_or_else(|| io::Error::other("There is no answer."))
    }
}

/// The body, or None when it is larger. The rest is read all the same, and thrown away: a sender listens for an answer
/// only when everything is sent.
async fn read(mut body: Incoming, largest: usize) -> hyper::Result<Option<Vec<u8>>> {
    let (mut kept, mut fits) = (Vec::new(), true);
    while let Some(frame) = body.frame().await {
        let Ok(bytes) = frame?.into_data() else { continue };
        fits = fits && kept.len() + bytes.len() <= largest;
        if fits {
            kept.extend_from_slice(&bytes);
        }
    }
    Ok(fits.then_some(kept))
}

fn is_local(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

#[cfg(test)]
mod tests;
