//! Every operation of the API needs a session, or is on the short list of public ones; what is another client's looks like
//! what does not exist (design.md, invariants 3 and 4; ASVS 8.2.1, 8.2.2, 8.3.1, 4.1.3).

use std::collections::BTreeSet;

use portal_tool::document;
use serde_json::{Value, json};

use crate::support::{Answer, Browser, Portal, stack};

/// What works without a session. This list may only shrink.
const PUBLIC: [&str; 12] = [
    "POST /api/invitation/accept",
    "POST /api/invitation/open",
    "POST /api/invitation/password",
    "POST /api/invitation/renew",
    "POST /api/password/forgotten",
    "POST /api/password/reset",
    "POST /api/password/reset/open",
    "POST /api/sign-in",
    "POST /api/sign-in/code",
    "POST /api/sign-in/method",
    "POST /api/sign-in/resend",
    "POST /api/sign-out",
];

/// An organisation that does not exist.
pub(crate) const NO_ORGANISATION: &str = "org_7ZZZZZZZZZZZZZZZZZZZZZZZZZ";

/// What a path names, with a well-formed name that nothing has.
const PARAMETERS: [(&str, &str); 4] = [
    ("{organisation}", NO_ORGANISATION),
    ("{document}", "doc_7ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
    ("{question}", "qst_7ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
    ("{work}", "waiting-doc_7ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
];

/// An operation of the document, with a body that it would take.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) method: String,
    /// The path as the document has it.
    pub(crate) template: String,
    /// The path, with well-formed names in place of its parameters.
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    /// The schema of its body.
    pub(crate) schema: Value,
    public: bool,
}

impl Operation {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Sends it as the portal's pages do.
    pub(crate) async fn sent_by(&self, browser: &mut Browser) -> Answer {
        match (self.method.as_str(), self.body.clone()) {
            ("GET", _) => browser.get(&self.path).await,
            ("PUT", body) => browser.put(&self.path, body.unwrap()).await,
            ("POST", body) => browser.post(&self.path, body.unwrap()).await,
            other => panic!("{other:?} is not tried yet"),
        }
    }
}

/// All operations of the document, with bodies made out of their schemas.
pub(crate) fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&document::merged().unwrap()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = resolved(&document, &operation["requestBody"]["content"]["application/json"]["schema"]);
            operations.push(Operation {
                method: method.to_uppercase(),
                template: path.clone(),
                path: PARAMETERS.iter().fold(path.clone(), |path, (name, value)| path.replace(name, value)),
                body: (!schema.is_null()).then(|| sample(&document, &schema)),
                schema,
                public: operation["security"] == json!([{}]),
            });
        }
    }
    assert!(operations.len() >= 64, "the document has its operations");
    assert!(operations.iter().all(|operation| !operation.path.contains('{')), "every parameter has a value");
    operations
}

fn resolved(document: &Value, schema: &Value) -> Value {
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap().clone(),
        None => schema.clone(),
    }
}

/// A value of a schema: an object with its required fields, the first word of an enumeration, a plain text.
fn sample(document: &Value, schema: &Value) -> Value {
    let schema = resolved(document, schema);
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    if let Some(any) = schema["oneOf"].as_array() {
        return sample(document, any.last().unwrap());
    }
    match schema["type"].as_str() {
        Some("object") => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let field = |name: &Value| {
                let name = name.as_str().unwrap();
                (name.to_owned(), sample(document, &schema["properties"][name]))
            };
            Value::Object(required.iter().map(field).collect())
        }
        Some("array") => json!([]),
        Some("boolean") => json!(true),
        Some("integer" | "number") => json!(1),
        _ => json!("vijf-groene-appels"),
    }
}

#[tokio::test]
async fn every_operation_needs_a_session_or_is_on_the_short_list() {
    for portal in [Portal::in_process(), Portal::deployed()] {
        let mut public = BTreeSet::new();
        for operation in operations() {
            let mut browser = portal.browser();
            let mut answers = Vec::new();
            for session in
                [None, Some("x".to_owned()), Some(format!("usr_00000000000000000000000000.{}", "A".repeat(43)))]
            {
                browser.session = session;
                answers.push(operation.sent_by(&mut browser).await);
            }
            if answers.iter().all(|answer| answer.outcome() == (401, "no_session".to_owned())) {
                assert!(!operation.public, "the document calls {} public", operation.name());
                continue;
            }
            assert!(operation.public, "{}: {:?}", operation.name(), answers[0].outcome());
            assert!(answers.iter().all(|answer| !answer.gives_a_session() && answer.status < 500));
            public.insert(operation.name());
        }
        assert_eq!(public, BTreeSet::from(PUBLIC.map(str::to_owned)));
    }
}

#[tokio::test]
async fn another_clients_organisation_looks_like_one_that_does_not_exist() {
    let portal = Portal::in_process();
    let (who, other) = (portal.someone().await, portal.someone().await);
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let missing = "org_7ZZZZZZZZZZZZZZZZZZZZZZZZZ".to_owned();
    let ids = [other.organisation.to_string(), missing, "org_x".to_owned(), String::new(), "ORG".to_owned()];
    let mut answers = Vec::new();
    for id in ids {
        let answer = browser.put("/api/session/organisation", json!({ "organisation": id })).await;
        answer.is_problem(404, "not_found");
        answers.push((answer.headers, answer.body));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let view = browser.get("/api/session").await.ok();
    assert_eq!(view["active_organisation"], who.organisation.to_string());
    let own = json!({ "organisation": who.organisation.to_string() });
    browser.put("/api/session/organisation", own).await.ok();
}

#[tokio::test]
async fn another_users_session_challenge_or_link_opens_nothing_for_me() {
    let portal = Portal::in_process();
    let (who, other) = (portal.someone().await, portal.someone().await);
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let mut others = portal.browser();
    others.signs_in(&other).await;
    // My id with the other's secret, and the other way round.
    let (mine, theirs) = (browser.session.clone().unwrap(), others.session.clone().unwrap());
    let (my_id, my_secret) = mine.split_once('.').unwrap();
    let (their_id, their_secret) = theirs.split_once('.').unwrap();
    for session in [format!("{my_id}.{their_secret}"), format!("{their_id}.{my_secret}")] {
        let mut mixed = portal.browser();
        mixed.session = Some(session);
        assert!(!mixed.is_signed_in().await);
    }
    let listed = others.get("/api/session/devices").await.ok();
    assert_eq!(listed["devices"].as_array().unwrap().len(), 1);
    assert!(!listed.to_string().contains(my_id));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    for portal in [Portal::in_process(), Portal::deployed()] {
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", "application/json")];
        portal.send("POST", "/api/session", &headers, b"{}").await.is_problem(405, "method_not_allowed");
        portal.send("DELETE", "/api/sign-in", &headers, b"").await.is_problem(405, "method_not_allowed");
        for path in ["/api/sign-in/nothing", "/api/session/../session/x", "/api/password/%00", "/api/invitation/%2e%2e"]
        {
            let answer = portal.send("GET", path, &[], b"").await;
            assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        }
    }
    assert!(!stack().inner.functions.is_empty());
}
