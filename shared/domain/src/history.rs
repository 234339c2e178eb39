//! What happened to a document: a chain of entries, each holding the hash of the one before it, so that none can be
//! changed, left out or moved unseen (docs/EVIDENCE.md).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    challenge::Method,
    delivery::{Channel, State},
    facts::{Sha256, VersionNumber},
    id::{QuestionId, UserId},
    login::DisplayName,
    text::{Line, Note},
};

/// The newest entry of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// How many entries there are.
    pub length: u64,
    /// The newest one's hash; zeros before the first.
    pub hash: Sha256,
}

impl Default for Head {
    fn default() -> Self {
        Self { length: 0, hash: Sha256::zero() }
    }
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Actor {
    /// A member of the organisation.
    Client {
        /// Who.
        id: UserId,
        /// The name at that moment.
        name: DisplayName,
    },
    /// A member of the firm's staff.
    Staff {
        /// Who.
        id: UserId,
        /// The name at that moment.
        name: DisplayName,
    },
    /// The portal itself.
    Portal,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A version was released; an earlier one is superseded by it, with the approvals that it had.
    Released {
        /// The version.
        version: VersionNumber,
        /// Its file.
        sha256: Sha256,
        /// Who had prepared it.
        prepared_by: DisplayName,
    },
    /// Somebody opened a version for the first time.
    Viewed {
        /// The version.
        version: VersionNumber,
    },
    /// Somebody approved.
    Approved {
        /// The version.
        version: VersionNumber,
        /// Its file.
        sha256: Sha256,
        /// The stage, from 1.
        stage: u32,
        /// By which code.
        method: Method,
        /// Browser and system in words.
        device: Line<60>,
        /// The address that it came from, as far as the portal can trust it.
        address: Option<String>,
    },
    /// Somebody did not agree.
    Declined {
        /// The version.
        version: VersionNumber,
        /// Why.
        reason: Note,
    },
    /// Somebody asked a question.
    Asked {
        /// The question.
        question: QuestionId,
    },
    /// Somebody added to a question.
    Replied {
        /// The question.
        question: QuestionId,
    },
    /// The firm answered.
    Answered {
        /// The question.
        question: QuestionId,
    },
    /// The firm took the document back.
    Withdrawn {
        /// Why.
        reason: Note,
    },
    /// The evidence was made and signed.
    Proved {
        /// The pack's hash.
        pack: Sha256,
    },
    /// A delivery got another state.
    Delivery {
        /// Through which channel.
        channel: Channel,
        /// The state.
        state: State,
        /// What the other side gave as proof, or why it refused.
        detail: Option<Line<200>>,
    },
    /// The firm sent it to its recipient by other means.
    SentByFirm {
        /// On which Dutch day.
        on: Date,
        /// A reference, or what else the firm says of it.
        remark: Option<Line<200>>,
    },
    /// Those who have to approve were reminded.
    Reminded {
        /// Days before the deadline.
        days: u32,
    },
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
    /// The hash of the entry before it; zeros in the first.
    pub previous: Sha256,
}

impl Entry {
    /// The entry that follows `head`.
    #[must_use]
    pub fn after(head: &Head, at: Timestamp, actor: Actor, event: Event) -> Self {
        Self { number: head.length + 1, at, actor, event, previous: head.hash.clone() }
    }

    /// SHA-256 of the entry's canonical JSON (RFC 8785).
    ///
    /// # Errors
    /// When the entry cannot be written as JSON, which no entry that the types allow does.
    pub fn hash(&self) -> Result<Sha256, serde_json::Error> {
        Ok(Sha256::of(&serde_json_canonicalizer::to_vec(self)?))
    }

    /// The head of the chain that ends with this entry.
    ///
    /// # Errors
    /// As [`Entry::hash`].
    pub fn head(&self) -> Result<Head, serde_json::Error> {
        Ok(Head { length: self.number, hash: self.hash()? })
    }
}

/// Whether these entries are the whole chain that ends with `head`, in order.
#[must_use]
pub fn is_whole(entries: &[Entry], head: &Head) -> bool {
    let mut so_far = Head::default();
    for entry in entries {
        if entry.number != so_far.length + 1 || entry.previous != so_far.hash {
            return false;
        }
        let Ok(next) = entry.head() else { return false };
        so_far = next;
    }
    so_far == *head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(count: u64) -> (Vec<Entry>, Head) {
        let mut head = Head::default();
        let mut entries = Vec::new();
        for number in 0..count {
            let at = Timestamp::from_second(number as i64).unwrap();
            let entry = Entry::after(&head, at, Actor::Portal, Event::Reminded { days: 7 });
            head = entry.head().unwrap();
            entries.push(entry);
        }
        (entries, head)
    }

    #[test]
    fn a_changed_dropped_added_or_moved_entry_is_found() {
        let (entries, head) = chain(5);
        assert!(is_whole(&entries, &head));
        for place in 0..5 {
            let mut changed = entries.clone();
            changed[place].event = Event::Reminded { days: 1 };
            assert!(!is_whole(&changed, &head));
            let mut dropped = entries.clone();
            dropped.remove(place);
            assert!(!is_whole(&dropped, &head));
            let mut doubled = entries.clone();
            doubled.insert(place, entries[place].clone());
            assert!(!is_whole(&doubled, &head));
            if place > 0 {
                let mut moved = entries.clone();
                moved.swap(place, place - 1);
                assert!(!is_whole(&moved, &head));
            }
        }
    }

    #[test]
    fn the_hash_is_of_the_canonical_json() {
        let entry = chain(1).0.remove(0);
        let text = format!(
            r#"{{"actor":{{"type":"portal"}},"at":"1970-01-01T00:00:00Z","event":{{"days":7,"type":"reminded"}},"number":1,"previous":"{}"}}"#,
            "0".repeat(64)
        );
        assert_eq!(entry.hash().unwrap(), Sha256::of(text.as_bytes()));
    }
}
