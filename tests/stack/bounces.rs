//! Mails that came back: one line of work however often SES tells of one, in the organisation that it concerns and nowhere
//! else; and the deployed way from the topic to the list (issue 3; security.md, rows 4, 7 and 11).

use akkoord_domain::{
    SignedDuration, Timestamp,
    approval::Stages,
    document::Document,
    id::{OrganisationId, UserId},
    language::Language,
    right::{Kind, Right},
    user::Status,
};
use akkoord_runtime::{clock::Clock, random};
use akkoord_store::{
    organisation::{Member, Organisation},
    user::User,
    work::{Cause, Work},
};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_sqs::types::QueueAttributeName;
use bounces::handler::Bounces;
use serde_json::{Value, json};

use crate::{
    outbox::batch,
    secrets::logged,
    support::{Portal, eventually, portal::dynamodb, stack},
    tell::Case,
};

fn worker(case: &Case) -> Bounces {
    Bounces::new(case.outbox.store.clone(), Clock::system())
}

/// What SES tells: the sample with other ids.
#[derive(Clone)]
struct Told(Value);

impl Told {
    /// A return or complaint of this place in events/bounces/batch.json, of a mail to this user.
    fn of(sample: usize, user: UserId, document: Option<&Document>) -> Self {
        let batch: Value = serde_json::from_str(include_str!("../../events/bounces/batch.json")).unwrap();
        let mut event: Value = serde_json::from_str(batch["Records"][sample]["body"].as_str().unwrap()).unwrap();
        let tags = event["mail"]["tags"].as_object_mut().unwrap();
        tags.insert("user".to_owned(), json!([user]));
        tags.remove("organisation");
        tags.remove("document");
        if let Some(document) = document {
            tags.insert("organisation".to_owned(), json!([document.organisation]));
            tags.insert("document".to_owned(), json!([document.id]));
        }
        let told = if sample == COMPLAINT { "complaint" } else { "bounce" };
        event[told]["feedbackId"] = json!(format!("{:032x}-000000", random::word128().unwrap()));
        Self(event)
    }

    fn bounced(user: &User, document: Option<&Document>) -> Self {
        Self::of(0, user.id, document)
    }

    fn at(mut self, at: Timestamp) -> Self {
        self.0["bounce"]["timestamp"] = json!(at.to_string());
        self
    }

    fn body(&self) -> String {
        self.0.to_string()
    }
}

/// Places in events/bounces/batch.json.
const COMPLAINT: usize = 3;
const FOR_NOW: usize = 4;
const UNCLEAR: usize = 5;

/// Handles the bodies as one batch and returns the places of those that failed.
async fn handled(bounces: &Bounces, bodies: &[String]) -> Vec<String> {
    let failures = bounces.handle(batch(bodies)).await.batch_item_failures;
    failures.into_iter().map(|failure| failure.item_identifier).collect()
}

async fn told(case: &Case, events: &[Told]) {
    let bodies: Vec<String> = events.iter().map(Told::body).collect();
    assert!(handled(&worker(case), &bodies).await.is_empty());
}

/// The lines of work of an organisation, as the table has them.
async fn lines(organisation: OrganisationId) -> Vec<Work> {
    let request = dynamodb()
        .query()
        .table_name(&stack().inner.table)
        .consistent_read(true)
        .key_condition_expression("pk = :organisation AND begins_with(sk, :work)")
        .expression_attribute_values(":organisation", AttributeValue::S(format!("ORG#{organisation}")))
        .expression_attribute_values(":work", AttributeValue::S("WORK#".to_owned()));
    let items = request.send().await.unwrap().items.unwrap_or_default();
    items.into_iter().map(|item| serde_dynamo::from_item(item).unwrap()).collect()
}

