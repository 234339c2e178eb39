//! Request bodies: JSON of at most 64 kB, unknown fields refused by each wire type.

use axum::{
    extract::{FromRequest, Request},
    http::{StatusCode, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use crate::Problem;

/// The largest body that an operation reads, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;

/// A JSON body, parsed into a wire type. What it refuses is a 4xx problem: 413, 415, or 400 with the field's path.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())) {
            let title = "Send application/json";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", title));
        }
        let body = Limited::new(request.into_body(), MAX_BYTES);
        let bytes = body.collect().await.map_err(|error| {
            if error.downcast_ref::<LengthLimitError>().is_some() {
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is larger than 64 kB")
            } else {
                Problem::bad_field("", "unreadable")
            }
        })?;
        let bytes = bytes.to_bytes();
        // serde would also take a struct's fields from an array, in their order.
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            return Err(Problem::bad_field("", "not_json"));
        }
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        // The error's own text may repeat what was sent, which can be a password; only the path goes out.
        let parsed: T = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let syntax = !error.inner().is_data();
            let path = error.path().to_string();
            if syntax { Problem::bad_field("", "not_json") } else { Problem::bad_field(&path, "invalid") }
        })?;
        json.end().map_err(|_| Problem::bad_field("", "not_json"))?;
        Ok(Self(parsed))
    }
}

/// `application/json`, whatever its parameters.
pub(crate) fn is_json(content_type: Option<&str>) -> bool {
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        name: String,
    }

    async fn parse(content_type: &str, body: impl Into<axum::body::Body>) -> Result<String, &'static str> {
        let request = Request::builder().header("content-type", content_type).body(body.into()).unwrap();
        let parsed = Body::<Named>::from_request(request, &()).await;
        parsed.map(|body| body.0.name).map_err(|problem| problem.code())
    }

    #[tokio::test]
    async fn only_json_of_the_expected_form_gets_in() {
        assert_eq!(parse("application/json; charset=utf-8", r#"{"name":"a"}"#).await, Ok("a".to_owned()));
        assert_eq!(parse("text/plain", r#"{"name":"a"}"#).await, Err("unsupported_media_type"));
        assert_eq!(parse("", r#"{"name":"a"}"#).await, Err("unsupported_media_type"));
        let bodies: [&[u8]; 11] = [
            b"",
            br#"["a"]"#,
            b"{",
            b"[]",
            b"null",
            br#"{"name":1}"#,
            br#"{"name":"a","x":1}"#,
            br#"{"name":"a"}x"#,
            br#"{"name":"a","name":"b"}"#,
            b"{\"name\":\"\xff\"}",
            b"{\"name\":\"a\0\"}",
        ];
        for body in bodies {
            assert_eq!(parse("application/json", body.to_vec()).await, Err("bad_request"), "{body:?}");
        }
        let deep = "[".repeat(60_000);
        assert_eq!(parse("application/json", deep).await, Err("bad_request"));
    }

    #[tokio::test]
    async fn the_limit_is_exact_to_the_byte() {
        let frame = r#"{"name":""}"#.len();
        let exact = format!(r#"{{"name":"{}"}}"#, "a".repeat(MAX_BYTES - frame));
        let over = format!(r#"{{"name":"{}"}}"#, "a".repeat(MAX_BYTES - frame + 1));
        assert!(parse("application/json", exact).await.is_ok());
        assert_eq!(parse("application/json", over).await, Err("too_large"));
    }
}
