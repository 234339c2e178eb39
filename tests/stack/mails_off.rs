//! Mails that a member does not want: switched by their reader and nobody else, module by module, and never those about the
//! account's security (issue 3; security.md, row 11; ASVS 8.2.2).

use std::time::Duration;

use akkoord_domain::{
    approval::Stages,
    document::Document,
    id::{OrganisationId, UserId},
    right::{Module, Right},
};
use akkoord_store::{
    organisation::Member,
    outbox::{About, Effect, Message},
};
use serde_json::{Value, json};

use crate::{
    outbox::{Outbox, deliver, outbox_id},
    support::{Browser, Portal, Proxy, all_at_once},
};

const PATH: &str = "/api/account/mails";

fn choice(organisation: OrganisationId, on: bool) -> Value {
    json!({ "organisation": organisation, "module": "approvals", "on": on })
}

async fn switches(browser: &mut Browser, organisation: OrganisationId, on: bool) {
    assert_eq!(browser.put(PATH, choice(organisation, on)).await.status, 204);
}

/// For each organisation whether its mails about approvals are on.
async fn seen(browser: &mut Browser) -> Vec<(String, Value)> {
    let view = browser.get(PATH).await.ok();
    let organisations = view["organisations"].as_array().unwrap().iter();
    organisations
        .map(|of| {
            assert_eq!(of["modules"][0]["module"], "approvals");
            assert_eq!(of["modules"].as_array().unwrap().len(), 1);
            (of["organisation"]["id"].as_str().unwrap().to_owned(), of["modules"][0]["on"].clone())
        })
        .collect()
}

async fn membership(portal: &Portal, organisation: OrganisationId, user: UserId) -> Member {
    portal.store.member(organisation, user).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_member_chooses_for_each_organisation_and_only_for_themself() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    let (_, second) = portal.organisation().await;
    let (_, without) = portal.organisation().await;
    portal.store.put_member(second, who.id, &Member::with(vec![Right::Administer, Right::Approve])).await.unwrap();
    portal.store.put_member(without, who.id, &Member::with(vec![Right::Dossier])).await.unwrap();
    let other = portal.someone().await;
    portal.store.put_member(who.organisation, other.id, &Member::with(vec![Right::Approve])).await.unwrap();
    let (first, second_id) = (who.organisation.to_string(), second.to_string());
    let on = |seen: Vec<(String, Value)>, id: &str| seen.into_iter().find(|(found, _)| found == id).map(|(_, on)| on);

    assert_eq!(seen(&mut browser).await.len(), 2);
    for _ in 0..2 {
        switches(&mut browser, who.organisation, false).await;
        assert_eq!(on(seen(&mut browser).await, &first), Some(json!(false)));
        assert_eq!(on(seen(&mut browser).await, &second_id), Some(json!(true)));
    }
    let own = membership(&portal, who.organisation, who.id).await;
    assert_eq!((own.rights, own.mails_off), (vec![Right::Approve, Right::Dossier], vec![Module::Approvals]));
    assert!(membership(&portal, who.organisation, other.id).await.mails_off.is_empty());
    for _ in 0..2 {
        switches(&mut browser, who.organisation, true).await;
        assert_eq!(on(seen(&mut browser).await, &first), Some(json!(true)));
    }
    assert_eq!(membership(&portal, who.organisation, who.id).await, Member::with(vec![Right::Approve, Right::Dossier]));
}

