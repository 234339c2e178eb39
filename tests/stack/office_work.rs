//! What staff look after: questions, deliveries that are stuck, the list of work (issue 3; security.md, row 7).

use akkoord_domain::{
    Date, SignedDuration, Timestamp,
    approval::Given,
    challenge::Method,
    delivery::{Channel, Delivery, LATE, State},
    document::{Document, Proof, Status},
    dutch_time::dutch_date,
    facts::Sha256,
    history::Actor,
    id::UserId,
    right::Right,
};
use akkoord_store::{
    document::{Outcome, Step},
    files::Files,
    organisation::Member,
    outbox::About,
    work::{Cause, Work},
};
use serde_json::{Value, json};

use crate::support::{
    Portal, Someone, all_at_once,
    documents::request,
    office::{Colleague, document_address, follow, text},
    promises::Promises,
    stack,
};

/// A client with a released document, and the colleague who released it.
async fn released(portal: &Portal) -> (Someone, Colleague, Value) {
    let client = portal.someone().await;
    let mut iris = portal.colleague().await;
    let draft = iris.prepares(portal.fields(client.organisation)).await;
    iris.releases(&draft).await.ok();
    (client, iris, draft)
}

/// Changes a document as a worker would.
async fn worked(portal: &Portal, draft: &Value, change: impl Fn(&mut Document) -> akkoord_domain::history::Event) {
    let (organisation, document) = ids(draft);
    let decide = |next: &mut Document| {
        let event = change(next);
        Ok::<_, ()>(Some(Step { actor: Actor::Portal, event, with: Vec::new() }))
    };
    let outcome = portal.store.change_document(organisation, document, portal.clock.now(), decide).await;
    assert!(matches!(outcome.unwrap().unwrap(), Outcome::Done(_)));
}

fn ids(draft: &Value) -> (akkoord_domain::id::OrganisationId, akkoord_domain::id::DocumentId) {
    (text(&draft["organisation"]["id"]).parse().unwrap(), text(&draft["id"]).parse().unwrap())
}

#[tokio::test]
async fn a_question_is_answered_once_and_its_work_ends() {
    let portal = Portal::in_process();
    let (client, mut iris, draft) = released(&portal).await;
    let mut browser = portal.browser();
    browser.signs_in(&client).await;
    let place = format!("/api/approvals/{}/documents/{}", client.organisation, text(&draft["id"]));
    let asks = json!({ "request": request(), "text": "Klopt het bedrag?", "reach": "portal" });
    let asked = browser.post(&format!("{place}/questions"), asks).await.ok();
    let line = format!("question-{}", text(&asked["id"]));
    assert!(is_listed(&mut iris, &line).await);
    // Only an answer takes it off the list: while it is open, nobody is reminded of the document.
    let done = format!("/api/office/work/{}/{line}/done", client.organisation);
    iris.browser.post(&done, json!({})).await.is_problem(409, "question_open");
    assert!(is_listed(&mut iris, &line).await);

    let address = format!("{}/questions/{}/answer", document_address(&draft), text(&asked["id"]));
    let answer = json!({ "request": request(), "text": "Ja.\n\nHet is de btw van drie maanden." });
    let clicks = (0..5).map(|_| {
        let (mut iris, address, answer) = (iris.clone(), address.clone(), answer.clone());
        async move { iris.browser.post(&address, answer).await }
    });
    for answer in all_at_once(clicks).await {
        answer.ok();
    }
    let seen = browser.get(&place).await.ok();
    let question = &seen["questions"][0];
    assert_eq!((&question["open"], question["replies"].as_array().unwrap().len()), (&json!(false), 1));
    assert_eq!(
        (&question["replies"][0]["from_firm"], &question["replies"][0]["text"]),
        (&json!(true), &answer["text"])
    );
    assert!(!is_listed(&mut iris, &line).await);
    iris.browser.post(&done, json!({})).await.ok();
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    // Staff can call who wants to be called; other clients never see where.
    let asker = &seen["questions"][0]["asker"];
    assert!(text(&asker["mobile"]).starts_with('+') && text(&asker["email"]).contains('@'), "{asker}");
    assert_eq!(question["asker"], Value::Null);
    assert_eq!((&seen["question_open"], &seen["history_valid"]), (&json!(false), &json!(true)));
    let events: Vec<&str> = seen["history"].as_array().unwrap().iter().map(|entry| text(&entry["event"])).collect();
    assert_eq!(events, ["released", "asked", "answered"]);
    for wrong in [json!({ "request": "x", "text": "Ja" }), json!({ "request": request(), "text": "a\r\nb" })] {
        iris.browser.post(&address, wrong).await.is_problem(400, "bad_request");
    }
}

