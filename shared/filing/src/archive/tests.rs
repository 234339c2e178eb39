//! The channel against a host on this machine that plays what it is told: what it heard and what it made of it.

mod host;

use std::time::Duration;

use akkoord_domain::{
    delivery,
    facts::{Kind, Recipient, Sha256},
    id::{DocumentId, OrganisationId},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;

use super::*;
use crate::{
    call::{Limits, Names, connector},
    filing::Pack as FilingPack,
};
use host::{Host, Play, Request as Heard, say};

const KEY: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

fn now() -> Timestamp {
    "2026-11-25T09:00:00Z".parse().unwrap()
}

fn filing() -> Filing {
    let document = DocumentId::new(Timestamp::UNIX_EPOCH, 7);
    Filing {
        key: IdempotencyKey::new(document, 2, delivery::Channel::Archive),
        manifest: Manifest {
            organisation: OrganisationId::new(Timestamp::UNIX_EPOCH, 9),
            client_number: "10042".to_owned(),
            document,
            version: 2,
            kind: Kind::Vat,
            title: "Aangifte \u{201c}btw\u{201d}".parse().unwrap(),
            period: "2026-Q3".parse().unwrap(),
            recipient: Recipient::Belastingdienst,
            file_name: "btw.pdf".parse().unwrap(),
            sha256: Sha256::of(b"file"),
            size: 4,
            approved_at: "2026-11-25T08:45:56.123Z".parse().unwrap(),
            reference: "00000-00007".to_owned(),
        },
        pack: FilingPack {
            url: "https://files.example/pack?X-Amz-Signature=canary".into(),
            expires_at: "2026-11-25T09:15:00Z".parse().unwrap(),
            sha256: Sha256::of(b"pack"),
        },
    }
}

/// Long enough for a loaded machine, except where the end of the time is what is tried.
fn archive(url: &str, reach: Reach) -> Archive {
    let mut archive = Archive::new(url, KEY.parse().unwrap(), reach).unwrap();
    archive.caller.limits = Limits { connect: Duration::from_secs(10), answer: Duration::from_secs(10) };
    archive
}

async fn submit(play: Play) -> Answer {
    let host = Host::plays([play]);
    archive(&host.url("http"), Reach::Loopback).submit(&filing(), now()).await
}

async fn status(play: Play) -> Standing {
    let host = Host::plays([play]);
    archive(&host.url("http"), Reach::Loopback).status(&filing().key, now()).await
}

fn sent(receipt: Option<&str>) -> Answer {
    Answer::Sent { receipt: receipt.map(|receipt| receipt.parse().unwrap()) }
}

fn is_signed(request: &Heard) -> bool {
    let key = STANDARD.decode(KEY.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{}.{}.", request.header("webhook-id"), request.header("webhook-timestamp")).as_bytes());
    mac.update(&request.body);
    let signature = request.header("webhook-signature");
    mac.verify_slice(&STANDARD.decode(signature.strip_prefix("v1,").unwrap()).unwrap()).is_ok()
}

#[tokio::test]
async fn the_message_is_signed_and_says_what_was_approved_and_where_its_pack_is() {
    let host = Host::plays([Play::Say(say("200 OK", r#"{"receipt":"2026/0042"}"#))]);
    let answer = archive(&host.url("http"), Reach::Loopback).submit(&filing(), now()).await;
    assert_eq!(answer, sent(Some("2026/0042")));
    let request = &host.heard()[0];
    assert_eq!(request.line, "POST /in?k=1 HTTP/1.1");
    assert_eq!(request.header("host"), host.address.to_string());
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(request.header("webhook-id"), "doc_00000000000000000000000007-2-archive");
    assert_eq!(request.header("webhook-timestamp"), now().as_second().to_string());
    assert!(is_signed(request));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let expected = json!({
        "type": "document.approved",
        "timestamp": "2026-11-25T08:45:56.123Z",
        "data": {
            "organisation": "org_00000000000000000000000009",
            "client_number": "10042",
            "document": "doc_00000000000000000000000007",
            "version": 2,
            "kind": "vat",
            "title": "Aangifte \u{201c}btw\u{201d}",
            "period": "2026-Q3",
            "recipient": "belastingdienst",
            "file_name": "btw.pdf",
            "sha256": Sha256::of(b"file"),
            "size": 4,
            "approved_at": "2026-11-25T08:45:56.123Z",
            "reference": "00000-00007",
            "pack": {
                "url": "https://files.example/pack?X-Amz-Signature=canary",
                "expires_at": "2026-11-25T09:15:00Z",
                "sha256": Sha256::of(b"pack"),
            },
        },
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_repeated_message_has_the_same_id_and_the_archive_may_say_that_it_has_it() {
    let conflict = say("409 Conflict", r#"{"receipt":"2026/0042"}"#);
    let host = Host::plays([Play::Close, Play::Say(conflict)]);
    let archive = archive(&host.url("http"), Reach::Loopback);
    assert_eq!(archive.submit(&filing(), now()).await, Answer::Unknown { reason: Reason::ConnectionLost });
    assert_eq!(archive.submit(&filing(), now()).await, sent(Some("2026/0042")));
    let heard = host.heard();
    assert_eq!(heard[0].header("webhook-id"), heard[1].header("webhook-id"));
    assert_eq!(heard[0].body, heard[1].body);
}

#[tokio::test]
async fn every_good_answer_means_taken_whatever_its_body_is() {
    for (status, body, receipt) in [
        ("204 No Content", "", None),
        ("202 Accepted", "thanks", None),
        ("201 Created", r#"{"receipt":42}"#, None),
        ("200 OK", r#"["receipt"]"#, None),
        ("200 OK", r#"{"receipt":""}"#, None),
        ("200 OK", "{\"receipt\":\"\\u202e a\\n\\u0000b \"}", Some("ab")),
    ] {
        assert_eq!(submit(Play::Say(say(status, body))).await, sent(receipt), "{status} {body}");
    }
    let long = format!(r#"{{"receipt":"{}"}}"#, "9".repeat(60_000));
    assert_eq!(submit(Play::Say(say("200 OK", &long))).await, sent(Some(&"9".repeat(200))));
}

#[tokio::test]
async fn no_more_than_64_kilobytes_of_an_answer_are_read() {
    let huge = format!(r#"{{"receipt":"{}"}}"#, "9".repeat(65 * 1024));
    assert_eq!(submit(Play::Say(say("200 OK", &huge))).await, sent(None));
    assert_eq!(submit(Play::Endless).await, sent(None));
    let head = format!("HTTP/1.1 200 OK\r\nX-Long: {}\r\n\r\n", "9".repeat(128 * 1024));
    assert_eq!(submit(Play::Say(head.into())).await, Answer::Unknown { reason: Reason::ConnectionLost });
}

#[tokio::test]
async fn an_answer_that_breaks_off_after_its_status_has_said_it() {
    let broken = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"receipt\":\"1\"}";
    assert_eq!(submit(Play::Say(broken.into())).await, sent(None));
    let broken = "HTTP/1.1 503 Down\r\nContent-Length: 900\r\n\r\n{";
    assert_eq!(submit(Play::Say(broken.into())).await, Answer::Unavailable { reason: Reason::Status(503) });
}

#[tokio::test]
async fn a_refusal_is_final_and_tells_the_archives_reason() {
    for status in [400, 401, 403, 404, 405, 410, 413, 422] {
        let remark = Some("No such client".parse().unwrap());
        let answer = submit(Play::Say(say(&format!("{status} No"), r#"{"reason":"No such client\n"}"#))).await;
        assert_eq!(answer, Answer::Refused { reason: Reason::Status(status), remark });
    }
}

#[tokio::test]
async fn an_archive_that_is_busy_or_broken_did_not_take_it() {
    for status in [408, 425, 429, 500, 501, 503] {
        let answer = submit(Play::Say(say(&format!("{status} Later"), ""))).await;
        assert_eq!(answer, Answer::Unavailable { reason: Reason::Status(status) });
    }
}

#[tokio::test]
async fn when_somebody_on_the_way_lost_the_answer_it_may_have_been_taken() {
    for status in [502, 504, 600] {
        let answer = submit(Play::Say(say(&format!("{status} Gateway"), ""))).await;
        assert_eq!(answer, Answer::Unknown { reason: Reason::Status(status) });
    }
    for (play, reason) in [
        (Play::Close, Reason::ConnectionLost),
        (Play::Reset, Reason::ConnectionLost),
        (Play::Say("SSH-2.0-OpenSSH\r\n".into()), Reason::ConnectionLost),
    ] {
        assert_eq!(submit(play).await, Answer::Unknown { reason });
    }
}

#[tokio::test]
async fn when_the_time_is_up_it_may_have_been_taken() {
    let host = Host::plays([Play::Hang]);
    let mut archive = archive(&host.url("http"), Reach::Loopback);
    archive.caller.limits.answer = Duration::from_millis(300);
    assert_eq!(archive.submit(&filing(), now()).await, Answer::Unknown { reason: Reason::TimedOut });
    assert_eq!(host.heard().len(), 1);
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_taken() {
    let host = Host::plays([]);
    host.wait_until_closed();
    let answer = archive(&host.url("http"), Reach::Loopback).submit(&filing(), now()).await;
    assert_eq!(answer, Answer::Unavailable { reason: Reason::NotReached });
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = Host::plays([Play::Say(say("200 OK", ""))]);
        let redirect =
            format!("HTTP/1.1 {status} There\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", other.url("http"));
        let answer = submit(Play::Say(redirect.into())).await;
        assert_eq!(answer, Answer::Refused { reason: Reason::Redirected, remark: None });
        assert_eq!(other.heard().len(), 0);
    }
}

#[tokio::test]
async fn an_internal_address_is_not_called_however_it_is_written() {
    let host = Host::plays([Play::Say(say("200 OK", ""))]);
    let port = host.address.port();
    for name in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "2130706433",
        "0x7f.1",
        "0",
    ] {
        let answer = archive(&format!("https://{name}:{port}/in"), Reach::Public).submit(&filing(), now()).await;
        assert_eq!(answer, Answer::Unavailable { reason: Reason::AddressNotAllowed }, "{name}");
    }
    assert_eq!(host.heard().len(), 0);
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_after_the_check_is_called_where_it_was_checked() {
    let (checked, other) = (Host::plays([Play::Say(say("204 No", ""))]), Host::plays([Play::Say(say("204 No", ""))]));
    let mut archive = archive("http://archive.example/in", Reach::Loopback);
    archive.caller.names = Names::script([vec![checked.address], vec![other.address]]);
    assert_eq!(archive.submit(&filing(), now()).await, sent(None));
    assert_eq!((checked.heard().len(), other.heard().len()), (1, 0));
    assert_eq!(checked.heard()[0].header("host"), "archive.example");
}

#[tokio::test]
async fn one_internal_address_among_good_ones_is_enough_to_call_none() {
    let host = Host::plays([Play::Say(say("200 OK", ""))]);
    let mut archive = archive("http://archive.example/in", Reach::Loopback);
    archive.caller.names = Names::script([vec![host.address, "10.0.0.1:80".parse().unwrap()], vec![]]);
    assert_eq!(archive.submit(&filing(), now()).await, Answer::Unavailable { reason: Reason::AddressNotAllowed });
    assert_eq!(archive.submit(&filing(), now()).await, Answer::Unavailable { reason: Reason::NameNotFound });
    assert_eq!(host.heard().len(), 0);
}

#[tokio::test]
async fn only_a_host_that_proves_its_name_is_told_anything() {
    for (name, trusted, answer) in [
        ("archive.example", true, sent(None)),
        ("other.example", true, Answer::Unavailable { reason: Reason::NotTrusted }),
        ("archive.example", false, Answer::Unavailable { reason: Reason::NotTrusted }),
    ] {
        let (host, roots) = Host::with_tls("archive.example", Play::Say(say("204 No", "")));
        let mut archive = archive(&format!("https://{name}/in"), Reach::Loopback);
        archive.caller.names = Names::script([vec![host.address]]);
        if trusted {
            archive.caller.tls = connector(roots).unwrap();
        }
        assert_eq!(archive.submit(&filing(), now()).await, answer, "{name}");
        assert_eq!(host.heard().len(), usize::from(answer == sent(None)), "{name}");
    }
}

#[tokio::test]
async fn a_host_that_never_begins_to_prove_it_took_nothing() {
    let host = Host::plays([Play::Mute]);
    let mut archive = archive(&host.url("https"), Reach::Loopback);
    archive.caller.limits.connect = Duration::from_millis(300);
    assert_eq!(archive.submit(&filing(), now()).await, Answer::Unavailable { reason: Reason::TimedOut });
}

#[tokio::test]
async fn the_question_names_the_filing_and_is_signed() {
    let host = Host::plays([Play::Say(say("200 OK", r#"{"receipt":"2026/0042"}"#))]);
    let standing = archive(&host.url("http"), Reach::Loopback).status(&filing().key, now()).await;
    assert_eq!(standing, Standing::Sent { receipt: Some("2026/0042".parse().unwrap()) });
    let request = &host.heard()[0];
    assert_eq!(request.line, "GET /in/doc_00000000000000000000000007-2-archive?k=1 HTTP/1.1");
    assert_eq!(request.header("webhook-id"), "doc_00000000000000000000000007-2-archive");
    assert!(request.body.is_empty() && is_signed(request));
}

#[tokio::test]
async fn only_a_plain_no_allows_another_sending() {
    assert_eq!(status(Play::Say(say("404 Not Found", ""))).await, Standing::NotKnown);
    for code in [204, 301, 401, 405, 410, 429, 500, 503] {
        let reason = Reason::Status(code);
        assert_eq!(status(Play::Say(say(&format!("{code} No"), ""))).await, Standing::Unknown { reason });
    }
    assert_eq!(status(Play::Close).await, Standing::Unknown { reason: Reason::ConnectionLost });
    let host = Host::plays([]);
    host.wait_until_closed();
    let standing = archive(&host.url("http"), Reach::Loopback).status(&filing().key, now()).await;
    assert_eq!(standing, Standing::Unknown { reason: Reason::NotReached });
}

#[test]
fn neither_a_secret_nor_an_address_can_be_shown_by_mistake() {
    assert!(!format!("{:?}", filing()).contains("canary"));
    let error = Archive::new("http://canary.example/", KEY.parse().unwrap(), Reach::Public).err().unwrap();
    assert!(!error.to_string().contains("canary"));
}