#[tokio::test]
async fn what_is_not_a_members_own_or_no_module_is_refused() {
    let portal = Portal::in_process();
    let (who, mut browser) = portal.signed_in().await;
    let other = portal.someone().await;
    let (_, without) = portal.organisation().await;
    portal.store.put_member(without, who.id, &Member::with(vec![Right::Dossier])).await.unwrap();
    let mut answers = Vec::new();
    for organisation in [other.organisation.to_string(), "org_7ZZZZZZZZZZZZZZZZZZZZZZZZZ".to_owned(), "x".to_owned()] {
        let body = json!({ "organisation": organisation, "module": "approvals", "on": false });
        let answer = browser.put(PATH, body).await;
        answer.is_problem(404, "not_found");
        answers.push(answer.body);
    }
    assert!(answers.iter().all(|body| *body == answers[0]));
    browser.put(PATH, choice(without, false)).await.is_problem(403, "no_right");
    for module in ["security", "sign_in", "dossier", "Approvals", ""] {
        let body = json!({ "organisation": who.organisation, "module": module, "on": false });
        browser.put(PATH, body).await.is_problem(400, "bad_request");
    }
    let named = json!({ "organisation": other.organisation, "user": other.id, "module": "approvals", "on": false });
    browser.put(PATH, named).await.is_problem(400, "bad_request");
    for (organisation, user) in [(other.organisation, other.id), (who.organisation, who.id), (without, who.id)] {
        assert!(membership(&portal, organisation, user).await.mails_off.is_empty());
    }
    // Staff belong to no organisation: there is nothing to choose.
    let mut iris = portal.colleague().await;
    assert_eq!(iris.browser.get(PATH).await.ok(), json!({ "organisations": [] }));
    iris.browser.put(PATH, choice(who.organisation, false)).await.is_problem(404, "not_found");
}

/// The portal's calls take so long that the change falls before, between and behind them.
#[tokio::test]
async fn a_choice_and_a_change_of_rights_at_the_same_time_undo_nothing() {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    let (who, browser) = portal.signed_in().await;
    let (organisation, user) = (who.organisation, who.id);
    let before = Member::with(vec![Right::Approve, Right::Dossier]);
    proxy.takes(Duration::from_millis(40));
    for after in [Some(Member::with(vec![Right::Administer, Right::Approve])), None] {
        for moment in 0..8 {
            portal.store.put_member(organisation, user, &before).await.unwrap();
            let clicks = [false, true].map(|on| {
                let mut browser = browser.clone();
                async move { browser.put(PATH, choice(organisation, on)).await.status }
            });
            let changes = async {
                tokio::time::sleep(Duration::from_millis(20 * moment)).await;
                match &after {
                    Some(member) => portal.store.put_member(organisation, user, member).await.unwrap(),
                    None => portal.store.remove_member(organisation, user).await.unwrap(),
                }
            };
            let (statuses, ()) = tokio::join!(all_at_once(clicks), changes);
            assert!(statuses.iter().all(|status| matches!(status, 204 | 404)), "{statuses:?}");
            // The rights are those that were given, and a choice that came too late brings no membership back.
            let found = portal.store.member(organisation, user).await.unwrap();
            assert_eq!(found.map(|member| member.rights), after.clone().map(|member| member.rights), "{moment}");
        }
    }
}

#[tokio::test]
async fn switched_off_mails_stay_away_and_those_about_security_come() {
    let outbox = Outbox::connect();
    for portal in [Portal::in_process(), Portal::deployed()] {
        let (who, mut browser) = portal.signed_in().await;
        let notify = outbox.notify(&akkoord_runtime::clock::Clock::system());
        let brings_about = async |effect: Effect| {
            assert!(deliver(&notify, &[Message { id: outbox_id(), effect }]).await.is_empty());
        };
        let wanted = |document: &Document| Effect::ApprovalWanted { about: About::newest(document), stage: 0 };
        let counted = async |words: &str| {
            let mails = who.mails().await;
            mails.iter().filter(|mail| mail["BodyText"].as_str().unwrap().contains(words)).count()
        };
        let document = portal.document(who.organisation, Stages::default()).await;
        let id = document.id.to_string();

        switches(&mut browser, who.organisation, false).await;
        brings_about(wanted(&document)).await;
        brings_about(Effect::PasswordChanged { user: who.id }).await;
        assert_eq!((counted(&id).await, counted("is gewijzigd").await), (0, 1));

        switches(&mut browser, who.organisation, true).await;
        brings_about(wanted(&document)).await;
        assert_eq!(counted(&id).await, 1);
        // The mail leads to where that is chosen.
        assert_eq!(counted(&format!("\n{}/account#mails\n", outbox.stack.origin)).await, 1);
    }
}
