//! Every operation of a client in an organisation, by everybody who might try it: somebody of another organisation, staff,
//! members with other rights, and members with another client's document (design.md, invariant 4; security.md, row 11;
//! ASVS 8.2.1, 8.2.2). The operations come out of the OpenAPI document: a new one fails here until it has its line.

use akkoord_domain::{approval::Stages, right::Right};
use akkoord_store::organisation::Member;
use serde_json::{Value, json};

use crate::{
    deliver::desk::Desk,
    operations::operations,
    support::{Answer, Browser, Portal, documents::request},
};

const PLACE: &str = "/api/approvals/{organisation}/documents";

/// What an operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// The right to approve.
    Approving,
    /// The right to approve or the one to read the dossier.
    Reading,
}

/// The operations after [`PLACE`], with what they need.
const OPERATIONS: [(&str, &str, Needs); 9] = [
    ("GET", "", Needs::Reading),
    ("GET", "/{document}", Needs::Reading),
    ("POST", "/{document}/open", Needs::Reading),
    ("POST", "/{document}/pack", Needs::Reading),
    ("POST", "/{document}/challenge", Needs::Approving),
    ("POST", "/{document}/approve", Needs::Approving),
    ("POST", "/{document}/decline", Needs::Approving),
    ("POST", "/{document}/questions", Needs::Approving),
    ("POST", "/{document}/questions/{question}/replies", Needs::Approving),
];

/// A body that the operation takes.
fn body(path: &str) -> Value {
    let sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    match path.rsplit_once('/').map_or("", |(_, last)| last) {
        "open" => json!({ "version": 1 }),
        "challenge" => json!({ "version": 1, "sha256": sha256 }),
        "approve" => {
            json!({ "request": request(), "version": 1, "sha256": sha256, "challenge": "x", "code": "123456" })
        }
        "decline" => json!({ "request": request(), "version": 1, "reason": "Nee." }),
        "questions" => json!({ "request": request(), "text": "Waarom?", "reach": "portal" }),
        "replies" => json!({ "request": request(), "text": "En dit?" }),
        _ => json!({}),
    }
}

async fn tries(browser: &mut Browser, method: &str, path: &str, organisation: &str, document: &str) -> Answer {
    let full = format!("{PLACE}{path}").replace("{organisation}", organisation).replace("{document}", document);
    let full = full.replace("{question}", "qst_00000000000000000000000001");
    // What waits is for those who may approve only (`approve`).
    let full = if path.is_empty() { format!("{full}?status=approved") } else { full };
    if method == "GET" { browser.get(&full).await } else { browser.post(&full, body(path)).await }
}

#[test]
fn every_operation_in_an_organisation_has_its_line() {
    let mut listed: Vec<String> = OPERATIONS.map(|(method, path, _)| format!("{method} {PLACE}{path}")).to_vec();
    let all = operations().into_iter().map(|operation| format!("{} {}", operation.method, operation.template));
    let mut found: Vec<String> =
        all.filter(|name| name.contains("{organisation}") && !name.contains(" /api/office/")).collect();
    listed.sort();
    found.sort();
    assert_eq!(found, listed);
}

#[tokio::test]
async fn who_does_not_belong_there_finds_nothing_and_who_lacks_the_right_is_told_so() {
    let portal = Portal::in_process();
    let (who, other) = (portal.someone().await, portal.someone().await);
    let document = portal.document(who.organisation, Stages::default()).await;
    let (place, id) = (who.organisation.to_string(), document.id.to_string());
    let (mut member, mut outsider) = (portal.browser(), portal.browser());
    member.signs_in(&who).await;
    outsider.signs_in(&other).await;
    let mut staff = portal.colleague().await.browser;
    let rights = async |rights: &[Right]| {
        portal.store.put_member(who.organisation, who.id, &Member::with(rights.to_vec())).await.unwrap();
    };
    for (method, path, needs) in OPERATIONS {
        let what = format!("{method} {path}");
        for stranger in [&mut outsider, &mut staff] {
            let answer = tries(stranger, method, path, &place, &id).await;
            assert_eq!(answer.outcome(), (404, "not_found".to_owned()), "{what}");
        }
        for others in [&[][..], &[Right::Upload], &[Right::Administer], &[Right::Upload, Right::Administer]] {
            rights(others).await;
            let answer = tries(&mut member, method, path, &place, &id).await;
            assert_eq!(answer.outcome(), (403, "no_right".to_owned()), "{what} with {others:?}");
        }
        rights(&[Right::Dossier, Right::Upload, Right::Administer]).await;
        let answer = tries(&mut member, method, path, &place, &id).await;
        match (needs, path) {
            (Needs::Approving, _) => assert_eq!(answer.outcome(), (403, "no_right".to_owned()), "{what}"),
            // The list holds what was approved only.
            (Needs::Reading, "") => assert_eq!(answer.ok()["documents"], json!([])),
            (Needs::Reading, _) => assert_eq!(answer.outcome(), (404, "not_found".to_owned()), "{what}"),
        }
        rights(&[Right::Approve]).await;
        let answer = tries(&mut member, method, path, &place, &id).await;
        assert!(answer.status != 403, "{what}: {:?}", answer.outcome());
        portal.store.remove_member(who.organisation, who.id).await.unwrap();
        let answer = tries(&mut member, method, path, &place, &id).await;
        assert_eq!(answer.outcome(), (404, "not_found".to_owned()), "{what} after leaving");
    }
}

#[tokio::test]
async fn another_clients_document_looks_like_one_that_does_not_exist() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    let open = portal.document(portal.someone().await.organisation, Stages::default()).await;
    // One with evidence, which /pack would give.
    let proved = Desk::open().approved().await;
    let (mine, missing) = (who.organisation.to_string(), "doc_7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    for (method, path, _) in OPERATIONS.into_iter().filter(|(_, path, _)| path.contains("{document}")) {
        let mut answers = vec![tries(&mut browser, method, path, &mine, missing).await];
        for (organisation, document) in [(open.organisation, open.id), (proved.organisation, proved.document)] {
            // Where it is, and as if it were mine.
            for place in [&organisation.to_string(), &mine] {
                answers.push(tries(&mut browser, method, path, place, &document.to_string()).await);
            }
        }
        for answer in &answers {
            assert_eq!(answer.outcome(), (404, "not_found".to_owned()), "{method} {path}");
            assert!((&answer.headers, &answer.body) == (&answers[0].headers, &answers[0].body), "{method} {path}");
        }
    }
}
