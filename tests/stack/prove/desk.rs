//! Documents that everybody approved and of which no evidence was made yet, each with a real file in the bucket and of an
//! organisation of its own; and what the bucket and the table hold about them.

use akkoord_domain::{
    Timestamp,
    approval::{Given, Stages},
    challenge::Method,
    document::{Approving, Document, Proof, Refusal},
    draft::Draft,
    facts::{File, Sha256},
    history::{self, Actor, Entry, Event},
    language::Language,
    user::Status,
};
use akkoord_evidence::{MAX_PACK_BYTES, PublicKey};
use akkoord_runtime::{clock::Clock, settings::Source};
use akkoord_store::{
    Store,
    document::{Step, View, With},
    files::{Files, Object},
    outbox::About,
    user::User,
};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_types::SdkConfig;
use prove::{handler::Prove, key::EvidenceKey, settings::Settings};

use crate::{
    outbox::Outbox,
    support::{Portal, documents, office::pdf, portal, stack},
};

/// A document with what the evidence has to say of it.
pub(crate) struct Approved {
    pub(crate) about: About,
    pub(crate) file: Vec<u8>,
    pub(crate) by: User,
    pub(crate) viewed_at: Timestamp,
    pub(crate) approved_at: Timestamp,
}

/// The stack's table and bucket.
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) files: Files,
    pub(crate) s3: aws_sdk_s3::Client,
    pub(crate) portal: Portal,
    outbox: Outbox,
}

/// A worker whose calls go where this configuration says.
pub(crate) fn worker(config: &SdkConfig, clock: &Clock) -> Prove {
    let settings = Settings::read(&Source::pairs(stack().inner.settings())).unwrap();
    let store = Store::new(aws_sdk_dynamodb::Client::new(config), &settings.table);
    let files = Files::new(config, &settings.bucket);
    let key = EvidenceKey::new(aws_sdk_kms::Client::new(config), settings.key.clone());
    Prove::new(store, files, key, settings, clock.clone())
}

/// Where the bucket has the evidence.
pub(crate) fn evidence_key(about: About) -> String {
    format!("evidence/{}/{}/{}.zip", about.organisation, about.document, about.version)
}

impl Desk {
    pub(crate) fn open() -> Self {
        let (portal, outbox) = (Portal::deployed(), Outbox::connect());
        let files = Files::new(&outbox.config, &stack().inner.files_bucket);
        let s3 = aws_sdk_s3::config::Builder::from(&outbox.config).force_path_style(true).build();
        let s3 = aws_sdk_s3::Client::from_conf(s3);
        Self { store: portal.store.clone(), files, s3, portal, outbox }
    }

    /// A worker whose calls all go well.
    pub(crate) fn worker(&self) -> Prove {
        worker(&self.outbox.config, &Clock::system())
    }

    /// The public half of the key that signs, as the firm would publish it.
    pub(crate) async fn public_key(&self) -> PublicKey {
        let client = aws_sdk_kms::Client::new(&self.outbox.config);
        let answer = client.get_public_key().key_id(&stack().inner.evidence_key_id).send().await.unwrap();
        PublicKey::from_der(answer.public_key.unwrap().as_ref()).unwrap()
    }

    /// A version that waits for its approval.
    pub(crate) async fn released(&self, before: Option<&Document>) -> (Document, Vec<u8>) {
        let organisation = match before {
            Some(before) => before.organisation,
            None => self.portal.organisation().await.1,
        };
        let fresh = documents::draft(organisation, Stages::default(), Clock::system().now());
        let (id, version) = before.map_or((fresh.id, 1), |before| (before.id, before.version + 1));
        let about = About { organisation, document: id, version };
        let content = pdf(&format!("{id} {version}"));
        let object_version = self.files.keep_document(about, content.clone()).await.unwrap();
        let (sha256, size) = (Sha256::of(&content), content.len() as u64);
        let file = File { object_version, sha256, size, pages: 1, ..fresh.file.clone().unwrap() };
        let draft = Draft { id, version, file: Some(file), ..fresh };
        (self.portal.releases(&draft, before).await.unwrap(), content)
    }

