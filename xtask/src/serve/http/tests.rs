//! The transport over real connections, as a browser uses them.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Barrier;

use super::*;
use crate::emulator::free_port;

const LARGEST: usize = 100;

/// A server that takes its time, says what it was sent, and gives no answer to /none.
fn server() -> u16 {
    let port = free_port().unwrap();
    listen(port, LARGEST, |request| {
        thread::sleep(Duration::from_millis(10));
        let facts = format!("{} {} {}", request.method, request.url, request.body.len());
        (request.path() != "/none").then(|| Answer::new(200, facts))
    })
    .unwrap();
    port
}

struct Connection(BufReader<TcpStream>, u16);

impl Connection {
    fn open(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Self(BufReader::new(stream), port)
    }

    fn get(&mut self, path: &str) -> io::Result<(u16, String)> {
        let port = self.1;
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"))
    }

    /// The status and the body of the answer.
    fn send(&mut self, request: &str) -> io::Result<(u16, String)> {
        self.0.get_mut().write_all(request.as_bytes())?;
        let mut head = Vec::new();
        while head.last().is_none_or(|line: &String| !line.is_empty()) {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            head.push(line.trim_end().to_lowercase());
        }
        let status = head[0].split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.iter().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((status, String::from_utf8(body).unwrap()))
    }
}

/// A browser opens connections before it needs them and keeps the ones that it used.
#[test]
fn connections_that_stay_open_keep_no_other_from_its_answer() {
    let (port, together) = (server(), Barrier::new(200));
    let visit = |number: usize| {
        together.wait();
        let mut connection = Connection::open(port);
        if number.is_multiple_of(2) {
            for path in ["/first", "/second"] {
                let answer = connection.get(path).map_err(|error| format!("{number}{path}: {error}"));
                assert_eq!(answer, Ok((200, format!("GET {path} 0"))));
            }
        }
        connection
    };
    thread::scope(|scope| {
        let visits: Vec<_> = (0..200).map(|number| scope.spawn(move || visit(number))).collect();
        // All of them stay open until the last one has its answers.
        let open: Vec<_> = visits.into_iter().map(|visit| visit.join().unwrap()).collect();
        assert_eq!(open.len(), 200);
    });
}

#[test]
fn without_an_answer_the_connection_ends() {
    let mut connection = Connection::open(server());
    assert_eq!(connection.get("/some").unwrap().0, 200);
    assert_eq!(connection.get("/none").unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
}

#[test]
fn a_body_has_a_limit() {
    let port = server();
    let mut connection = Connection::open(port);
    let of = |length: usize| {
        format!("POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {length}\r\n\r\n{}", "x".repeat(length))
    };
    assert_eq!(connection.send(&of(LARGEST)).unwrap(), (200, "POST / 100".to_owned()));
    assert_eq!(connection.send(&of(LARGEST + 1)).unwrap().0, 413);
    assert_eq!(connection.send(&of(1_000_000)).unwrap().0, 413);
    let chunk = format!("32\r\n{}\r\n", "x".repeat(50));
    let chunked = |chunks: &str| {
        format!("PUT / HTTP/1.1\r\nHost: [::1]:{port}\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n")
    };
    assert_eq!(connection.send(&chunked(&chunk.repeat(2))).unwrap(), (200, "PUT / 100".to_owned()));
    assert_eq!(connection.send(&chunked(&chunk.repeat(3))).unwrap().0, 413);
    assert_eq!(connection.get("/").unwrap().0, 200);
}

#[test]
fn only_this_machines_own_names_are_answered() {
    let port = server();
    let status =
        |host: &str| Connection::open(port).send(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")).unwrap().0;
    for name in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"] {
        assert_eq!(status(&format!("{name}:{port}")), 200, "{name}");
    }
    for host in ["localhost", "localhost:1", &format!("portal.example:{port}"), &format!("localhost.example:{port}")] {
        assert_eq!(status(host), 421, "{host}");
    }
    assert_eq!(Connection::open(port).send("GET / HTTP/1.1\r\n\r\n").unwrap().0, 421);
}
