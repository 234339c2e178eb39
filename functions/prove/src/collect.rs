//! Collects what the evidence says out of the document, its version, its first views and its history.

use akkoord_domain::{
    Timestamp,
    approval::Given,
    document::Document,
    history::{Actor, Entry, Event},
    language::Language,
    login::DisplayName,
};
use akkoord_evidence::{Approval, Evidence, FORMAT, File, Firm, History, Organisation, Subject};
use akkoord_store::{
    document::{Version, View},
    organisation::Organisation as Client,
};

use crate::handler::ProveError;

/// The media type of every document.
const PDF: &str = "application/pdf";

/// Everything that was read.
pub(crate) struct Collected<'a> {
    pub(crate) firm: &'a DisplayName,
    pub(crate) organisation: &'a Client,
    pub(crate) document: &'a Document,
    pub(crate) version: &'a Version,
    pub(crate) views: &'a [View],
    /// The history up to the document's head.
    pub(crate) history: &'a [Entry],
    pub(crate) language: Language,
    pub(crate) now: Timestamp,
}

impl Collected<'_> {
    /// The evidence of what was read.
    pub(crate) fn evidence(&self) -> Result<Evidence, ProveError> {
        let document = self.document;
        let file = &self.version.file;
        let entries: Result<Vec<_>, _> = self.history.iter().map(serde_json::to_value).collect();
        let approvals: Result<Vec<_>, _> = document.given.iter().map(|given| self.approval(given)).collect();
        Ok(Evidence {
            format: FORMAT.to_owned(),
            firm: Firm { name: self.firm.to_string() },
            organisation: Organisation {
                id: self.organisation.id,
                name: self.organisation.name.to_string(),
                client_number: self.organisation.client_number.clone(),
            },
            document: Subject {
                id: document.id,
                version: document.version,
                kind: document.kind,
                title: document.title.to_string(),
                period: document.period,
                amount: document.amount,
                deadline: document.deadline,
                recipient: document.recipient,
                file: File {
                    name: file.name.to_string(),
                    media_type: PDF.to_owned(),
                    size: file.size,
                    pages: file.pages,
                    sha256: file.sha256.clone(),
                },
            },
            approvals: approvals?,
            history: History {
                length: document.head.length,
                head: document.head.hash.clone(),
                entries: entries.map_err(|_| ProveError::Incomplete)?,
            },
            made_at: self.now,
            language: self.language,
        })
    }

    /// One approval, with what only the history knows of it.
    fn approval(&self, given: &Given) -> Result<Approval, ProveError> {
        let view = self.views.iter().find(|view| view.user == given.user).ok_or(ProveError::Incomplete)?;
        let told = self.history.iter().find_map(|entry| match (&entry.actor, &entry.event) {
            (Actor::Client { id, .. }, Event::Approved { version, stage, device, address, .. })
                if *id == given.user && *version == self.document.version =>
            {
                Some((*stage, device.to_string(), address.clone()))
            }
            _ => None,
        });
        let (stage, device, address) = told.ok_or(ProveError::Incomplete)?;
        Ok(Approval {
            user: given.user,
            name: given.name.to_string(),
            stage,
            viewed_at: view.at,
            approved_at: given.at,
            method: given.method,
            device,
            address,
        })
    }
}