    /// A document that somebody opened and approved, as the portal writes it but for the promise to its own worker.
    pub(crate) async fn approved(&self) -> Approved {
        let by = self.outbox.user(Status::Active, Language::Dutch).await;
        let (document, file) = self.released(None).await;
        let about = About::newest(&document);
        let viewed_at = Clock::system().now();
        let view = View { version: about.version, user: by.id, at: viewed_at };
        let event = Event::Viewed { version: about.version };
        self.step(about, &by, viewed_at, vec![With::View(view)], |_| Ok(event.clone())).await;
        let approved_at = Clock::system().now();
        let given = given(&by, approved_at);
        self.step(about, &by, approved_at, Vec::new(), |document| document.approve(given.clone(), true)).await;
        Approved { about, file, by, viewed_at, approved_at }
    }

    async fn step(
        &self,
        about: About,
        by: &User,
        now: Timestamp,
        with: Vec<With>,
        mut rule: impl FnMut(&mut Document) -> Result<Event, Refusal>,
    ) {
        let decide = |document: &mut Document| {
            let actor = Actor::Client { id: by.id, name: by.name.clone() };
            Ok::<_, Refusal>(Some(Step { actor, event: rule(document)?, with: with.clone() }))
        };
        self.store.change_document(about.organisation, about.document, now, decide).await.unwrap().unwrap();
    }

    /// The document with its whole history, which is that of the document.
    pub(crate) async fn document(&self, about: About) -> (Document, Vec<Entry>) {
        let document = self.store.document(about.organisation, about.document).await.unwrap().unwrap();
        let mut entries = self.store.history(about.organisation, about.document).await.unwrap();
        // The deployed worker may have delivered it between these reads.
        entries.truncate(usize::try_from(document.head.length).unwrap());
        assert!(history::is_whole(&entries, &document.head), "{entries:?}");
        (document, entries)
    }

    /// The versions of the evidence's object.
    pub(crate) async fn evidence_versions(&self, about: About) -> Vec<String> {
        let request = self.s3.list_object_versions().bucket(&stack().inner.files_bucket).prefix(evidence_key(about));
        let listed = request.send().await.unwrap();
        listed.versions().iter().map(|version| version.version_id().unwrap().to_owned()).collect()
    }

    /// The pack that the document points at.
    pub(crate) async fn pack(&self, about: About, proof: &Proof) -> Vec<u8> {
        let limit = MAX_PACK_BYTES as u64;
        self.files.read(Object::Evidence(about), &proof.object_version, limit).await.unwrap()
    }

    /// Stops the test unless there is one evidence, and the document and its history name it once.
    pub(crate) async fn is_proved_once(&self, about: About) -> Proof {
        let (document, entries) = self.document(about).await;
        let proof = document.proof.expect("the document has evidence");
        assert_eq!(self.evidence_versions(about).await, [proof.object_version.as_str()]);
        let pack = Sha256::of(&self.pack(about, &proof).await);
        assert_eq!(proof.sha256, pack);
        assert_eq!(packs(&entries), [&pack]);
        proof
    }

    /// Stops the test unless nothing tells of evidence. A pack may lie in the bucket, at most one.
    pub(crate) async fn is_not_proved(&self, about: About) {
        let (document, entries) = self.document(about).await;
        assert_eq!((document.proof, document.deliveries.len(), packs(&entries).len()), (None, 0, 0));
        assert!(self.evidence_versions(about).await.len() <= 1);
    }

    /// Whether staff have a line about the recipient that nobody sent it to.
    pub(crate) async fn waits_for_staff(&self, about: About) -> bool {
        let key = AttributeValue::S;
        let request = portal::dynamodb().get_item().table_name(&stack().inner.table).consistent_read(true);
        let request = request.key("pk", key(format!("ORG#{}", about.organisation)));
        request.key("sk", key(format!("WORK#waiting-{}", about.document))).send().await.unwrap().item.is_some()
    }
}

/// The packs that the history tells of.
fn packs(entries: &[Entry]) -> Vec<&Sha256> {
    entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Proved { pack } => Some(pack),
            _ => None,
        })
        .collect()
}

fn given(by: &User, at: Timestamp) -> Approving {
    let given = Given {
        user: by.id,
        name: by.name.clone(),
        stage: 0,
        at,
        method: Method::Sms,
        request: documents::request().parse().unwrap(),
    };
    Approving { given, device: "Firefox, Windows".parse().unwrap(), address: Some("192.0.2.7".to_owned()) }
}
