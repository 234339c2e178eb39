//! The portal under test: in this process, with a clock that the test sets, or deployed behind the stack's gateway.

use std::time::Duration;

use akkoord_domain::{
    SignedDuration, Timestamp,
    challenge::{Method, Purpose, mac_message},
    code::Code,
    handle::{Digest, Handle},
    id::UserId,
};
use akkoord_runtime::{aws, clock::Clock, random, settings::Source};
use akkoord_store::{Store, challenge::Challenge};
use aws_sdk_dynamodb::{
    config::{retry::RetryConfig, timeout::TimeoutConfig},
    types::AttributeValue,
};
use aws_sdk_kms::{primitives::Blob, types::MacAlgorithmSpec};
use axum::{Router, body::Body, http::Request};
use tower::ServiceExt;

use super::{Answer, Proxy, http, http::Message, stack};

#[derive(Clone)]
enum Way {
    InProcess(Box<Routers>),
    Deployed,
}

/// The HTTP functions, each with the paths that the template's routes give it.
#[derive(Clone)]
struct Routers {
    sign_in: Router,
    approvals: Router,
    office: Router,
}

impl Routers {
    fn of(&self, path: &str) -> Router {
        let router = match path {
            _ if path.starts_with("/api/approvals") => &self.approvals,
            _ if path.starts_with("/api/office") => &self.office,
            _ => &self.sign_in,
        };
        router.clone()
    }
}

/// The portal, by one of the two ways; cheap to clone.
#[derive(Clone)]
pub(crate) struct Portal {
    way: Way,
    /// The clock of the portal in this process; the deployed one has the system's.
    pub(crate) clock: Clock,
    /// The stack's table, never through a proxy.
    pub(crate) store: Store,
}

impl Portal {
    /// The deployed functions.
    pub(crate) fn deployed() -> Self {
        Self { way: Way::Deployed, clock: Clock::system(), store: stack().inner.store().unwrap() }
    }

    /// The function in this process; its clock stands still at the present.
    pub(crate) fn in_process() -> Self {
        Self::with(&[])
    }

    /// As [`Portal::in_process`], with other settings.
    pub(crate) fn with(overrides: &[(&str, &str)]) -> Self {
        Self::made(overrides, &stack().inner.aws().unwrap())
    }

    /// As [`Portal::in_process`], with each call to AWS going through a proxy.
    pub(crate) fn through(proxy: &Proxy) -> Self {
        Self::made(&[], &proxy.config())
    }

    fn made(overrides: &[(&str, &str)], config: &aws_types::SdkConfig) -> Self {
        let clock = Clock::standing(Clock::system().now());
        let reader = built("office");
        let own = [("PDF_READER", reader.as_str())].into_iter().chain(stack().inner.settings());
        let source = Source::pairs(overrides.iter().copied().chain(own));
        let routers = Routers {
            sign_in: sign_in::routes::router(sign_in::App::new(&source, config, clock.clone()).unwrap()),
            approvals: approvals::routes::router(approvals::App::new(&source, config, clock.clone()).unwrap()),
            office: office::routes::router(office::App::new(&source, config, clock.clone()).unwrap()),
        };
        Self { way: Way::InProcess(Box::new(routers)), clock, store: stack().inner.store().unwrap() }
    }

    /// Lets time pass.
    pub(crate) fn waits(&self, time: SignedDuration) {
        self.clock.set(self.clock.now() + time);
    }

