//! Reading and approving a document, and everything that must not be approved (manual M5; security.md, rows 3, 4, 7, 11).

use akkoord_domain::{
    SignedDuration,
    approval::Stages,
    document::{Document, Proof, Refusal, Status},
    history::{self, Actor},
    right::Right,
};
use akkoord_store::{
    document::{Outcome, Step},
    organisation::Member,
};
use serde_json::{Value, json};

use crate::support::{
    Browser, Portal, Someone,
    documents::{address, draft, request, stages},
};

const MINUTE: SignedDuration = SignedDuration::from_secs(61);

async fn open_document(portal: &Portal) -> (Someone, Browser, Document) {
    let (who, browser) = portal.signed_in().await;
    let document = portal.document(who.organisation, Stages::default()).await;
    (who, browser, document)
}

async fn stored(portal: &Portal, document: &Document) -> Document {
    portal.store.document(document.organisation, document.id).await.unwrap().unwrap()
}

/// The whole walk of M5.4 to M5.7, and what is left of it.
#[tokio::test]
async fn a_document_is_read_and_approved_with_a_code() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let place = format!("/api/approvals/{}/documents", who.organisation);
    let listed = browser.get(&format!("{place}?list=open")).await.ok();
    assert_eq!(listed["documents"][0]["id"], document.id.to_string());
    assert_eq!(listed["documents"][0]["your_turn"], true);
    let notices = browser.get("/api/approvals/notices").await.ok();
    assert_eq!(notices["notices"][0]["document"], document.id.to_string());

    let seen = browser.get(&address(&document)).await.ok();
    assert_eq!((&seen["viewed"], &seen["may"]), (&json!(false), &json!("approve")));
    let body = browser.prepares(&who, &document).await;
    let sms = who.sms().await.pop().unwrap();
    assert!(sms.contains("uw code voor akkoord jaarrekening 2025"), "{sms}");
    let seen = browser.get(&address(&document)).await.ok();
    assert_eq!(seen["viewed"], true);

    let approved = browser.approves(&document, &body).await.ok();
    assert_eq!((&approved["complete"], &approved["status"]), (&json!(true), &json!("approved")));
    assert_eq!(approved["reference"], document.reference());
    let listed = browser.get(&format!("{place}?status=approved&year=2025")).await.ok();
    assert_eq!(listed["documents"][0]["id"], document.id.to_string());
    assert_eq!(browser.get(&format!("{place}?list=open")).await.ok()["documents"], json!([]));

    let kept = stored(&portal, &document).await;
    let entries = portal.store.history(document.organisation, document.id).await.unwrap();
    assert!(history::is_whole(&entries, &kept.head));
    let events: Vec<Value> = entries.iter().map(|entry| serde_json::to_value(&entry.event).unwrap()).collect();
    let names: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(names[..3], ["released", "viewed", "approved"]);
    assert_eq!((&events[2]["method"], &events[2]["device"]), (&json!("sms"), &json!("Firefox, Linux")));
    assert_eq!(events[2]["sha256"], document.sha256.to_string());
}

#[tokio::test]
async fn a_lost_reply_is_found_again_by_its_request() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let body = browser.prepares(&who, &document).await;
    let first = browser.approves(&document, &body).await.ok();
    let second = browser.approves(&document, &body).await.ok();
    assert_eq!(first, second);
    // Another sending is another intention, and there is nothing left to approve.
    let mut other = body.clone();
    other["request"] = json!(request());
    browser.approves(&document, &other).await.is_problem(409, "already_approved");
    assert_eq!(stored(&portal, &document).await.given.len(), 1);
}

#[tokio::test]
async fn nothing_is_approved_that_was_not_opened() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let sent = who.sms().await.len();
    portal.waits(MINUTE);
    browser.asks_to_approve(&document).await.is_problem(409, "not_viewed");
    assert_eq!(who.sms().await.len(), sent, "no SMS is spent on it");
    let other = portal.document(who.organisation, Stages::default()).await;
    let mut body = browser.prepares(&who, &other).await;
    body["sha256"] = json!(document.sha256);
    browser.approves(&document, &body).await.is_problem(409, "not_viewed");
    assert_eq!(stored(&portal, &document).await.status, Status::Open);
}

