//! One call by HTTP: to an address that was checked and no other, with a limit on time and on what is read, without
//! following a redirect. What matters is where it failed: before anything was written, or after.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
    time::{Instant, timeout, timeout_at},
};
use tokio_rustls::{
    TlsConnector,
    rustls::{self, ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

use crate::{
    address::{Address, Reach},
    channel::Reason,
};

/// The most that is read of an answer, in bytes.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// How long a call may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Until the connection stands; nothing has been written then.
    pub(crate) connect: Duration,
    /// From then until the answer was read.
    pub(crate) answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        // A question and a message after it fit into 30 seconds.
        Self { connect: Duration::from_secs(3), answer: Duration::from_secs(10) }
    }
}

/// How a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The request was surely not received.
    NotSent(Reason),
    /// It may have been received.
    Lost(Reason),
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) status: StatusCode,
    /// `None` when it was too large, or broke off.
    pub(crate) body: Option<Bytes>,
}

/// Where names lead: to what the system says, or in tests to what the test says, one answer a call.
#[derive(Debug)]
pub(crate) enum Names {
    System,
    #[cfg(test)]
    Script(std::sync::Mutex<std::collections::VecDeque<Vec<SocketAddr>>>),
}

#[cfg(test)]
impl Names {
    pub(crate) fn script<const N: usize>(answers: [Vec<SocketAddr>; N]) -> Self {
        Self::Script(std::sync::Mutex::new(answers.into()))
    }
}

/// Makes calls.
pub(crate) struct Caller {
    pub(crate) reach: Reach,
    pub(crate) names: Names,
    pub(crate) limits: Limits,
    pub(crate) tls: TlsConnector,
}

impl Caller {
    /// Trusts the certificate authorities that browsers trust (Mozilla's list).
    pub(crate) fn new(reach: Reach) -> Result<Self, rustls::Error> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Ok(Self { reach, names: Names::System, limits: Limits::default(), tls: connector(roots)? })
    }

    /// Sends the request to the address and reads the answer.
    pub(crate) async fn call(&self, address: &Address, mut request: Request<Full<Bytes>>) -> Result<Heard, Trouble> {
        let host = HeaderValue::from_str(&address.authority).map_err(|_| Trouble::NotSent(Reason::NotWritten))?;
        request.headers_mut().insert(header::HOST, host);
        // A connection is used once; the other side need not keep it.
        request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        let connecting = timeout(self.limits.connect, self.connect(address)).await;
        let mut connection = connecting.unwrap_or(Err(Reason::TimedOut)).map_err(Trouble::NotSent)?;
        let deadline = Instant::now() + self.limits.answer;
        let answer = timeout_at(deadline, connection.sender.try_send_request(request)).await;
        let answer = answer.map_err(|_| Trouble::Lost(Reason::TimedOut))?.map_err(|error| match error.message() {
            // The request came back unwritten.
            Some(_) => Trouble::NotSent(Reason::ConnectionLost),
            None => Trouble::Lost(Reason::ConnectionLost),
        })?;
        let status = answer.status();
        // The status has been said, whatever becomes of the rest.
        let body = timeout_at(deadline, Limited::new(answer.into_body(), MAX_ANSWER_BYTES).collect()).await;
        let body = body.ok().and_then(Result::ok).map(http_body_util::Collected::to_bytes);
        Ok(Heard { status, body })
    }

    async fn connect(&self, address: &Address) -> Result<Connection, Reason> {
        let found = self.resolve(address).await?;
        // One internal address among public ones is a name that lies: none of them is called.
        if !found.iter().all(|socket| self.reach.allows(socket.ip())) {
            return Err(Reason::AddressNotAllowed);
        }
        let stream = reach_one(&found).await?;
        if !address.tls {
            return converse(stream).await;
        }
        let name = ServerName::try_from(address.host.clone()).map_err(|_| Reason::NotTrusted)?;
        let stream = self.tls.connect(name, stream).await.map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => Reason::NotTrusted,
            _ => Reason::NotReached,
        })?;
        converse(stream).await
    }

    /// Resolves the name, once per call: what is checked is what is called.
    async fn resolve(&self, address: &Address) -> Result<Vec<SocketAddr>, Reason> {
        let found: Vec<SocketAddr> = match &self.names {
            Names::System => {
                let found = tokio::net::lookup_host((address.host.as_str(), address.port)).await;
                found.map_err(|_| Reason::NameNotFound)?.collect()
            }
            #[cfg(test)]
            Names::Script(script) => script.lock().unwrap().pop_front().unwrap_or_default(),
        };
        if found.is_empty() { Err(Reason::NameNotFound) } else { Ok(found) }
    }
}

/// A connection and the task that drives it, which ends with it.
struct Connection {
    sender: http1::SendRequest<Full<Bytes>>,
    _driver: JoinSet<()>,
}

/// The first of the addresses that takes a connection.
async fn reach_one(sockets: &[SocketAddr]) -> Result<TcpStream, Reason> {
    for socket in sockets {
        if let Ok(stream) = TcpStream::connect(socket).await {
            return Ok(stream);
        }
    }
    Err(Reason::NotReached)
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Result<Connection, Reason> {
    let opening = http1::Builder::new().max_buf_size(MAX_ANSWER_BYTES).handshake(TokioIo::new(stream)).await;
    let (sender, connection) = opening.map_err(|_| Reason::NotReached)?;
    let mut driver = JoinSet::new();
    driver.spawn(async move {
        // How the connection ended is heard at the request.
        connection.await.ok();
    });
    Ok(Connection { sender, _driver: driver })
}

/// TLS 1.2 and 1.3 on *ring*, as the AWS clients have it (docs/decisions/0002-aws-clients.md).
pub(crate) fn connector(roots: RootCertStore) -> Result<TlsConnector, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Arc::new(versions.with_root_certificates(roots).with_no_client_auth()).into())
}
