//! What the portal should have done by itself hours ago: evidence that was not made, a delivery that was not tried. Their
//! messages ended where nobody reads, so staff get a line of work; it ends when the worker gets there after all.

use akkoord_domain::{
    delivery::LATE,
    document::Document,
    id::{DocumentId, OrganisationId},
};
use akkoord_runtime::batch::Failures;
use akkoord_store::{
    MAX_PAGE,
    work::{Cause, Work},
};

use crate::handler::{DocumentError, Remind};

impl Remind {
    /// Puts on the work list whatever is stuck, and answers how many lines there are.
    pub(crate) async fn stuck(&self, failures: &mut Failures) -> usize {
        let (mut lines, mut after): (usize, Option<String>) = (0, None);
        loop {
            let page = match self.store.unsettled_documents(MAX_PAGE, after.as_deref()).await {
                Ok(page) => page,
                Err(error) => {
                    failures.add("unsettled".to_owned(), &error);
                    return lines;
                }
            };
            for (organisation, document) in page.items {
                match self.stuck_document(organisation, document).await {
                    Ok(found) => lines += found,
                    Err(error) => failures.add(document.to_string(), &error),
                }
            }
            let Some(next) = page.next else { return lines };
            after = Some(next);
        }
    }

    /// By the document itself, not by the list that led here. One that changes meanwhile is being worked on.
    async fn stuck_document(&self, organisation: OrganisationId, document: DocumentId) -> Result<usize, DocumentError> {
        let Some(document) = self.store.document(organisation, document).await? else { return Ok(0) };
        let causes = self.causes(&document);
        if causes.is_empty() {
            return Ok(0);
        }
        let contact = self.store.organisation(organisation).await?.and_then(|organisation| organisation.contact);
        for cause in &causes {
            let work = Work {
                organisation,
                document: Some(document.id),
                title: Some(document.title.clone()),
                cause: cause.clone(),
                // The same at each run, so that the line keeps its place.
                at: document.unsettled_since().map_or(document.released_at, |since| since + LATE),
                contact,
            };
            if self.store.work_begins_while(&work, &document).await? {
                tracing::warn!(document.id = %document.id, work.id = work.id(), "something is stuck");
            }
        }
        Ok(causes.len())
    }

    fn causes(&self, document: &Document) -> Vec<Cause> {
        let now = self.clock.now();
        let late = document.deliveries.iter().filter(|delivery| delivery.is_late(now));
        let late = late.map(|delivery| Cause::DeliveryLate { channel: delivery.channel });
        document.lacks_evidence(now).then_some(Cause::EvidenceLate).into_iter().chain(late).collect()
    }
}
