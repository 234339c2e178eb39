//! Drafts: documents that no client can see. They have keys of their own, so that no list of documents ever holds one.

use akkoord_domain::{
    draft::Draft,
    id::{DocumentId, OrganisationId},
};

use crate::{
    Store, StoreError, keys,
    page::{FIRM, List, Page},
    table::{Item, delete_in_transaction, item, number, put_if, put_in_transaction, string},
};

/// A draft of this revision becomes a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Released {
    /// The revision that was looked at.
    pub revision: u64,
}

fn draft_item(draft: &Draft) -> Result<Item, StoreError> {
    let mut item = item(&keys::draft(draft.organisation, draft.id), draft, None)?;
    let place = format!("{:013}#{}#{}", draft.updated_at.as_millisecond(), draft.organisation, draft.id);
    item.insert("firm_pk".to_owned(), string(keys::DRAFTS));
    item.insert("firm_sk".to_owned(), string(place));
    Ok(item)
}

fn key_in_list(place: &str) -> Option<keys::Key> {
    let (rest, document) = place.rsplit_once('#')?;
    let (_, organisation) = rest.rsplit_once('#')?;
    Some(keys::draft(organisation.parse().ok()?, document.parse().ok()?))
}

impl Store {
    /// Keeps a draft: a new one has revision 1, a changed one the revision after the one that was read. `false` when
    /// somebody else changed, released or discarded it in the meantime.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn save_draft(&self, draft: &Draft) -> Result<bool, StoreError> {
        let item = draft_item(draft)?;
        let put = if draft.revision <= 1 {
            put_in_transaction(self, item, crate::table::NEW)?
        } else {
            put_if(self, item, "revision = :before", &[], &[(":before", number(draft.revision - 1))])?
        };
        Ok(self.transact(vec![put]).await?.is_ok())
    }

    /// An organisation's draft.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn draft(&self, organisation: OrganisationId, document: DocumentId) -> Result<Option<Draft>, StoreError> {
        self.get(&keys::draft(organisation, document)).await
    }

    /// Throws a draft of this revision away; `false` when it changed in the meantime.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn discard_draft(&self, draft: &Draft) -> Result<bool, StoreError> {
        let key = keys::draft(draft.organisation, draft.id);
        let condition = Some("attribute_not_exists(pk) OR revision = :revision");
        let delete = delete_in_transaction(self, &key, condition, &[(":revision", number(draft.revision))])?;
        Ok(self.transact(vec![delete]).await?.is_ok())
    }

    /// The firm's drafts, the one that was changed last first. For staff only. The index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn drafts(&self, limit: usize, after: Option<&str>) -> Result<Page<Draft>, StoreError> {
        let list = List { index: Some(FIRM), partition: keys::DRAFTS, prefix: "", descending: true };
        self.page(list, limit, after, key_in_list).await
    }
}
