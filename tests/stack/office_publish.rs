//! From a draft to what a client sees: prepare, upload, release, withdraw, correct; and who may not (issue 3; security.md,
//! rows 7 and 11).

use akkoord_domain::{
    SignedDuration,
    document::Status,
    right::Right,
    user::Status::{Active, Disabled},
};
use akkoord_store::organisation::{Member, Organisation};
use serde_json::{Value, json};

use crate::support::{
    Portal, all_at_once,
    documents::request,
    office::{Colleague, announced, document_address, draft_address, follow, pdf, text},
    rounds,
};

/// A colleague, a client's organisation, and what is entered for it.
async fn office(portal: &Portal) -> (Colleague, Value) {
    let client = portal.someone().await;
    (portal.colleague().await, portal.fields(client.organisation))
}

#[tokio::test]
async fn a_draft_is_prepared_released_and_withdrawn() {
    let portal = Portal::in_process();
    let client = portal.someone().await;
    let mut iris = portal.colleague().await;
    let draft = iris.drafts(portal.fields(client.organisation)).await;
    assert_eq!((&draft["version"], &draft["revision"], &draft["file"]), (&json!(1), &json!(1), &Value::Null));
    assert_eq!(draft["stages"], json!([{ "needed": 1, "members": [] }]));
    assert_eq!((&draft["four_eyes"], &draft["may_release"]), (&json!(false), &json!(true)));
    iris.releases(&draft).await.is_problem(409, "no_file");

    let content = pdf("eerste versie");
    let draft = iris.uploads(&draft, "btw 2026-Q3 é.pdf", &content).await.ok();
    assert_eq!((&draft["file"]["pages"], &draft["revision"]), (&json!(1), &json!(2)));
    // The same again, after a lost answer, changes nothing.
    let again = announced("btw 2026-Q3 é.pdf", &content);
    let again = iris.browser.post(&format!("{}/uploaded", draft_address(&draft)), again).await.ok();
    assert_eq!(again["revision"], 2);
    let shown = iris.browser.post(&format!("{}/preview", draft_address(&draft)), json!({})).await.ok();
    let (status, body) = follow("GET", text(&shown["url"]), &json!({}), b"").await;
    assert_eq!((status, &body), (200, &content));
    // The local store of files leaves these out of its answer, so the address has to do.
    let name = "filename%2A%3DUTF-8%27%27btw%25202026-Q3%2520%25C3%25A9.pdf";
    for part in ["response-content-type=application%2Fpdf", "response-content-disposition=inline%3B%20", name] {
        assert!(text(&shown["url"]).contains(part), "{part} {}", text(&shown["url"]));
    }
    // Nobody but the firm knows of it yet.
    assert!(portal.store.documents(client.organisation, 10, None).await.unwrap().items.is_empty());
    iris.browser.get(&document_address(&draft)).await.is_problem(404, "not_found");

    let released = iris.releases(&draft).await.ok();
    assert_eq!((&released["document"], &released["version"]), (&draft["id"], &json!(1)));
    // The same sending again finds what it made; another revision does not.
    assert_eq!(iris.releases(&draft).await.ok(), released);
    let other = json!({ "revision": 1 });
    iris.browser.post(&format!("{}/release", draft_address(&draft)), other).await.is_problem(409, "changed");
    iris.browser.get(&draft_address(&draft)).await.is_problem(404, "not_found");

    let mut browser = portal.browser();
    browser.signs_in(&client).await;
    let path = document_address(&draft).replace("office/documents", "approvals");
    let path = path.replace(&format!("/{}", text(&draft["id"])), &format!("/documents/{}", text(&draft["id"])));
    let seen = browser.get(&path).await.ok();
    assert_eq!((&seen["status"], &seen["message"]), (&json!("open"), &json!("Graag voor het einde van de maand.")));
    let opened = browser.post(&format!("{path}/open"), json!({ "version": 1 })).await.ok();
    assert_eq!(follow("GET", text(&opened["url"]), &json!({}), b"").await.1, content);

    let withdraw = json!({ "request": request(), "reason": "Het bedrag klopt niet." });
    let address = format!("{}/withdraw", document_address(&draft));
    iris.browser.post(&address, withdraw.clone()).await.ok();
    iris.browser.post(&address, withdraw.clone()).await.ok();
    let another = json!({ "request": request(), "reason": "Nog een keer." });
    iris.browser.post(&address, another).await.is_problem(409, "withdrawn");
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert_eq!((&seen["status"], &seen["closed"]["reason"]), (&json!("withdrawn"), &withdraw["reason"]));
    let events: Vec<&str> = seen["history"].as_array().unwrap().iter().map(|entry| text(&entry["event"])).collect();
    assert_eq!(events, ["released", "viewed", "withdrawn"]);
    assert_eq!(seen["history_valid"], true);
    let closed = json!({ "corrects": draft["id"] });
    let mut fields = portal.fields(client.organisation);
    fields.as_object_mut().unwrap().extend(closed.as_object().unwrap().clone());
    iris.browser.post("/api/office/drafts", fields).await.is_problem(409, "not_open");
}

