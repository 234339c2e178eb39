//! Documents of one test's own, released as staff would, without the office's screens.

use akkoord_domain::{
    Timestamp,
    approval::{Stage, Stages},
    document::Document,
    draft::Draft,
    facts::{File, Kind, Recipient, Sha256},
    history::Actor,
    id::{DocumentId, OrganisationId, UserId},
};
use akkoord_runtime::random;
use akkoord_store::{
    document::{Next, Saved, Version, With},
    draft::Released,
};
use serde_json::{Value, json};

use super::{Answer, Browser, Portal, Someone};

/// One stage for anyone, or stages that name people.
pub(crate) fn stages(stages: &[(u32, &[UserId])]) -> Stages {
    let stage = |(needed, members): &(u32, &[UserId])| Stage { needed: *needed, members: members.to_vec() };
    Stages::new(stages.iter().map(stage).collect()).unwrap()
}

/// A draft of a document that nobody else knows.
pub(crate) fn draft(organisation: OrganisationId, stages: Stages, now: Timestamp) -> Draft {
    let file = File {
        name: "jaarrekening.pdf".parse().unwrap(),
        object_version: "none".to_owned(),
        sha256: Sha256::of(&random::bytes::<16>().unwrap()),
        size: 1000,
        pages: 3,
    };
    Draft {
        id: DocumentId::new(now, random::word128().unwrap()),
        organisation,
        version: 1,
        kind: Kind::AnnualAccountsKvk,
        title: "Jaarrekening 2025".parse().unwrap(),
        period: "2025".parse().unwrap(),
        amount: None,
        deadline: "2099-12-01".parse().unwrap(),
        recipient: Recipient::Kvk,
        message: None,
        stages,
        file: Some(file),
        prepared_by: UserId::new(Timestamp::UNIX_EPOCH, 1),
        prepared_by_name: "Iris Jansen".parse().unwrap(),
        updated_at: now,
        revision: 1,
    }
}

impl Portal {
    /// Releases a draft, as a new document or as the next version of `before`.
    pub(crate) async fn releases(&self, draft: &Draft, before: Option<&Document>) -> Result<Document, Saved> {
        let now = self.clock.now();
        assert!(self.store.save_draft(draft).await.unwrap());
        let file = draft.file.clone().unwrap();
        let (mut document, event) = match before {
            None => draft.release(&file, now),
            Some(before) => draft.supersede(before, &file, now).unwrap(),
        };
        let actor = Actor::Staff { id: draft.prepared_by, name: draft.prepared_by_name.clone() };
        let entry = document.record(now, actor, event).unwrap();
        let version = Version {
            version: draft.version,
            file,
            message: None,
            released_at: now,
            released_by: draft.prepared_by_name.clone(),
            released_by_id: draft.prepared_by,
            revision: draft.revision,
        };
        let with = vec![With::Version(Box::new(version), Released { revision: draft.revision })];
        match self.store.save_document(&Next { document: &document, entry: &entry, with }).await.unwrap() {
            Saved::Yes => Ok(document),
            other => {
                assert!(self.store.discard_draft(draft).await.unwrap());
                Err(other)
            }
        }
    }

    /// An open document of an organisation with these stages.
    pub(crate) async fn document(&self, organisation: OrganisationId, stages: Stages) -> Document {
        self.releases(&draft(organisation, stages, self.clock.now()), None).await.unwrap()
    }
}

/// A document's address in the API.
pub(crate) fn address(document: &Document) -> String {
    format!("/api/approvals/{}/documents/{}", document.organisation, document.id)
}

/// A request id that no other sending has.
pub(crate) fn request() -> String {
    format!("{:032x}", random::word128().unwrap())
}

impl Browser {
    /// Opens the document's newest version.
    pub(crate) async fn opens(&mut self, document: &Document) -> Answer {
        self.post(&format!("{}/open", address(document)), json!({ "version": document.version })).await
    }

    /// Asks for the code that approves the document.
    pub(crate) async fn asks_to_approve(&mut self, document: &Document) -> Answer {
        let body = json!({ "version": document.version, "sha256": document.sha256 });
        self.post(&format!("{}/challenge", address(document)), body).await
    }

    /// Opens the document, asks for a code, and gives the body that approves with it. Time passes, for the SMS windows.
    pub(crate) async fn prepares(&mut self, someone: &Someone, document: &Document) -> Value {
        self.opens(document).await.ok();
        self.portal.waits(akkoord_domain::SignedDuration::from_secs(61));
        let challenge = self.asks_to_approve(document).await.ok();
        json!({
            "request": request(),
            "version": document.version,
            "sha256": document.sha256,
            "challenge": challenge["id"],
            "code": someone.newest_code().await,
        })
    }

    /// Sends an approval.
    pub(crate) async fn approves(&mut self, document: &Document, body: &Value) -> Answer {
        self.post(&format!("{}/approve", address(document)), body.clone()).await
    }
}
