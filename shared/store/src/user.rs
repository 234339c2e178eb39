//! Users and their login names.

use std::collections::HashMap;

use akkoord_domain::{
    Timestamp,
    contact::{EmailAddress, MobileNumber},
    id::{OrganisationId, OutboxId, UserId},
    language::Language,
    login::{DisplayName, LoginName},
    right::Kind,
    totp::Step,
    user::{Factors, Status, is_locked},
};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError, keys,
    outbox::{self, Effect},
    page::{FIRM, List, Page},
    table::{Change, NEW, item, millisecond, put_in_transaction, string},
};

/// A user as the table keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// The user's id, also the username in Cognito.
    pub id: UserId,
    /// The login name, unique in the portal.
    pub login: LoginName,
    /// The person's name.
    pub name: DisplayName,
    /// Where mails go.
    pub email: EmailAddress,
    /// Where SMS codes go.
    pub mobile: MobileNumber,
    /// The language of screens and messages.
    pub language: Language,
    /// Client or staff.
    pub kind: Kind,
    /// Invited, active or disabled.
    pub status: Status,
    /// The organisation whose daily SMS cap this user's codes count for; `None` for staff.
    pub billed_to: Option<OrganisationId>,
    /// Consecutive wrong codes.
    pub failures: u32,
    /// Sessions that were created up to this moment are void.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub valid_from: Timestamp,
    /// The confirmed authenticator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authenticator: Option<Authenticator>,
    /// An authenticator whose set-up was begun and not confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setup: Option<Setup>,
    /// Names the batch of recovery codes in the message from which their key is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_batch: Option<String>,
    /// Keyed hashes of the recovery codes that were not used yet, hexadecimal.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "serde_dynamo::string_set")]
    pub recovery_hashes: Vec<String>,
}

/// A confirmed authenticator.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Authenticator {
    /// The seed, sealed by KMS with the user as encryption context, base 64.
    pub sealed: String,
    /// The last step whose code was used; only later ones work.
    pub last_step: Step,
    /// Whether SMS stays possible beside it.
    pub sms_fallback: bool,
}

/// A begun set-up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Setup {
    /// The sealed seed, base 64.
    pub sealed: String,
    /// When it was begun; it works for ten minutes.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub begun_at: Timestamp,
}

impl User {
    /// The second factors that this user has.
    #[must_use]
    pub fn factors(&self) -> Factors {
        Factors {
            authenticator: self.authenticator.is_some(),
            sms_fallback: self.authenticator.as_ref().is_none_or(|authenticator| authenticator.sms_fallback),
            recovery_codes: self.recovery_hashes.len(),
        }
    }

    /// Whether the user may sign in at all.
    #[must_use]
    pub fn may_sign_in(&self) -> bool {
        self.status == Status::Active && !is_locked(self.failures)
    }
}

#[derive(Serialize, Deserialize)]
struct Login {
    user: UserId,
}

/// The login name belongs to another user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the login name is taken")]
pub struct LoginTaken;