#[tokio::test]
async fn staff_see_that_a_document_waits_for_somebody_who_can_no_longer_approve() {
    let portal = Portal::in_process();
    let (client, mut iris, draft) = released(&portal).await;
    let (organisation, _) = ids(&draft);
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert_eq!(seen["lacks_approvers"], json!(false));
    let dossier = Member::with(vec![Right::Dossier]);
    portal.store.put_member(organisation, client.id, &dossier).await.unwrap();
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert_eq!(seen["lacks_approvers"], json!(true));
}

#[tokio::test]
async fn a_reply_tells_the_firm_only_when_it_opens_the_question_again() {
    let portal = Portal::in_process();
    let (client, mut iris, draft) = released(&portal).await;
    let mut browser = portal.browser();
    browser.signs_in(&client).await;
    let place = format!("/api/approvals/{}/documents/{}/questions", client.organisation, text(&draft["id"]));
    let asks = json!({ "request": request(), "text": "Klopt het bedrag?", "reach": "portal" });
    let asked = browser.post(&place, asks).await.ok();
    let replies = format!("{place}/{}/replies", text(&asked["id"]));
    let answer = format!("{}/questions/{}/answer", document_address(&draft), text(&asked["id"]));
    let says = |text: &str| json!({ "request": request(), "text": text });
    for _ in 0..2 {
        browser.post(&replies, says("En de omzet?")).await.ok();
    }
    assert_eq!(Promises::read().await.of("question_asked", ids(&draft).1), 1);
    iris.browser.post(&answer, says("Ja.")).await.ok();
    for _ in 0..2 {
        browser.post(&replies, says("En nu?")).await.ok();
    }
    assert_eq!(Promises::read().await.of("question_asked", ids(&draft).1), 2);
    assert!(is_listed(&mut iris, &format!("question-{}", text(&asked["id"]))).await);
}

#[tokio::test]
async fn a_thread_and_a_documents_questions_have_an_end_and_the_firm_can_always_answer() {
    let portal = Portal::in_process();
    let (client, mut iris, draft) = released(&portal).await;
    let mut browser = portal.browser();
    browser.signs_in(&client).await;
    let place = format!("/api/approvals/{}/documents/{}/questions", client.organisation, text(&draft["id"]));
    let long = "\u{20ac}".repeat(2000);
    let asks = || json!({ "request": request(), "text": "Klopt het bedrag?", "reach": "portal" });
    let says = || json!({ "request": request(), "text": long });
    let asked = browser.post(&place, asks()).await.ok();
    let replies = format!("{place}/{}/replies", text(&asked["id"]));
    for _ in 0..9 {
        browser.post(&replies, says()).await.ok();
    }
    browser.post(&replies, says()).await.is_problem(409, "too_many");
    let answer = format!("{}/questions/{}/answer", document_address(&draft), text(&asked["id"]));
    iris.browser.post(&answer, says()).await.ok();
    iris.browser.post(&answer, says()).await.is_problem(409, "too_many");
    for _ in 1..20 {
        browser.post(&place, asks()).await.ok();
    }
    browser.post(&place, asks()).await.is_problem(409, "too_many");
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert_eq!(seen["questions"].as_array().unwrap().len(), 20);
}

