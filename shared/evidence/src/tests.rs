//! Packs that are right, and every way in which one can be wrong.

mod changed;
mod hostile;
mod readable;
mod signatures;

use akkoord_domain::{
    challenge::Method,
    facts::{Amount, Kind, Meaning, Recipient, Sha256},
    history,
    language::Language,
};
use p256::{
    ecdsa::{Signature, SigningKey, signature::hazmat::PrehashSigner as _},
    pkcs8::EncodePublicKey as _,
};
use serde_json::{Value, json};

use crate::{
    Approval, Evidence, FORMAT, File, Firm, History, Inconsistent, NotMade, Organisation, PublicKey, Subject, Unsigned,
    Verified, canonical::canonical, verify,
};

pub(crate) const DOCUMENT: &[u8] = b"%PDF-1.7\nthe approved document\n%%EOF\n";
pub(crate) const READABLE: &[u8] = b"%PDF-1.7\nthe readable evidence\n%%EOF\n";

/// A key of the firm's, told by its number.
pub(crate) struct Signer {
    secret: SigningKey,
    pub(crate) public: PublicKey,
}

impl Signer {
    pub(crate) fn new(number: u8) -> Self {
        let secret = SigningKey::from_slice(&[number; 32]).unwrap();
        let public = PublicKey::from_der(secret.verifying_key().to_public_key_der().unwrap().as_bytes()).unwrap();
        Self { secret, public }
    }

    /// What KMS would answer.
    pub(crate) fn der(&self, digest: &[u8; 32]) -> Vec<u8> {
        let signature: Signature = self.secret.sign_prehash(digest).unwrap();
        signature.to_der().as_bytes().to_vec()
    }
}

/// Chains entries without `number` and `previous`.
pub(crate) fn chain(events: &[Value]) -> History {
    let mut head = Sha256::zero();
    let mut entries = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let mut entry = event.clone();
        entry["number"] = json!(place + 1);
        entry["previous"] = json!(head);
        head = Sha256::of(&canonical(&entry).unwrap());
        entries.push(entry);
    }
    History { length: entries.len() as u64, head, entries }
}

/// Evidence of a document that `approvers` members approved.
pub(crate) fn evidence(approvers: u8, language: Language) -> Evidence {
    let sha256 = Sha256::of(DOCUMENT);
    let client = |number: u8| json!({"type": "client", "id": user(number), "name": name(number)});
    let mut events = vec![json!({
        "at": "2026-11-23T13:02:11.482Z",
        "actor": {"type": "staff", "id": user(200), "name": "Sanne de Wit"},
        "event": {"type": "released", "version": 1, "sha256": sha256, "prepared_by": "Joost Bakker"},
    })];
    let mut approvals = Vec::new();
    for number in 1..=approvers {
        let approval = Approval {
            user: serde_json::from_value(json!(user(number))).unwrap(),
            name: name(number).to_owned(),
            stage: if number == 1 { 1 } else { 2 },
            viewed_at: format!("2026-11-24T08:{number:02}:12.301Z").parse().unwrap(),
            approved_at: format!("2026-11-24T08:{:02}:56.123Z", 30 + number).parse().unwrap(),
            method: if number % 2 == 1 { Method::Sms } else { Method::Authenticator },
            device: "Firefox op Windows".to_owned(),
            address: (number % 3 != 0).then(|| format!("2001:db8::{number}")),
        };
        events.push(json!({
            "at": approval.viewed_at,
            "actor": client(number),
            "event": {"type": "viewed", "version": 1},
        }));
        events.push(json!({
            "at": approval.approved_at,
            "actor": client(number),
            "event": {"type": "approved", "version": 1, "sha256": sha256, "stage": approval.stage,
                "method": approval.method, "device": approval.device, "address": approval.address},
        }));
        approvals.push(approval);
    }
    Evidence {
        format: FORMAT.to_owned(),
        firm: Firm { name: "Van Dijk & De Boer Accountants".to_owned() },
        organisation: Organisation {
            id: "org_01KAT0PXG0Z3C5D7E9F1G3H5J7".parse().unwrap(),
            name: "Bloemenkwekerij Zonneweelde B.V.".to_owned(),
            client_number: "10042".to_owned(),
        },
        document: Subject {
            id: "doc_01KAT0PXG0V6N4M8D2T5Q7R9AB".parse().unwrap(),
            version: 1,
            kind: Kind::Vat,
            title: "Aangifte btw derde kwartaal".to_owned(),
            period: "2026-Q3".parse().unwrap(),
            amount: Some(Amount { cents: 482_150, meaning: Meaning::ToPay }),
            deadline: "2026-11-30".parse().unwrap(),
            recipient: Recipient::Belastingdienst,
            file: File {
                name: "btw-2026-q3.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                size: DOCUMENT.len() as u64,
                pages: 3,
                sha256,
            },
        },
        approvals,
        history: chain(&events),
        made_at: "2026-11-24T08:46:02.700Z".parse().unwrap(),
        language,
    }
}