#[tokio::test]
async fn a_code_for_one_document_is_worth_nothing_for_another() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let other = portal.document(who.organisation, Stages::default()).await;
    browser.opens(&other).await.ok();
    let mut body = browser.prepares(&who, &document).await;
    body["sha256"] = json!(other.sha256);
    browser.approves(&other, &body).await.is_problem(409, "code_of_another_document");
    body["sha256"] = json!(document.sha256);
    // It cost no guess, and still works where it belongs.
    browser.approves(&document, &body).await.ok();
    assert_eq!(stored(&portal, &other).await.given.len(), 0);
}

#[tokio::test]
async fn a_code_for_signing_in_or_of_another_session_approves_nothing() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let body = browser.prepares(&who, &document).await;
    portal.waits(MINUTE);
    let mut elsewhere = portal.browser();
    elsewhere.signs_in(&who).await;
    elsewhere.approves(&document, &body).await.is_problem(410, "challenge_gone");
    portal.waits(MINUTE);
    let (challenge, code) = browser.asks_code(&who, "change_factor").await;
    let mut other = body.clone();
    other["challenge"] = json!(challenge);
    other["code"] = json!(code);
    browser.approves(&document, &other).await.is_problem(410, "challenge_gone");
    assert_eq!(stored(&portal, &document).await.status, Status::Open);
}

#[tokio::test]
async fn three_wrong_codes_end_the_challenge_and_a_code_lives_five_minutes() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let right = browser.prepares(&who, &document).await;
    let mut wrong = right.clone();
    wrong["code"] = json!(if right["code"] == "123456" { "654321" } else { "123456" });
    for left in [2, 1, 0] {
        let answer = browser.approves(&document, &wrong).await;
        answer.is_problem(401, "code_wrong");
        assert_eq!(answer.json()["attempts_left"], left);
    }
    browser.approves(&document, &right).await.is_problem(410, "challenge_gone");

    let start = portal.clock.now() + MINUTE;
    let body = browser.prepares(&who, &document).await;
    for (second, works) in [(301, false), (300, false), (299, true)] {
        portal.clock.set(start + SignedDuration::from_secs(second));
        let answer = browser.approves(&document, &body).await;
        assert_eq!(answer.status == 200, works, "after {second} s: {:?}", answer.outcome());
    }
}

#[tokio::test]
async fn a_superseded_withdrawn_or_declined_document_is_not_approved() {
    let portal = Portal::in_process();
    let (who, mut browser, first) = open_document(&portal).await;
    let body = browser.prepares(&who, &first).await;
    let second = draft(who.organisation, Stages::default(), portal.clock.now());
    let second = akkoord_domain::draft::Draft { id: first.id, version: 2, ..second };
    let newest = portal.releases(&second, Some(&stored(&portal, &first).await)).await.unwrap();
    browser.approves(&first, &body).await.is_problem(409, "superseded");
    browser.opens(&first).await.is_problem(409, "superseded");
    // What was seen of the first version does not count for the second.
    portal.waits(MINUTE);
    browser.asks_to_approve(&newest).await.is_problem(409, "not_viewed");

    let decline =
        |version: u32, id: &str| json!({ "request": id, "version": version, "reason": "De omzet klopt niet." });
    let path = format!("{}/decline", address(&newest));
    browser.post(&path, decline(1, &request())).await.is_problem(409, "superseded");
    let id = request();
    let declined = browser.post(&path, decline(2, &id)).await.ok();
    assert_eq!(browser.post(&path, decline(2, &id)).await.ok(), declined, "the same sending declines once");
    browser.post(&path, decline(2, &request())).await.is_problem(409, "declined");
    let mut body = body;
    body["version"] = json!(2);
    body["sha256"] = json!(newest.sha256);
    browser.approves(&newest, &body).await.is_problem(409, "declined");
    let kept = stored(&portal, &newest).await;
    assert_eq!((kept.status, kept.given.len()), (Status::Declined, 0));
}

