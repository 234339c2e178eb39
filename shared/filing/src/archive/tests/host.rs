//! A host on this machine: one connection after the other, each with the next part of its play.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use tokio_rustls::rustls::{
    RootCertStore, ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

/// What the host does with one connection.
pub(super) enum Play {
    /// Reads the request, writes these bytes and closes.
    Say(Vec<u8>),
    /// Reads the request and closes.
    Close,
    /// Reads a part of the request and closes, which resets the connection.
    Reset,
    /// Reads the request and says nothing until the caller has gone.
    Hang,
    /// Says nothing, whatever comes.
    Mute,
    /// Reads the request and answers without end, as long as somebody reads.
    Endless,
}

/// A whole answer.
pub(super) fn say(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into()
}

/// A request as it arrived.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) line: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str()).unwrap()
    }

    fn read(stream: &mut impl Read) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
            if line.trim_end().is_empty() {
                break;
            }
            lines.push(line.trim_end().to_owned());
        }
        let header = |line: &String| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        let headers: Vec<_> = lines[1..].iter().filter_map(header).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length").map_or("0", |(_, length)| length);
        let mut body = vec![0; length.parse().ok()?];
        reader.read_exact(&mut body).ok()?;
        Some(Self { line: lines[0].clone(), headers, body })
    }
}

pub(super) struct Host {
    pub(super) address: SocketAddr,
    heard: Arc<Mutex<Vec<Request>>>,
}

impl Host {
    /// Takes one connection for each part; after the last one nobody listens.
    pub(super) fn plays<const N: usize>(parts: [Play; N]) -> Self {
        Self::listen(move |listener, heard| {
            for part in parts {
                let (mut stream, _) = listener.accept().unwrap();
                play(&mut stream, part, heard);
            }
        })
    }

    /// A host with a certificate for this name, and the roots with which it is trusted.
    pub(super) fn with_tls(name: &str, part: Play) -> (Self, RootCertStore) {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let host = Self::listen(move |listener, heard| {
            let (stream, _) = listener.accept().unwrap();
            let connection = ServerConnection::new(Arc::new(config)).unwrap();
            play(&mut StreamOwned::new(connection, stream), part, heard);
        });
        (host, roots)
    }

    fn listen(serve: impl FnOnce(&TcpListener, &Mutex<Vec<Request>>) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = Self { address: listener.local_addr().unwrap(), heard: Arc::default() };
        let heard = Arc::clone(&host.heard);
        thread::spawn(move || serve(&listener, &heard));
        host
    }

    pub(super) fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}/in?k=1", self.address)
    }

    pub(super) fn heard(&self) -> Vec<Request> {
        self.heard.lock().unwrap().clone()
    }

    pub(super) fn wait_until_closed(&self) {
        while TcpStream::connect(self.address).is_ok() {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A caller that has gone is no failure of the host's.
fn play(stream: &mut (impl Read + Write), part: Play, heard: &Mutex<Vec<Request>>) {
    match part {
        Play::Reset => return drop(stream.read_exact(&mut [0; 10])),
        Play::Mute => return drop(stream.read_to_end(&mut Vec::new())),
        _ => {}
    }
    let Some(request) = Request::read(stream) else { return };
    heard.lock().unwrap().push(request);
    match part {
        Play::Say(bytes) => {
            stream.write_all(&bytes).and_then(|()| stream.flush()).ok();
        }
        Play::Hang => {
            stream.read_exact(&mut [0; 1]).ok();
        }
        Play::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").ok();
            while stream.write_all(b"10\r\n0123456789abcdef\r\n").is_ok() {}
        }
        Play::Close | Play::Reset | Play::Mute => {}
    }
}
