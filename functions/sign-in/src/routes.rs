//! The routes of this function, and their part of the OpenAPI document: both out of one list.

use akkoord_http::operations;

use crate::{App, authenticator, invitation, mails, password, session, sign_in};

operations! {
    App;
    sign_in::sign_in,
    sign_in::resend,
    sign_in::choose_method,
    sign_in::code,
    session::get,
    session::choose_organisation,
    session::choose_language,
    session::extend,
    session::devices,
    session::ask_code,
    mails::get,
    mails::choose,
    session::sign_out,
    session::sign_out_everywhere,
    authenticator::begin,
    authenticator::confirm,
    authenticator::later,
    authenticator::remove,
    authenticator::renew_recovery_codes,
    password::forgotten,
    password::open,
    password::reset,
    password::change,
    invitation::open,
    invitation::renew,
    invitation::choose_password,
    invitation::accept,
}

#[cfg(test)]
mod tests {
    use akkoord_runtime::{aws, clock::Clock, settings::Source};
    use axum::{
        Router,
        body::Body,
        http::{Request, StatusCode},
    };
    use tower::ServiceExt;

    use super::*;

    fn app() -> App {
        let names = ["USER_POOL_ID", "USER_POOL_CLIENT_ID", "USER_POOL_CLIENT_SECRET", "CODE_KEY_ID", "SEED_KEY_ID"];
        let more =
            ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "TABLE_NAME", "PORTAL_ORIGIN", "FIRM_NAME"];
        let source = Source::pairs(names.into_iter().chain(more).map(|name| (name, "test")));
        App::new(&source, &aws::sdk_config(&source).unwrap(), Clock::system()).unwrap()
    }

    async fn status(router: &Router, method: &str, path: &str) -> StatusCode {
        let request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
        router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status()
    }

    #[tokio::test]
    async fn every_described_operation_is_served_and_no_other_path() {
        let router = router(app());
        let mut operations = 0;
        for (path, item) in openapi().paths.paths {
            for (method, operation) in [("GET", item.get), ("PUT", item.put), ("POST", item.post)] {
                let served = status(&router, method, &path).await != StatusCode::METHOD_NOT_ALLOWED;
                assert_eq!(served, operation.is_some(), "{method} {path}");
                operations += usize::from(operation.is_some());
            }
        }
        assert_eq!(operations, 27);
        assert_eq!(status(&router, "GET", "/api/elsewhere").await, StatusCode::NOT_FOUND);
    }
}
