//! /api/* on its way to the emulator's HTTP API: every header except Host goes along, nothing is cached,
//! and status, headers and each Set-Cookie come back as they are.

use std::time::Duration;

use ureq::http;

use super::{Answer, Request};

/// The largest body that API Gateway takes.
pub(super) const LARGEST: usize = 10 * 1024 * 1024;

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
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        let Some(outgoing) = self.outgoing(request) else { return Answer::text(400, "That is no HTTP request.") };
        match self.agent.run(outgoing) {
            Ok(answer) => incoming(answer),
            Err(error) => Answer::text(502, &format!("The local API does not answer: {error}")),
        }
    }

    fn outgoing<'a>(&self, request: &'a Request) -> Option<http::Request<&'a [u8]>> {
        let address = format!("{}{}", self.api, request.url);
        let mut outgoing = http::Request::builder().method(request.method.as_str()).uri(address);
        for (name, value) in &request.headers {
            if !OWN.contains(&name.as_str()) {
                outgoing = outgoing.header(name, value);
            }
        }
        // As CloudFront does it: what the caller claims stays in front, the address that was seen comes last.
        let (claimed, seen) = (request.header("x-forwarded-for"), request.from);
        let chain = claimed.map_or_else(|| seen.to_string(), |claimed| format!("{claimed}, {seen}"));
        outgoing.header("x-forwarded-for", chain).body(request.body.as_slice()).ok()
    }
}

fn incoming(mut answer: http::Response<ureq::Body>) -> Answer {
    let Ok(body) = answer.body_mut().with_config().limit(LARGEST as u64).read_to_vec() else {
        return Answer::text(502, "The local API's answer ended early.");
    };
    let mut to_browser = Answer::new(answer.status().as_u16(), body);
    for (name, value) in answer.headers() {
        if !OWN.contains(&name.as_str()) {
            to_browser = to_browser.with(&[(name.as_str(), value.to_str().unwrap_or_default())]);
        }
    }
    to_browser
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::free_port;
    use crate::serve::http::listen;

    /// An API that answers its request's own facts, and the proxy's answer to `request`.
    fn through_the_proxy(request: http::Request<&'static str>) -> http::Response<ureq::Body> {
        let (api, front) = (free_port().unwrap(), free_port().unwrap());
        listen(api, LARGEST, |request| {
            let header = |(name, value): &(String, String)| format!("{name}: {value}\n");
            let headers: String = request.headers.iter().map(header).collect();
            let body = String::from_utf8_lossy(&request.body);
            let facts = format!("{} {}\n{headers}\n\n{body}", request.method, request.url);
            Answer::new(418, facts).with(&[("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; Path=/")])
        })
        .unwrap();
        let proxy = Proxy::new(&format!("http://localhost:{api}/_aws/execute-api/x"));
        listen(front, LARGEST, move |request| proxy.answer(request)).unwrap();
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let (mut parts, body) = request.into_parts();
        parts.uri = format!("http://localhost:{front}{}", parts.uri).parse().unwrap();
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
