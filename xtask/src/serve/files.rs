//! The web app's files, with the headers that production gives them.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::{Answer, Request};
use crate::failure::{During as _, Failure, Result};

/// A folder of files and the security headers for all of them.
pub(crate) struct Files {
    folder: PathBuf,
    security: Vec<(String, String)>,
}

impl Files {
    /// Serves `folder` with the headers `security`.
    pub(crate) fn new(folder: PathBuf, security: Vec<(String, String)>) -> Self {
        Self { folder, security }
    }

    /// The file that a request asks for.
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        self.with_security_headers(match request.method.as_str() {
            "GET" | "HEAD" => self.file(&request.url),
            _ => Answer::text(405, "Files can only be read.").with(&[("Allow", "GET, HEAD")]),
        })
    }

    /// Adds the security headers, as the distribution does to every answer.
    pub(crate) fn with_security_headers(&self, answer: Answer) -> Answer {
        let headers: Vec<_> = self.security.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        answer.with(&headers)
    }

    fn file(&self, url: &str) -> Answer {
        let Some(name) = file_name(url) else { return Answer::text(404, "There is no such file.") };
        match fs::read(self.folder.join(&name)) {
            Err(_) => Answer::text(404, "There is no such file."),
            Ok(bytes) => Answer::new(200, bytes).with(&[
                ("Content-Type", content_type(&name)),
                (
                    "Cache-Control",
                    if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" },
                ),
            ]),
        }
    }
}

/// The headers of web/security-headers.json: one object of texts. `files` is the origin to which signed addresses of
/// files lead, here the emulator's own, in AWS the bucket's: a page may talk to that one besides its own.
pub(crate) fn security_headers(json: &str, files: &str) -> Result<Vec<(String, String)>> {
    let value: Value = serde_json::from_str(json).during("web/security-headers.json")?;
    let object = value.as_object().ok_or_else(|| Failure::new("web/security-headers.json is not an object."))?;
    let pair = |(name, value): (&String, &Value)| {
        let value =
            value.as_str().ok_or_else(|| Failure::new(format!("web/security-headers.json: {name} is not a text.")))?;
        Ok((name.clone(), value.replace("{files}", files)))
    };
    object.iter().map(pair).collect()
}

/// The file for an address, as the distribution's function WebRoutes decides it: an address without a dot
/// in its last part is one of the web app's own pages. Nothing outside the folder has a name.
fn file_name(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default().strip_prefix('/')?;
    let last = path.rsplit('/').next().unwrap_or_default();
    if !last.contains('.') {
        return Some("index.html".to_owned());
    }
    let plain = path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let known = path.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./@".contains(letter));
    (plain && known).then(|| path.to_owned())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_the_web_app_and_files_are_files() {
        for page in ["/", "/sign-in", "/account/?x=1", "/a.b/c", "/%2e%2e/etc"] {
            assert_eq!(file_name(page).as_deref(), Some("index.html"), "{page}");
        }
        assert_eq!(file_name("/assets/index-Bc_1.js?v=2").as_deref(), Some("assets/index-Bc_1.js"));
        assert_eq!(file_name("/api/openapi.json").as_deref(), Some("api/openapi.json"));
    }

    #[test]
    fn nothing_outside_the_folder_has_a_name() {
        for path in [
            "/../Cargo.toml",
            "/assets/../../Cargo.toml",
            "//etc/hosts.txt",
            "/.env",
            "/a/.git/x.y",
            "/%2e%2e/x.txt",
            "x.js",
        ] {
            assert_eq!(file_name(path), None, "{path}");
        }
    }

    #[test]
    fn security_headers_are_an_object_of_texts() {
        assert_eq!(security_headers(r#"{"X-A":"b"}"#, "").unwrap(), [("X-A".to_owned(), "b".to_owned())]);
        assert!(security_headers(r#"["X-A"]"#, "").is_err());
        assert!(security_headers(r#"{"X-A":1}"#, "").is_err());
    }

    #[test]
    fn a_page_may_talk_to_its_own_origin_and_to_the_files() {
        let headers = security_headers(include_str!("../../../web/security-headers.json"), "http://127.0.0.1:4566");
        let (_, policy) = headers.unwrap().into_iter().find(|(name, _)| name == "Content-Security-Policy").unwrap();
        let directive = policy.split("; ").find(|directive| directive.starts_with("connect-src")).unwrap();
        assert_eq!(directive, "connect-src 'self' http://127.0.0.1:4566");
        assert!(!policy.contains(['{', '}']), "{policy}");
    }
}