fn user(number: u8) -> String {
    format!("usr_01KAT0PXG00000000000000{number:03}")
}

fn name(number: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "Anna Jansen",
        "Piet de Vries",
        "Zoë Gökçe-Şahin",
        "Łukasz Wójcik",
        "Marie-Thérèse van den Heuvel-Oudshoorn",
        "Đỗ Thị Hương",
        "Jan",
        "Eleni Παπαδοπούλου",
        "Иван Петров",
        "Søren Ærø",
        "Fatima el Idrissi",
        "José Ibáñez",
    ];
    NAMES[usize::from(number + 11) % NAMES.len()]
}

/// The pack of this evidence, signed with the firm's key.
pub(crate) fn pack(evidence: &Evidence, signer: &Signer) -> Vec<u8> {
    let unsigned = Unsigned::new(evidence, DOCUMENT, READABLE.to_vec(), &signer.public).unwrap();
    let der = signer.der(&unsigned.digest());
    unsigned.sign(&der).unwrap().pack()
}

#[test]
fn a_pack_is_right_and_says_whether_the_key_was_given() {
    let signer = Signer::new(1);
    let evidence = evidence(3, Language::Dutch);
    let pack = pack(&evidence, &signer);
    let expected =
        |pinned| Verified { evidence: evidence.clone(), fingerprint: signer.public.fingerprint().clone(), pinned };
    assert_eq!(verify(&pack, None), Ok(expected(false)));
    assert_eq!(verify(&pack, Some(&signer.public)), Ok(expected(true)));
}

#[test]
fn the_same_evidence_gives_the_same_pack() {
    let signer = Signer::new(1);
    let evidence = evidence(2, Language::English);
    assert_eq!(pack(&evidence, &signer), pack(&evidence, &signer));
}

#[test]
fn nothing_is_made_of_another_document_or_with_another_signature() {
    let (signer, other) = (Signer::new(1), Signer::new(2));
    let evidence = evidence(1, Language::Dutch);
    let mut changed = DOCUMENT.to_vec();
    changed[9] ^= 1;
    let made = Unsigned::new(&evidence, &changed, READABLE.to_vec(), &signer.public);
    assert!(matches!(made, Err(NotMade::OtherDocument)));
    for der in [other.der(&[0; 32]), vec![], b"0".to_vec()] {
        let unsigned = Unsigned::new(&evidence, DOCUMENT, READABLE.to_vec(), &signer.public).unwrap();
        assert!(matches!(unsigned.sign(&der), Err(NotMade::Signature)));
    }
}

#[test]
fn a_pack_that_would_be_too_large_is_not_made() {
    let signer = Signer::new(1);
    let readable = vec![0; crate::MAX_PACK_BYTES];
    let made = Unsigned::new(&evidence(1, Language::Dutch), DOCUMENT, readable, &signer.public);
    assert!(matches!(made, Err(NotMade::TooLarge)));
}

