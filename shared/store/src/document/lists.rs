//! Lists of documents: an organisation's and the firm's. A page costs the same however many documents there are.

use akkoord_domain::{
    Date,
    document::{Document, Group},
    id::{DocumentId, OrganisationId},
};
use serde::Deserialize;

use crate::{
    Store, StoreError, keys,
    page::{BY_STATUS, FIRM, List, OPEN, Page},
};

/// Reads the table's key out of a place in a list whose sort keys end with `#` and the document's id.
fn key_in_list(organisation: OrganisationId) -> impl Fn(&str) -> Option<keys::Key> {
    move |place| {
        let (_, document) = place.rsplit_once('#')?;
        Some(keys::document(organisation, document.parse().ok()?))
    }
}

/// The same for a list over all organisations, whose sort keys end with `#`, the organisation, `#` and the document.
fn key_in_firm_list(place: &str) -> Option<keys::Key> {
    ids_in_firm_list(place).map(|(organisation, document)| keys::document(organisation, document))
}

fn ids_in_firm_list(place: &str) -> Option<(OrganisationId, DocumentId)> {
    let (rest, document) = place.rsplit_once('#')?;
    let (_, organisation) = rest.rsplit_once('#')?;
    Some((organisation.parse().ok()?, document.parse().ok()?))
}

impl Store {
    /// An organisation's open documents by deadline. The index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn open_documents(
        &self,
        organisation: OrganisationId,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Page<Document>, StoreError> {
        let partition = keys::organisation_partition(organisation);
        let list = List { index: Some(OPEN), partition: &partition, prefix: "", descending: false };
        self.page(list, limit, after, key_in_list(organisation)).await
    }

    /// An organisation's documents, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn documents(
        &self,
        organisation: OrganisationId,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Page<Document>, StoreError> {
        let partition = keys::organisation_partition(organisation);
        let list = List { index: None, partition: &partition, prefix: keys::DOCUMENT_PREFIX, descending: true };
        self.page(list, limit, after, key_in_list(organisation)).await
    }

    /// An organisation's documents in one group, of one year or of all, newest year first and newest first in it. The
    /// index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn documents_in(
        &self,
        organisation: OrganisationId,
        group: Group,
        year: Option<u16>,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Page<Document>, StoreError> {
        let partition = keys::status_partition(organisation, group);
        let prefix = year.map_or_else(String::new, |year| format!("{year}#"));
        let list = List { index: Some(BY_STATUS), partition: &partition, prefix: &prefix, descending: true };
        self.page(list, limit, after, key_in_list(organisation)).await
    }

    /// An organisation's documents of one year in any group, newest first: one page of each group side by side, so
    /// that a page costs the same however many documents there are.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn documents_of_year(
        &self,
        organisation: OrganisationId,
        year: u16,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Page<Document>, StoreError> {
        let group = |group| self.documents_in(organisation, group, Some(year), limit, after);
        let [first, second, third, fourth] = Group::ALL;
        let pages = tokio::try_join!(group(first), group(second), group(third), group(fourth))?;
        let pages = [pages.0, pages.1, pages.2, pages.3];
        let more = pages.iter().any(|page| page.next.is_some());
        let mut items: Vec<Document> = pages.into_iter().flat_map(|page| page.items).collect();
        items.sort_by_key(|document| std::cmp::Reverse(document.id));
        let more = more || items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|document| format!("{year}#{}", document.id));
        Ok(Page { items, next })
    }

    /// The firm's documents in one group by deadline; approved and closed ones with the latest deadline first. For
    /// staff only. The index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn firm_documents(
        &self,
        group: Group,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Page<Document>, StoreError> {
        let partition = keys::firm_partition(group);
        let list = List { index: Some(FIRM), partition: &partition, prefix: "", descending: group != Group::Open };
        self.page(list, limit, after, key_in_firm_list).await
    }

    /// Where the firm's open documents are whose deadline is this day. For the worker that reminds, which reads each
    /// by itself: one that cannot be read does not hide the others. The index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn open_documents_due(
        &self,
        day: Date,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Page<(OrganisationId, DocumentId)>, StoreError> {
        #[derive(Deserialize)]
        struct Keyed {
            firm_sk: String,
        }
        let partition = keys::firm_partition(Group::Open);
        let prefix = format!("{day}#");
        let list = List { index: Some(FIRM), partition: &partition, prefix: &prefix, descending: false };
        let page: Page<Keyed> = self.page(list, limit, after, key_in_firm_list).await?;
        let items = page.items.iter().filter_map(|keyed| ids_in_firm_list(&keyed.firm_sk));
        Ok(Page { items: items.collect(), next: page.next })
    }

    /// Where the firm's approved documents are for which the portal still has something to do, the longest waiting first.
    /// For the worker that looks after them. The list is short: everything leaves it within seconds, unless something is
    /// stuck. The index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn unsettled_documents(
        &self,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Page<(OrganisationId, DocumentId)>, StoreError> {
        #[derive(Deserialize)]
        struct Keyed {
            open_sk: String,
        }
        let list = List { index: Some(OPEN), partition: keys::UNSETTLED, prefix: "", descending: false };
        let page: Page<Keyed> = self.page(list, limit, after, key_in_firm_list).await?;
        let items = page.items.iter().filter_map(|keyed| ids_in_firm_list(&keyed.open_sk));
        Ok(Page { items: items.collect(), next: page.next })
    }
}
