//! The routes of this function, and their part of the OpenAPI document: both out of one list.

use akkoord_http::operations;

use crate::{
    App, check, create, deliveries, documents, drafts, organisations, questions, release, settings, upload, work,
};

operations! {
    App;
    organisations::list,
    organisations::get,
    organisations::choose_approvers,
    organisations::staff,
    drafts::list,
    check::check,
    create::create,
    drafts::get,
    drafts::replace,
    drafts::discard,
    upload::begin,
    upload::finish,
    upload::preview,
    release::release,
    documents::list,
    documents::get,
    documents::open,
    documents::withdraw,
    deliveries::deliver_again,
    deliveries::sent_by_firm,
    deliveries::prove_again,
    documents::pack,
    questions::answer,
    work::list,
    work::done,
    settings::get,
    settings::replace,
    settings::agree,
    settings::refuse,
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
        let names =
            ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "TABLE_NAME", "FILES_BUCKET", "PORTAL_ORIGIN"];
        let source = Source::pairs(names.map(|name| (name, "test")));
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
        assert_eq!(operations, 29);
        assert_eq!(status(&router, "GET", "/api/office/elsewhere").await, StatusCode::NOT_FOUND);
    }
}