/// An organisation that the case's contact looks after.
async fn another(case: &Case) -> OrganisationId {
    let id = OrganisationId::new(Clock::system().now(), random::word128().unwrap());
    let organisation = Organisation {
        id,
        name: "Van Dijk".parse().unwrap(),
        // Every number has one organisation.
        client_number: random::word32().unwrap().to_string(),
        contact: Some(case.contact.id),
        stages: Stages::default(),
    };
    case.outbox.store.put_organisation(&organisation).await.unwrap().unwrap();
    id
}

#[tokio::test]
async fn a_return_is_one_line_with_its_document_and_contact_however_often_it_is_told() {
    let case = Case::new().await;
    let user = case.approver(Language::Dutch).await;
    let document = case.document(Stages::default()).await;
    let event = Told::bounced(&user, Some(&document));
    let workers = [(); 5].map(|()| worker(&case));
    let twice = [event.body(), event.body()];
    let [one, two, three, four, five] = &workers;
    let failed = tokio::join!(
        handled(one, &twice),
        handled(two, &twice),
        handled(three, &twice),
        handled(four, &twice),
        handled(five, &twice)
    );
    assert!([failed.0, failed.1, failed.2, failed.3, failed.4].concat().is_empty());
    let line = Work {
        organisation: case.organisation,
        document: Some(document.id),
        title: Some(document.title.clone()),
        cause: Cause::Bounce { user: user.id },
        at: "2026-11-25T09:41:02.669Z".parse().unwrap(),
        contact: Some(case.contact.id),
    };
    assert_eq!(lines(case.organisation).await, std::slice::from_ref(&line));

    // Staff dealt with it: the same event does not bring it back, the next mail that comes back does.
    case.outbox.store.work_done(case.organisation, &line.id()).await.unwrap();
    told(&case, std::slice::from_ref(&event)).await;
    assert!(lines(case.organisation).await.is_empty());
    told(&case, &[Told::bounced(&user, None)]).await;
    let found = lines(case.organisation).await;
    assert_eq!((found.len(), found[0].document, &found[0].title), (1, None, &None));
    // And while that line waits, neither adds to it.
    told(&case, &[event, Told::bounced(&user, Some(&document))]).await;
    assert_eq!(lines(case.organisation).await, found);
}

#[tokio::test]
async fn the_order_of_events_and_those_that_mean_nothing_change_nothing() {
    let case = Case::new().await;
    let first: Timestamp = "2026-11-25T10:00:00Z".parse().unwrap();
    let mut results = Vec::new();
    for backwards in [false, true] {
        let user = case.approver(Language::Dutch).await;
        let mut events = vec![
            Told::of(FOR_NOW, user.id, None),
            Told::bounced(&user, None).at(first),
            Told::of(UNCLEAR, user.id, None),
            Told::of(COMPLAINT, user.id, None),
            Told::of(FOR_NOW, user.id, None).at(first + SignedDuration::from_hours(1)),
        ];
        if backwards {
            events.reverse();
        }
        for event in &events {
            told(&case, std::slice::from_ref(event)).await;
        }
        told(&case, &events).await;
        let own = lines(case.organisation).await.into_iter().filter(|line| line.cause.unreached() == Some(user.id));
        let own: Vec<(bool, Timestamp)> =
            own.map(|line| (line.cause == Cause::Bounce { user: user.id }, line.at)).collect();
        results.push(own);
    }
    let complained: Timestamp = "2026-11-25T09:41:02.669Z".parse().unwrap();
    assert_eq!(results, [vec![(true, first), (false, complained)], vec![(true, first), (false, complained)]]);
}

#[tokio::test]
async fn what_may_arrive_next_time_is_no_work() {
    let case = Case::new().await;
    let user = case.approver(Language::Dutch).await;
    let document = case.document(Stages::default()).await;
    told(&case, &[Told::of(FOR_NOW, user.id, Some(&document)), Told::of(UNCLEAR, user.id, Some(&document))]).await;
    assert!(lines(case.organisation).await.is_empty());
}

