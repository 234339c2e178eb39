//! Drafts: documents that no client can see. They have keys of their own, so that no list of documents ever holds one.

use akkoord_domain::{
    draft::{Draft, DraftKey},
    id::{DocumentId, OrganisationId},
};
use serde::{Deserialize, Serialize};

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

/// What a draft's key made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// Nothing.
    Nothing,
    /// This draft, which is still one.
    Draft(Box<Draft>),
    /// A draft that became this document.
    Released(DocumentId),
    /// A draft of this document, which was thrown away: the key is free again.
    Discarded(DocumentId),
}

/// Which document a draft's key made.
#[derive(Serialize, Deserialize)]
struct Claim {
    document: DocumentId,
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

    /// Keeps a new draft under a key, all or nothing; `before` is what [`Store::made`] said of the key. `false` when the
    /// key made something that stands, now or in the meantime.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn save_named_draft(&self, draft: &Draft, key: &DraftKey, before: &Made) -> Result<bool, StoreError> {
        let claim = item(&keys::made(draft.organisation, key), &Claim { document: draft.id }, None)?;
        let claim = match before {
            Made::Nothing => put_in_transaction(self, claim, crate::table::NEW)?,
            Made::Discarded(id) => {
                put_if(self, claim, "document = :before", &[], &[(":before", string(id.to_string()))])?
            }
            Made::Draft(_) | Made::Released(_) => return Ok(false),
        };
        let draft = put_in_transaction(self, draft_item(draft)?, crate::table::NEW)?;
        Ok(self.transact(vec![draft, claim]).await?.is_ok())
    }

    /// What these keys made before, in their order. Three reads one after the other, however many keys there are.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn made(&self, named: &[(OrganisationId, DraftKey)]) -> Result<Vec<Made>, StoreError> {
        let claims = self.get_found(named.iter().map(|(organisation, key)| keys::made(*organisation, key))).await?;
        let claim = |(organisation, key): &(OrganisationId, DraftKey)| {
            let Some(item) = claims.get(&keys::made(*organisation, key)) else { return Ok(None) };
            let Claim { document } = serde_dynamo::from_item(item.clone())?;
            Ok(Some((*organisation, document)))
        };
        let claimed: Vec<Option<(OrganisationId, DocumentId)>> =
            named.iter().map(claim).collect::<Result<_, StoreError>>()?;
        let there = || claimed.iter().flatten().copied();
        // Drafts first: a release writes the document in the transaction that removes the draft, so whoever finds no draft
        // finds the document afterwards.
        let drafts = self.get_found(there().map(|(organisation, id)| keys::draft(organisation, id))).await?;
        let documents = self.get_found(there().map(|(organisation, id)| keys::document(organisation, id))).await?;
        let made = |claim: &Option<(OrganisationId, DocumentId)>| {
            let Some((organisation, id)) = *claim else { return Ok(Made::Nothing) };
            // A draft beside its document is the document's next version, which is not what the key made.
            if documents.contains_key(&keys::document(organisation, id)) {
                return Ok(Made::Released(id));
            }
            match drafts.get(&keys::draft(organisation, id)) {
                Some(draft) => Ok(Made::Draft(Box::new(serde_dynamo::from_item(draft.clone())?))),
                None => Ok(Made::Discarded(id)),
            }
        };
        claimed.iter().map(made).collect()
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
