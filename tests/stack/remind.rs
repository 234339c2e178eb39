//! remind against the stack's DynamoDB, and the whole way from a deadline to the mail: each reminder once, by day, and
//! none while a question is open.

use std::time::Duration;

use akkoord_domain::{
    Date, SignedDuration, Timestamp,
    approval::{Given, Stages},
    challenge::Method,
    delivery::{Channel, Delivery, LATE, State},
    document::{Document, Proof, Status},
    dutch_time::dutch_date,
    facts::Sha256,
    history::{self, Event},
    id::{OrganisationId, UserId},
    language::Language,
    settings::FirmSettings,
};
use akkoord_runtime::{clock::Clock, random};
use akkoord_store::{
    Store,
    document::{Next, Saved},
    work::Cause,
};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use remind::handler::{Remind, RemindError};

use crate::{
    outbox::Outbox,
    support::{all_at_once, documents::draft},
    tell::Case,
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A deadline that no other test has, and noon on that day.
fn deadline() -> (Date, Timestamp) {
    let start: Timestamp = "2200-01-01T12:00:00Z".parse().unwrap();
    let noon = start + DAY * i32::try_from(random::word32().unwrap() % 1_000_000).unwrap();
    (dutch_date(noon), noon)
}

/// An open document with this deadline that was released thirty days before it.
async fn released(store: &Store, deadline: Date, noon: Timestamp) -> Document {
    let released_at = noon - DAY * 30;
    let organisation = OrganisationId::new(Clock::system().now(), random::word128().unwrap());
    let mut draft = draft(organisation, Stages::default(), released_at);
    draft.deadline = deadline;
    let (document, event) = draft.release(draft.file.as_ref().unwrap(), released_at);
    save(store, document, event, released_at).await
}

async fn save(store: &Store, mut document: Document, event: Event, at: Timestamp) -> Document {
    let entry = document.record(at, history::Actor::Portal, event).unwrap();
    let next = Next { document: &document, entry: &entry, with: Vec::new() };
    assert_eq!(store.save_document(&next).await.unwrap(), Saved::Yes);
    document
}

async fn now_in(store: &Store, document: &Document) -> Document {
    store.document(document.organisation, document.id).await.unwrap().unwrap()
}

/// The reminders in the document's history, which is whole.
async fn reminders(store: &Store, document: &Document) -> Vec<u32> {
    let entries = store.history(document.organisation, document.id).await.unwrap();
    assert!(history::is_whole(&entries, &now_in(store, document).await.head));
    let days = |entry: &history::Entry| match entry.event {
        Event::Reminded { days } => Some(days),
        _ => None,
    };
    entries.iter().filter_map(days).collect()
}

#[tokio::test]
async fn runs_at_the_same_time_remind_of_each_document_once_on_every_page() {
    let outbox = Outbox::connect();
    let (day, noon) = deadline();
    let mut documents = Vec::new();
    for _ in 0..11 {
        let ten = (0..10).map(|_| {
            let store = outbox.store.clone();
            async move { released(&store, day, noon).await }
        });
        documents.extend(all_at_once(ten).await);
    }
    assert!(documents.len() > akkoord_store::MAX_PAGE);
    for (before, hour, expected) in [(7, 0, &[7][..]), (7, 1, &[7]), (6, 0, &[7]), (1, 0, &[7, 1]), (0, 0, &[7, 1, 0])]
    {
        let clock = Clock::standing(noon - DAY * before + SignedDuration::from_hours(hour));
        let runs = (0..3).map(|_| {
            let remind = Remind::new(outbox.store.clone(), clock.clone());
            async move { remind.run().await.unwrap() }
        });
        let promised: usize = all_at_once(runs).await.into_iter().sum();
        let expected_now = if before == 6 || hour == 1 { 0 } else { documents.len() };
        assert_eq!(promised, expected_now, "{before} days before");
        for document in documents.iter().step_by(10) {
            assert_eq!(now_in(&outbox.store, document).await.reminded, expected);
            assert_eq!(reminders(&outbox.store, document).await, expected);
        }
    }
}

#[tokio::test]
async fn at_night_and_while_a_question_is_open_nothing_goes_out() {
    let outbox = Outbox::connect();
    let (day, noon) = deadline();
    let clock = Clock::standing(noon - DAY * 7 - SignedDuration::from_hours(8));
    let remind = Remind::new(outbox.store.clone(), clock.clone());
    let quiet = released(&outbox.store, day, noon).await;
    let mut asked = released(&outbox.store, day, noon).await;
    asked.ask().unwrap();
    let asked = save(&outbox.store, asked, Event::Reminded { days: 99 }, noon - DAY * 8).await;
    let both = async || (reminders(&outbox.store, &quiet).await, reminders(&outbox.store, &asked).await);

    assert_eq!(remind.run().await.unwrap(), 0);
    assert_eq!(both().await, (vec![], vec![99]));
    clock.set(noon - DAY * 7);
    assert_eq!(remind.run().await.unwrap(), 1);
    assert_eq!(both().await, (vec![7], vec![99]));
    clock.set(noon - DAY);
    assert_eq!(remind.run().await.unwrap(), 1);
    assert_eq!(both().await, (vec![7, 1], vec![99]));

    // The answer opens the way; what was missed is not made up for.
    let mut answered = now_in(&outbox.store, &asked).await;
    answered.question_turned(false);
    save(&outbox.store, answered, Event::Reminded { days: 98 }, noon - DAY).await;
    assert_eq!(remind.run().await.unwrap(), 1);
    assert_eq!(both().await, (vec![7, 1], vec![99, 98, 1]));
}

#[tokio::test]
async fn a_document_that_cannot_be_read_fails_alone() {
    let outbox = Outbox::connect();
    let (day, noon) = deadline();
    let mut documents = Vec::new();
    for _ in 0..5 {
        documents.push(released(&outbox.store, day, noon).await);
    }
    let broken = documents.remove(2);
    aws_sdk_dynamodb::Client::new(&outbox.config)
        .update_item()
        .table_name(&outbox.stack.table)
        .key("pk", AttributeValue::S(format!("ORG#{}", broken.organisation)))
        .key("sk", AttributeValue::S(format!("DOC#{}", broken.id)))
        .update_expression("SET kind = :kind")
        .expression_attribute_values(":kind", AttributeValue::S("no such kind".to_owned()))
        .send()
        .await
        .unwrap();
    let remind = Remind::new(outbox.store.clone(), Clock::standing(noon - DAY));
    assert!(matches!(remind.run().await, Err(RemindError::Incomplete(1))));
    for document in &documents {
        assert_eq!(reminders(&outbox.store, document).await, [1]);
    }
    // Lists leave it out, with an error in the log, and show the others.
    let listed = outbox.store.open_documents(broken.organisation, 10, None).await.unwrap();
    assert!(listed.items.is_empty());
    assert!(outbox.store.document(broken.organisation, broken.id).await.is_err());
}

/// A table of this test's own: the setting is the whole firm's.
async fn own_table(outbox: &Outbox) -> Store {
    let client = aws_sdk_dynamodb::Client::new(&outbox.config);
    let name = format!("remind-{:032x}", random::word128().unwrap());
    let attribute = |name: &str| {
        AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S).build().unwrap()
    };
    let key = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
    let index = |name: &str| {
        GlobalSecondaryIndex::builder()
            .index_name(name)
            .key_schema(key(&format!("{name}_pk"), KeyType::Hash))
            .key_schema(key(&format!("{name}_sk"), KeyType::Range))
            .projection(Projection::builder().projection_type(ProjectionType::All).build())
            .build()
            .unwrap()
    };
    client
        .create_table()
        .table_name(&name)
        .set_attribute_definitions(Some(["pk", "sk", "firm_pk", "firm_sk", "open_pk", "open_sk"].map(attribute).into()))
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("sk", KeyType::Range))
        .global_secondary_indexes(index("firm"))
        .global_secondary_indexes(index("open"))
        .billing_mode(BillingMode::PayPerRequest)
        .send()
        .await
        .unwrap();
    Store::new(client, name)
}