#[tokio::test]
async fn one_poison_event_in_ten_fails_alone() {
    let case = Case::new().await;
    let mut users = Vec::new();
    for _ in 0..9 {
        users.push(case.approver(Language::Dutch).await);
    }
    let poison: Value = serde_json::from_str(include_str!("../../events/bounces/poison.json")).unwrap();
    for poison in poison["Records"].as_array().unwrap() {
        let mut bodies: Vec<String> = users.iter().map(|user| Told::bounced(user, None).body()).collect();
        bodies.insert(4, poison["body"].as_str().unwrap().to_owned());
        assert_eq!(handled(&worker(&case), &bodies).await, ["4"]);
    }
    assert_eq!(lines(case.organisation).await.len(), 9);
}

#[tokio::test]
async fn only_the_organisation_of_the_mail_or_those_of_the_user_get_a_line() {
    let case = Case::new().await;
    let store = &case.outbox.store;
    let (second, stranger) = (another(&case).await, another(&case).await);
    let user = case.approver(Language::Dutch).await;
    store.put_member(second, user.id, &Member::with(vec![Right::Dossier])).await.unwrap();
    let document = case.document(Stages::default()).await;
    let counts = async || {
        let mut counts = Vec::new();
        for organisation in [case.organisation, second, stranger] {
            counts.push(lines(organisation).await.len());
        }
        counts
    };
    told(&case, &[Told::bounced(&user, Some(&document))]).await;
    assert_eq!(counts().await, [1, 0, 0]);
    told(&case, &[Told::bounced(&user, None)]).await;
    assert_eq!(counts().await, [1, 1, 0]);

    // Whoever does not belong to an organisation, or not any more, makes no work there, whatever the tags say.
    let elsewhere = Document { organisation: stranger, ..document.clone() };
    told(&case, &[Told::bounced(&user, Some(&elsewhere))]).await;
    let gone = case.approver(Language::Dutch).await;
    store.remove_member(case.organisation, gone.id).await.unwrap();
    let disabled = case.approver(Language::Dutch).await;
    store.set_status(disabled.id, Status::Disabled, Timestamp::UNIX_EPOCH).await.unwrap();
    for user in [&gone, &disabled] {
        told(&case, &[Told::bounced(user, Some(&document)), Told::bounced(user, None)]).await;
    }
    assert_eq!(counts().await, [1, 1, 0]);
    // A document that the organisation does not have is not named.
    let third = case.approver(Language::Dutch).await;
    store.put_member(stranger, third.id, &Member::with(vec![Right::Approve])).await.unwrap();
    told(&case, &[Told::bounced(&third, Some(&elsewhere))]).await;
    let found = lines(stranger).await;
    assert_eq!((found.len(), found[0].document), (1, None));
}

#[tokio::test]
async fn a_mail_to_staff_is_work_where_it_was_about_a_document() {
    let case = Case::new().await;
    let colleague = case.outbox.somebody(Kind::Staff, Status::Active, Language::Dutch).await;
    let document = case.document(Stages::default()).await;
    told(&case, &[Told::bounced(&colleague, None)]).await;
    assert!(lines(case.organisation).await.is_empty());
    told(&case, &[Told::bounced(&colleague, Some(&document))]).await;
    let found = lines(case.organisation).await;
    assert_eq!((found.len(), &found[0].cause), (1, &Cause::Bounce { user: colleague.id }));
}

/// The work list's line of this user, as a colleague reads it.
async fn listed(browser: &mut crate::support::Browser, organisation: OrganisationId, line: &str) -> Option<Value> {
    let mut path = "/api/office/work?limit=100".to_owned();
    loop {
        let page = browser.get(&path).await.ok();
        let mut rows = page["work"].as_array().unwrap().iter();
        let own = |row: &&Value| row["id"] == line && row["organisation"]["id"] == organisation.to_string();
        if let Some(row) = rows.find(own) {
            return Some(row.clone());
        }
        path = format!("/api/office/work?limit=100&cursor={}", page["next"].as_str()?);
    }
}

