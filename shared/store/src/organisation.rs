//! Organisations and their members.

use std::collections::HashMap;

use akkoord_domain::{
    approval::Stages,
    id::{OrganisationId, UserId},
    login::DisplayName,
    right::{Module, Right},
};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, keys,
    page::{FIRM, List, Page},
    table::{Change, Item, NEW, delete_in_transaction, item, put_if, put_in_transaction, string, text},
    user::User,
};

/// Organisations that one user can belong to; the read of their items fits one BatchGetItem.
pub const MAX_MEMBERSHIPS: usize = 50;

/// How often an organisation is put that others change at the same time.
const PUT_TRIES: usize = 5;

/// A client of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The organisation's id.
    pub id: OrganisationId,
    /// Its name.
    pub name: DisplayName,
    /// The client number that the firm knows it by, as the dossier shows it (manual M6.3); unique in the firm.
    pub client_number: String,
    /// The member of staff who is responsible for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<UserId>,
    /// Who has to approve its documents when nothing else is said.
    #[serde(default)]
    pub stages: Stages,
}

/// A user in one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What the user may do there.
    pub rights: Vec<Right>,
    /// About what the user wants no mails (manual M7.3). A set in the table, so that one module is switched without
    /// reading what the others are.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "serde_dynamo::string_set::serialize")]
    pub mails_off: Vec<Module>,
}

impl Member {
    /// A member with these rights who gets every mail.
    #[must_use]
    pub fn with(rights: Vec<Right>) -> Self {
        Self { rights, mails_off: Vec::new() }
    }
}

/// A user's place in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation: Organisation,
    /// The rights there, sorted.
    pub rights: Vec<Right>,
    /// About what the user wants no mails.
    pub mails_off: Vec<Module>,
}

/// Who has a client number.
#[derive(Serialize, Deserialize)]
struct Numbered {
    organisation: OrganisationId,
}

/// The client number belongs to another organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the client number is taken")]
pub struct ClientNumberTaken;

#[derive(Deserialize)]
struct Keyed {
    sk: String,
    #[serde(flatten)]
    member: Member,
}

impl Store {
    /// Adds or replaces an organisation, and with it who has its client number.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer; inside, [`ClientNumberTaken`].
    pub async fn put_organisation(
        &self,
        organisation: &Organisation,
    ) -> Result<Result<(), ClientNumberTaken>, StoreError> {
        let id = organisation.id;
        let mut next = item(&keys::organisation(id), organisation, None)?;
        // Small letters first would tear names apart that people look for in one place.
        let place = format!("{}#{id}", organisation.name.as_str().to_lowercase().replace('#', " "));
        next.insert("firm_pk".to_owned(), string(keys::ORGANISATIONS));
        next.insert("firm_sk".to_owned(), string(place));
        let own = [(":organisation", string(id.to_string()))];
        for _ in 0..PUT_TRIES {
            let before = self.organisation(id).await?.map(|before| before.client_number);
            let put = match &before {
                None => put_in_transaction(self, next.clone(), NEW)?,
                Some(number) => {
                    let before = [(":before", string(number))];
                    put_if(self, next.clone(), "client_number = :before", &[], &before)?
                }
            };
            let claim = item(&keys::client_number(&organisation.client_number), &Numbered { organisation: id }, None)?;
            let free = "attribute_not_exists(pk) OR organisation = :organisation";
            let mut items = vec![put, put_if(self, claim, free, &[], &own)?];
            if let Some(number) = before.filter(|number| *number != organisation.client_number) {
                let key = keys::client_number(&number);
                items.push(delete_in_transaction(self, &key, Some(free), &own)?);
            }
            match self.transact(items).await? {
                Ok(()) => return Ok(Ok(())),
                Err(refused) if refused.failed(1) => return Ok(Err(ClientNumberTaken)),
                // Its number changed in the meantime.
                Err(_) => {}
            }
        }
        Err(StoreError::Busy)
    }

