//! The AWS of the benchmark: one https server on the loopback that answers every service that the functions use, always
//! well, and writes down each call. The answers themselves are in `answers`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, BufReader},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

use crate::{
    answers,
    failure::{During, Result},
    http,
};

/// One call that a function made.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) service: &'static str,
    pub(crate) operation: String,
    /// What was asked.
    pub(crate) body: Vec<u8>,
    from: Instant,
    to: Instant,
}

#[derive(Default)]
struct Log {
    calls: Mutex<Vec<Call>>,
    connections: AtomicUsize,
    delay_ms: AtomicU64,
}

/// The server.
pub(crate) struct Stub {
    url: String,
    trust_store: PathBuf,
    log: Arc<Log>,
}

/// What was called since the last question.
pub(crate) struct Traffic {
    pub(crate) calls: Vec<Call>,
    /// Connections that were opened.
    pub(crate) connections: usize,
}

impl Stub {
    /// Starts it with a certificate of its own, whose authority is written, behind the ones that a function trusts
    /// anyway, to a file in `folder`.
    pub(crate) fn start(folder: &Path, other_roots: &str) -> Result<Self> {
        let (config, authority) = certificate().during("Making a certificate")?;
        let trust_store = folder.join("roots.pem");
        fs::write(&trust_store, format!("{other_roots}{authority}")).during("Writing the trust store")?;
        let listener = TcpListener::bind("127.0.0.1:0").during("Opening the AWS of the benchmark")?;
        let address = listener.local_addr().during("Opening the AWS of the benchmark")?;
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, log) = (Arc::clone(&config), Arc::clone(&shared));
                // A function that is stopped breaks its connections: nothing to tell.
                thread::spawn(move || serve(stream, config, &log).ok());
            }
        });
        Ok(Self { url: format!("https://{address}"), trust_store, log })
    }

    /// The environment that leads a function here, in the names of the SDKs and of `akkoord-runtime`.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let trust_store = self.trust_store.to_string_lossy().into_owned();
        vec![("AWS_ENDPOINT_URL", self.url.clone()), ("TRUST_STORE_FILE", trust_store)]
    }

    /// Lets every answer wait this long from now on, so that it shows which calls wait for each other.
    pub(crate) fn delay(&self, delay: Duration) {
        self.log.delay_ms.store(u64::try_from(delay.as_millis()).unwrap_or(0), Ordering::SeqCst);
    }

    /// The traffic since the last question.
    pub(crate) fn take(&self) -> Traffic {
        let calls = std::mem::take(&mut *self.log.calls.lock().unwrap_or_else(PoisonError::into_inner));
        Traffic { calls, connections: self.log.connections.swap(0, Ordering::SeqCst) }
    }
}

impl Traffic {
    /// How many calls lie one after another on the longest path: the most calls of which none overlaps another.
    pub(crate) fn sequential(&self) -> usize {
        let mut calls = self.calls.clone();
        calls.sort_by_key(|call| call.to);
        let mut end = None;
        let mut count = 0;
        for call in &calls {
            if end.is_none_or(|end| call.from >= end) {
                end = Some(call.to);
                count += 1;
            }
        }
        count
    }

    /// The services that were called.
    pub(crate) fn services(&self) -> BTreeSet<&'static str> {
        self.calls.iter().map(|call| call.service).collect()
    }

    /// The requests of one operation, in their order.
    pub(crate) fn requests<'a>(&'a self, operation: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.calls.iter().filter(move |call| call.operation == operation).map(|call| call.body.as_slice())
    }

    /// For each service the most calls that were under way at once: as many connections HTTP/1.1 needs to it.
    pub(crate) fn at_once(&self) -> BTreeMap<&'static str, usize> {
        let overlapping = |one: &Call| {
            let same = self.calls.iter().filter(|other| other.service == one.service);
            same.filter(|other| other.from <= one.from && one.from < other.to).count()
        };
        let mut most = BTreeMap::new();
        for call in &self.calls {
            let known: &mut usize = most.entry(call.service).or_default();
            *known = (*known).max(overlapping(call));
        }
        most
    }

    /// The calls in words, those at the same time joined by `+`.
    pub(crate) fn steps(&self) -> String {
        let mut calls = self.calls.clone();
        calls.sort_by_key(|call| call.from);
        let mut text = String::new();
        let mut end = None;
        for call in &calls {
            let begins = end.is_some_and(|end| call.from >= end);
            text.push_str(if text.is_empty() {
                ""
            } else if begins {
                " → "
            } else {
                " + "
            });
            text.push_str(&call.operation);
            end = Some(if begins { call.to } else { end.map_or(call.to, |end: Instant| end.min(call.to)) });
        }
        text
    }
}

/// A certificate for 127.0.0.1 under an authority that lives as long as this process.
fn certificate() -> std::result::Result<(Arc<ServerConfig>, String), Box<dyn std::error::Error>> {
    let authority_key = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "bench authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let authority = params.self_signed(&authority_key)?;
    let issuer = Issuer::new(params, authority_key);
    let key = KeyPair::generate()?;
    let mut leaf = CertificateParams::new(["127.0.0.1".to_owned()])?;
    leaf.distinguished_name.push(DnType::CommonName, "bench");
    leaf.use_authority_key_identifier_extension = true;
    let leaf = leaf.signed_by(&key, &issuer)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let config = config.with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key)?;
    Ok((Arc::new(config), authority.pem()))
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, log: &Log) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let session = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut stream = BufReader::new(StreamOwned::new(session, stream));
    log.connections.fetch_add(1, Ordering::SeqCst);
    while let Some(request) = http::read(&mut stream)? {
        let from = Instant::now();
        let asked = answers::asked(&request);
        let answer = answers::answer(&asked, &request.body);
        thread::sleep(Duration::from_millis(log.delay_ms.load(Ordering::SeqCst)));
        // Noted before it is sent: what the function does next comes after it.
        let call =
            Call { service: asked.service, operation: asked.operation, body: request.body, from, to: Instant::now() };
        log.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call);
        let headers = [("content-type", answer.content_type), ("x-amzn-requestid", "bench")];
        http::write(stream.get_mut(), answer.status, &headers, &answer.body)?;
    }
    Ok(())
}
