//! One run: every open document with a deadline of which there is a reminder today, each by itself.
//!
//! The run may come twice, late or at the same time as another one. Each reminder is noted on the document in the
//! transaction that promises its mails, so it is promised once; whoever comes second finds the note. What a run did not
//! reach, the next one does: the day has twelve of them.

use std::{convert::Infallible, time::Instant};

use akkoord_domain::{
    history::Actor,
    id::{DocumentId, OrganisationId, OutboxId},
    reminder,
};
use akkoord_runtime::{
    batch::Failures,
    clock::Clock,
    random::{self, RandomError},
};
use akkoord_store::{
    MAX_PAGE, Store, StoreError,
    document::{Outcome, Step, With},
    outbox::{About, Effect},
};
use serde::Deserialize;
use tokio::task::JoinSet;

/// Documents that are worked on at the same time: a quarter's VAT returns of all clients have one deadline.
const AT_ONCE: usize = 10;

/// What the schedule sends: nothing that the run needs, so whatever it holds is left alone.
#[derive(Debug, Deserialize)]
pub struct Hourly {}

/// Why a run should be tried again.
#[derive(Debug, thiserror::Error)]
pub enum RemindError {
    /// The firm's settings could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was looked at failed in places, each of which was logged.
    #[error("{0} lists or documents could not be worked through")]
    Incomplete(usize),
}

/// Why one document was not worked through.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Random(#[from] RandomError),
    #[error("the work on the document ended early")]
    Ended,
}

/// Promises reminders.
#[derive(Debug, Clone)]
pub struct Remind {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
}

impl Remind {
    /// Reads and changes documents of this table.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }

    /// Works through everything that is due and answers how many reminders it promised.
    ///
    /// # Errors
    /// [`RemindError`] when a part of it failed; the rest is done all the same.
    pub async fn run(&self) -> Result<usize, RemindError> {
        let started = Instant::now();
        let now = self.clock.now();
        let mut failures = Failures::default();
        let is_wanted = reminder::is_daytime(now) && self.store.firm_settings().await?.reminders;
        // First what cannot be made up for: much that is stuck may take all the time that a run has.
        let promised = if is_wanted { self.reminders(&mut failures).await } else { 0 };
        // What is stuck is so at night too, and whether clients want reminders or not.
        let stuck = self.stuck(&mut failures).await;
        let failed = failures.into_identifiers().len();
        tracing::info!(
            outcome = if is_wanted { "done" } else { "not_now" },
            promised,
            stuck,
            failed,
            duration_ms = started.elapsed().as_millis(),
            "looked for reminders"
        );
        if failed == 0 { Ok(promised) } else { Err(RemindError::Incomplete(failed)) }
    }

    /// Works through every open document with a deadline of which there is a reminder today.
    async fn reminders(&self, failures: &mut Failures) -> usize {
        let mut promised = 0;
        for deadline in reminder::deadlines(self.clock.now()) {
            let mut after: Option<String> = None;
            loop {
                let page = match self.store.open_documents_due(deadline, MAX_PAGE, after.as_deref()).await {
                    Ok(page) => page,
                    Err(error) => {
                        failures.add(deadline.to_string(), &error);
                        break;
                    }
                };
                for places in page.items.chunks(AT_ONCE) {
                    promised += self.documents(places, failures).await;
                }
                let Some(next) = page.next else { break };
                after = Some(next);
            }
        }
        promised
    }

    /// Works on a few documents side by side, and answers for how many a reminder was promised.
    async fn documents(&self, places: &[(OrganisationId, DocumentId)], failures: &mut Failures) -> usize {
        let mut working = JoinSet::new();
        for (organisation, document) in places.iter().copied() {
            let remind = self.clone();
            working.spawn(async move { (document, remind.document(organisation, document).await) });
        }
        let mut promised = 0;
        while let Some(ended) = working.join_next().await {
            match ended {
                Ok((_, Ok(reminded))) => promised += usize::from(reminded),
                Ok((document, Err(error))) => failures.add(document.to_string(), &error),
                Err(_) => failures.add(String::new(), &DocumentError::Ended),
            }
        }
        promised
    }

    /// Promises the document's reminder if one is due: by the document itself, not by the list that led here.
    async fn document(&self, organisation: OrganisationId, document: DocumentId) -> Result<bool, DocumentError> {
        let now = self.clock.now();
        let outbox = OutboxId::new(now, random::word128()?);
        let decide = |document: &mut akkoord_domain::document::Document| {
            let Some((days, event)) = document.remind(now) else { return Ok::<_, Infallible>(None) };
            let effect = Effect::Reminder { about: About::newest(document), days };
            Ok(Some(Step { actor: Actor::Portal, event, with: vec![With::Promise(outbox, effect)] }))
        };
        let outcome = match self.store.change_document(organisation, document, now, decide).await? {
            Ok(outcome) => outcome,
            Err(never) => match never {},
        };
        let reminded = matches!(outcome, Outcome::Done(_));
        if reminded {
            tracing::info!(document.id = %document, outbox.id = %outbox, "reminder promised");
        }
        Ok(reminded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_schedule_sends_begins_a_run() {
        for event in [include_str!("../../../events/remind/hourly.json"), r#"{"id":"1","detail":{}}"#] {
            assert!(serde_json::from_str::<Hourly>(event).is_ok());
        }
    }
}
