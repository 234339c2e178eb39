//! What the emulator would have sent: text messages and mails, read from it and kept in the order in which
//! they were first seen, because the emulator's text messages carry no time. Beside them what the archive took.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::{Answer, Archive, Request, page};

/// One message as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    pub(crate) id: String,
    /// A number or a mail address.
    pub(crate) to: String,
    /// None for a text message.
    pub(crate) subject: Option<String>,
    pub(crate) text: String,
    pub(crate) html: Option<String>,
    /// Seconds since 1970 when it was sent or first seen.
    pub(crate) at: u64,
}

/// The messages of one emulator.
pub(crate) struct Inbox {
    endpoint: String,
    agent: ureq::Agent,
    seen: Mutex<Vec<Message>>,
    archive: Arc<Archive>,
}

impl Inbox {
    /// Looks every half second.
    pub(crate) fn watch(endpoint: &str, archive: &Arc<Archive>) -> Arc<Self> {
        let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).build().into();
        let (endpoint, archive) = (endpoint.to_owned(), Arc::clone(archive));
        let inbox = Arc::new(Self { endpoint, agent, seen: Mutex::default(), archive });
        let watcher = Arc::clone(&inbox);
        thread::spawn(move || {
            loop {
                watcher.look();
                thread::sleep(Duration::from_millis(500));
            }
        });
        inbox
    }

    /// Answers the page, its parts, and a mail as its reader would see it.
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        let path = request.path();
        match path {
            "/" => html(&page::whole(&self.newest_first(), &self.archive.taken())),
            "/messages" => html(&page::messages(&self.newest_first())),
            "/archive" => html(&page::archived(&self.archive.taken())),
            "/inbox.css" => Answer::new(200, page::STYLE).with(&[("Content-Type", "text/css; charset=utf-8")]),
            "/inbox.js" => Answer::new(200, page::SCRIPT).with(&[("Content-Type", "text/javascript; charset=utf-8")]),
            _ => match path.strip_prefix("/mail/").and_then(|id| self.mail(id)) {
                None => Answer::text(404, "There is no such page."),
                Some(mail) => Answer::new(200, mail).with(&[
                    ("Content-Type", "text/html; charset=utf-8"),
                    // A mail is shown, never run.
                    (
                        "Content-Security-Policy",
                        "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
                    ),
                ]),
            },
        }
    }

    fn newest_first(&self) -> Vec<Message> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }

    fn mail(&self, id: &str) -> Option<String> {
        self.newest_first().into_iter().find(|message| message.id == id)?.html
    }

    fn look(&self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        let mut found = Vec::new();
        for (path, read) in [
            ("/_ministack/ses/messages", mails as fn(&Value, u64) -> Vec<Message>),
            ("/_ministack/sns/sms-messages", text_messages),
        ] {
            let answer = self.agent.get(format!("{}{path}", self.endpoint)).call();
            let json = answer.ok().and_then(|mut answer| answer.body_mut().read_to_string().ok());
            let value = json.and_then(|json| serde_json::from_str(&json).ok());
            found.extend(value.map(|value| read(&value, now)).unwrap_or_default());
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let known: HashSet<String> = seen.iter().map(|message| message.id.clone()).collect();
        found.retain(|message| !known.contains(&message.id));
        found.sort_by_key(|message| message.at);
        seen.extend(found);
    }
}

fn html(text: &str) -> Answer {
    Answer::new(200, text).with(&[
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ])
}

/// `{"sms_messages": {"+31…": [{"MessageId", "Message"}]}}`
fn text_messages(value: &Value, now: u64) -> Vec<Message> {
    let numbers = value["sms_messages"].as_object();
    let numbers = numbers.into_iter().flatten();
    let of_number = |(number, list): (&String, &Value)| {
        let number = number.clone();
        let list = list.as_array().cloned().unwrap_or_default();
        list.into_iter().map(move |message| Message {
            id: id(&message),
            to: number.clone(),
            subject: None,
            text: message["Message"].as_str().unwrap_or_default().to_owned(),
            html: None,
            at: now,
        })
    };
    numbers.flat_map(of_number).collect()
}

/// `{"messages": {"<account>": [{"MessageId", "To": […], "Subject", "BodyText", "BodyHtml", "Timestamp"}]}}`
fn mails(value: &Value, now: u64) -> Vec<Message> {
    let accounts = value["messages"].as_object();
    let all = accounts.into_iter().flat_map(|accounts| accounts.values()).filter_map(Value::as_array).flatten();
    let some = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    all.map(|mail| Message {
        id: id(mail),
        to: mail["To"][0].as_str().unwrap_or_default().to_owned(),
        subject: Some(some(&mail["Subject"]).unwrap_or_else(|| "(no subject)".to_owned())),
        text: some(&mail["BodyText"]).unwrap_or_default(),
        html: some(&mail["BodyHtml"]),
        at: mail["Timestamp"].as_f64().map_or(now, |seconds| Duration::from_secs_f64(seconds.max(0.0)).as_secs()),
    })
    .collect()
}

/// The message's id, as one part of an address.
fn id(message: &Value) -> String {
    let id = message["MessageId"].as_str().unwrap_or_default();
    id.chars()
        .take_while(|letter| *letter != '@')
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_are_read_as_the_emulator_writes_them() {
        let sms = json!({"sms_messages": {"+31612345601": [{"MessageId": "a-1", "Message": "Uw code is 012345"}]}});
        let read = text_messages(&sms, 7);
        assert_eq!((read[0].to.as_str(), read[0].text.as_str(), read[0].at), ("+31612345601", "Uw code is 012345", 7));
        let ses = json!({"messages": {"000000000000": [{"MessageId": "b-2@mail", "To": ["sanne@example.com"],
            "Subject": "Uitnodiging", "BodyText": "tekst", "BodyHtml": null, "Timestamp": 12.9}]}});
        let read = mails(&ses, 7);
        assert_eq!((read[0].id.as_str(), read[0].subject.as_deref(), read[0].at), ("b-2", Some("Uitnodiging"), 12));
        assert_eq!(read[0].html, None);
    }

    #[test]
    fn an_unknown_shape_is_an_empty_inbox() {
        for value in [json!(null), json!([]), json!({"sms_messages": [1], "messages": {"a": 1}})] {
            assert!(text_messages(&value, 0).is_empty());
            assert!(mails(&value, 0).is_empty());
        }
    }
}
