//! Documents that were approved and proved, each of an organisation of its own, and what the table holds about them.

use akkoord_domain::{
    Timestamp,
    approval::{Given, Stages},
    challenge::Method,
    document::{Approving, Document, Proof, Refusal},
    draft::Draft,
    facts::{File, Kind, Recipient, Sha256},
    history::{Actor, Event},
    id::{DocumentId, OrganisationId, UserId},
};
use akkoord_runtime::{clock::Clock, random};
use akkoord_store::{
    Store,
    document::{Next, Saved, Step, Version, With},
    draft::Released,
    files::Files,
    organisation::Organisation,
    outbox::About,
};
use aws_sdk_dynamodb::types::AttributeValue;

use crate::support::stack;

pub(crate) const PACK: &[u8] = b"a pack of evidence";

/// The stack's table and bucket.
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) files: Files,
    dynamodb: aws_sdk_dynamodb::Client,
}

fn draft(organisation: OrganisationId, now: Timestamp) -> Draft {
    Draft {
        id: DocumentId::new(now, random::word128().unwrap()),
        organisation,
        version: 1,
        kind: Kind::AnnualAccountsKvk,
        title: "Jaarrekening".parse().unwrap(),
        period: "2025".parse().unwrap(),
        amount: None,
        deadline: "2027-12-01".parse().unwrap(),
        recipient: Recipient::Kvk,
        message: None,
        stages: Stages::default(),
        file: None,
        prepared_by: UserId::new(now, 1),
        prepared_by_name: "Iris".parse().unwrap(),
        updated_at: now,
        revision: 1,
    }
}

impl Desk {
    pub(crate) fn open() -> Self {
        let config = stack().inner.aws().unwrap();
        let dynamodb = aws_sdk_dynamodb::Client::new(&config);
        let files = Files::new(&config, &stack().inner.files_bucket);
        Self { store: Store::new(dynamodb.clone(), &stack().inner.table), files, dynamodb }
    }

    /// A document for the chamber of commerce whose deliveries have begun.
    pub(crate) async fn approved(&self) -> About {
        let now = Clock::system().now();
        let organisation = self.organisation(now).await;
        let about = self.released(draft(organisation, now), now).await;
        self.step(about, now, |document| document.approve(approving(now), true)).await;
        let retained = now + akkoord_domain::SignedDuration::from_secs(1);
        let object_version = self.files.keep_evidence(about, PACK.to_vec(), now, retained).await.unwrap();
        let proof = Proof { made_at: now, object_version, sha256: Sha256::of(PACK) };
        self.step(about, now, |document| document.prove(proof.clone(), true, now)).await;
        about
    }

    async fn organisation(&self, now: Timestamp) -> OrganisationId {
        let id = OrganisationId::new(now, random::word128().unwrap());
        let (name, client_number) = ("Bakkerij".parse().unwrap(), id.to_string());
        let organisation = Organisation { id, name, client_number, contact: None, stages: Stages::default() };
        self.store.put_organisation(&organisation).await.unwrap().unwrap();
        id
    }

    async fn released(&self, draft: Draft, now: Timestamp) -> About {
        assert!(self.store.save_draft(&draft).await.unwrap());
        let (name, sha256) = ("stuk.pdf".parse().unwrap(), Sha256::of(b"file"));
        let file = File { name, object_version: "1".to_owned(), sha256, size: 4, pages: 1 };
        let (mut document, event) = draft.release(&file, now);
        let entry = document.record(now, Actor::Portal, event).unwrap();
        let released_by = "Iris".parse().unwrap();
        let (released_by_id, message) = (draft.prepared_by, None);
        let version = Version { version: 1, file, message, released_at: now, released_by, released_by_id, revision: 1 };
        let with = vec![With::Version(Box::new(version), Released { revision: 1 })];
        let saved = self.store.save_document(&Next { document: &document, entry: &entry, with }).await.unwrap();
        assert_eq!(saved, Saved::Yes);
        About::newest(&document)
    }

    async fn step(&self, about: About, now: Timestamp, mut rule: impl FnMut(&mut Document) -> Result<Event, Refusal>) {
        let decide =
            |document: &mut Document| Ok(Some(Step { actor: Actor::Portal, event: rule(document)?, with: Vec::new() }));
        let changed = self.store.change_document(about.organisation, about.document, now, decide).await.unwrap();
        changed.map_err(|refusal: Refusal| refusal).unwrap();
    }

    /// Whether staff have a line about the delivery to the archive that begins with this word.
    pub(crate) async fn has_work(&self, about: About, word: &str) -> bool {
        let key = |name: &str| match name {
            "pk" => AttributeValue::S(format!("ORG#{}", about.organisation)),
            _ => AttributeValue::S(format!("WORK#{word}-{}-archive", about.document)),
        };
        let request = self.dynamodb.get_item().table_name(&stack().inner.table).consistent_read(true);
        request.key("pk", key("pk")).key("sk", key("sk")).send().await.unwrap().item.is_some()
    }
}

fn approving(now: Timestamp) -> Approving {
    let given = Given {
        user: UserId::new(now, 2),
        name: "Sanne".parse().unwrap(),
        stage: 0,
        at: now,
        method: Method::Sms,
        request: "0123456789abcdef".parse().unwrap(),
    };
    Approving { given, device: "Firefox, Windows".parse().unwrap(), address: None }
}