/// Runs once at this moment and answers the lines of the work list, with since when they are there.
async fn lines_at(store: &Store, at: Timestamp) -> Vec<(String, Timestamp)> {
    Remind::new(store.clone(), Clock::standing(at)).run().await.unwrap();
    store.work(100, None).await.unwrap().items.iter().map(|work| (work.id(), work.at)).collect()
}

#[tokio::test]
async fn what_is_stuck_comes_to_the_work_list_once_and_at_night_too() {
    let store = own_table(&Outbox::connect()).await;
    let (day, noon) = deadline();
    let night = noon + SignedDuration::from_hours(11);
    let hour = SignedDuration::from_hours(1);
    let mut document = released(&store, day, night).await;
    document.status = Status::Approved;
    document.given = vec![Given {
        user: UserId::new(night, 1),
        name: "Robin Jansen".parse().unwrap(),
        stage: 0,
        at: night - LATE,
        method: Method::Sms,
        request: "0123456789abcdef".parse().unwrap(),
    }];
    let mut document = save(&store, document, Event::Reminded { days: 0 }, night - LATE).await;
    assert!(lines_at(&store, night - SignedDuration::from_millis(1)).await.is_empty());
    let evidence = (Cause::EvidenceLate.id(document.id), night);
    assert_eq!(lines_at(&store, night).await, std::slice::from_ref(&evidence));
    assert_eq!(lines_at(&store, night + hour).await, std::slice::from_ref(&evidence));

    // Its evidence came, and the message of its delivery was lost, after a try or before it.
    for (attempts, state) in [(0, State::Queued), (3, State::Unknown)] {
        store.work_done(document.organisation, &evidence.0).await.unwrap();
        document.proof = Some(Proof { made_at: night, object_version: "1".to_owned(), sha256: Sha256::of(b"PK") });
        document.deliveries = vec![Delivery { attempts, ..Delivery::new(Channel::Archive, state, night) }];
        document = save(&store, document, Event::Reminded { days: 0 }, night).await;
        assert!(lines_at(&store, night + hour).await.is_empty());
        let late = Cause::DeliveryLate { channel: Channel::Archive }.id(document.id);
        assert_eq!(lines_at(&store, night + LATE).await, [(late.clone(), night + LATE)]);
        store.work_done(document.organisation, &late).await.unwrap();
    }
    document.deliveries = vec![Delivery::new(Channel::Archive, State::Sent, night)];
    save(&store, document, Event::Reminded { days: 0 }, night).await;
    assert!(lines_at(&store, night + LATE + LATE).await.is_empty());
}