    /// Sends a request exactly as it is.
    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let Way::InProcess(routers) = &self.way else { return self.send_to_gateway(method, path, headers, body).await };
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            let bytes: Vec<u8> = value.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
            request = request.header(*name, axum::http::HeaderValue::from_bytes(&bytes).unwrap());
        }
        let request = request.body(Body::from(body.to_vec())).unwrap();
        let (parts, body) = routers.of(path).oneshot(request).await.unwrap().into_parts();
        let headers = parts.headers.iter();
        Answer {
            status: parts.status.as_u16(),
            headers: headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect(),
            body: axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    async fn send_to_gateway(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let request = Message {
            first_line: format!("{method} /_aws/execute-api/{}{path} HTTP/1.1", stack().api_id),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: body.to_vec(),
        };
        let answer = http::exchange(&stack().inner.endpoint, &request).await.unwrap();
        Answer {
            status: answer.status(),
            headers: answer.headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect(),
            body: answer.body,
        }
    }

    /// A live challenge by SMS whose code is known, put in the table without an SMS.
    pub(crate) async fn challenge_with(&self, user: UserId, purpose: Purpose, code: &str) -> Handle {
        let expires_at = self.clock.now() + purpose.lifetime();
        self.challenge_until(user, purpose, code, None, expires_at).await
    }

    /// As [`Portal::challenge_with`], bound to a session or link and with an end of its own.
    pub(crate) async fn challenge_until(
        &self,
        user: UserId,
        purpose: Purpose,
        code: &str,
        bound_to: Option<Digest>,
        expires_at: Timestamp,
    ) -> Handle {
        let handle = Handle::new(user, random::bytes().unwrap());
        let code: Code = code.parse().unwrap();
        let mac = Some(mac(mac_message(&handle.digest(), purpose, None, &code)).await);
        let challenge = Challenge {
            purpose,
            method: Method::Sms,
            mac,
            expires_at,
            resend_at: None,
            attempts: 0,
            used_up: false,
            bound_to,
            subject: None,
        };
        self.store.open_challenge(&handle, &challenge, None).await.unwrap();
        handle
    }

    /// A live challenge that asks for the authenticator, or for a recovery code.
    pub(crate) async fn challenge_by(&self, user: UserId, method: Method) -> Handle {
        let handle = Handle::new(user, random::bytes().unwrap());
        let challenge = Challenge {
            purpose: Purpose::SignIn,
            method,
            mac: None,
            expires_at: self.clock.now() + Purpose::SignIn.lifetime(),
            resend_at: None,
            attempts: 0,
            used_up: false,
            bound_to: None,
            subject: None,
        };
        self.store.open_challenge(&handle, &challenge, None).await.unwrap();
        handle
    }

    /// Forgets what was sent to a number, as if a day had passed; for the deployed portal, whose clock nobody sets.
    pub(crate) async fn forgets_sms_to(&self, number: &str) {
        forget(format!("SMS#{number}"), "SMS").await;
    }

    /// Forgets which mails with a link a user got.
    pub(crate) async fn forgets_mails_to(&self, user: UserId) {
        forget(format!("MAILS#{user}"), "MAILS").await;
    }
}

impl Proxy {
    /// The clients' configuration for calls that go through it. Patience is shorter there: a call is tried twice and not
    /// three times, and given up after 0.7 s and not 5 s.
    pub(crate) fn config(&self) -> aws_types::SdkConfig {
        let mut settings = vec![("AWS_ENDPOINT_URL", self.endpoint.as_str())];
        settings.extend(stack().inner.settings());
        let config = aws::sdk_config(&Source::pairs(settings)).unwrap();
        let timeouts = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_millis(700)).build();
        let retries = RetryConfig::standard().with_max_attempts(2).with_initial_backoff(Duration::from_millis(5));
        config.into_builder().timeout_config(timeouts).retry_config(retries).build()
    }
}

/// A program of the workspace, which is built before the tests run: beside the folder of this one.
fn built(program: &str) -> String {
    let tests = std::env::current_exe().unwrap();
    tests.ancestors().nth(2).unwrap().join(program).to_str().unwrap().to_owned()
}

async fn forget(pk: String, sk: &str) {
    let delete = dynamodb().delete_item().table_name(&stack().inner.table).key("pk", AttributeValue::S(pk));
    delete.key("sk", AttributeValue::S(sk.to_owned())).send().await.unwrap();
}

/// A client of the stack's DynamoDB, for looking at what lies in the table.
pub(crate) fn dynamodb() -> aws_sdk_dynamodb::Client {
    aws_sdk_dynamodb::Client::new(&stack().inner.aws().unwrap())
}

async fn mac(message: Vec<u8>) -> String {
    let client = aws_sdk_kms::Client::new(&stack().inner.aws().unwrap());
    let request = client.generate_mac().key_id(&stack().inner.code_key_id).mac_algorithm(MacAlgorithmSpec::HmacSha256);
    let mac = request.message(Blob::new(message)).send().await.unwrap().mac.unwrap();
    mac.into_inner().iter().map(|byte| format!("{byte:02x}")).collect()
}
