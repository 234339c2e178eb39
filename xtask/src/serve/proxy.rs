//! /api/* on its way to the emulator's HTTP API: every header except Host goes along, nothing is cached,
//! and status, headers and each Set-Cookie come back as they are.

use std::io::Read as _;
use std::time::Duration;

use tiny_http::{Request, Response};
use ureq::http;

use super::{Answer, text, with};

/// The largest body that API Gateway takes.
const LARGEST: u64 = 10 * 1024 * 1024;

/// Headers that concern one connection only (RFC 9110, 7.6.1), and those that are set anew.
const OWN: [&str; 11] = [
    "connection",
    "content-length",
    "date",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-forwarded-for",
];

/// The way to one HTTP API.
pub(crate) struct Proxy {
    agent: ureq::Agent,
    api: String,
}

impl Proxy {
    /// Sends requests to `api`.
    pub(crate) fn new(api: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(35)));
        Self { agent: config.build().into(), api: api.to_owned() }
    }

    /// Asks the API.
    pub(crate) fn answer(&self, request: &mut Request) -> Answer {
        let mut body = Vec::new();
        if request.as_reader().take(LARGEST + 1).read_to_end(&mut body).is_err() {
            return text(400, "The body ended early.");
        }
        if u64::try_from(body.len()).is_ok_and(|length| length > LARGEST) {
            return text(413, "The body is too large.");
        }
        let Some(outgoing) = self.outgoing(request, body) else { return text(400, "That is no HTTP request.") };
        match self.agent.run(outgoing) {
            Ok(answer) => incoming(answer),
            Err(error) => text(502, &format!("The local API does not answer: {error}")),
        }
    }

    fn outgoing(&self, request: &Request, body: Vec<u8>) -> Option<http::Request<Vec<u8>>> {
        let mut outgoing =
            http::Request::builder().method(request.method().as_str()).uri(format!("{}{}", self.api, request.url()));
        for header in request.headers() {
            let name = header.field.as_str().as_str();
            if !OWN.contains(&name.to_ascii_lowercase().as_str()) {
                outgoing = outgoing.header(name, header.value.as_str());
            }
        }
        // As CloudFront does it: what the caller claims stays in front, the address that was seen comes last.
        let claimed = request.headers().iter().find(|header| header.field.equiv("X-Forwarded-For"));
        let seen = request.remote_addr().map_or_else(|| "127.0.0.1".to_owned(), |address| address.ip().to_string());
        let chain = claimed.map_or(seen.clone(), |claimed| format!("{}, {seen}", claimed.value.as_str()));
        outgoing.header("X-Forwarded-For", chain).body(body).ok()
    }
}

fn incoming(mut answer: http::Response<ureq::Body>) -> Answer {
    let Ok(body) = answer.body_mut().with_config().limit(LARGEST).read_to_vec() else {
        return text(502, "The local API's answer ended early.");
    };
    let mut response = Response::from_data(body).with_status_code(answer.status().as_u16());
    for (name, value) in answer.headers() {
        if !OWN.contains(&name.as_str()) {
            response = with(response, &[(name.as_str(), value.to_str().unwrap_or_default())]);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use std::thread;

    use tiny_http::{Header, Server};

    use super::*;

    /// An API that answers its request's own facts, and the proxy's answer to `request`.
    fn through_the_proxy(request: http::Request<&'static str>) -> http::Response<ureq::Body> {
        let api = Server::http("127.0.0.1:0").unwrap();
        let api_address = format!("http://{}/_aws/execute-api/x", api.server_addr());
        thread::spawn(move || {
            for mut request in api.incoming_requests() {
                let mut body = String::new();
                request.as_reader().read_to_string(&mut body).unwrap();
                let headers: Vec<String> = request.headers().iter().map(ToString::to_string).collect();
                let facts =
                    format!("{} {}\n{}\n\n{body}", request.method(), request.url(), headers.join("\n").to_lowercase());
                let mut answer = Response::from_data(facts).with_status_code(418);
                for cookie in ["a=1; Path=/", "b=2; Path=/"] {
                    answer.add_header(Header::from_bytes("Set-Cookie", cookie).unwrap());
                }
                request.respond(answer).unwrap();
            }
        });
        let front = Server::http("127.0.0.1:0").unwrap();
        let address = front.server_addr().to_string();
        thread::spawn(move || {
            let proxy = Proxy::new(&api_address);
            for mut request in front.incoming_requests() {
                let answer = proxy.answer(&mut request);
                request.respond(answer).unwrap();
            }
        });
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let (mut parts, body) = request.into_parts();
        parts.uri = format!("http://{address}{}", parts.uri).parse().unwrap();
        agent.run(http::Request::from_parts(parts, body)).unwrap()
    }

    #[test]
    fn method_path_headers_and_body_arrive_and_every_cookie_returns() {
        let request = http::Request::post("/api/sign-in?x=1")
            .header("Cookie", "k=v")
            .header("Sec-Fetch-Site", "same-origin")
            .header("X-Forwarded-For", "203.0.113.9")
            .body("{}")
            .unwrap();
        let mut answer = through_the_proxy(request);
        assert_eq!(answer.status(), 418);
        let cookies: Vec<_> = answer.headers().get_all("set-cookie").iter().collect();
        assert_eq!(cookies, ["a=1; Path=/", "b=2; Path=/"]);
        let facts = answer.body_mut().read_to_string().unwrap();
        for fact in [
            "POST /_aws/execute-api/x/api/sign-in?x=1\n",
            "cookie: k=v\n",
            "sec-fetch-site: same-origin\n",
            "x-forwarded-for: 203.0.113.9, 127.0.0.1\n",
            "\n\n{}",
        ] {
            assert!(facts.contains(fact), "{fact:?} is not in\n{facts}");
        }
    }

    #[test]
    fn a_body_goes_along_with_any_method() {
        let request = http::Request::put("/api/session/language").body("{\"language\":\"en\"}").unwrap();
        let facts = through_the_proxy(request).body_mut().read_to_string().unwrap();
        assert!(facts.starts_with("PUT ") && facts.ends_with("\n\n{\"language\":\"en\"}"), "{facts}");
    }
}