#[tokio::test]
async fn the_firm_can_switch_reminders_off() {
    let store = own_table(&Outbox::connect()).await;
    let (day, noon) = deadline();
    let document = released(&store, day, noon).await;
    let remind = Remind::new(store.clone(), Clock::standing(noon));
    for (revision, reminders_on, expected) in [(1, false, &[][..]), (2, true, &[0]), (3, false, &[0])] {
        let settings = FirmSettings { reminders: reminders_on, revision, ..FirmSettings::default() };
        assert!(store.save_firm_settings(&settings).await.unwrap());
        assert!(!store.save_firm_settings(&settings).await.unwrap(), "two changes of one revision");
        remind.run().await.unwrap();
        assert_eq!(reminders(&store, &document).await, expected);
    }
}

/// Through the deployed dispatch and notify, of a deadline seven days from now.
#[tokio::test]
async fn a_reminder_arrives_as_a_mail_once() {
    let case = Case::new().await;
    let store = &case.outbox.store;
    let approver = case.approver(Language::English).await;
    let now = Clock::system().now();
    let today_at_noon: Timestamp = format!("{}T12:00:00Z", dutch_date(now)).parse().unwrap();
    let mut document = case.document(Stages::default()).await;
    document.deadline = dutch_date(now + DAY * 7);
    document.released_at = now - DAY * 2;
    let document = case.saves(document, Event::Reminded { days: 99 }, Vec::new()).await;
    for _ in 0..3 {
        Remind::new(store.clone(), Clock::standing(today_at_noon)).run().await.unwrap();
    }
    assert!(case.outbox.each_has_a_mail(std::slice::from_ref(&approver), Duration::from_secs(60)).await);
    // Whatever is sent twice would be on its way by now.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mails = case.mails(&approver, &document).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Reminder: annual accounts 2025, 7 days left");
    assert_eq!(now_in(store, &document).await.reminded, [7]);
}
