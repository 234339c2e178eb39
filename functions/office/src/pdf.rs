//! Looking at an uploaded PDF: whether it is one, whether everybody can read it, how many pages it has.
//!
//! A hostile file can make a parser of PDFs use up its stack or memory, which no program survives, or never end. So it
//! is read in a process of its own: this program once more, with limits that the system keeps
//! (docs/decisions/0011-reading-pdfs.md).

use std::{
    ffi::OsStr,
    io::{self, Read, Write},
    path::Path,
    process::Stdio,
    time::Duration,
};

use akkoord_domain::facts::MAX_FILE_BYTES;
use lopdf::{Document, Error, xref::XrefRecovery};
use nix::sys::resource::{Resource, setrlimit};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    time::timeout,
};

/// The argument that makes this program the reader.
const READER: &str = "read-pdf";

/// The memory that the reader may map, in bytes: a file of 25 MiB needs a fifth of it.
const MEMORY: u64 = 384 * 1024 * 1024;

/// The processor's time that the reader may use, in seconds.
const PROCESSOR_SECONDS: u64 = 8;

/// How long the reader is waited for; the API answers within 29 s.
const PATIENCE: Duration = Duration::from_secs(12);

/// More pages than this are no document that somebody reads and approves.
const MAX_PAGES: u32 = 20_000;

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NoPdf {
    /// It is no PDF, a damaged one, or one that cannot be read within the limits.
    #[error("the file is no PDF that can be read")]
    NotAPdf,
    /// It is protected by a password or a certificate.
    #[error("the file is encrypted")]
    Encrypted,
    /// The reader did not start.
    #[error("the reader of PDFs did not start: {0}")]
    Reader(io::ErrorKind),
}

/// How many pages a PDF has, at least 1; `program` is the reader.
///
/// # Errors
/// [`NoPdf`].
pub async fn pages(program: &Path, content: Vec<u8>) -> Result<u32, NoPdf> {
    let mut reader = Command::new(program)
        .arg(READER)
        // It needs no credentials, so it has none.
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| NoPdf::Reader(error.kind()))?;
    let Ok(verdict) = timeout(PATIENCE, ask(&mut reader, content)).await else {
        tracing::info!(outcome = "too_slow", "a file was not read to its end");
        reader.kill().await.map_err(|error| NoPdf::Reader(error.kind()))?;
        return Err(NoPdf::NotAPdf);
    };
    parse(&verdict.map_err(|error| NoPdf::Reader(error.kind()))?)
}

/// Hands the file to the reader and takes its verdict; empty when it ended without one.
async fn ask(reader: &mut Child, content: Vec<u8>) -> io::Result<String> {
    if let Some(mut file) = reader.stdin.take() {
        match file.write_all(&content).await {
            // It may have ended before it read everything.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    drop(content);
    let mut verdict = String::new();
    if let Some(output) = reader.stdout.take() {
        output.take(64).read_to_string(&mut verdict).await?;
    }
    reader.wait().await?;
    Ok(verdict)
}

fn parse(verdict: &str) -> Result<u32, NoPdf> {
    match verdict.trim_end() {
        "encrypted" => Err(NoPdf::Encrypted),
        text => text.strip_prefix("pages ").and_then(|pages| pages.parse().ok()).ok_or(NoPdf::NotAPdf),
    }
}

/// Whether this process is the reader.
#[must_use]
pub fn is_reader() -> bool {
    std::env::args_os().nth(1).as_deref() == Some(OsStr::new(READER))
}

/// Reads a file from standard input and writes the verdict on it, within the limits.
///
/// # Errors
/// When the limits cannot be set, or the input or output is gone.
pub fn be_reader() -> io::Result<()> {
    for (resource, limit) in
        [(Resource::RLIMIT_AS, MEMORY), (Resource::RLIMIT_CPU, PROCESSOR_SECONDS), (Resource::RLIMIT_CORE, 0)]
    {
        setrlimit(resource, limit, limit)?;
    }
    let mut content = Vec::new();
    io::stdin().lock().take(MAX_FILE_BYTES + 1).read_to_end(&mut content)?;
    let mut out = io::stdout().lock();
    match look(&content) {
        Ok(pages) => write!(out, "pages {pages}")?,
        Err(NoPdf::Encrypted) => write!(out, "encrypted")?,
        Err(_) => write!(out, "not_a_pdf")?,
    }
    out.flush()
}

/// Looks at a file without any limit but its size.
///
/// # Errors
/// [`NoPdf`].
pub fn look(content: &[u8]) -> Result<u32, NoPdf> {
    // A reader of PDFs looks further than the first bytes; a file that begins as something else is something else too.
    if !content.starts_with(b"%PDF-") || content.len() as u64 > MAX_FILE_BYTES {
        return Err(NoPdf::NotAPdf);
    }
    let found = Document::load_metadata_mem(content).map_err(|error| match error {
        Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => NoPdf::Encrypted,
        _ => NoPdf::NotAPdf,
    })?;
    if found.encrypted {
        return Err(NoPdf::Encrypted);
    }
    // Half a file can be made readable by guessing, but then it is not what the firm wanted to publish.
    let guessed = found.xref_recovery == Some(XrefRecovery::Reconstructed);
    if guessed || !(1..=MAX_PAGES).contains(&found.page_count) {
        return Err(NoPdf::NotAPdf);
    }
    Ok(found.page_count)
}

#[cfg(test)]
mod tests;
