//! The stand-in of the firm's archive: takes the portal's messages as docs/ARCHIVE.md describes it, checks them by
//! means of its own, and keeps in memory what it took. The inbox page shows it; a test can read it, and can have it
//! fail.
//!
//! - `POST /in` and `GET /in/{webhook-id}`: the contract.
//! - `GET /items`: what was heard, as JSON.
//! - `PUT /faults/{document}?500,swallow,…`: what happens to the next messages about that document, one word each:
//!   a status (the message is not taken), `lose` (not taken, no answer) or `swallow` (taken, no answer).

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Answer, Request};

/// The key of messages on this machine, for `ARCHIVE_KEYS`. It guards nothing: it is "the local archive's stand-in".
pub(crate) const KEY: &str = "whsec_dGhlIGxvY2FsIGFyY2hpdmUncyBzdGFuZC1pbg==";

/// The largest message.
pub(super) const LARGEST_MESSAGE: usize = 256 * 1024;
/// The largest pack.
const LARGEST_PACK: u64 = 64 * 1024 * 1024;
/// The most items that are kept; the oldest goes first.
const KEPT: usize = 1000;
/// How far a message's time may be off, in seconds.
const TOLERANCE: u64 = 300;

/// One filing, by its `webhook-id`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) id: String,
    /// What the archive gave out as proof that it has it.
    pub(crate) receipt: Option<String>,
    /// The message's `data` without the address of the pack.
    pub(crate) data: Value,
    /// The pack's size in bytes.
    pub(crate) pack: usize,
    /// Seconds since 1970 when it was first heard of.
    pub(crate) at: u64,
    /// Messages and questions about it.
    pub(crate) messages: u64,
    pub(crate) questions: u64,
}

/// What happens to a message.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Status(u16),
    Lose,
    Swallow,
}

#[derive(Default)]
struct Kept {
    items: Vec<Item>,
    faults: HashMap<String, VecDeque<Fault>>,
    taken: u64,
}

/// The archive.
pub(crate) struct Archive {
    key: Vec<u8>,
    agent: ureq::Agent,
    kept: Mutex<Kept>,
}

