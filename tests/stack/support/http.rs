//! HTTP/1.1 over one connection per request, as plain as the tests need it: no library decides what is sent.

use std::io;

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// A request or an answer: the first line, the headers in order, the body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Message {
    pub(crate) first_line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// The first header of this name, whatever its case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// An answer's status.
    pub(crate) fn status(&self) -> u16 {
        self.first_line.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("an answer has a status")
    }

    /// Reads a message; `None` when the other side closed before one began.
    pub(crate) async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Self>> {
        let Some(mut message) = Self::read_head(stream).await? else { return Ok(None) };
        if let Some(length) = message.header("content-length").and_then(|text| text.parse().ok()) {
            message.body = vec![0; length];
            stream.read_exact(&mut message.body).await?;
        } else if message.header("transfer-encoding").is_some() {
            loop {
                let length = usize::from_str_radix(&line(stream).await?, 16).map_err(io::Error::other)?;
                let mut chunk = vec![0; length];
                stream.read_exact(&mut chunk).await?;
                message.body.append(&mut chunk);
                line(stream).await?;
                if length == 0 {
                    break;
                }
            }
        }
        Ok(Some(message))
    }

    /// Reads the first line and the headers: all that comes in answer to HEAD, whatever length it names.
    async fn read_head(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Self>> {
        let mut message = Self { first_line: line(stream).await?, ..Self::default() };
        if message.first_line.is_empty() {
            return Ok(None);
        }
        loop {
            let line = line(stream).await?;
            let Some((name, value)) = line.split_once(':') else { return Ok(Some(message)) };
            message.headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }

    /// Writes the message with the length of its body; without one, with the length that it names.
    pub(crate) async fn write(&self, stream: &mut (impl AsyncWriteExt + Unpin)) -> io::Result<()> {
        let mut bytes = format!("{}\r\n", self.first_line).into_bytes();
        for (name, value) in &self.headers {
            let framing = name.eq_ignore_ascii_case("content-length") || name.eq_ignore_ascii_case("transfer-encoding");
            if !framing {
                // One byte per character, so that a test can send bytes that are not UTF-8.
                bytes.extend(format!("{name}: ").bytes());
                bytes.extend(value.chars().map(|character| u8::try_from(u32::from(character)).unwrap_or(b'?')));
                bytes.extend(b"\r\n");
            }
        }
        let own = self.body.len().to_string();
        let length = self.header("content-length").filter(|_| self.body.is_empty()).unwrap_or(&own);
        bytes.extend(format!("content-length: {length}\r\n\r\n").bytes());
        bytes.extend(&self.body);
        stream.write_all(&bytes).await?;
        stream.flush().await
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut bytes = Vec::new();
    stream.read_until(b'\n', &mut bytes).await?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

/// Sends a request to `http://host:port` on a fresh connection and reads the answer.
pub(crate) async fn exchange(endpoint: &str, request: &Message) -> io::Result<Message> {
    let host = endpoint.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host.replace("localhost", "127.0.0.1")).await?;
    let mut request = request.clone();
    request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("connection"));
    request.headers.push(("connection".to_owned(), "close".to_owned()));
    if request.header("host").is_none() {
        request.headers.insert(0, ("host".to_owned(), host.to_owned()));
    }
    request.write(&mut stream).await?;
    let mut stream = BufReader::new(stream);
    let answer = match request.first_line.starts_with("HEAD ") {
        true => Message::read_head(&mut stream).await?,
        false => Message::read(&mut stream).await?,
    };
    answer.ok_or_else(|| io::Error::other("no answer"))
}

/// GETs one of the stack's own pages as JSON.
pub(crate) async fn page(endpoint: &str, path: &str) -> serde_json::Value {
    let request = Message { first_line: format!("GET {path} HTTP/1.1"), ..Message::default() };
    let answer = exchange(endpoint, &request).await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    serde_json::from_slice(&answer.body).unwrap()
}