/// Deployed, the function reads a PDF in a process of its own too.
#[tokio::test]
async fn the_deployed_function_takes_a_file_refuses_another_and_releases() {
    let portal = Portal::deployed();
    let (mut iris, fields) = office(&portal).await;
    let draft = iris.prepares(fields).await;
    assert_eq!(draft["file"]["pages"], 1);
    let refused = iris.uploads(&draft, "btw.pdf", b"%PDF-1.4 en verder niets").await;
    assert_eq!(refused.json()["fields"], json!([{ "field": "file", "code": "not_a_pdf" }]));
    iris.releases(&draft).await.ok();
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert_eq!((&seen["status"], &seen["history_valid"]), (&json!("open"), &json!(true)));
}

#[tokio::test]
async fn a_correction_takes_the_place_of_the_version_before() {
    let portal = Portal::in_process();
    let (mut iris, mut fields) = office(&portal).await;
    let first = iris.prepares(fields.clone()).await;
    iris.releases(&first).await.ok();
    fields["corrects"] = first["id"].clone();
    fields["title"] = json!("Btw-aangifte derde kwartaal (verbeterd)");
    let second = iris.drafts(fields.clone()).await;
    assert_eq!((&second["id"], &second["version"]), (&first["id"], &json!(2)));
    iris.browser.post("/api/office/drafts", fields).await.is_problem(409, "draft_exists");
    let content = pdf("tweede versie");
    let second = iris.uploads(&second, "verbeterd.pdf", &content).await.ok();
    iris.releases(&second).await.ok();
    let seen = iris.browser.get(&document_address(&second)).await.ok();
    assert_eq!((&seen["version"], &seen["status"], &seen["approved"]), (&json!(2), &json!("open"), &json!(0)));
    assert_eq!(seen["versions"].as_array().unwrap().len(), 2);
    // Each version is the file that it was.
    let mut contents = Vec::new();
    for version in [1, 2] {
        let address = format!("{}/open", document_address(&second));
        let opened = iris.browser.post(&address, json!({ "version": version })).await.ok();
        contents.push(follow("GET", text(&opened["url"]), &json!({}), b"").await.1);
    }
    assert_eq!(contents, [pdf(text(&first["id"])), content]);
    let missing = iris.browser.post(&format!("{}/open", document_address(&second)), json!({ "version": 3 })).await;
    missing.is_problem(404, "not_found");
}

