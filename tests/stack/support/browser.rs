//! A browser: it keeps its two cookies, and it does what a person does in it.

use serde_json::{Value, json};

use super::{Portal, Someone};

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        if self.body.is_empty() { Value::Null } else { serde_json::from_slice(&self.body).unwrap() }
    }

    /// Status and the problem's code; no code with a success.
    pub(crate) fn outcome(&self) -> (u16, String) {
        let code = self.json()["code"].as_str().unwrap_or_default().to_owned();
        (self.status, if self.status < 400 { String::new() } else { code })
    }

    /// Stops the test unless this is a success.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert!(self.status < 300, "{} {}", self.status, String::from_utf8_lossy(&self.body));
        self.json()
    }

    /// Stops the test unless this is a problem of this status and code, in the form that every problem has.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, code: &str) {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.outcome(), (status, code.to_owned()), "{text}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{text}");
        assert_eq!(self.header("cache-control"), Some("no-store"), "{text}");
        assert_eq!(self.json()["status"], status, "{text}");
        assert_eq!(self.json()["reference"].is_string(), status >= 500, "{text}");
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The value that a cookie is set to.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.iter().filter(|(found, _)| found == "set-cookie");
        let mut values = set.filter_map(|(_, text)| text.split(';').next()?.split_once('='));
        values.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
    }

    /// Whether anything in it could be taken for a session.
    pub(crate) fn gives_a_session(&self) -> bool {
        self.cookie("__Host-session").is_some_and(|value| !value.is_empty())
            || String::from_utf8_lossy(&self.body).contains("\"session\"")
    }
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A browser with its cookies; a clone has the same ones.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) portal: Portal,
    pub(crate) session: Option<String>,
    pub(crate) device: Option<String>,
    /// What it says of itself.
    pub(crate) agent: &'static str,
}

impl Portal {
    /// A browser that was never here before.
    pub(crate) fn browser(&self) -> Browser {
        Browser { portal: self.clone(), session: None, device: None, agent: FIREFOX }
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(body)).await
    }

    pub(crate) async fn put(&mut self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, Some(body)).await
    }

    async fn send(&mut self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let cookies = self.cookies();
        let mut headers = vec![("sec-fetch-site", "same-origin"), ("user-agent", self.agent)];
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let answer = self.portal.send(method, path, &headers, body.as_bytes()).await;
        if let Some(value) = answer.cookie("__Host-session") {
            self.session = Some(value).filter(|value| !value.is_empty());
        }
        self.device = answer.cookie("__Host-device").or(self.device.take());
        answer
    }

    /// The cookie header that it sends.
    pub(crate) fn cookies(&self) -> String {
        let session = self.session.as_ref().map(|value| format!("__Host-session={value}"));
        let device = self.device.as_ref().map(|value| format!("__Host-device={value}"));
        session.into_iter().chain(device).collect::<Vec<_>>().join("; ")
    }

    /// Whether the portal knows its session.
    pub(crate) async fn is_signed_in(&mut self) -> bool {
        let answer = self.get("/api/session").await;
        match answer.status {
            200 => true,
            _ => {
                answer.is_problem(401, "no_session");
                false
            }
        }
    }

    /// The first step of signing in.
    pub(crate) async fn gives_password(&mut self, someone: &Someone) -> Answer {
        self.post("/api/sign-in", json!({ "login": someone.login, "password": someone.password })).await
    }

    /// The second step of signing in.
    pub(crate) async fn gives_code(&mut self, challenge: &str, code: &str) -> Answer {
        self.post("/api/sign-in/code", json!({ "challenge": challenge, "code": code })).await
    }

    /// Both steps, with the code of the SMS.
    pub(crate) async fn signs_in(&mut self, someone: &Someone) -> Value {
        let challenge = self.gives_password(someone).await.ok();
        assert_eq!((&challenge["method"], &challenge["sent"]), (&json!("sms"), &json!(true)));
        let code = someone.newest_code().await;
        self.gives_code(challenge["id"].as_str().unwrap(), &code).await.ok()
    }

    /// Asks for a code within the session and gives the challenge with the code of the SMS.
    pub(crate) async fn asks_code(&mut self, someone: &Someone, purpose: &str) -> (String, String) {
        let challenge = self.post("/api/session/challenge", json!({ "purpose": purpose })).await.ok();
        assert_eq!((&challenge["method"], &challenge["sent"]), (&json!("sms"), &json!(true)));
        (challenge["id"].as_str().unwrap().to_owned(), someone.newest_code().await)
    }

    /// Sets up an authenticator right after signing in, and gives the app with the recovery codes.
    pub(crate) async fn sets_up_authenticator(&mut self, keep_sms: bool) -> (super::people::App, Vec<String>) {
        let begun = self.post("/api/authenticator", json!({})).await.ok();
        let app = super::people::App::scans(begun["otpauth"].as_str().unwrap());
        let code = app.shows(self.portal.clock.now());
        let confirm = json!({ "code": code, "keep_sms": keep_sms });
        let confirmed = self.post("/api/authenticator/confirm", confirm).await.ok();
        let codes = confirmed["recovery_codes"].as_array().unwrap().iter();
        (app, codes.map(|code| code.as_str().unwrap().to_owned()).collect())
    }
}
