//! `verify-evidence pack.zip [--key firm.pem]`: says what is right about a pack, or which bytes of it are wrong.

mod report;

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use akkoord_evidence::{InvalidKey, MAX_PACK_BYTES, PublicKey, verify};
use lexopt::Arg::{Long, Short, Value};

const USAGE: &str = "usage: verify-evidence pack.zip [--key firm.pem]
Checks a pack of evidence offline. The key is the firm's public one, received from the firm itself.
The exit code is 0 when everything is right, and 1 when something is not.";

/// The largest file that is read as a key.
const MAX_KEY_BYTES: usize = 64 * 1024;

/// What the command was asked for.
struct Request {
    pack: PathBuf,
    key: Option<PathBuf>,
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}\n{USAGE}")]
    Arguments(#[from] lexopt::Error),
    #[error("{USAGE}")]
    Usage,
    #[error("{} cannot be read: {error}", file.display())]
    File { file: PathBuf, error: io::Error },
    #[error("{}: {error}", file.display())]
    Key { file: PathBuf, error: InvalidKey },
    #[error("the answer cannot be printed: {0}")]
    Output(io::Error),
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("verify-evidence: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, Failure> {
    let request = request()?;
    let key = request.key.as_deref().map(key).transpose()?;
    // One byte more than a pack can have tells that it is none.
    let bytes = read(&request.pack, MAX_PACK_BYTES + 1)?;
    let checked = verify(&bytes, key.as_ref());
    let text = match &checked {
        Ok(verified) => report::right(verified),
        Err(finding) => report::wrong(finding),
    };
    io::stdout().write_all(text.as_bytes()).map_err(Failure::Output)?;
    Ok(checked.is_ok())
}

fn request() -> Result<Request, Failure> {
    let (mut pack, mut key) = (None, None);
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("key") if key.is_none() => key = Some(PathBuf::from(arguments.value()?)),
            Short('h') | Long("help") => return Err(Failure::Usage),
            Value(file) if pack.is_none() => pack = Some(PathBuf::from(file)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Request { pack: pack.ok_or(Failure::Usage)?, key })
}

fn key(file: &Path) -> Result<PublicKey, Failure> {
    let pem = read(file, MAX_KEY_BYTES)?;
    PublicKey::from_pem(&String::from_utf8_lossy(&pem)).map_err(|error| Failure::Key { file: file.to_owned(), error })
}

/// The beginning of a file, `most` bytes of it.
fn read(file: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let unreadable = |error| Failure::File { file: file.to_owned(), error };
    let mut bytes = Vec::new();
    File::open(file).and_then(|opened| opened.take(most as u64).read_to_end(&mut bytes)).map_err(unreadable)?;
    Ok(bytes)
}
