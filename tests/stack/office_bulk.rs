//! Publishing in bulk: rows are looked at without writing, a key makes one draft however often it is sent, and no client
//! sees anything before its release (docs/decisions/0015-bulk-publishing.md).

use akkoord_domain::{id::OrganisationId, right::Right, user::Status::Disabled};
use akkoord_runtime::random;
use akkoord_store::organisation::{ClientNumberTaken, Member};
use serde_json::{Value, json};

use crate::support::{
    Browser, Portal, Someone, all_at_once,
    office::{Colleague, draft_address, pdf, text},
    rounds,
};

/// A key that no other draft has.
fn key() -> String {
    format!("{:032x}{:032x}", random::word128().unwrap(), random::word128().unwrap())
}

async fn number_of(portal: &Portal, organisation: OrganisationId) -> String {
    portal.store.organisation(organisation).await.unwrap().unwrap().client_number
}

/// A row of a spreadsheet that is right.
async fn row(portal: &Portal, organisation: OrganisationId) -> Value {
    let mut row = portal.fields(organisation);
    let fields = row.as_object_mut().unwrap();
    fields.remove("organisation");
    fields.remove("stages");
    fields.insert("client_number".to_owned(), json!(number_of(portal, organisation).await));
    fields.insert("key".to_owned(), json!(key()));
    row
}

impl Colleague {
    async fn checks(&mut self, rows: &[Value]) -> Vec<Value> {
        let answer = self.browser.post("/api/office/drafts/check", json!({ "rows": rows })).await.ok();
        answer["rows"].as_array().unwrap().clone()
    }

    /// What is wrong with one row, as `field:code`.
    async fn wrong_with(&mut self, row: &Value) -> Vec<String> {
        let checked = self.checks(std::slice::from_ref(row)).await;
        let wrong = checked[0]["wrong"].as_array().unwrap().iter();
        wrong.map(|wrong| format!("{}:{}", text(&wrong["field"]), text(&wrong["code"]))).collect()
    }

    /// What the page sends for a row that was right.
    async fn makes(&mut self, row: &Value, checked: &Value) -> (u16, Value) {
        let mut fields = row.clone();
        let object = fields.as_object_mut().unwrap();
        object.remove("client_number");
        object.remove("approvers");
        object.insert("organisation".to_owned(), checked["organisation"]["id"].clone());
        object.insert("stages".to_owned(), checked["stages"].clone());
        let answer = self.browser.post("/api/office/drafts", fields).await;
        (answer.status, answer.json())
    }

    /// Looks at every row and makes what is right; counts new drafts, rows that had one, and rows that are wrong.
    async fn publishes(&mut self, rows: &[Value]) -> (usize, usize, usize) {
        let (mut made, mut there, mut wrong) = (0, 0, 0);
        for rows in rows.chunks(20) {
            for (row, checked) in rows.iter().zip(self.checks(rows).await) {
                if !checked["wrong"].as_array().unwrap().is_empty() {
                    wrong += 1;
                } else if checked["found"] == "new" {
                    let (status, draft) = self.makes(row, &checked).await;
                    assert_eq!(status, 200, "{draft}");
                    made += 1;
                } else {
                    there += 1;
                }
            }
        }
        (made, there, wrong)
    }

    async fn drafts_of(&mut self, organisation: OrganisationId) -> Vec<Value> {
        let mut drafts = Vec::new();
        let mut path = "/api/office/drafts?limit=100".to_owned();
        loop {
            let page = self.browser.get(&path).await.ok();
            let rows = page["drafts"].as_array().unwrap().iter();
            drafts.extend(rows.filter(|draft| draft["organisation"]["id"] == organisation.to_string()).cloned());
            let Some(next) = page["next"].as_str() else { return drafts };
            path = format!("/api/office/drafts?limit=100&cursor={next}");
        }
    }
}