#[tokio::test]
async fn of_two_who_release_at_once_one_wins() {
    for _ in 0..rounds(3, 50) {
        let portal = Portal::in_process();
        let (mut iris, fields) = office(&portal).await;
        let mut joost = portal.colleague().await;
        let draft = iris.prepares(fields).await;
        let (hers, his) = tokio::join!(iris.releases(&draft), joost.releases(&draft));
        let outcomes = [hers.outcome(), his.outcome()];
        assert!(outcomes.contains(&(200, String::new())), "{outcomes:?}");
        assert!(outcomes.contains(&(409, "changed".to_owned())), "{outcomes:?}");
        let seen = iris.browser.get(&document_address(&draft)).await.ok();
        assert_eq!(seen["history"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn releasing_withdrawing_and_correcting_at_once_leave_one_history() {
    for _ in 0..rounds(3, 50) {
        let portal = Portal::in_process();
        let (mut iris, mut fields) = office(&portal).await;
        let first = iris.prepares(fields.clone()).await;
        iris.releases(&first).await.ok();
        fields["corrects"] = first["id"].clone();
        let second = iris.prepares(fields).await;
        let (mut corrects, mut withdraws) = (iris.clone(), portal.colleague().await);
        let address = format!("{}/withdraw", document_address(&first));
        let body = json!({ "request": request(), "reason": "Vergissing." });
        let (corrected, withdrawn) =
            tokio::join!(corrects.releases(&second), withdraws.browser.post(&address, body.clone()));
        // The correction may come first, and is then withdrawn; the other way round it is refused.
        withdrawn.clone().ok();
        if corrected.status != 200 {
            corrected.is_problem(409, "not_open");
        }
        let seen = iris.browser.get(&document_address(&first)).await.ok();
        assert_eq!((&seen["status"], &seen["history_valid"]), (&json!("withdrawn"), &json!(true)));
        let entries = seen["history"].as_array().unwrap().len();
        assert_eq!(entries, if corrected.status == 200 { 3 } else { 2 });
    }
}

#[tokio::test]
async fn many_clicks_release_once() {
    let portal = Portal::in_process();
    let (mut iris, fields) = office(&portal).await;
    let draft = iris.prepares(fields).await;
    let clicks = (0..10).map(|_| {
        let (mut iris, draft) = (iris.clone(), draft.clone());
        async move { iris.releases(&draft).await }
    });
    for answer in all_at_once(clicks).await {
        assert_eq!(answer.ok()["version"], 1);
    }
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert_eq!(seen["history"].as_array().unwrap().len(), 1);
}

/// The settings are the whole firm's, so one test walks through everything that they decide.
#[tokio::test]
async fn four_eyes_are_another_pair_than_the_last_editors() {
    let portal = Portal::in_process();
    let (mut iris, mut fields) = office(&portal).await;
    let mut joost = portal.colleague().await;
    let seen = iris.browser.get("/api/office/settings").await.ok();
    let usual = seen["four_eyes"].clone();
    let mut both = usual.as_array().unwrap().clone();
    both.extend([json!("quote"), json!("engagement_letter")]);
    let choice =
        |seen: &Value, kinds: &[Value]| json!({ "revision": seen["revision"], "four_eyes": kinds, "reminders": true });
    let kept = iris.browser.put("/api/office/settings", choice(&seen, &both)).await.ok();
    let revision = seen["revision"].as_u64().unwrap() + 1;
    assert_eq!(kept, json!({ "revision": revision, "four_eyes": both, "reminders": true, "lifting": null }));
    // A page that was opened before undoes nothing.
    let stale = choice(&seen, usual.as_array().unwrap());
    joost.browser.put("/api/office/settings", stale).await.is_problem(409, "settings_changed");
    assert_eq!(joost.browser.get("/api/office/settings").await.ok(), kept);
    fields["kind"] = json!("quote");
    let draft = iris.prepares(fields.clone()).await;
    assert_eq!((&draft["four_eyes"], &draft["may_release"]), (&json!(true), &json!(false)));
    iris.releases(&draft).await.is_problem(409, "other_eyes_needed");
    // Who changes it last has seen it with the first pair of eyes.
    let changed = joost.browser.put(&draft_address(&draft), fields.clone()).await.ok();
    assert_eq!(changed["prepared_by"]["id"], joost.id.to_string());
    joost.releases(&changed).await.is_problem(409, "other_eyes_needed");
    iris.releases(&draft).await.is_problem(409, "changed");
    iris.releases(&changed).await.ok();

    // Nobody ends four eyes alone.
    let draft = iris.prepares(fields).await;
    let wished = iris.browser.put("/api/office/settings", choice(&kept, usual.as_array().unwrap())).await.ok();
    let kinds = json!({ "kinds": ["engagement_letter", "quote"] });
    assert_eq!((&wished["four_eyes"], &wished["lifting"]["own"]), (&json!(both), &json!(true)));
    let agree = "/api/office/settings/lifting/agree";
    iris.browser.post(agree, kinds.clone()).await.is_problem(409, "other_eyes_needed");
    iris.releases(&draft).await.is_problem(409, "other_eyes_needed");
    let seen = joost.browser.get("/api/office/settings").await.ok();
    assert_eq!((&seen["lifting"]["own"], &seen["lifting"]["by"]["id"]), (&json!(false), &json!(iris.id.to_string())));
    let refuse = "/api/office/settings/lifting/refuse";
    for path in [agree, refuse] {
        joost.browser.post(path, json!({ "kinds": ["quote"] })).await.is_problem(409, "lifting_changed");
    }
    let mut refused = Value::Null;
    for _ in 0..2 {
        refused = joost.browser.post(refuse, kinds.clone()).await.ok();
        assert_eq!((&refused["four_eyes"], &refused["lifting"]), (&json!(both), &Value::Null));
    }
    joost.browser.post(agree, kinds.clone()).await.is_problem(409, "lifting_changed");
    iris.browser.put("/api/office/settings", choice(&refused, usual.as_array().unwrap())).await.ok();
    // The second time as after a lost answer.
    for _ in 0..2 {
        let lifted = joost.browser.post(agree, kinds.clone()).await.ok();
        assert_eq!((&lifted["four_eyes"], &lifted["lifting"]), (&usual, &Value::Null));
    }
    iris.releases(&draft).await.ok();
}

#[tokio::test]
async fn approvers_have_the_right_when_a_draft_is_saved_and_when_it_is_released() {
    let portal = Portal::in_process();
    let (who, other) = (portal.someone().await, portal.someone().await);
    let mut iris = portal.colleague().await;
    let mut fields = portal.fields(who.organisation);
    for members in [vec![other.id.to_string()], vec![iris.id.to_string()]] {
        fields["stages"] = json!([{ "needed": 1, "members": members }]);
        let answer = iris.browser.post("/api/office/drafts", fields.clone()).await;
        answer.is_problem(400, "bad_request");
        assert_eq!(answer.json()["fields"], json!([{ "field": "stages", "code": "approver_without_right" }]));
    }
    fields["stages"] = json!([{ "needed": 1, "members": [who.id.to_string()] }]);
    let draft = iris.prepares(fields.clone()).await;
    assert_eq!(draft["stages"], fields["stages"]);
    let without = Member::with(vec![Right::Dossier]);
    portal.store.put_member(who.organisation, who.id, &without).await.unwrap();
    iris.releases(&draft).await.is_problem(409, "approver_without_right");
    portal.store.put_member(who.organisation, who.id, &Member::with(vec![Right::Approve])).await.unwrap();
    // Who was disabled cannot approve either, whether named or as the only one there is.
    portal.store.set_status(who.id, Disabled, portal.clock.now()).await.unwrap();
    let answer = iris.browser.put(&draft_address(&draft), fields.clone()).await;
    assert_eq!(answer.json()["fields"], json!([{ "field": "stages", "code": "approver_without_right" }]));
    fields["stages"] = json!([{ "needed": 1, "members": [] }]);
    let answer = iris.browser.put(&draft_address(&draft), fields).await;
    assert_eq!(answer.json()["fields"], json!([{ "field": "stages", "code": "approver_without_right" }]));
    iris.releases(&draft).await.is_problem(409, "approver_without_right");
    portal.store.set_status(who.id, Active, portal.clock.now()).await.unwrap();
    iris.releases(&draft).await.ok();
    let seen = iris.browser.get(&document_address(&draft)).await.ok();
    assert_eq!(seen["stages"][0]["waiting"], json!([{ "name": "Robin Jansen" }]));
}

#[tokio::test]
async fn an_organisations_usual_approvers_count_when_nothing_else_is_said() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut iris = portal.colleague().await;
    let path = format!("/api/office/organisations/{}", who.organisation);
    let found = iris.browser.get(&path).await.ok();
    assert_eq!(
        found["members"],
        json!([{ "id": who.id.to_string(), "name": "Robin Jansen", "rights": ["approve", "dossier"] }])
    );
    let stages = json!([{ "needed": 1, "members": [who.id.to_string()] }]);
    iris.browser.put(&format!("{path}/approvers"), json!({ "stages": stages })).await.ok();
    assert_eq!(iris.browser.get(&path).await.ok()["stages"], stages);
    assert_eq!(iris.drafts(portal.fields(who.organisation)).await["stages"], stages);
    let nobody = json!({ "stages": [{ "needed": 1, "members": [iris.id.to_string()] }] });
    iris.browser.put(&format!("{path}/approvers"), nobody).await.is_problem(400, "bad_request");
}

#[tokio::test]
async fn a_deadline_that_passes_while_a_draft_waits_keeps_it_from_being_released() {
    let portal = Portal::in_process();
    let (mut iris, mut fields) = office(&portal).await;
    fields["deadline"] = json!(portal.day(-1));
    let answer = iris.browser.post("/api/office/drafts", fields.clone()).await;
    assert_eq!(answer.json()["fields"], json!([{ "field": "deadline", "code": "deadline_passed" }]));
    fields["deadline"] = json!(portal.day(0));
    let draft = iris.prepares(fields).await;
    let portal = Portal::in_process();
    portal.waits(SignedDuration::from_hours(24));
    let mut joost = portal.colleague().await;
    joost.releases(&draft).await.is_problem(409, "deadline_passed");
    iris.releases(&draft).await.ok();
}

#[tokio::test]
async fn a_draft_that_is_changed_or_thrown_away_is_not_released() {
    let portal = Portal::in_process();
    let (mut iris, fields) = office(&portal).await;
    let draft = iris.prepares(fields.clone()).await;
    let mut with_revision = fields.clone();
    with_revision["revision"] = draft["revision"].clone();
    iris.browser.put(&draft_address(&draft), with_revision.clone()).await.ok();
    iris.browser.put(&draft_address(&draft), with_revision).await.is_problem(409, "changed");
    iris.releases(&draft).await.is_problem(409, "changed");
    iris.browser.post(&format!("{}/discard", draft_address(&draft)), json!({})).await.ok();
    iris.releases(&draft).await.is_problem(404, "not_found");
    iris.browser.post(&format!("{}/discard", draft_address(&draft)), json!({})).await.is_problem(404, "not_found");
    let found =
        portal.store.document(text(&fields["organisation"]).parse().unwrap(), text(&draft["id"]).parse().unwrap());
    assert!(found.await.unwrap().is_none());
}

#[tokio::test]
async fn lists_show_names_and_come_in_pages() {
    let portal = Portal::in_process();
    let (mut iris, fields) = office(&portal).await;
    let organisation: Organisation =
        portal.store.organisation(text(&fields["organisation"]).parse().unwrap()).await.unwrap().unwrap();
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(iris.prepares(fields.clone()).await);
    }
    let listed = iris.browser.get("/api/office/drafts?limit=2").await.ok();
    assert_eq!(listed["drafts"].as_array().unwrap().len(), 2);
    let next = iris.browser.get(&format!("/api/office/drafts?limit=100&cursor={}", text(&listed["next"]))).await.ok();
    let rows = listed["drafts"].as_array().unwrap().iter().chain(next["drafts"].as_array().unwrap());
    let own: Vec<&Value> = rows.filter(|row| row["organisation"]["id"] == fields["organisation"]).collect();
    assert_eq!(own.len(), 3);
    assert!(own.iter().all(|row| row["organisation"]["name"] == organisation.name.as_str() && row["ready"] == true));
    for draft in &made {
        iris.releases(draft).await.ok();
    }
    let mut found = Vec::new();
    let mut path = "/api/office/documents?status=open&limit=100".to_owned();
    loop {
        let page = iris.browser.get(&path).await.ok();
        found.extend(page["documents"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/office/documents?status=open&limit=100&cursor={next}");
    }
    let own: Vec<&Value> = found.iter().filter(|row| row["organisation"]["id"] == fields["organisation"]).collect();
    assert_eq!(own.len(), 3);
    assert!(own.iter().all(|row| row["needed"] == 1 && row["approved"] == 0 && row["your_turn"] == false));
    for query in ["?limit=0", "?limit=101", "?limit=x", "?cursor=%25", "?status=draft", "?other=1", "?limit=1&limit=2"]
    {
        let answer = iris.browser.get(&format!("/api/office/documents{query}")).await;
        answer.is_problem(400, "bad_request");
    }
    let stored = portal.store.document(organisation.id, text(&made[0]["id"]).parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(stored.status, Status::Open);
}
