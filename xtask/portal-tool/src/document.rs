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

    #[test]
    fn a_schemas_name_means_the_same_in_every_function() {
        let mut known = std::collections::BTreeMap::new();
        for part in [sign_in::routes::openapi(), approvals::routes::openapi(), office::routes::openapi()] {
            let json = serde_json::to_value(part).unwrap();
            for (name, schema) in json["components"]["schemas"].as_object().unwrap() {
                let mut schema = schema.clone();
                schema.as_object_mut().unwrap().remove("description");
                let before = known.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*before, schema, "{name} is two things: merging keeps only one of them");
            }
        }
    }

    #[test]
    fn what_is_put_together_has_no_field_twice() {
        let json: serde_json::Value = serde_json::from_str(&merged().unwrap()).unwrap();
        let schemas = json["components"]["schemas"].as_object().unwrap();
        for (name, schema) in schemas {
            let mut seen = std::collections::BTreeSet::new();
            for part in schema["allOf"].as_array().into_iter().flatten() {
                let referred = part["$ref"].as_str().and_then(|path| path.rsplit('/').next());
                let properties = &referred.map_or(part, |other| &schemas[other])["properties"];
                for field in properties.as_object().unwrap().keys() {
                    assert!(seen.insert(field.clone()), "{name} has {field} twice");
                }
            }
        }
    }
}