    /// The organisations of these client numbers; a number that nobody has is left out. For staff only.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn organisations_by_number(&self, numbers: &[&str]) -> Result<HashMap<String, Organisation>, StoreError> {
        let claims = self.get_found(numbers.iter().map(|number| keys::client_number(number))).await?;
        let mut ids = Vec::with_capacity(claims.len());
        for claim in claims.into_values() {
            let Numbered { organisation } = serde_dynamo::from_item(claim)?;
            ids.push(organisation);
        }
        let found = self.organisations_by_id(&ids).await?;
        Ok(found.into_iter().map(|organisation| (organisation.client_number.clone(), organisation)).collect())
    }

    /// Chooses who has to approve an organisation's documents when nothing else is said; `false` when there is no such
    /// organisation.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn set_stages(&self, organisation: OrganisationId, stages: &Stages) -> Result<bool, StoreError> {
        let change = Change::new(keys::organisation(organisation), "SET stages = :stages")
            .only_if("attribute_exists(pk)")
            .value(":stages", serde_dynamo::to_attribute_value(stages)?);
        self.update(change).await
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

    /// Switches the mails about a module on or off for a user in one organisation, as long as the user has the module's
    /// right there; `false` when not. Nothing else of the membership is written, so that a change of rights at the same
    /// time is not undone.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn set_mails(
        &self,
        organisation: OrganisationId,
        user: UserId,
        module: Module,
        on: bool,
    ) -> Result<bool, StoreError> {
        let expression = if on { "DELETE mails_off :module" } else { "ADD mails_off :module" };
        let change = Change::new(keys::member(organisation, user), expression)
            .only_if("attribute_exists(pk) AND contains(rights, :right)")
            .value(":module", AttributeValue::Ss(vec![module.name().to_owned()]))
            .value(":right", string(module.right().name()));
        self.update(change).await
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

    /// An organisation.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn organisation(&self, organisation: OrganisationId) -> Result<Option<Organisation>, StoreError> {
        self.get(&keys::organisation(organisation)).await
    }

    /// These organisations, by their ids; what does not exist is left out. For staff only.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn organisations_by_id(&self, ids: &[OrganisationId]) -> Result<Vec<Organisation>, StoreError> {
        let mut wanted: Vec<_> = ids.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let wanted: Vec<_> = wanted.into_iter().map(keys::organisation).collect();
        let mut found = Vec::with_capacity(wanted.len());
        for keys in wanted.chunks(100) {
            for item in self.get_all(keys).await?.into_iter().flatten() {
                found.push(serde_dynamo::from_item(item)?);
            }
        }
        Ok(found)
    }

    /// The firm's organisations by name. For staff only. The index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn organisations(&self, limit: usize, after: Option<&str>) -> Result<Page<Organisation>, StoreError> {
        let list = List { index: Some(FIRM), partition: keys::ORGANISATIONS, prefix: "", descending: false };
        let key_of = |place: &str| Some(keys::organisation(place.rsplit_once('#')?.1.parse().ok()?));
        self.page(list, limit, after, key_of).await
    }

    /// Everybody who belongs to an organisation, with the user behind each.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn members(&self, organisation: OrganisationId) -> Result<Vec<(User, Member)>, StoreError> {
        let partition = keys::organisation_partition(organisation);
        let found: Vec<Keyed> = self.all_of(&partition, keys::MEMBER_PREFIX).await?;
        let mut members = Vec::with_capacity(found.len());
        for found in found.chunks(100) {
            let id = |keyed: &Keyed| keyed.sk.trim_start_matches(keys::MEMBER_PREFIX).parse::<UserId>();
            let wanted: Result<Vec<_>, _> = found.iter().map(id).map(|id| id.map(keys::user)).collect();
            let wanted = wanted.map_err(|error| StoreError::Form(error.to_string()))?;
            for (user, keyed) in self.get_all(&wanted).await?.into_iter().zip(found) {
                if let Some(user) = user {
                    members.push((serde_dynamo::from_item(user)?, keyed.member.clone()));
                }
            }
        }
        Ok(members)
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
                let Member { mut rights, mails_off } = serde_dynamo::from_item(member.clone())?;
                rights.sort_unstable();
                memberships.push(Membership { organisation, rights, mails_off });
            }
        }
        memberships.sort_by(|left, right| left.organisation.name.as_str().cmp(right.organisation.name.as_str()));
        Ok(memberships)
    }
}