#[test]
fn a_broken_history_is_found_at_its_entry() {
    let whole = evidence(3, Language::Dutch);
    let count = whole.history.entries.len();
    for place in 0..count {
        let number = place as u64 + 1;
        let last = place + 1 == count;
        let mut changed = whole.clone();
        changed.history.entries[place]["at"] = json!("2026-11-23T13:02:11.483Z");
        let found = if last { Inconsistent::Head } else { Inconsistent::History(number + 1) };
        assert_eq!(changed.check(), Err(found));
        let mut dropped = whole.clone();
        dropped.history.entries.remove(place);
        let found = if last { Inconsistent::Head } else { Inconsistent::History(number) };
        assert_eq!(dropped.check(), Err(found));
        let mut doubled = whole.clone();
        doubled.history.entries.insert(place, whole.history.entries[place].clone());
        assert_eq!(doubled.check(), Err(Inconsistent::History(number + 1)));
        if !last {
            let mut moved = whole.clone();
            moved.history.entries.swap(place, place + 1);
            assert_eq!(moved.check(), Err(Inconsistent::History(number)));
        }
    }
    let mut shorter = whole.clone();
    shorter.history.length -= 1;
    assert_eq!(shorter.check(), Err(Inconsistent::Head));
}

/// The domain keeps the history; this crate reads it as plain JSON. Both have to mean the same chain.
#[test]
fn a_history_as_the_portal_keeps_it_is_whole() {
    let mut whole = evidence(1, Language::Dutch);
    let (approval, document) = (&whole.approvals[0], &whole.document);
    let actor = history::Actor::Client { id: approval.user, name: approval.name.parse().unwrap() };
    let viewed = history::Event::Viewed { version: document.version };
    let approved = history::Event::Approved {
        version: document.version,
        sha256: document.file.sha256.clone(),
        stage: approval.stage,
        method: approval.method,
        device: approval.device.parse().unwrap(),
        address: approval.address.clone(),
    };
    let mut head = history::Head::default();
    let mut entries = Vec::new();
    for (at, event) in [(approval.viewed_at, viewed), (approval.approved_at, approved)] {
        let entry = history::Entry::after(&head, at, actor.clone(), event);
        head = entry.head().unwrap();
        entries.push(serde_json::to_value(entry).unwrap());
    }
    whole.history = History { length: head.length, head: head.hash, entries };
    assert_eq!(whole.check(), Ok(()));
}

#[test]
fn approvals_are_those_of_the_history() {
    let whole = evidence(3, Language::Dutch);
    let mut fewer = whole.clone();
    fewer.approvals.pop();
    assert_eq!(fewer.check(), Err(Inconsistent::OtherApprovals));
    let mut none = whole.clone();
    none.approvals.clear();
    assert_eq!(none.check(), Err(Inconsistent::NoApproval));
    let changes: [fn(&mut Evidence); 9] = [
        |evidence| evidence.approvals[1].user = evidence.approvals[0].user,
        |evidence| evidence.approvals[1] = evidence.approvals[0].clone(),
        |evidence| evidence.approvals[1].stage = 1,
        |evidence| evidence.approvals[1].method = Method::Sms,
        |evidence| evidence.approvals[1].device.push('!'),
        |evidence| evidence.approvals[1].address = None,
        |evidence| evidence.approvals[1].approved_at = evidence.made_at,
        |evidence| evidence.approvals[1].viewed_at = evidence.made_at,
        |evidence| evidence.approvals[1].name.push('!'),
    ];
    for (place, change) in changes.iter().enumerate() {
        let mut changed = whole.clone();
        change(&mut changed);
        assert_eq!(changed.check(), Err(Inconsistent::Approval(2)), "change {place}");
    }
    let mut other = whole.clone();
    other.document.version = 2;
    assert_eq!(other.check(), Err(Inconsistent::Approval(1)));
    let mut other = whole;
    other.format = "akkoord-evidence/2".to_owned();
    assert_eq!(other.check(), Err(Inconsistent::Format));
}
