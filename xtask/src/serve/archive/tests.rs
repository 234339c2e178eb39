//! The archive over real connections, as the portal reaches it.

use super::*;
use crate::emulator::free_port;
use crate::serve::http::listen;

const DOCUMENT: &str = "doc_01KAT0PXG0V6N4M8D2T5Q7R9AB";

struct Portal {
    archive: Arc<Archive>,
    port: u16,
    pack: String,
    agent: ureq::Agent,
}

impl Portal {
    fn open() -> Self {
        let files = free_port().unwrap();
        let pack = format!("http://localhost:{files}/pack");
        listen(files, 0, |_| Answer::new(200, "pack")).unwrap();
        let port = free_port().unwrap();
        let archive = crate::serve::archive(port).unwrap();
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_idle_connections(0).build().into();
        Self { archive, port, pack, agent }
    }

    fn message(&self, version: u32) -> String {
        let pack = json!({ "url": self.pack, "sha256": hex(&Sha256::digest("pack")) });
        let data = json!({ "document": DOCUMENT, "version": version, "title": "Btw", "pack": pack });
        json!({ "type": "document.approved", "data": data }).to_string()
    }

    /// The status and the JSON of the answer; 0 when there was none.
    fn send(&self, version: u32, body: &str) -> (u16, Value) {
        let id = format!("{DOCUMENT}-{version}-archive");
        let request = ureq::http::Request::post(format!("http://localhost:{}/in", self.port));
        self.run(signed(request, &id, now(), body).body(body.to_owned()).unwrap())
    }

    fn ask(&self, version: u32) -> (u16, Value) {
        let id = format!("{DOCUMENT}-{version}-archive");
        let request = ureq::http::Request::get(format!("http://localhost:{}/in/{id}", self.port));
        self.run(signed(request, &id, now(), "").body(String::new()).unwrap())
    }

    fn run(&self, mut request: ureq::http::Request<String>) -> (u16, Value) {
        request.headers_mut().insert("connection", "close".parse().unwrap());
        let Ok(mut answer) = self.agent.run(request) else { return (0, Value::Null) };
        let body = answer.body_mut().read_to_string().unwrap();
        (answer.status().as_u16(), serde_json::from_str(&body).unwrap_or_default())
    }

    fn fail(&self, words: &str) -> u16 {
        let request = ureq::http::Request::put(format!("http://localhost:{}/faults/{DOCUMENT}?{words}", self.port));
        self.run(request.body(String::new()).unwrap()).0
    }
}

fn signed(request: ureq::http::request::Builder, id: &str, at: u64, body: &str) -> ureq::http::request::Builder {
    let key = STANDARD.decode(KEY.trim_start_matches("whsec_")).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{id}.{at}.{body}").as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    request.header("webhook-id", id).header("webhook-timestamp", at).header("webhook-signature", signature)
}

#[test]
fn a_message_is_taken_once_and_can_be_asked_for() {
    let portal = Portal::open();
    assert_eq!(portal.ask(1).0, 404);
    let receipt = json!({ "receipt": "A-00001" });
    assert_eq!(portal.send(1, &portal.message(1)), (200, receipt.clone()));
    assert_eq!(portal.send(1, &portal.message(1)), (409, receipt.clone()));
    assert_eq!(portal.ask(1), (200, receipt));
    assert_eq!(portal.send(2, &portal.message(2)).1, json!({ "receipt": "A-00002" }));
    let taken = portal.archive.taken();
    assert_eq!((taken.len(), taken[1].messages, taken[1].questions, taken[1].pack), (2, 2, 1, 4));
    assert_eq!(taken[1].data["pack"]["url"], Value::Null);
}

#[test]
fn a_message_that_is_not_the_portals_or_is_old_is_refused() {
    let portal = Portal::open();
    let (body, id) = (portal.message(1), format!("{DOCUMENT}-1-archive"));
    let post = || ureq::http::Request::post(format!("http://localhost:{}/in", portal.port));
    let other = signed(post(), &id, now(), "another body").body(body.clone()).unwrap();
    assert_eq!(portal.run(other).0, 401);
    for at in [now() - TOLERANCE - 5, now() + TOLERANCE + 5] {
        assert_eq!(portal.run(signed(post(), &id, at, &body).body(body.clone()).unwrap()).0, 401);
    }
    assert_eq!(portal.run(post().body(body).unwrap()).0, 401);
    assert_eq!(portal.send(1, &portal.message(2)).0, 422);
    assert!(portal.archive.taken().is_empty());
}

#[test]
fn a_pack_with_another_hash_is_refused_and_one_that_is_not_there_comes_again() {
    let portal = Portal::open();
    let other = portal.message(1).replace(&hex(&Sha256::digest("pack")), &hex(&Sha256::digest("other")));
    assert_eq!(portal.send(1, &other), (422, json!({ "reason": "The pack has another hash." })));
    assert_eq!(portal.send(1, &portal.message(1).replace("/pack", ":/")).0, 503);
    assert!(portal.archive.taken().is_empty());
}

#[test]
fn it_fails_as_often_as_it_was_asked_to() {
    let portal = Portal::open();
    assert_eq!(portal.fail("500,lose,swallow"), 200);
    assert_eq!(portal.send(1, &portal.message(1)).0, 500);
    assert_eq!(portal.send(1, &portal.message(1)).0, 0);
    assert_eq!(portal.ask(1).0, 404);
    assert_eq!(portal.send(1, &portal.message(1)).0, 0);
    assert_eq!(portal.ask(1), (200, json!({ "receipt": "A-00001" })));
    assert_eq!(portal.fail("200"), 400);
    assert_eq!(portal.fail("explode"), 400);
    let request = ureq::http::Request::get(format!("http://localhost:{}/items", portal.port));
    let (_, items) = portal.run(request.body(String::new()).unwrap());
    assert_eq!((&items[0]["messages"], &items[0]["questions"]), (&json!(3), &json!(2)));
}