async fn is_listed(iris: &mut Colleague, line: &str) -> bool {
    let mut path = "/api/office/work?limit=100".to_owned();
    loop {
        let page = iris.browser.get(&path).await.ok();
        if page["work"].as_array().unwrap().iter().any(|work| work["id"] == line) {
            return true;
        }
        let Some(next) = page["next"].as_str() else { return false };
        path = format!("/api/office/work?limit=100&cursor={next}");
    }
}

#[tokio::test]
async fn work_names_its_contact_and_is_done_once_and_for_all() {
    let portal = Portal::in_process();
    let (client, mut iris, draft) = released(&portal).await;
    let (organisation, document) = ids(&draft);
    let work = |cause, contact| Work {
        organisation,
        document: Some(document),
        title: Some("Btw-aangifte".parse().unwrap()),
        cause,
        at: portal.clock.now(),
        contact,
    };
    let mine = work(Cause::Declined { version: 1 }, Some(iris.id));
    let nobodys = work(Cause::Bounce { user: client.id }, Some(UserId::new(Timestamp::UNIX_EPOCH, 9)));
    for line in [&mine, &nobodys] {
        portal.store.work_begins(line).await.unwrap();
    }
    let listed = iris.browser.get("/api/office/work?limit=100").await.ok();
    let found = |line: &Work| {
        let lines = listed["work"].as_array().unwrap();
        lines.iter().find(|found| found["id"] == line.id() && found["organisation"]["id"] == organisation.to_string())
    };
    if let Some(found) = found(&mine) {
        assert_eq!((&found["mine"], &found["contact"]["name"]), (&json!(true), &json!("Robin Jansen")));
        assert_eq!((&found["kind"], &found["document"]), (&json!("declined"), &draft["id"]));
    }
    if let Some(found) = found(&nobodys) {
        assert_eq!((&found["mine"], &found["contact"]), (&json!(false), &Value::Null));
    }
    for line in [&mine, &nobodys] {
        let address = format!("/api/office/work/{organisation}/{}/done", line.id());
        iris.browser.post(&address, json!({})).await.ok();
        iris.browser.post(&address, json!({})).await.ok();
        assert!(!is_listed(&mut iris, &line.id()).await);
    }
    let hostile = format!("/api/office/work/{organisation}/DOC%23x/done");
    iris.browser.post(&hostile, json!({})).await.is_problem(404, "not_found");
}

/// An approved document with evidence, whose delivery through this channel is in this state. No worker knows of it.
async fn approved(portal: &Portal, channel: Channel, state: State) -> (Colleague, Value) {
    approved_with(portal, Delivery { attempts: 8, ..Delivery::new(channel, state, portal.clock.now()) }).await
}

/// The same with this delivery.
async fn approved_with(portal: &Portal, with: Delivery) -> (Colleague, Value) {
    let (_, iris, draft) = released(portal).await;
    let (organisation, document) = ids(&draft);
    let files = Files::new(&stack().inner.aws().unwrap(), &stack().inner.files_bucket);
    let (about, now) = (About { organisation, document, version: 1 }, portal.clock.now());
    let until = now + SignedDuration::from_hours(1);
    let object_version = files.keep_evidence(about, b"PK".to_vec(), until, until).await.unwrap();
    // What is there stays.
    assert_eq!(files.keep_evidence(about, b"other".to_vec(), until, until).await.unwrap(), object_version);
    let proof = Proof { made_at: now, object_version, sha256: Sha256::of(b"PK") };
    worked(portal, &draft, |next| {
        next.status = Status::Approved;
        let event = next.prove(proof.clone(), true, now).unwrap();
        let delivery = next.deliveries.iter_mut().find(|delivery| delivery.channel == with.channel).unwrap();
        *delivery = with.clone();
        event
    })
    .await;
    (iris, draft)
}

