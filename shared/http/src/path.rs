//! Ids in a path. What has not the form of an id does not exist: 404, as for an id that nobody has.

use std::{fmt::Debug, str::FromStr};

use akkoord_domain::id::{DocumentId, OrganisationId, QuestionId};
use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};

use crate::Problem;

/// What a path can name.
pub trait PathParameter: FromStr + Send + 'static {
    /// The parameter's name in paths.
    const NAME: &'static str;
}

impl PathParameter for OrganisationId {
    const NAME: &'static str = "organisation";
}

impl PathParameter for DocumentId {
    const NAME: &'static str = "document";
}

impl PathParameter for QuestionId {
    const NAME: &'static str = "question";
}

/// A parameter of the path. An operation takes it after its `Session`, `Member` or `Staff`: who is not signed in must
/// not learn whether a path is well-formed.
#[derive(Debug, Clone, Copy)]
pub struct InPath<T>(pub T);

impl<T: PathParameter, S: Send + Sync> FromRequestParts<S> for InPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let value = params.iter().find(|(name, _)| *name == T::NAME).and_then(|(_, value)| value.parse().ok());
        value.map(Self).ok_or_else(Problem::not_found)
    }
}

#[cfg(test)]
mod tests {
    use akkoord_domain::Timestamp;
    use axum::{Router, body::Body, http::Request, routing::get};
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn what_is_no_id_of_the_right_type_is_404() {
        let handler = |InPath(_): InPath<OrganisationId>, InPath(_): InPath<DocumentId>| async { "found" };
        let router = Router::new().route("/{organisation}/{document}", get(handler));
        let organisation = OrganisationId::new(Timestamp::UNIX_EPOCH, 1);
        let document = DocumentId::new(Timestamp::UNIX_EPOCH, 2);
        for (path, status) in [
            (format!("/{organisation}/{document}"), 200),
            (format!("/{document}/{organisation}"), 404),
            (format!("/{organisation}/doc_x"), 404),
            (format!("/{organisation}/%ff"), 404),
            (format!("/{organisation}/{document}%00"), 404),
        ] {
            let request = Request::builder().uri(&path).body(Body::empty()).unwrap();
            assert_eq!(router.clone().oneshot(request).await.unwrap().status(), status, "{path}");
        }
    }
}