impl Archive {
    /// An empty archive.
    pub(crate) fn new() -> Arc<Self> {
        let key = KEY.trim_start_matches("whsec_");
        let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).build().into();
        Arc::new(Self { key: STANDARD.decode(key).unwrap_or_default(), agent, kept: Mutex::default() })
    }

    /// What was taken, the newest first.
    pub(crate) fn taken(&self) -> Vec<Item> {
        self.kept().items.iter().rev().filter(|item| item.receipt.is_some()).cloned().collect()
    }

    /// Answers a request; `None` means that no answer is given at all.
    pub(crate) fn answer(&self, request: &Request) -> Option<Answer> {
        let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        match (request.method.as_str(), path) {
            ("POST", "/in") => self.message(request),
            ("GET", "/items") => Some(self.items()),
            ("GET", _) if path.starts_with("/in/") => Some(self.question(request, &path["/in/".len()..])),
            ("PUT", _) if path.starts_with("/faults/") => Some(self.fail(&path["/faults/".len()..], query)),
            _ => Some(Answer::text(404, "There is no such page.")),
        }
    }

    fn message(&self, request: &Request) -> Option<Answer> {
        let Some(id) = self.genuine(request) else { return Some(Answer::text(401, "The signature does not fit.")) };
        let data = serde_json::from_slice(&request.body).map_or(Value::Null, |body: Value| body["data"].clone());
        let words = |name: &str| data[name].as_str().unwrap_or_default().to_owned();
        if id != format!("{}-{}-archive", words("document"), data["version"]) {
            return Some(refusal("The id is not that of the document's version."));
        }
        let fault = self.heard(&id, &words("document"));
        match fault {
            Some(Fault::Status(status)) => {
                return Some(json_answer(status, &json!({ "reason": "As the test asked." })));
            }
            Some(Fault::Lose) => return None,
            Some(Fault::Swallow) | None => {}
        }
        if let Some(receipt) = self.receipt(&id) {
            return Some(json_answer(409, &json!({ "receipt": receipt })));
        }
        let Some(pack) = self.fetch(&data["pack"]) else {
            return Some(Answer::text(503, "The pack cannot be fetched."));
        };
        if data["pack"]["sha256"] != hex(&Sha256::digest(&pack)) {
            return Some(refusal("The pack has another hash."));
        }
        let receipt = self.take(&id, data, pack.len());
        let answer = json_answer(200, &json!({ "receipt": receipt }));
        (fault != Some(Fault::Swallow)).then_some(answer)
    }

    fn question(&self, request: &Request, id: &str) -> Answer {
        if self.genuine(request).is_none_or(|signed| signed != id) {
            return Answer::text(401, "The signature does not fit.");
        }
        let mut kept = self.kept();
        if let Some(item) = kept.items.iter_mut().find(|item| item.id == id) {
            item.questions += 1;
            if let Some(receipt) = &item.receipt {
                return json_answer(200, &json!({ "receipt": receipt }));
            }
        }
        Answer::text(404, "There is no such item.")
    }

    fn items(&self) -> Answer {
        let item = |item: &Item| {
            json!({ "id": item.id, "receipt": item.receipt, "data": item.data, "pack": item.pack,
                    "messages": item.messages, "questions": item.questions })
        };
        json_answer(200, &Value::Array(self.kept().items.iter().map(item).collect()))
    }

    fn fail(&self, document: &str, words: &str) -> Answer {
        let fault = |word: &str| match word {
            "lose" => Some(Fault::Lose),
            "swallow" => Some(Fault::Swallow),
            status => status.parse().ok().filter(|status| (400..600).contains(status)).map(Fault::Status),
        };
        let faults: Option<VecDeque<Fault>> = words.split(',').filter(|word| !word.is_empty()).map(fault).collect();
        let Some(faults) = faults else { return Answer::text(400, "A fault is a status, lose or swallow.") };
        self.kept().faults.insert(document.to_owned(), faults);
        Answer::text(200, "So be it.")
    }

    /// The signed id, when the signature fits and is fresh (docs/ARCHIVE.md, Checking a message).
    fn genuine(&self, request: &Request) -> Option<String> {
        let (id, time) = (request.header("webhook-id")?, request.header("webhook-timestamp")?);
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(format!("{id}.{time}.").as_bytes());
        mac.update(&request.body);
        let fits = request.header("webhook-signature")?.split(' ').any(|one| {
            let signature = one.strip_prefix("v1,").and_then(|one| STANDARD.decode(one).ok());
            signature.is_some_and(|signature| mac.clone().verify_slice(&signature).is_ok())
        });
        (fits && now().abs_diff(time.parse().ok()?) <= TOLERANCE).then(|| id.to_owned())
    }

    /// Notes that a message came, and says what shall happen to it.
    fn heard(&self, id: &str, document: &str) -> Option<Fault> {
        let mut kept = self.kept();
        if !kept.items.iter().any(|item| item.id == id) {
            kept.items.push(Item { id: id.to_owned(), at: now(), ..Item::default() });
            let excess = kept.items.len().saturating_sub(KEPT);
            kept.items.drain(..excess);
        }
        kept.items.iter_mut().filter(|item| item.id == id).for_each(|item| item.messages += 1);
        kept.faults.get_mut(document)?.pop_front()
    }

    fn receipt(&self, id: &str) -> Option<String> {
        self.kept().items.iter().find(|item| item.id == id)?.receipt.clone()
    }

    fn fetch(&self, pack: &Value) -> Option<Vec<u8>> {
        let mut answer = self.agent.get(pack["url"].as_str()?).call().ok()?;
        answer.body_mut().with_config().limit(LARGEST_PACK).read_to_vec().ok()
    }

    /// Keeps it, unless another message with this id was faster.
    fn take(&self, id: &str, mut data: Value, pack: usize) -> String {
        if let Some(pack) = data["pack"].as_object_mut() {
            pack.remove("url");
        }
        let mut kept = self.kept();
        let number = kept.taken + 1;
        let Some(item) = kept.items.iter_mut().find(|item| item.id == id) else { return String::new() };
        if let Some(receipt) = &item.receipt {
            return receipt.clone();
        }
        let receipt = format!("A-{number:05}");
        (item.receipt, item.data, item.pack) = (Some(receipt.clone()), data, pack);
        kept.taken = number;
        receipt
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refusal(reason: &str) -> Answer {
    json_answer(422, &json!({ "reason": reason }))
}

fn json_answer(status: u16, value: &Value) -> Answer {
    Answer::new(status, value.to_string()).with(&[("Content-Type", "application/json"), ("Cache-Control", "no-store")])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

#[cfg(test)]
mod tests;
