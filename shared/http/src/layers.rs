//! What happens around every operation: the origin check, the answers to unknown paths and panics, the headers, and
//! waiting for work that was begun beside the operation.

use std::sync::{Arc, Mutex};

use akkoord_domain::code::same;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;
use tokio::task::JoinHandle;
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer};

use crate::{Portal, Problem, body::is_json};

/// Work that runs beside the operation. The answer waits for it, because Lambda freezes the process after the answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pending(Arc<Mutex<Vec<JoinHandle<()>>>>);

impl Pending {
    pub(crate) fn add(&self, task: JoinHandle<()>) {
        if let Ok(mut tasks) = self.0.lock() {
            tasks.push(task);
        }
    }

    fn take(&self) -> Vec<JoinHandle<()>> {
        self.0.lock().map(|mut tasks| std::mem::take(&mut *tasks)).unwrap_or_default()
    }
}

/// Puts the layers around a function's routes; every HTTP function ends with it.
pub fn finish(routes: Router, portal: Portal) -> Router {
    let set = |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    routes
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This path has no such method")
        })
        .layer(from_fn_with_state(portal.clone(), same_origin))
        .layer(from_fn_with_state(portal, through_distribution))
        .layer(from_fn(wait_for_pending))
        .layer(CatchPanicLayer::custom(|_panic| Problem::unavailable("an operation panicked").into_response()))
        .layer(set(header::CACHE_CONTROL, "no-store"))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
}

async fn wait_for_pending(mut request: Request, next: Next) -> Response {
    let pending = Pending::default();
    request.extensions_mut().insert(pending.clone());
    let response = next.run(request).await;
    for task in pending.take() {
        if task.await.is_err() {
            tracing::error!("work beside a request panicked");
        }
    }
    response
}

/// The gateway has an address of its own. Who asks there would choose the address that stands before the gateway's in
/// X-Forwarded-For, and pass by whatever guards the distribution.
async fn through_distribution(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let key = portal.origin_key.as_ref().map(|key| key.expose_secret().as_bytes());
    if has_key(key, request.headers()) {
        return next.run(request).await;
    }
    Problem::new(StatusCode::FORBIDDEN, "not_here", "Ask at the portal's own address").into_response()
}

fn has_key(key: Option<&[u8]>, headers: &HeaderMap) -> bool {
    let given = headers.get("x-origin-key").map(HeaderValue::as_bytes).unwrap_or_default();
    key.is_none_or(|key| same(key, given))
}

async fn same_origin(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    if is_safe(request.method()) || comes_from(&portal.origin, request.headers()) {
        return next.run(request).await;
    }
    Problem::new(StatusCode::FORBIDDEN, "cross_site", "Only the portal's own pages may send this").into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a browser says that the portal's own page sent this (ASVS 3.5.1): `Sec-Fetch-Site: same-origin`; from one
/// that does not send it, a JSON body, which no form can send, together with the portal's `Origin`.
fn comes_from(origin: &str, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => is_json(text("content-type")) && text("origin") == Some(origin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_past_the_distribution() {
        let with = |key: &'static str| {
            HeaderMap::from_iter([(header::HeaderName::from_static("x-origin-key"), HeaderValue::from_static(key))])
        };
        assert!(has_key(Some(b"the-key"), &with("the-key")));
        assert!(!has_key(Some(b"the-key"), &with("the-kez")));
        assert!(!has_key(Some(b"the-key"), &with("")));
        assert!(!has_key(Some(b"the-key"), &HeaderMap::new()));
        // Without a distribution there is nothing to come past.
        assert!(has_key(None, &HeaderMap::new()));
    }

    #[test]
    fn only_the_portals_own_pages_may_send() {
        let origin = "https://portal.example.nl";
        let allowed = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs
                .iter()
                .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)));
            comes_from(origin, &HeaderMap::from_iter(headers))
        };
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        for site in ["cross-site", "same-site", "none", "", "Same-Origin"] {
            let with_all = [("sec-fetch-site", site), ("origin", origin), ("content-type", "application/json")];
            assert!(!allowed(&with_all), "{site}");
        }
        assert!(allowed(&[("origin", origin), ("content-type", "application/json")]));
        assert!(!allowed(&[("origin", origin), ("content-type", "text/plain")]));
        assert!(!allowed(&[("content-type", "application/json")]));
        assert!(!allowed(&[
            ("origin", "https://portal.example.nl.evil.example"),
            ("content-type", "application/json")
        ]));
        assert!(!allowed(&[("origin", "null"), ("content-type", "application/json")]));
        assert!(!allowed(&[]));
    }
}