impl Store {
    /// The user of this id.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.get(&keys::user(id)).await
    }

    /// These users, by their ids; who does not exist is left out. For staff only.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn users_by_id(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        let mut wanted: Vec<_> = ids.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let wanted: Vec<_> = wanted.into_iter().map(keys::user).collect();
        let mut found = Vec::with_capacity(wanted.len());
        for keys in wanted.chunks(100) {
            for item in self.get_all(keys).await?.into_iter().flatten() {
                found.push(serde_dynamo::from_item(item)?);
            }
        }
        Ok(found)
    }

    /// The names of these users; who does not exist is left out.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn names_of(&self, users: &[UserId]) -> Result<HashMap<UserId, String>, StoreError> {
        let mut wanted = users.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut names = HashMap::with_capacity(wanted.len());
        for users in wanted.chunks(100) {
            let keys: Vec<_> = users.iter().map(|user| keys::user(*user)).collect();
            for item in self.get_all(&keys).await?.into_iter().flatten() {
                let user: User = serde_dynamo::from_item(item)?;
                names.insert(user.id, user.name.to_string());
            }
        }
        Ok(names)
    }

    /// The id behind a login name.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn user_id_of(&self, login: &LoginName) -> Result<Option<UserId>, StoreError> {
        Ok(self.get::<Login>(&keys::login(login)).await?.map(|found| found.user))
    }

    /// The ids behind these login names; a name that nobody has is left out.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn user_ids_of(&self, logins: &[LoginName]) -> Result<HashMap<LoginName, UserId>, StoreError> {
        let found = self.get_found(logins.iter().map(keys::login)).await?;
        let mut ids = HashMap::with_capacity(found.len());
        for login in logins {
            if let Some(item) = found.get(&keys::login(login)) {
                let Login { user } = serde_dynamo::from_item(item.clone())?;
                ids.insert(login.clone(), user);
            }
        }
        Ok(ids)
    }

    /// The user of this login name.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn user_by_login(&self, login: &LoginName) -> Result<Option<User>, StoreError> {
        match self.user_id_of(login).await? {
            Some(id) => self.user(id).await,
            None => Ok(None),
        }
    }

    /// The firm's staff, in the order in which they were added. The index lags behind the table.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn staff(&self, limit: usize, after: Option<&str>) -> Result<Page<User>, StoreError> {
        let list = List { index: Some(FIRM), partition: keys::STAFF, prefix: "", descending: false };
        self.page(list, limit, after, |place| Some(keys::user(place.parse().ok()?))).await
    }

    /// Adds a user; an invited one gets the invitation by mail, promised in the same transaction under `outbox`.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer; inside, [`LoginTaken`].
    pub async fn add_user(
        &self,
        user: &User,
        outbox: OutboxId,
        now: Timestamp,
    ) -> Result<Result<(), LoginTaken>, StoreError> {
        let login = item(&keys::login(&user.login), &Login { user: user.id }, None)?;
        let mut person = item(&keys::user(user.id), user, None)?;
        if user.kind == Kind::Staff {
            person.insert("firm_pk".to_owned(), string(keys::STAFF));
            person.insert("firm_sk".to_owned(), string(user.id.to_string()));
        }
        let mut items = vec![put_in_transaction(self, login, NEW)?, put_in_transaction(self, person, NEW)?];
        if user.status == Status::Invited {
            items.push(outbox::put(self, outbox, &Effect::Invitation { user: user.id }, now)?);
        }
        Ok(self.transact(items).await?.map_err(|_| LoginTaken))
    }

    /// Promises another invitation mail to a user who is still invited; does nothing for another one.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn invite_again(&self, user: UserId, id: OutboxId, now: Timestamp) -> Result<(), StoreError> {
        let still_invited = aws_sdk_dynamodb::types::ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(keys::user(user).attributes()))
            .condition_expression("#status = :invited")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":invited", string("invited"))
            .build()
            .map_err(|error| StoreError::Form(error.to_string()))?;
        let check = aws_sdk_dynamodb::types::TransactWriteItem::builder().condition_check(still_invited).build();
        let promise = outbox::put(self, id, &Effect::Invitation { user }, now)?;
        // A refusal says that there is nobody to invite, which the caller must not tell.
        self.transact(vec![check, promise]).await.map(|_| ())
    }

    /// Changes the user's language.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn set_language(&self, user: UserId, language: Language) -> Result<(), StoreError> {
        let language = serde_dynamo::to_attribute_value(language)?;
        let change = Change::new(keys::user(user), "SET #language = :language")
            .only_if("attribute_exists(pk)")
            .name("#language", "language")
            .value(":language", language);
        self.update(change).await.map(|_| ())
    }

    /// Signs the user out everywhere: every session up to `now` is void from the next request on.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn sign_out_everywhere(&self, user: UserId, now: Timestamp) -> Result<(), StoreError> {
        let change = Change::new(keys::user(user), "SET valid_from = :now")
            .only_if("attribute_exists(pk) AND valid_from < :now")
            .value(":now", millisecond(now));
        self.update(change).await.map(|_| ())
    }

    /// Changes whether the user may sign in; disabling also ends every session.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn set_status(&self, user: UserId, status: Status, now: Timestamp) -> Result<(), StoreError> {
        let change = Change::new(keys::user(user), "SET #status = :status, valid_from = :now")
            .only_if("attribute_exists(pk)")
            .name("#status", "status")
            .value(":status", serde_dynamo::to_attribute_value(status)?)
            .value(":now", millisecond(now));
        self.update(change).await.map(|_| ())
    }

    /// Lets a user whose account was locked by wrong codes try again.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn unlock(&self, user: UserId) -> Result<(), StoreError> {
        let change = Change::new(keys::user(user), "SET failures = :none")
            .only_if("attribute_exists(pk)")
            .value(":none", crate::table::number(0));
        self.update(change).await.map(|_| ())
    }

    /// Keeps a begun set-up of an authenticator, in place of an earlier one.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn begin_setup(&self, user: UserId, setup: &Setup) -> Result<(), StoreError> {
        let change = Change::new(keys::user(user), "SET setup = :setup")
            .only_if("attribute_exists(pk)")
            .value(":setup", serde_dynamo::to_attribute_value(setup)?);
        self.update(change).await.map(|_| ())
    }

    /// Drops a begun set-up.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn drop_setup(&self, user: UserId) -> Result<(), StoreError> {
        let change = Change::new(keys::user(user), "REMOVE setup").only_if("attribute_exists(pk)");
        self.update(change).await.map(|_| ())
    }

    /// Makes the begun set-up the user's authenticator, with its first batch of recovery codes; `false` when that
    /// set-up is no longer the current one.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn confirm_setup(
        &self,
        user: UserId,
        setup: &Setup,
        authenticator: &Authenticator,
        recovery: &Recovery,
        promise: (OutboxId, &Effect, Timestamp),
    ) -> Result<bool, StoreError> {
        let change = Change::new(
            keys::user(user),
            "SET authenticator = :authenticator, recovery_batch = :batch, recovery_hashes = :hashes REMOVE setup",
        )
        .only_if("setup.sealed = :sealed")
        .value(":authenticator", serde_dynamo::to_attribute_value(authenticator)?)
        .value(":batch", string(&recovery.batch))
        .value(":hashes", recovery.hashes_attribute())
        .value(":sealed", string(&setup.sealed));
        let (id, effect, now) = promise;
        let items = vec![change.in_transaction(self)?, outbox::put(self, id, effect, now)?];
        Ok(self.transact(items).await?.is_ok())
    }
}

/// A new batch of recovery codes, as the table keeps it.
#[derive(Debug, Clone)]
pub struct Recovery {
    /// The batch's random name.
    pub batch: String,
    /// Keyed hashes, hexadecimal, at least one.
    pub hashes: Vec<String>,
}

impl Recovery {
    pub(crate) fn hashes_attribute(&self) -> aws_sdk_dynamodb::types::AttributeValue {
        aws_sdk_dynamodb::types::AttributeValue::Ss(self.hashes.clone())
    }
}