#[tokio::test]
async fn only_a_delivery_that_is_stuck_is_sent_again() {
    let portal = Portal::in_process();
    use Channel::{Archive, Recipient};
    for (channel, state, entries) in [
        (Archive, State::Failed, 1),
        (Archive, State::Unknown, 1),
        (Archive, State::Refused, 1),
        // It is on its way: nothing happens.
        (Archive, State::Queued, 0),
    ] {
        let (mut iris, draft) = approved(&portal, channel, state).await;
        let again = json!({ "channel": channel });
        iris.browser.post(&format!("{}/deliver-again", document_address(&draft)), again).await.ok();
        let seen = iris.browser.get(&document_address(&draft)).await.ok();
        let history = seen["history"].as_array().unwrap().iter();
        let own = history.filter(|entry| {
            let what = (&entry["event"], &entry["channel"], &entry["state"]);
            what == (&json!("delivery"), &json!(channel), &json!("queued")) && entry["actor"] == "Robin Jansen"
        });
        assert_eq!((own.count(), &seen["history_valid"]), (entries, &json!(true)), "{state:?}");
        // A worker may have tried it since; the attempts begin anew.
        let mut deliveries = seen["deliveries"].as_array().unwrap().iter();
        let delivery = deliveries.find(|one| one["channel"] == json!(channel)).unwrap();
        assert!(entries == 0 || delivery["attempts"].as_u64().unwrap() <= 1, "{delivery}");
    }
    // Nothing leads to a recipient: what waits for the firm is not for the portal to send.
    for (channel, state) in [
        (Archive, State::Sent),
        (Archive, State::Accepted),
        (Recipient, State::Waiting),
        (Recipient, State::Failed),
        (Recipient, State::Sent),
    ] {
        let (mut iris, draft) = approved(&portal, channel, state).await;
        let again = json!({ "channel": channel });
        let answer = iris.browser.post(&format!("{}/deliver-again", document_address(&draft)), again).await;
        answer.is_problem(409, "not_deliverable");
    }
}

#[tokio::test]
async fn a_delivery_that_was_not_tried_for_hours_is_sent_again_and_one_that_waits_for_its_turn_is_not() {
    let portal = Portal::in_process();
    for (since, late) in [(LATE, true), (LATE - SignedDuration::from_secs(30), false)] {
        let at = portal.clock.now() - since;
        let (mut iris, draft) = approved_with(&portal, Delivery::new(Channel::Archive, State::Queued, at)).await;
        let seen = iris.browser.get(&document_address(&draft)).await.ok();
        assert_eq!(seen["deliveries"][0]["late"], json!(late));
        let again = json!({ "channel": "archive" });
        for _ in 0..2 {
            iris.browser.post(&format!("{}/deliver-again", document_address(&draft)), again.clone()).await.ok();
        }
        let seen = iris.browser.get(&document_address(&draft)).await.ok();
        let mut own = seen["history"].as_array().unwrap().iter();
        let own = own.by_ref().filter(|entry| entry["event"] == "delivery" && entry["actor"] == "Robin Jansen");
        assert_eq!((own.count(), &seen["history_valid"]), (usize::from(late), &json!(true)));
    }
}

