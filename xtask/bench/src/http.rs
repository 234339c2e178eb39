//! Just enough HTTP/1.1 for servers on the loopback: requests with a Content-Length, answers that keep the connection.

use std::io::{self, BufRead, Write};

/// The longest head that is read, in bytes.
const MAX_HEAD: usize = 64 * 1024;

/// A request.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Reads the next request; `None` when the other side hung up before it.
pub(crate) fn read(stream: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut first = String::new();
    if stream.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let mut words = first.split_ascii_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Err(bad("no request line")) };
    let mut request =
        Request { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: Vec::new() };
    let mut length = first.len();
    loop {
        let mut line = String::new();
        length += stream.read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if length > MAX_HEAD {
            return Err(bad("the head is too long"));
        }
        let (name, value) = line.split_once(':').ok_or_else(|| bad("a header without a colon"))?;
        request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if request.header("transfer-encoding").is_some() {
        return Err(bad("a chunked body"));
    }
    let body = request.header("content-length").map_or(Ok(0), str::parse).map_err(|_| bad("a length"))?;
    request.body = vec![0; body];
    stream.read_exact(&mut request.body)?;
    Ok(Some(request))
}

/// Writes one answer in one piece.
pub(crate) fn write(stream: &mut impl Write, status: u16, headers: &[(&str, &str)], body: &[u8]) -> io::Result<()> {
    let mut answer = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\n", body.len()).into_bytes();
    for (name, value) in headers {
        answer.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    answer.extend_from_slice(b"\r\n");
    answer.extend_from_slice(body);
    stream.write_all(&answer)?;
    stream.flush()
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{what} is more than this server reads"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_one_after_the_other() {
        let mut bytes: &[u8] = b"POST /a HTTP/1.1\r\nContent-Length: 2\r\nX-Y: z\r\n\r\nhiGET /b HTTP/1.1\r\n\r\n";
        let first = read(&mut bytes).unwrap().unwrap();
        assert_eq!((first.method.as_str(), first.path.as_str(), first.body.as_slice()), ("POST", "/a", &b"hi"[..]));
        assert_eq!(first.header("x-y"), Some("z"));
        assert_eq!(read(&mut bytes).unwrap().unwrap().path, "/b");
        assert!(read(&mut bytes).unwrap().is_none());
    }
}
