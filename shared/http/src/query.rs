//! The query of an address: parsed into a wire type, unknown fields refused by it as in a body.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;

use crate::Problem;

/// A query, parsed into a wire type. What it refuses is a 400 problem.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        // The error's own text may repeat what was sent.
        let parsed = axum::extract::Query::try_from_uri(&parts.uri);
        parsed.map(|query| Self(query.0)).map_err(|_| Problem::bad_field("", "invalid"))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Paged {
        limit: Option<u32>,
    }

    #[tokio::test]
    async fn only_a_query_of_the_expected_form_gets_in() {
        for (query, limit) in [("", Some(None)), ("?limit=3", Some(Some(3))), ("?limit=x", None), ("?other=1", None)] {
            let (mut parts, ()) = Request::builder().uri(format!("/list{query}")).body(()).unwrap().into_parts();
            let parsed = Query::<Paged>::from_request_parts(&mut parts, &()).await;
            assert_eq!(parsed.ok().map(|Query(paged)| paged.limit), limit, "{query}");
        }
    }
}