#[tokio::test]
async fn two_stages_follow_each_other() {
    let portal = Portal::in_process();
    let (first, mut browser) = portal.signed_in().await;
    let second = portal.someone().await;
    let member = Member::with(vec![Right::Approve]);
    portal.store.put_member(first.organisation, second.id, &member).await.unwrap();
    let mut others = portal.browser();
    others.signs_in(&second).await;
    let document = portal.document(first.organisation, stages(&[(1, &[first.id]), (1, &[second.id])])).await;
    others.opens(&document).await.ok();
    assert_eq!(others.get(&address(&document)).await.ok()["may"], "wait_for_others");
    portal.waits(MINUTE);
    others.asks_to_approve(&document).await.is_problem(409, "not_your_turn");

    let body = browser.prepares(&first, &document).await;
    let answer = browser.approves(&document, &body).await.ok();
    assert_eq!((&answer["complete"], &answer["status"]), (&json!(false), &json!("open")));
    assert_eq!(answer["waiting_for"], json!([{ "name": "Robin Jansen" }]));
    let body = others.prepares(&second, &document).await;
    assert_eq!(others.approves(&document, &body).await.ok()["complete"], true);
}

/// Approved is not sent: as long as no channel leads to the recipient, lists say that the firm sends it.
#[tokio::test]
async fn lists_tell_how_far_sending_is() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let body = browser.prepares(&who, &document).await;
    browser.approves(&document, &body).await.ok();
    let list = format!("/api/approvals/{}/documents?status=approved", who.organisation);
    assert_eq!(browser.get(&list).await.ok()["documents"][0]["delivery"], Value::Null);
    let now = portal.clock.now();
    let proved = portal.store.change_document(document.organisation, document.id, now, |document| {
        let proof = Proof { made_at: now, object_version: "1".to_owned(), sha256: document.sha256.clone() };
        let event = document.prove(proof, true, now)?;
        Ok::<_, Refusal>(Some(Step { actor: Actor::Portal, event, with: Vec::new() }))
    });
    assert!(matches!(proved.await.unwrap().unwrap(), Outcome::Done(_)));
    let row = browser.get(&list).await.ok()["documents"][0].clone();
    assert_eq!((&row["status"], &row["delivery"]), (&json!("queued"), &json!("waiting")));
}

/// Of two who may, one was first: the other's code is kept, and nobody hears of an approval that they did not give.
#[tokio::test]
async fn who_comes_after_others_approved_is_told_that_it_was_others() {
    let portal = Portal::in_process();
    let (first, mut browser, document) = open_document(&portal).await;
    let second = portal.someone().await;
    let member = Member::with(vec![Right::Approve]);
    portal.store.put_member(first.organisation, second.id, &member).await.unwrap();
    let mut others = portal.browser();
    others.signs_in(&second).await;
    let late = others.prepares(&second, &document).await;
    let body = browser.prepares(&first, &document).await;
    browser.approves(&document, &body).await.ok();

    others.approves(&document, &late).await.is_problem(409, "completed");
    let sent = second.sms().await.len();
    portal.waits(MINUTE);
    others.asks_to_approve(&document).await.is_problem(409, "completed");
    assert_eq!(second.sms().await.len(), sent, "no SMS is spent on it");
    let decline = json!({ "request": request(), "version": 1, "reason": "De omzet klopt niet." });
    let path = format!("{}/decline", address(&document));
    others.post(&path, decline.clone()).await.is_problem(409, "completed");
    browser.post(&path, decline).await.is_problem(409, "already_approved");
    let seen = others.get(&address(&document)).await.ok();
    assert_eq!(seen["may"], "closed");
    assert_eq!(stored(&portal, &document).await.given.len(), 1);
}