#[tokio::test]
async fn what_the_firm_sent_by_other_means_is_sent_for_the_client_too_and_its_work_ends() {
    let portal = Portal::in_process();
    let (client, mut iris, draft) = released(&portal).await;
    let (organisation, document) = ids(&draft);
    let mut browser = portal.browser();
    browser.signs_in(&client).await;
    let (address, today) = (format!("{}/sent-by-firm", document_address(&draft)), dutch_date(portal.clock.now()));
    let says = |on: Date, remark: &str| json!({ "on": on.to_string(), "remark": remark });
    // It was not approved yet.
    iris.browser.post(&address, says(today, "")).await.is_problem(409, "not_deliverable");
    let proof = Proof { made_at: portal.clock.now(), object_version: "1".to_owned(), sha256: Sha256::of(b"PK") };
    worked(&portal, &draft, |next| {
        next.status = Status::Approved;
        next.given = vec![given(client.id, portal.clock.now())];
        next.prove(proof.clone(), false, portal.clock.now()).unwrap()
    })
    .await;
    let work = Work {
        organisation,
        document: Some(document),
        title: None,
        cause: Cause::DeliveryWaiting,
        at: portal.clock.now(),
        contact: None,
    };
    portal.store.work_begins(&work).await.unwrap();
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    let delivery = &seen["deliveries"][0];
    assert_eq!((&delivery["may_send_again"], &delivery["may_send_by_firm"]), (&json!(false), &json!(true)));

    iris.browser.post(&address, says(today.tomorrow().unwrap(), "")).await.is_problem(400, "bad_request");
    iris.browser.post(&address, says(today.yesterday().unwrap(), "")).await.is_problem(400, "bad_request");
    iris.browser.post(&address, json!({ "on": "gisteren" })).await.is_problem(400, "bad_request");
    iris.browser.post(&address, says(today, "a\nb")).await.is_problem(400, "bad_request");
    assert!(portal.store.work_line(organisation, &work.id()).await.unwrap().is_some());
    let clicks = (0..3).map(|_| {
        let (mut iris, address, body) = (iris.clone(), address.clone(), says(today, "Digipoort 8f3a"));
        async move { iris.browser.post(&address, body).await }
    });
    for answer in all_at_once(clicks).await {
        answer.ok();
    }
    iris.browser.post(&address, says(today, "Iets anders")).await.is_problem(409, "not_deliverable");
    assert!(portal.store.work_line(organisation, &work.id()).await.unwrap().is_none());
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert_eq!((&seen["status"], &seen["history_valid"]), (&json!("sent"), &json!(true)));
    assert_eq!(seen["deliveries"][0]["may_send_by_firm"], json!(false));
    let mut own = seen["history"].as_array().unwrap().iter().filter(|entry| entry["event"] == "sent_by_firm");
    let entry = own.next().unwrap();
    assert_eq!((&entry["actor"], &entry["detail"]), (&json!("Robin Jansen"), &json!("Digipoort 8f3a")));
    assert_eq!((&entry["on"], own.next()), (&json!(today.to_string()), None));
    let place = format!("/api/approvals/{}/documents/{}", client.organisation, text(&draft["id"]));
    let delivery = &browser.get(&place).await.ok()["deliveries"][0];
    assert_eq!((&delivery["state"], &delivery["receipt"]), (&json!("sent"), &json!("Digipoort 8f3a")));
    assert_eq!(delivery["by_firm"], json!(today.to_string()));
}

/// An approval by this user.
fn given(user: UserId, at: Timestamp) -> Given {
    let request = request().parse().unwrap();
    Given { user, name: "Robin Jansen".parse().unwrap(), stage: 0, at, method: Method::Sms, request }
}

#[tokio::test]
async fn evidence_is_there_once_it_is_made() {
    let portal = Portal::in_process();
    let (_, mut iris, draft) = released(&portal).await;
    let pack = format!("{}/pack", document_address(&draft));
    iris.browser.post(&pack, json!({})).await.is_problem(409, "evidence_not_ready");
    let again = format!("{}/deliver-again", document_address(&draft));
    iris.browser.post(&again, json!({ "channel": "archive" })).await.is_problem(409, "not_deliverable");
    iris.browser.post(&again, json!({ "channel": "telepathy" })).await.is_problem(400, "bad_request");
    let (mut iris, draft) = approved(&portal, Channel::Archive, State::Sent).await;
    let address = iris.browser.post(&format!("{}/pack", document_address(&draft)), json!({})).await.ok();
    assert_eq!(follow("GET", text(&address["url"]), &json!({}), b"").await, (200, b"PK".to_vec()));
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert!(seen["evidence"]["made_at"].is_string() && seen["reference"].is_string());
}
