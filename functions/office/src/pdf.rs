//! Looking at an uploaded PDF: whether it is one and nothing else, whether everybody can read it, how many pages it has.
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
use lopdf::{Document, Error, PdfMetadata, xref::XrefRecovery};
use nix::sys::resource::{Resource, setrlimit};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    time::timeout,
};

mod inside;

/// The argument that makes this program the reader.
const READER: &str = "read-pdf";

/// The memory that the reader may map, in bytes: a file of 25 MiB with 200,000 objects needs two thirds of it.
const MEMORY: u64 = 384 * 1024 * 1024;

/// The processor's time that the reader may use, in seconds.
const PROCESSOR_SECONDS: u64 = 8;

/// How long the reader is waited for; the API answers within 29 s.
const PATIENCE: Duration = Duration::from_secs(12);

/// More pages than this are no document that somebody reads and approves.
const MAX_PAGES: u32 = 20_000;

/// What ends a PDF.
const END: &[u8] = b"%%EOF";

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NoPdf {
    /// It is no PDF, a damaged one, one that is something else as well, or one that cannot be read within the limits.
    #[error("the file is no PDF that can be read")]
    NotAPdf,
    /// It is protected by a password or a certificate.
    #[error("the file is encrypted")]
    Encrypted,
    /// It does more than show pages: it has scripts, starts programs, or holds a form in XML or other files.
    #[error("the file has active content")]
    Active,
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
        "active_content" => Err(NoPdf::Active),
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
        Err(NoPdf::Active) => write!(out, "active_content")?,
        Err(_) => write!(out, "not_a_pdf")?,
    }
    out.flush()
}

/// Looks at a file without any limit but its size.
///
/// # Errors
/// [`NoPdf`].
pub fn look(content: &[u8]) -> Result<u32, NoPdf> {
    if !is_nothing_else(content) || content.len() as u64 > MAX_FILE_BYTES {
        return Err(NoPdf::NotAPdf);
    }
    let said = outline(content)?;
    let document = inside::read(content).map_err(|_| NoPdf::NotAPdf)?;
    if inside::pages(&document) != Some(said.page_count) || said.page_count == 0 {
        return Err(NoPdf::NotAPdf);
    }
    if inside::is_active(&document) { Err(NoPdf::Active) } else { Ok(said.page_count) }
}

/// What a PDF says of itself, without its objects.
fn outline(content: &[u8]) -> Result<PdfMetadata, NoPdf> {
    let said = Document::load_metadata_mem(content).map_err(|error| match error {
        Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => NoPdf::Encrypted,
        _ => NoPdf::NotAPdf,
    })?;
    if said.encrypted {
        return Err(NoPdf::Encrypted);
    }
    // Half a file can be made readable by guessing, but then it is not what the firm wanted to publish.
    if said.xref_recovery == Some(XrefRecovery::Reconstructed) { Err(NoPdf::NotAPdf) } else { Ok(said) }
}

/// Whether a file begins and ends as a PDF. A reader of PDFs looks further than the first and last bytes; a file with
/// something before or after them can be something else too, for another program.
fn is_nothing_else(content: &[u8]) -> bool {
    let end = content.windows(END.len()).rposition(|bytes| bytes == END);
    let after = end.and_then(|end| content.get(end + END.len()..));
    let is_space = |byte: &u8| matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
    content.starts_with(b"%PDF-") && after.is_some_and(|after| after.iter().all(is_space))
}

#[cfg(test)]
mod tests;
