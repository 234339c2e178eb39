//! The OpenAPI document of the whole portal, merged out of the functions' parts.

use akkoord_http::problem::{FieldProblem, ProblemBody};
use utoipa::openapi::{
    Components, Info, License, OpenApi,
    security::{ApiKey, ApiKeyValue, SecurityScheme},
};

/// What every operation may answer, whichever function it belongs to.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(ProblemBody, FieldProblem)))]
struct Shared;

/// The document as JSON, with a newline at its end.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn merged() -> Result<String, serde_json::Error> {
    document().to_pretty_json()
}

/// The document: every function's operations, and how a session is shown.
#[must_use]
pub fn document() -> OpenApi {
    let mut document: OpenApi = <Shared as utoipa::OpenApi>::openapi();
    let mut info = Info::new("Akkoord", env!("CARGO_PKG_VERSION"));
    info.description =
        Some("The API behind the client portal. It has no other clients than the portal's own pages.".to_owned());
    info.license = Some(License::new("Apache-2.0"));
    document.info = info;
    document.merge(sign_in::routes::openapi());
    document.merge(approvals::routes::openapi());
    document.merge(office::routes::openapi());
    let session = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("__Host-session")));
    document.components.get_or_insert_with(Components::new).add_security_scheme("session", session);
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_the_operations_and_says_which_need_a_session() {
        let json: serde_json::Value = serde_json::from_str(&merged().unwrap()).unwrap();
        assert_eq!(json["paths"]["/api/sign-in"]["post"]["security"], serde_json::json!([{}]));
        assert_eq!(json["paths"]["/api/session"]["get"]["security"], serde_json::json!([{ "session": [] }]));
        assert!(json["components"]["schemas"]["Problem"].is_object());
    }

    #[test]
    fn every_operation_has_its_own_id() {
        let json: serde_json::Value = serde_json::from_str(&merged().unwrap()).unwrap();
        let paths = json["paths"].as_object().unwrap().values();
        let ids: Vec<&str> = paths
            .flat_map(|item| item.as_object().unwrap().values())
            .map(|operation| operation["operationId"].as_str().unwrap())
            .collect();
        let different: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), different.len(), "{ids:?}");
    }
}
