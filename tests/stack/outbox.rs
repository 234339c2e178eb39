//! What the tests of outbox, dispatch and notify share: the stack's clients, users of their own, and the mails and SMS
//! messages that the stack took.

use std::time::Duration;

use akkoord_domain::{
    Timestamp,
    id::{OutboxId, UserId},
    language::Language,
    right::Kind,
    user::Status,
};
use akkoord_messages::mail_sender::MailSender;
use akkoord_runtime::{aws, clock::Clock, random, settings::Source};
use akkoord_store::{Store, outbox::Message, user::User};
use aws_lambda_events::sqs::SqsEvent;
use aws_types::SdkConfig;
use notify::handler::Notify;
use serde::Deserialize;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What the tests of this subject need of the stack's description.
#[derive(Deserialize)]
pub(crate) struct Stack {
    pub(crate) endpoint: String,
    pub(crate) region: String,
    pub(crate) origin: String,
    pub(crate) table: String,
    pub(crate) notify_queue_url: String,
    pub(crate) notify_dead_letter_url: String,
    pub(crate) mail_set: String,
}

/// The stack under test, with the clients that a worker would have.
pub(crate) struct Outbox {
    pub(crate) stack: Stack,
    pub(crate) config: SdkConfig,
    pub(crate) store: Store,
    pub(crate) sqs: aws_sdk_sqs::Client,
}

/// A mail as the stack took it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TakenMail {
    pub(crate) source: String,
    pub(crate) to: Vec<String>,
    pub(crate) subject: String,
    pub(crate) body_text: String,
    pub(crate) body_html: String,
}

impl Outbox {
    pub(crate) fn connect() -> Self {
        let path = std::env::var("AKKOORD_STACK").expect("AKKOORD_STACK names the description of a running stack");
        let stack: Stack = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let config = aws::sdk_config(&Source::pairs([
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", stack.region.as_str()),
            ("AWS_ENDPOINT_URL", stack.endpoint.as_str()),
        ]))
        .unwrap();
        let store = Store::new(aws_sdk_dynamodb::Client::new(&config), &stack.table);
        let sqs = aws_sdk_sqs::Client::new(&config);
        Self { stack, config, store, sqs }
    }

    /// A worker with this clock that sends through the stack's SES.
    pub(crate) fn notify(&self, clock: &Clock) -> Notify {
        self.notify_through(aws_sdk_sesv2::Client::new(&self.config), clock)
    }

    /// A worker with this clock whose SES cannot be reached.
    pub(crate) fn notify_without_ses(&self, clock: &Clock) -> Notify {
        self.notify_with_ses_at("http://127.0.0.1:9", clock)
    }

    /// A worker with this clock that asks this SES once for each mail.
    pub(crate) fn notify_with_ses_at(&self, endpoint: &str, clock: &Clock) -> Notify {
        let config = aws_sdk_sesv2::config::Builder::from(&self.config)
            .endpoint_url(endpoint)
            .retry_config(aws_sdk_sesv2::config::retry::RetryConfig::disabled())
            .build();
        self.notify_through(aws_sdk_sesv2::Client::from_conf(config), clock)
    }

    fn notify_through(&self, ses: aws_sdk_sesv2::Client, clock: &Clock) -> Notify {
        let from = "portaal@example.com".parse().unwrap();
        let firm = "Voorbeeld Accountants".parse().unwrap();
        let mail = MailSender::new(ses, &from, firm, self.stack.mail_set.clone());
        Notify::new(self.store.clone(), mail, clock.clone(), self.stack.origin.clone())
    }

    /// A client whom no other test knows.
    pub(crate) async fn user(&self, status: Status, language: Language) -> User {
        self.somebody(Kind::Client, status, language).await
    }

    /// A client or member of staff whom no other test knows.
    pub(crate) async fn somebody(&self, kind: Kind, status: Status, language: Language) -> User {
        let now = Clock::system().now();
        let id = UserId::new(now, random::word128().unwrap());
        let login = id.to_string().to_lowercase();
        let user = User {
            id,
            login: login.parse().unwrap(),
            name: "Robin Jansen".parse().unwrap(),
            email: format!("{login}@example.com").parse().unwrap(),
            mobile: "+31612345699".parse().unwrap(),
            language,
            kind,
            status: Status::Active,
            billed_to: None,
            failures: 0,
            valid_from: Timestamp::UNIX_EPOCH,
            authenticator: None,
            setup: None,
            recovery_batch: None,
            recovery_hashes: Vec::new(),
        };
        self.store.add_user(&user, outbox_id(), now).await.unwrap().unwrap();
        // An invited user gets no invitation from the outbox this way: the tests bring about their own.
        if status != Status::Active {
            self.store.set_status(id, status, Timestamp::UNIX_EPOCH).await.unwrap();
        }
        User { status, ..user }
    }

    pub(crate) async fn active_users(&self, count: usize) -> Vec<User> {
        let mut users = Vec::new();
        for _ in 0..count {
            users.push(self.user(Status::Active, Language::Dutch).await);
        }
        users
    }

    /// The mails that the stack took for this user, the oldest first.
    pub(crate) async fn mails_to(&self, user: &User) -> Vec<TakenMail> {
        #[derive(Deserialize)]
        struct Taken {
            messages: std::collections::HashMap<String, Vec<TakenMail>>,
        }
        let taken: Taken = serde_json::from_str(&self.read("/_ministack/ses/messages").await).unwrap();
        let mine = |mail: &TakenMail| mail.to.iter().any(|to| to == user.email.as_str());
        taken.messages.into_values().flatten().filter(mine).collect()
    }

    /// Waits until each user has a mail, and says whether that happened in time.
    pub(crate) async fn each_has_a_mail(&self, users: &[User], within: Duration) -> bool {
        let started = std::time::Instant::now();
        loop {
            let mut missing = 0;
            for user in users {
                missing += usize::from(self.mails_to(user).await.is_empty());
            }
            if missing == 0 {
                return true;
            }
            if started.elapsed() > within {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }

    /// Reads one of the stack's own pages (HTTP/1.0, so that the answer ends with the connection).
    pub(crate) async fn read(&self, path: &str) -> String {
        let host = self.stack.endpoint.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let request = format!("GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.lines().next().unwrap().contains(" 200"), "{head}");
        body.to_owned()
    }
}

pub(crate) fn outbox_id() -> OutboxId {
    OutboxId::new(Clock::system().now(), random::word128().unwrap())
}

/// A batch as Lambda hands it over; each message is known by its place.
pub(crate) fn batch(bodies: &[String]) -> SqsEvent {
    let records: Vec<serde_json::Value> = bodies
        .iter()
        .enumerate()
        .map(|(place, body)| serde_json::json!({ "messageId": place.to_string(), "body": body }))
        .collect();
    serde_json::from_value(serde_json::json!({ "Records": records })).unwrap()
}

pub(crate) fn body(message: &Message) -> String {
    serde_json::to_string(message).unwrap()
}

/// Handles the messages as one batch and returns the places of those that failed.
pub(crate) async fn deliver(notify: &Notify, messages: &[Message]) -> Vec<usize> {
    let bodies: Vec<String> = messages.iter().map(body).collect();
    let failures = notify.handle(batch(&bodies)).await.batch_item_failures;
    failures.iter().map(|failure| failure.item_identifier.parse().unwrap()).collect()
}
