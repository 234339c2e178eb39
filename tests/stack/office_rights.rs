//! Who may do what in the office: every operation with every kind of visitor, and with ids that do not belong together
//! (design.md, invariants 3 and 4; security.md, row 11; ASVS 8.2.1, 8.2.2, 8.3.1).

use serde_json::{Value, json};

use crate::{
    operations::{Operation, operations},
    support::{
        Browser, Portal,
        documents::request,
        office::{announced, document_address, draft_address, pdf},
    },
};

fn office() -> Vec<Operation> {
    let office: Vec<Operation> =
        operations().into_iter().filter(|operation| operation.path.starts_with("/api/office/")).collect();
    assert!(office.len() >= 25);
    office
}

#[tokio::test]
async fn a_client_gets_nothing_in_the_office() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    for operation in office() {
        let answer = operation.sent_by(&mut browser).await;
        assert_eq!(answer.outcome(), (403, "staff_only".to_owned()), "{}", operation.name());
    }
}

#[tokio::test]
async fn a_colleague_who_is_disabled_or_signed_out_gets_nothing_from_the_next_request_on() {
    let portal = Portal::in_process();
    let (iris, joost) = (portal.colleague().await, portal.colleague().await);
    portal.store.set_status(iris.id, akkoord_domain::user::Status::Disabled, portal.clock.now()).await.unwrap();
    let (mut hers, mut his) = (iris.browser.clone(), joost.browser.clone());
    let old = his.clone();
    his.post("/api/sign-out", json!({})).await.ok();
    for operation in office() {
        for browser in [&mut hers, &mut old.clone()] {
            let answer = operation.sent_by(browser).await;
            assert_eq!(answer.outcome(), (401, "no_session".to_owned()), "{}", operation.name());
        }
    }
}

/// Sends each body to each path below `address`.
async fn all_are_missing(browser: &mut Browser, address: &str, paths: &[(&str, Value)]) {
    let mut answers = Vec::new();
    for (path, body) in paths {
        let answer = match (*path, body) {
            ("", Value::Null) => browser.get(address).await,
            ("", body) => browser.put(address, body.clone()).await,
            (path, body) => browser.post(&format!("{address}{path}"), body.clone()).await,
        };
        assert_eq!(answer.outcome(), (404, "not_found".to_owned()), "{address}{path}");
        answers.push(answer.body);
    }
    assert!(answers.iter().all(|body| *body == answers[0]));
}

#[tokio::test]
async fn ids_that_do_not_belong_together_look_like_ones_that_do_not_exist() {
    let portal = Portal::in_process();
    let (who, other) = (portal.someone().await, portal.someone().await);
    let mut iris = portal.colleague().await;
    let draft = iris.prepares(portal.fields(who.organisation)).await;
    let released = iris.prepares(portal.fields(who.organisation)).await;
    iris.releases(&released).await.ok();
    let (mine, theirs) = (who.organisation.to_string(), other.organisation.to_string());
    let file = announced("a.pdf", &pdf("x"));
    let of_drafts = |organisation| {
        [
            ("", Value::Null),
            ("", portal.fields(organisation)),
            ("/upload", file.clone()),
            ("/uploaded", file.clone()),
            ("/preview", json!({})),
            ("/release", json!({ "revision": 2 })),
            ("/discard", json!({})),
        ]
    };
    let reply = json!({ "request": request(), "text": "Antwoord" });
    let question = "/questions/qst_00000000000000000000000001/answer";
    let of_documents = [
        ("", Value::Null),
        ("/open", json!({ "version": 1 })),
        ("/withdraw", json!({ "request": request(), "reason": "Vergissing" })),
        (question, reply.clone()),
        ("/deliver-again", json!({ "channel": "archive" })),
        ("/prove-again", json!({})),
        ("/pack", json!({})),
    ];
    let unknown = "doc_7ZZZZZZZZZZZZZZZZZZZZZZZZZ";
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    for (address, organisation) in [
        (draft_address(&draft).replace(&mine, &theirs), other.organisation),
        (draft_address(&draft).replace(&id(&draft), unknown), who.organisation),
    ] {
        all_are_missing(&mut iris.browser, &address, &of_drafts(organisation)).await;
    }
    for address in [
        document_address(&released).replace(&mine, &theirs),
        document_address(&released).replace(&id(&released), unknown),
        document_address(&released).replace(&id(&released), "doc_x"),
        document_address(&released).replace(&mine, "org_7ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
        // A draft is no document yet.
        document_address(&draft),
    ] {
        all_are_missing(&mut iris.browser, &address, &of_documents).await;
    }
    all_are_missing(&mut iris.browser, &document_address(&released), &[(question, reply)]).await;
    let mut fields = portal.fields(other.organisation);
    fields["corrects"] = released["id"].clone();
    iris.browser.post("/api/office/drafts", fields).await.is_problem(404, "not_found");
    let unknown = "/api/office/organisations/org_7ZZZZZZZZZZZZZZZZZZZZZZZZZ";
    iris.browser.get(unknown).await.is_problem(404, "not_found");
    let stages = json!({ "stages": [{ "needed": 1, "members": [] }] });
    iris.browser.put(&format!("{unknown}/approvers"), stages).await.is_problem(404, "not_found");
    // A draft stays with its organisation.
    let moved = iris.browser.put(&draft_address(&draft), portal.fields(other.organisation)).await;
    assert_eq!(moved.json()["fields"], json!([{ "field": "organisation", "code": "invalid" }]));
}

#[tokio::test]
async fn staff_list_the_firms_people_and_not_its_clients() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut iris = portal.colleague().await;
    let listed = iris.browser.get("/api/office/staff").await.ok();
    let ids: Vec<&str> = listed["staff"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&iris.id.to_string().as_str()) && !ids.contains(&who.id.to_string().as_str()));
    // Somebody of the firm is no member anywhere.
    let path = format!("/api/approvals/{}/documents", who.organisation);
    iris.browser.get(&path).await.is_problem(404, "not_found");
}
