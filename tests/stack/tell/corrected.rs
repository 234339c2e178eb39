//! Who is told that a corrected version took the place of what they approved.

use akkoord_domain::{
    SignedDuration,
    history::{Actor, Event},
    language::Language,
};
use akkoord_runtime::clock::Clock;
use akkoord_store::document::{Next, Saved};

use super::{Case, wanted};
use crate::support::documents::stages;

#[tokio::test]
async fn who_approved_before_reads_that_it_lapsed_and_who_did_not_that_it_is_a_correction() {
    let case = Case::new().await;
    let first = case.approver(Language::Dutch).await;
    let other = case.approver(Language::English).await;
    let later = case.approver(Language::Dutch).await;
    let idle = case.approver(Language::Dutch).await;
    let stages = stages(&[(2, &[first.id, other.id]), (1, &[later.id, idle.id])]);
    let mut document = case.document(stages).await;
    for (user, stage) in [(&first, 0), (&later, 1)] {
        document = case.approved_by(document, user, stage).await;
        let now = Clock::system().now();
        let event = Event::Approved {
            version: document.version,
            sha256: document.sha256.clone(),
            stage: u32::try_from(stage).unwrap() + 1,
            method: akkoord_domain::challenge::Method::Sms,
            device: "Firefox, Windows".parse().unwrap(),
            address: None,
        };
        let actor = Actor::Client { id: user.id, name: user.name.clone() };
        let entry = document.record(now, actor, event).unwrap();
        let next = Next { document: &document, entry: &entry, with: Vec::new() };
        assert_eq!(case.outbox.store.save_document(&next).await.unwrap(), Saved::Yes);
    }
    document.version = 2;
    document.given.clear();
    document.released_at = Clock::system().now() - SignedDuration::from_hours(1);
    let document = case.saves(document, Event::Reminded { days: 0 }, Vec::new()).await;
    case.brings_about(wanted(&document, 0)).await;

    for lapsed in [&first, &later] {
        let mails = case.mails(lapsed, &document).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].subject, "Gecorrigeerde versie: jaarrekening 2025");
        assert!(mails[0].body_text.contains("Uw akkoord op de vorige versie geldt daardoor niet meer."));
    }
    let mails = case.mails(&other, &document).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].body_text.contains("a corrected version") && !mails[0].body_text.contains("no longer"));
    assert!(case.mails(&idle, &document).await.is_empty());
}