async fn publish(body: String) {
    let sns = aws_sdk_sns::Client::new(&stack().inner.aws().unwrap());
    sns.publish().topic_arn(&stack().inner.returns_topic_arn).message(body).send().await.unwrap();
}

/// What SES would publish reaches the list through the topic, the queue and the deployed function; what nobody can read
/// ends among the dead letters; and the log has ids and outcomes only.
#[tokio::test]
async fn the_deployed_way_from_the_topic_leads_to_the_list_and_to_the_dead_letters() {
    let case = Case::new().await;
    let user = case.approver(Language::Dutch).await;
    let document = case.document(Stages::default()).await;
    set_visibility_timeout(1).await;
    let nobody = UserId::new(Clock::system().now(), random::word128().unwrap());
    let mut event = Told::bounced(&user, Some(&document));
    event.0["bounce"]["bouncedRecipients"][0]["emailAddress"] = json!("kanarie-adres@example.com");
    event.0["bounce"]["bouncedRecipients"][0]["diagnosticCode"] = json!("smtp; 550 kanarie-reden");
    let poison = format!("kanarie-{:032x}", random::word128().unwrap());
    for body in [
        Told::of(0, nobody, Some(&document)).body(),
        Told::of(FOR_NOW, user.id, Some(&document)).body(),
        poison.clone(),
        "Successfully validated SNS topic for Amazon SES event publishing.".to_owned(),
        event.body(),
        event.body(),
    ] {
        publish(body).await;
    }
    let portal = Portal::in_process();
    let mut iris = portal.colleague().await;
    let name = format!("bounce-{}", user.id);
    let line = eventually(60, "the line", async || listed(&mut iris.browser, case.organisation, &name).await).await;
    assert_eq!((&line["kind"], &line["document"]), (&json!("bounce"), &json!(document.id)));
    assert_eq!((&line["title"], &line["mine"]), (&json!(document.title), &json!(false)));
    assert_eq!(line["unreached"], json!({ "id": user.id, "name": "Robin Jansen" }));
    dead_letter(&poison).await;
    set_visibility_timeout(180).await;
    assert_eq!(lines(case.organisation).await.len(), 1);

    let outcome = |user: UserId, outcome: &str| {
        let (user, outcome) = (user.to_string(), format!("\"{outcome}\""));
        move |line: &String| line.contains(&user) && line.contains(&outcome)
    };
    let messages = eventually(30, "the outcomes in the log", async || {
        let messages = logged().await;
        let says = |user, word| messages.iter().any(outcome(user, word));
        (says(nobody, "unknown_user") && says(user.id, "for_now") && says(user.id, "duplicate")).then_some(messages)
    })
    .await;
    assert!(messages.iter().any(outcome(user.id, "listed")));
    assert!(messages.iter().all(|message| !message.contains("kanarie-adres") && !message.contains("kanarie-reden")));
    assert!(messages.iter().all(|message| !message.contains(&poison)));
}

async fn set_visibility_timeout(seconds: u32) {
    let sqs = aws_sdk_sqs::Client::new(&stack().inner.aws().unwrap());
    let request = sqs.set_queue_attributes().queue_url(&stack().inner.bounces_queue_url);
    request.attributes(QueueAttributeName::VisibilityTimeout, seconds.to_string()).send().await.unwrap();
}

/// Waits for the message with this body among the dead letters.
async fn dead_letter(wanted: &str) {
    let sqs = aws_sdk_sqs::Client::new(&stack().inner.aws().unwrap());
    eventually(60, "the dead letter", async || {
        let request = sqs.receive_message().queue_url(&stack().inner.bounces_dead_letter_url);
        let found = request.max_number_of_messages(10).visibility_timeout(0).send().await.unwrap().messages;
        found.unwrap_or_default().iter().any(|message| message.body.as_deref() == Some(wanted)).then_some(())
    })
    .await;
}
