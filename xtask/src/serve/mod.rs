//! The local server: what CloudFront does in AWS, on this machine only. One port has the portal (the web
//! app's files and the API on one origin), the other the inbox page, the third a stand-in of the firm's archive. It
//! does not know the portal's rules.

mod archive;
mod files;
mod inbox;
mod page;
mod proxy;

use std::io::Cursor;
use std::sync::Arc;
use std::thread;

use tiny_http::{Header, Request, Response, Server};

use crate::failure::{During as _, Failure, Result};
use crate::places::{Places, read};
use crate::stack::Stack;

pub(crate) use archive::{Archive, KEY as ARCHIVE_KEY};
pub(crate) use files::{Files, security_headers};
pub(crate) use inbox::Inbox;
pub(crate) use proxy::Proxy;

/// Requests that are answered at the same time.
const WORKERS: usize = 16;

/// An answer with its body in memory.
pub(crate) type Answer = Response<Cursor<Vec<u8>>>;

/// Serves the portal on `port`: web/dist, and the API of `stack`.
pub(crate) fn portal(places: &Places, stack: &Stack, port: u16) -> Result {
    let headers = read(&places.web().join("security-headers.json"))?;
    let files = Files::new(places.web().join("dist"), security_headers(&headers, stack.text("endpoint"))?);
    let proxy = Proxy::new(&stack.api());
    listen(port, move |request| {
        let path = request.url().split(['?', '#']).next().unwrap_or_default();
        if path.starts_with("/api/") && path != "/api/openapi.json" {
            files.with_security_headers(proxy.answer(request))
        } else {
            files.answer(request)
        }
    })
}

/// Serves the inbox page of `stack` on `port`, with what `archive` took.
pub(crate) fn inbox(stack: &Stack, port: u16, archive: &Arc<Archive>) -> Result {
    let inbox = Inbox::watch(stack.text("endpoint"), archive);
    listen(port, move |request| inbox.answer(request))
}

/// Serves a stand-in of the firm's archive on `port`: the functions reach it at [`archive_url`].
pub(crate) fn archive(port: u16) -> Result<Arc<Archive>> {
    let archive = Archive::new();
    let serving = Arc::clone(&archive);
    listen(port, move |request| serving.answer(request))?;
    Ok(archive)
}

/// Where the archive on `port` takes its messages.
pub(crate) fn archive_url(port: u16) -> String {
    format!("http://localhost:{port}/in")
}

/// Answers on both loopback addresses, because `localhost` may mean either. Only requests for this
/// machine's own name are answered: a page elsewhere cannot reach it through a name of its own. Where `answer` gives
/// none, the connection ends without one.
fn listen<A: Into<Option<Answer>>>(port: u16, answer: impl Fn(&mut Request) -> A + Send + Sync + 'static) -> Result {
    let answer = Arc::new(answer);
    let four = Server::http(("127.0.0.1", port)).during(format_args!("Listening on port {port}"))?;
    // A machine without IPv6 has no such address.
    let six = Server::http(("::1", port)).ok();
    for server in std::iter::once(four).chain(six) {
        let server = Arc::new(server);
        for _ in 0..WORKERS {
            let (server, answer) = (Arc::clone(&server), Arc::clone(&answer));
            thread::spawn(move || {
                while let Ok(mut request) = server.recv() {
                    let response = if is_local(&request, port) {
                        answer(&mut request).into()
                    } else {
                        Some(text(421, "This server answers for localhost only."))
                    };
                    match response {
                        // Whoever hung up wants no answer.
                        Some(response) => request.respond(response).unwrap_or_default(),
                        None => drop(request.into_writer()),
                    }
                }
            });
        }
    }
    Ok(())
}

fn is_local(request: &Request, port: u16) -> bool {
    let host = request.headers().iter().find(|header| header.field.equiv("Host"));
    host.is_some_and(|host| is_local_host(host.value.as_str(), port))
}

fn is_local_host(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

/// A plain answer of this server itself.
fn text(status: u16, message: &str) -> Answer {
    with(
        Response::from_data(format!("{message}\n")).with_status_code(status),
        &[("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")],
    )
}

/// Adds headers; ones that are no headers are left out.
fn with(mut answer: Answer, headers: &[(&str, &str)]) -> Answer {
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(*name, *value) {
            answer.add_header(header);
        }
    }
    answer
}

/// Fails unless the web app was built.
pub(crate) fn built(places: &Places) -> Result {
    if places.web().join("dist/index.html").exists() {
        Ok(())
    } else {
        Err(Failure::new("The web app's build left no web/dist/index.html."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machines_own_names_are_answered() {
        for host in ["localhost:8080", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(is_local_host(host, 8080), "{host}");
        }
        for host in ["localhost", "localhost:8081", "portal.example:8080", "localhost.example:8080"] {
            assert!(!is_local_host(host, 8080), "{host}");
        }
    }
}
