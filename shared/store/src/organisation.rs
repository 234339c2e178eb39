//! Organisations and their members.

use akkoord_domain::{
    id::{OrganisationId, UserId},
    login::DisplayName,
    right::Right,
};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, keys,
    table::{Item, item, string, text},
};

/// Organisations that one user can belong to; the read of their items fits one BatchGetItem.
pub const MAX_MEMBERSHIPS: usize = 50;

/// A client of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The organisation's id.
    pub id: OrganisationId,
    /// Its name.
    pub name: DisplayName,
    /// The client number that the firm knows it by, as the dossier shows it (manual M6.3).
    pub client_number: String,
}

/// A user in one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What the user may do there.
    pub rights: Vec<Right>,
}

/// A user's place in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation: Organisation,
    /// The rights there, sorted.
    pub rights: Vec<Right>,
}

impl Store {
    /// Adds or replaces an organisation.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn put_organisation(&self, organisation: &Organisation) -> Result<(), StoreError> {
        self.put(item(&keys::organisation(organisation.id), organisation, None)?).await
    }

    /// Adds a user to an organisation, or replaces the rights there. They count from the next request on.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn put_member(
        &self,
        organisation: OrganisationId,
        user: UserId,
        member: &Member,
    ) -> Result<(), StoreError> {
        let mut item = item(&keys::member(organisation, user), member, None)?;
        item.insert("user_pk".to_owned(), string(keys::user_partition(user)));
        item.insert("org_sk".to_owned(), string(keys::organisation_partition(organisation)));
        self.put(item).await
    }

    /// Ends a user's membership from the next request on.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn remove_member(&self, organisation: OrganisationId, user: UserId) -> Result<(), StoreError> {
        self.delete(&keys::member(organisation, user)).await
    }

    /// The user's rights in one organisation; `None` for whoever is no member, and for an organisation that does not
    /// exist.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn member(&self, organisation: OrganisationId, user: UserId) -> Result<Option<Member>, StoreError> {
        self.get(&keys::member(organisation, user)).await
    }

    /// The ids of the organisations that the user may belong to, from the index, which lags behind: only the items
    /// that [`Store::memberships`] reads say whether it is still so.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn membership_candidates(&self, user: UserId) -> Result<Vec<OrganisationId>, StoreError> {
        let request = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("by-user")
            .key_condition_expression("user_pk = :user")
            .expression_attribute_values(":user", string(keys::user_partition(user)))
            .limit(i32::try_from(MAX_MEMBERSHIPS).unwrap_or(i32::MAX));
        let output = request.send().await.map_err(|error| StoreError::from_sdk("Query", &error))?;
        let parse = |item: &Item| text(item, "org_sk")?.strip_prefix("ORG#")?.parse().ok();
        Ok(output.items.unwrap_or_default().iter().filter_map(parse).collect())
    }

    /// The user's memberships among these organisations, strongly consistent, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn memberships(
        &self,
        user: UserId,
        candidates: &[OrganisationId],
    ) -> Result<Vec<Membership>, StoreError> {
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let wanted: Vec<_> = candidates
            .iter()
            .take(MAX_MEMBERSHIPS)
            .flat_map(|organisation| [keys::organisation(*organisation), keys::member(*organisation, user)])
            .collect();
        let items = self.get_all(&wanted).await?;
        let mut memberships = Vec::with_capacity(candidates.len());
        for pair in items.chunks(2) {
            if let [Some(organisation), Some(member)] = pair {
                let organisation: Organisation = serde_dynamo::from_item(organisation.clone())?;
                let Member { mut rights } = serde_dynamo::from_item(member.clone())?;
                rights.sort_unstable();
                memberships.push(Membership { organisation, rights });
            }
        }
        memberships.sort_by(|left, right| left.organisation.name.as_str().cmp(right.organisation.name.as_str()));
        Ok(memberships)
    }

    async fn put(&self, item: std::collections::HashMap<String, AttributeValue>) -> Result<(), StoreError> {
        let request = self.client.put_item().table_name(&self.table).set_item(Some(item));
        request.send().await.map(|_| ()).map_err(|error| StoreError::from_sdk("PutItem", &error))
    }
}