/// How many documents a signed-in client has.
async fn sees(browser: &mut Browser, client: &Someone) -> usize {
    let path = format!("/api/approvals/{}/documents?list=all", client.organisation);
    browser.get(&path).await.ok()["documents"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_thousand_rows_of_which_ten_are_bad_make_990_drafts_once_and_nobody_sees_one() {
    let portal = Portal::in_process();
    let client = portal.someone().await;
    let mut iris = portal.colleague().await;
    let mut rows = Vec::new();
    let good = row(&portal, client.organisation).await;
    for number in 0..1000 {
        let mut row = good.clone();
        row["title"] = json!(format!("Btw-aangifte {number}"));
        row["key"] = json!(key());
        if number % 100 == 7 {
            match number / 100 % 4 {
                0 => row["client_number"] = json!("bestaat-niet"),
                1 => row["deadline"] = json!(portal.day(-2)),
                2 => row["title"] = json!("Btw\u{202e}-aangifte"),
                _ => row["approvers"] = json!([["niemand"]]),
            }
        }
        rows.push(row);
    }
    assert_eq!(iris.publishes(&rows).await, (990, 0, 10));
    assert_eq!(iris.drafts_of(client.organisation).await.len(), 990);
    assert_eq!(iris.publishes(&rows).await, (0, 990, 10));
    assert_eq!(iris.drafts_of(client.organisation).await.len(), 990);
    let mut browser = portal.browser();
    browser.signs_in(&client).await;
    assert_eq!(sees(&mut browser, &client).await, 0);
}

#[tokio::test]
async fn looking_at_rows_says_what_is_wrong_field_by_field_and_writes_nothing() {
    let portal = Portal::in_process();
    let client = portal.someone().await;
    let mut iris = portal.colleague().await;
    let good = row(&portal, client.organisation).await;
    let checked = iris.checks(std::slice::from_ref(&good)).await;
    let organisation = client.organisation.to_string();
    assert_eq!((&checked[0]["wrong"], &checked[0]["organisation"]["id"]), (&json!([]), &json!(organisation)));
    assert_eq!((&checked[0]["found"], &checked[0]["document"]), (&json!("new"), &Value::Null));
    for (field, value, wrong) in [
        ("client_number", json!(" "), "client_number:required"),
        ("client_number", json!("x".repeat(3000)), "client_number:unknown"),
        ("client_number", json!("10#01"), "client_number:unknown"),
        ("title", json!(""), "title:required"),
        ("title", json!("a".repeat(121)), "title:too_long"),
        ("title", json!("a\r\nb"), "title:invalid"),
        ("message", json!("a\u{2067}b"), "message:invalid"),
        ("period", json!("2026-Q5"), "period:invalid"),
        ("amount", json!({ "cents": 1_000_000_000_001_u64, "meaning": "to_pay" }), "amount:invalid"),
        ("deadline", json!("01-12-2026"), "deadline:invalid"),
        ("deadline", json!(portal.day(-1)), "deadline:deadline_passed"),
        ("key", json!("kort"), "key:invalid"),
        ("approvers", json!([]), "approvers:invalid"),
        ("approvers", json!([[]]), "approvers:invalid"),
        ("approvers", json!([[client.login, client.login]]), "approvers:invalid"),
        ("approvers", json!([[client.login], ["niemand", "<b>"]]), "approvers.1.0:unknown approvers.1.1:unknown"),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        assert_eq!(iris.wrong_with(&bad).await.join(" "), wrong);
    }
    let all =
        json!({ "client_number": "x", "title": "", "period": "", "deadline": "", "kind": "vat", "recipient": "none" });
    assert_eq!(iris.wrong_with(&all).await.len(), 4);
    assert!(iris.drafts_of(client.organisation).await.is_empty());
    // As many as fit, and no more.
    let send = json!({ "rows": vec![good.clone(); 21] });
    let many = iris.browser.post("/api/office/drafts/check", send).await;
    assert_eq!(many.json()["fields"], json!([{ "field": "rows", "code": "too_many" }]));
    let none = iris.browser.post("/api/office/drafts/check", json!({ "rows": [] })).await;
    assert_eq!(none.json()["fields"], json!([{ "field": "rows", "code": "required" }]));
}

#[tokio::test]
async fn approvers_are_named_by_login_and_have_the_right_there() {
    let portal = Portal::in_process();
    let (client, other) = (portal.someone().await, portal.someone().await);
    let mut iris = portal.colleague().await;
    let member = Member::with(vec![Right::Approve]);
    portal.store.put_member(client.organisation, other.id, &member).await.unwrap();
    let mut named = row(&portal, client.organisation).await;
    named["approvers"] = json!([[client.login], [other.login.to_uppercase()]]);
    let checked = iris.checks(std::slice::from_ref(&named)).await.remove(0);
    let stages = [client.id, other.id].map(|id| json!({ "needed": 1, "members": [id.to_string()] }));
    assert_eq!(checked["stages"], json!(stages));
    let (status, draft) = iris.makes(&named, &checked).await;
    assert_eq!((status, &draft["stages"]), (200, &json!(stages)));

    // Everybody of a stage has to approve.
    named["approvers"] = json!([[client.login, other.login]]);
    assert_eq!(iris.checks(std::slice::from_ref(&named)).await[0]["stages"][0]["needed"], 2);
    portal.store.put_member(client.organisation, other.id, &Member::with(vec![Right::Dossier])).await.unwrap();
    assert_eq!(iris.wrong_with(&named).await, ["approvers.0.1:approver_without_right"]);
    portal.store.put_member(client.organisation, other.id, &member).await.unwrap();
    portal.store.set_status(other.id, Disabled, portal.clock.now()).await.unwrap();
    assert_eq!(iris.wrong_with(&named).await, ["approvers.0.1:approver_without_right"]);
    portal.store.remove_member(client.organisation, other.id).await.unwrap();
    assert_eq!(iris.wrong_with(&named).await, ["approvers.0.1:approver_without_right"]);
}

#[tokio::test]
async fn the_same_key_at_the_same_time_makes_one_draft() {
    let portal = Portal::in_process();
    let client = portal.someone().await;
    let iris = portal.colleague().await;
    for _ in 0..rounds(5, 100) {
        let mut fields = portal.fields(client.organisation);
        fields["key"] = json!(key());
        let sends = (0..8).map(|_| {
            let (mut browser, fields) = (iris.browser.clone(), fields.clone());
            async move { browser.post("/api/office/drafts", fields).await.ok()["id"].clone() }
        });
        let ids = all_at_once(sends).await;
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }
    let mut iris = iris;
    assert_eq!(iris.drafts_of(client.organisation).await.len(), rounds(5, 100));
}

#[tokio::test]
async fn a_key_answers_its_draft_until_that_is_released_or_thrown_away() {
    let portal = Portal::in_process();
    let (client, other) = (portal.someone().await, portal.someone().await);
    let (mut iris, mut joost) = (portal.colleague().await, portal.colleague().await);
    let mut fields = portal.fields(client.organisation);
    fields["key"] = json!(key());
    let mut as_row = row(&portal, client.organisation).await;
    as_row["key"] = fields["key"].clone();
    let found = async |colleague: &mut Colleague, row: &Value| {
        let row = colleague.checks(std::slice::from_ref(row)).await.remove(0);
        (text(&row["found"]).to_owned(), row["document"].clone(), row["has_file"] == true, row["differs"] == true)
    };
    let draft = iris.drafts(fields.clone()).await;
    assert_eq!(found(&mut joost, &as_row).await, ("draft".to_owned(), draft["id"].clone(), false, false));
    // A colleague goes on with it, also with what was missing.
    let again = joost.drafts(fields.clone()).await;
    assert_eq!((&again["id"], &again["revision"]), (&draft["id"], &json!(1)));
    let draft = joost.uploads(&again, "btw.pdf", &pdf("sleutel")).await.ok();
    assert_eq!(joost.drafts(fields.clone()).await["revision"], draft["revision"]);
    assert_eq!(found(&mut joost, &as_row).await, ("draft".to_owned(), draft["id"].clone(), true, false));
    as_row["amount"]["cents"] = json!(1);
    assert_eq!(found(&mut joost, &as_row).await, ("draft".to_owned(), draft["id"].clone(), true, true));
    as_row["amount"]["cents"] = fields["amount"]["cents"].clone();

    // Another organisation's same key is another draft.
    let mut elsewhere = portal.fields(other.organisation);
    elsewhere["key"] = fields["key"].clone();
    let others = iris.drafts(elsewhere).await;
    assert_ne!(others["id"], draft["id"]);

    // Thrown away, the key makes a new one; the old one's claim is gone.
    iris.browser.post(&format!("{}/discard", draft_address(&draft)), json!({})).await.ok();
    assert_eq!(found(&mut iris, &as_row).await.0, "new");
    let second = iris.drafts(fields.clone()).await;
    assert_ne!(second["id"], draft["id"]);
    let second = iris.uploads(&second, "btw.pdf", &pdf("tweede")).await.ok();
    let mut browser = portal.browser();
    browser.signs_in(&client).await;
    assert_eq!(sees(&mut browser, &client).await, 0);
    iris.releases(&second).await.ok();
    assert_eq!(sees(&mut browser, &client).await, 1);
    assert_eq!(found(&mut iris, &as_row).await, ("released".to_owned(), second["id"].clone(), false, false));
    iris.browser.post("/api/office/drafts", fields.clone()).await.is_problem(409, "published_before");
    // The draft of its correction is not what the key made.
    let mut correction = portal.fields(client.organisation);
    correction["corrects"] = second["id"].clone();
    iris.drafts(correction.clone()).await;
    iris.browser.post("/api/office/drafts", fields.clone()).await.is_problem(409, "published_before");
    correction["key"] = fields["key"].clone();
    let refused = iris.browser.post("/api/office/drafts", correction).await;
    assert_eq!(refused.json()["fields"], json!([{ "field": "key", "code": "invalid" }]));
}

#[tokio::test]
async fn the_list_says_which_revision_is_released_and_by_whom() {
    let portal = Portal::in_process();
    let client = portal.someone().await;
    let mut iris = portal.colleague().await;
    let draft = iris.prepares(portal.fields(client.organisation)).await;
    let row = iris.drafts_of(client.organisation).await.remove(0);
    assert_eq!((&row["revision"], &row["may_release"]), (&draft["revision"], &draft["may_release"]));
    assert_eq!(row["ready"], true);
}

#[tokio::test]
async fn a_client_number_has_one_organisation() {
    let portal = Portal::in_process();
    let (store, (_, one), (_, other)) = (&portal.store, portal.organisation().await, portal.organisation().await);
    let one = store.organisation(one).await.unwrap().unwrap();
    let mut other = store.organisation(other).await.unwrap().unwrap();
    let (taken, own) = (one.client_number.clone(), std::mem::take(&mut other.client_number));
    other.client_number.clone_from(&taken);
    assert_eq!(store.put_organisation(&other).await.unwrap(), Err(ClientNumberTaken));
    let found = store.organisations_by_number(&[&taken, &own, &taken, "bestaat-niet"]).await.unwrap();
    assert_eq!((found.len(), found[&taken].id, found[&own].id), (2, one.id, other.id));
    // A number that was given up is free again.
    let mut moved = one.clone();
    moved.client_number = format!("{taken}-oud");
    store.put_organisation(&moved).await.unwrap().unwrap();
    store.put_organisation(&other).await.unwrap().unwrap();
    let found = store.organisations_by_number(&[&taken, &own, &moved.client_number]).await.unwrap();
    assert_eq!((found.len(), found[&taken].id, found[&moved.client_number].id), (2, other.id, one.id));
}