/// Who may do neither, and who is nobody, is told so (`matrix`).
#[tokio::test]
async fn who_may_only_read_the_dossier_sees_nothing_that_waits() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let list = format!("/api/approvals/{}/documents", who.organisation);
    portal.store.put_member(who.organisation, who.id, &Member::with(vec![Right::Dossier])).await.unwrap();
    browser.get(&address(&document)).await.is_problem(404, "not_found");
    browser.get(&format!("{list}?list=open")).await.is_problem(403, "no_right");
    assert_eq!(browser.get(&format!("{list}?status=approved")).await.ok()["documents"], json!([]));
    browser.opens(&document).await.is_problem(404, "not_found");
}

#[tokio::test]
async fn a_question_is_asked_once_and_closes_nothing() {
    let portal = Portal::in_process();
    let (who, mut browser, document) = open_document(&portal).await;
    let path = format!("{}/questions", address(&document));
    let body =
        json!({ "request": request(), "text": "Waarom is de winst lager?", "reach": "phone", "when": "na 17 uur" });
    let asked = browser.post(&path, body.clone()).await.ok();
    assert_eq!(browser.post(&path, body).await.ok(), asked);
    let shown = browser.get(&address(&document)).await.ok();
    let questions = shown["questions"].as_array().unwrap();
    assert_eq!(questions.len(), 1);
    assert_eq!((&questions[0]["open"], &questions[0]["when"]), (&json!(true), &json!("na 17 uur")));
    let reply = json!({ "request": request(), "text": "En de omzet?" });
    let replies = format!("{path}/{}/replies", asked["id"].as_str().unwrap());
    for _ in 0..2 {
        browser.post(&replies, reply.clone()).await.ok();
    }
    let shown = browser.get(&address(&document)).await.ok();
    assert_eq!(shown["questions"][0]["replies"].as_array().unwrap().len(), 1);
    assert_eq!(stored(&portal, &document).await.open_questions, 1);
    let body = browser.prepares(&who, &document).await;
    browser.approves(&document, &body).await.ok();
}

#[tokio::test]
async fn lists_come_in_pages_and_narrow_down() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    let mut ids = Vec::new();
    for number in 0..7_u32 {
        let mut made = draft(who.organisation, Stages::default(), portal.clock.now());
        made.period = if number % 2 == 0 { "2025".parse().unwrap() } else { "2024-Q4".parse().unwrap() };
        made.deadline = format!("2099-01-{:02}", 20 - number).parse().unwrap();
        let document = portal.releases(&made, None).await.unwrap();
        ids.push(document.id.to_string());
        portal.waits(SignedDuration::from_millis(2));
    }
    let place = format!("/api/approvals/{}/documents", who.organisation);
    let mut all = async |query: &str| {
        let mut found: Vec<String> = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = browser.get(&format!("{place}?limit=2&{query}{cursor}")).await.ok();
            let rows = page["documents"].as_array().unwrap();
            assert!(rows.len() <= 2);
            found.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    };
    let newest_first: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(all("").await, newest_first);
    assert_eq!(all("list=open").await, newest_first, "the last one has the first deadline");
    let of_2025: Vec<String> = ids.iter().step_by(2).rev().cloned().collect();
    assert_eq!(all("year=2025").await, of_2025);
    assert_eq!(all("year=2025&status=open").await, of_2025);
    assert_eq!(all("status=open").await.len(), 7);
    assert!(all("status=approved").await.is_empty());
    assert!(all("year=1999").await.is_empty());
    for bad in ["limit=0", "limit=101", "cursor=%25", "year=1", "status=draft", "list=mine", "unknown=1"] {
        browser.get(&format!("{place}?{bad}")).await.is_problem(400, "bad_request");
    }
    // A cursor of somebody else's list leads nowhere but into one's own.
    let (_, mut stranger, document) = open_document(&portal).await;
    let page = stranger.get(&format!("/api/approvals/{}/documents?cursor={}", document.organisation, "b3Jn")).await;
    assert_eq!(page.ok()["documents"], json!([]));
}
