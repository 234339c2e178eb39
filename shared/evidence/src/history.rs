//! The history inside the evidence, read as plain JSON: whoever checks it needs no more than the format.

use akkoord_domain::{Timestamp, facts::Sha256};
use serde_json::{Value, json};

use crate::{
    canonical::canonical,
    evidence::{Approval, Evidence, History, Inconsistent},
};

impl History {
    /// Makes the chain again: entry by entry, from 64 zeros to the head.
    pub(crate) fn check(&self) -> Result<(), Inconsistent> {
        let mut previous = Sha256::zero();
        let mut number = 0;
        for entry in &self.entries {
            number += 1;
            let fits = entry["number"].as_u64() == Some(number) && entry["previous"] == json!(previous);
            let hash = canonical(entry).map(|text| Sha256::of(&text));
            previous = match hash {
                Ok(hash) if fits => hash,
                _ => return Err(Inconsistent::History(number)),
            };
        }
        if self.length == number && self.head == previous { Ok(()) } else { Err(Inconsistent::Head) }
    }

    /// The entries about one version that say this, in order.
    fn about<'a>(&'a self, event: &'a str, version: u32) -> impl Iterator<Item = &'a Value> {
        let is_it = move |entry: &&Value| entry["event"]["type"] == event && entry["event"]["version"] == version;
        self.entries.iter().filter(is_it)
    }
}

impl Evidence {
    /// Each approval stands in the history as it is told, after a view of the same version, and no other one does.
    pub(crate) fn check_approvals(&self) -> Result<(), Inconsistent> {
        let version = self.document.version;
        for (place, approval) in self.approvals.iter().enumerate() {
            let event = json!({
                "type": "approved",
                "version": version,
                "sha256": self.document.file.sha256,
                "stage": approval.stage,
                "method": approval.method,
                "device": approval.device,
                "address": approval.address,
            });
            let given = self.history.about("approved", version).any(|entry| {
                let named = entry["actor"]["name"] == approval.name.as_str();
                entry["event"] == event && named && by(entry, approval) && is_at(entry, approval.approved_at)
            });
            let viewed = approval.viewed_at <= approval.approved_at
                && self
                    .history
                    .about("viewed", version)
                    .any(|entry| by(entry, approval) && is_at(entry, approval.viewed_at));
            let twice = self.approvals[..place].iter().any(|earlier| earlier.user == approval.user);
            if !given || !viewed || twice {
                return Err(Inconsistent::Approval(place + 1));
            }
        }
        if self.history.about("approved", version).count() == self.approvals.len() {
            Ok(())
        } else {
            Err(Inconsistent::OtherApprovals)
        }
    }
}

fn by(entry: &Value, approval: &Approval) -> bool {
    entry["actor"]["type"] == "client" && entry["actor"]["id"] == json!(approval.user)
}

/// To the millisecond: approvals and views are kept so, entries of the history as the clock gave them.
fn is_at(entry: &Value, moment: Timestamp) -> bool {
    let at = entry["at"].as_str().and_then(|text| text.parse::<Timestamp>().ok());
    at.is_some_and(|at| at.as_millisecond() == moment.as_millisecond())
}
