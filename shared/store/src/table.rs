//! The table itself: items in and out, and transactions whose refusals are read reason by reason.

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use akkoord_domain::Timestamp;
use aws_sdk_dynamodb::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    types::{AttributeValue, KeysAndAttributes, TransactWriteItem, Update},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::keys::Key;

pub(crate) type Item = HashMap<String, AttributeValue>;

/// How often a transaction that only collided with another one is tried.
const TRIES: u32 = 5;

/// The table did not answer, or not with what it should hold. It carries no key and no content.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// DynamoDB failed after the client's own retries; the word is its error code.
    #[error("DynamoDB did not serve the {operation}: {code}")]
    Unavailable {
        /// The DynamoDB operation.
        operation: &'static str,
        /// DynamoDB's error code, or `connection` when there was no answer.
        code: String,
    },
    /// An item does not have the form that this code writes.
    #[error("an item of the table has an unexpected form: {0}")]
    Form(String),
    /// Other requests kept writing the same items; trying again later may work.
    #[error("other requests kept changing the same items")]
    Busy,
}

impl StoreError {
    pub(crate) fn from_sdk<E: ProvideErrorMetadata>(operation: &'static str, error: &SdkError<E>) -> Self {
        let code = error.as_service_error().and_then(|service| service.code()).unwrap_or("connection");
        Self::Unavailable { operation, code: code.to_owned() }
    }
}

impl From<serde_dynamo::Error> for StoreError {
    /// The parser's own text may repeat a value, and this one gets logged.
    fn from(_: serde_dynamo::Error) -> Self {
        Self::Form("not what this code writes".to_owned())
    }
}

/// The portal's table.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: String,
}

/// Why a transaction was refused: for each of its items the old item when that item's condition failed.
#[derive(Debug)]
pub(crate) struct Refused {
    failed: Vec<Option<Item>>,
}

impl Refused {
    /// Whether the condition of the item at this position failed.
    pub(crate) fn failed(&self, position: usize) -> bool {
        self.old(position).is_some()
    }

    /// The old item at this position (empty when there was none), if its condition failed.
    pub(crate) fn old(&self, position: usize) -> Option<&Item> {
        self.failed.get(position).and_then(Option::as_ref)
    }
}

impl Store {
    /// The table of this name.
    #[must_use]
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self { client, table: table.into() }
    }

    /// Reads one item, strongly consistent.
    pub(crate) async fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        let request =
            self.client.get_item().table_name(&self.table).consistent_read(true).set_key(Some(key.attributes()));
        let output = request.send().await.map_err(|error| StoreError::from_sdk("GetItem", &error))?;
        output.item.map(|item| serde_dynamo::from_item(item).map_err(StoreError::from)).transpose()
    }

    /// Reads up to 100 items in one call, strongly consistent; the result holds them in the order of the keys.
    pub(crate) async fn get_all(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        let mut wanted = KeysAndAttributes::builder().consistent_read(true);
        for key in keys {
            wanted = wanted.keys(key.attributes());
        }
        let wanted = wanted.build().map_err(|error| StoreError::Form(error.to_string()))?;
        let mut pending = HashMap::from([(self.table.clone(), wanted)]);
        let mut found: HashMap<(String, String), Item> = HashMap::new();
        for _ in 0..TRIES {
            let request = self.client.batch_get_item().set_request_items(Some(pending));
            let output = request.send().await.map_err(|error| StoreError::from_sdk("BatchGetItem", &error))?;
            for item in output.responses.into_iter().flatten().flat_map(|(_, items)| items) {
                if let (Some(pk), Some(sk)) = (text(&item, "pk"), text(&item, "sk")) {
                    found.insert((pk, sk), item);
                }
            }
            pending = output.unprocessed_keys.unwrap_or_default();
            if pending.is_empty() {
                return Ok(keys.iter().map(|key| found.get(&(key.pk.clone(), key.sk.clone())).cloned()).collect());
            }
        }
        // What was not read must not look like what is not there.
        Err(StoreError::Busy)
    }

    /// Reads the items of any number of keys, strongly consistent; the result holds those that are there.
    pub(crate) async fn get_found(
        &self,
        keys: impl IntoIterator<Item = Key>,
    ) -> Result<HashMap<Key, Item>, StoreError> {
        // DynamoDB refuses a request that names one key twice.
        let wanted: BTreeSet<Key> = keys.into_iter().collect();
        let wanted: Vec<Key> = wanted.into_iter().collect();
        let mut found = HashMap::with_capacity(wanted.len());
        for keys in wanted.chunks(100) {
            let items = self.get_all(keys).await?;
            found.extend(keys.iter().cloned().zip(items).filter_map(|(key, item)| Some((key, item?))));
        }
        Ok(found)
    }

    /// Writes all or nothing. `Ok(Err(…))` says which conditions refused it.
    ///
    /// The client adds a request token, so that its retry after a lost reply finds its own write and succeeds. A
    /// refusal by collision alone is tried again here, with a pause that grows.
    pub(crate) async fn transact(&self, items: Vec<TransactWriteItem>) -> Result<Result<(), Refused>, StoreError> {
        for attempt in 1..=TRIES {
            let request = self.client.transact_write_items().set_transact_items(Some(items.clone()));
            let Err(error) = request.send().await else { return Ok(Ok(())) };
            let Some(canceled) = error.as_service_error().and_then(|service| match service {
                aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(
                    canceled,
                ) => Some(canceled),
                _ => None,
            }) else {
                return Err(StoreError::from_sdk("TransactWriteItems", &error));
            };
            let reasons = canceled.cancellation_reasons();
            let codes: Vec<&str> = reasons.iter().filter_map(|reason| reason.code()).collect();
            if codes.contains(&"ConditionalCheckFailed") {
                let failed = reasons.iter().map(|reason| {
                    (reason.code() == Some("ConditionalCheckFailed")).then(|| reason.item.clone().unwrap_or_default())
                });
                return Ok(Err(Refused { failed: failed.collect() }));
            }
            if !codes.contains(&"TransactionConflict") {
                return Err(StoreError::from_sdk("TransactWriteItems", &error));
            }
            tokio::time::sleep(Duration::from_millis(15 * u64::from(attempt * attempt))).await;
        }
        Err(StoreError::Busy)
    }

    /// Runs one conditional update outside a transaction; `false` when its condition refused it.
    pub(crate) async fn update(&self, update: Change) -> Result<bool, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(update.key.attributes()))
            .update_expression(update.expression)
            .set_condition_expression(update.condition)
            .set_expression_attribute_names(update.names)
            .set_expression_attribute_values((!update.values.is_empty()).then_some(update.values));
        match request.send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error.as_service_error().is_some_and(|service| service.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(StoreError::from_sdk("UpdateItem", &error)),
        }
    }

    /// Writes one item, in place of an earlier one.
    pub(crate) async fn put(&self, item: Item) -> Result<(), StoreError> {
        let request = self.client.put_item().table_name(&self.table).set_item(Some(item));
        request.send().await.map(|_| ()).map_err(|error| StoreError::from_sdk("PutItem", &error))
    }

    /// Removes one item, whether it is there or not.
    pub(crate) async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        let request = self.client.delete_item().table_name(&self.table).set_key(Some(key.attributes()));
        request.send().await.map(|_| ()).map_err(|error| StoreError::from_sdk("DeleteItem", &error))
    }
}

impl Key {
    pub(crate) fn attributes(&self) -> Item {
        HashMap::from([
            ("pk".to_owned(), AttributeValue::S(self.pk.clone())),
            ("sk".to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }
}

/// One conditional update: the expression with its values.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    key: Key,
    expression: String,
    condition: Option<String>,
    names: Option<HashMap<String, String>>,
    values: Item,
}

impl Change {
    pub(crate) fn new(key: Key, expression: impl Into<String>) -> Self {
        Self { key, expression: expression.into(), condition: None, names: None, values: Item::new() }
    }

    pub(crate) fn only_if(mut self, condition: impl Into<String>) -> Self {
        self.condition = Some(condition.into());
        self
    }

    pub(crate) fn name(mut self, placeholder: &str, name: &str) -> Self {
        self.names.get_or_insert_default().insert(placeholder.to_owned(), name.to_owned());
        self
    }

    pub(crate) fn value(mut self, placeholder: &str, value: AttributeValue) -> Self {
        self.values.insert(placeholder.to_owned(), value);
        self
    }

    /// As part of a transaction of this table; a refusal brings the old item.
    pub(crate) fn in_transaction(self, store: &Store) -> Result<TransactWriteItem, StoreError> {
        let update = Update::builder()
            .table_name(&store.table)
            .set_key(Some(self.key.attributes()))
            .update_expression(self.expression)
            .set_condition_expression(self.condition)
            .set_expression_attribute_names(self.names)
            .set_expression_attribute_values((!self.values.is_empty()).then_some(self.values))
            .return_values_on_condition_check_failure(
                aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure::AllOld,
            )
            .build()
            .map_err(|error| StoreError::Form(error.to_string()))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

/// A put as part of a transaction. `condition` is `attribute_not_exists(pk)` for what must be new.
pub(crate) fn put_in_transaction(
    store: &Store,
    item: Item,
    condition: Option<&str>,
) -> Result<TransactWriteItem, StoreError> {
    let put = aws_sdk_dynamodb::types::Put::builder()
        .table_name(&store.table)
        .set_item(Some(item))
        .set_condition_expression(condition.map(str::to_owned))
        .build()
        .map_err(|error| StoreError::Form(error.to_string()))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// A put that replaces an item only while `condition` holds for the old one; the names and values are the
/// condition's placeholders. A refusal brings the old item.
pub(crate) fn put_if(
    store: &Store,
    item: Item,
    condition: &str,
    names: &[(&str, &str)],
    values: &[(&str, AttributeValue)],
) -> Result<TransactWriteItem, StoreError> {
    let mut put = aws_sdk_dynamodb::types::Put::builder()
        .table_name(&store.table)
        .set_item(Some(item))
        .condition_expression(condition)
        .return_values_on_condition_check_failure(aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure::AllOld);
    for (placeholder, name) in names {
        put = put.expression_attribute_names(*placeholder, *name);
    }
    for (placeholder, value) in values {
        put = put.expression_attribute_values(*placeholder, value.clone());
    }
    let put = put.build().map_err(|error| StoreError::Form(error.to_string()))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// A removal as part of a transaction, while `condition` holds; the values are its placeholders.
pub(crate) fn delete_in_transaction(
    store: &Store,
    key: &Key,
    condition: Option<&str>,
    values: &[(&str, AttributeValue)],
) -> Result<TransactWriteItem, StoreError> {
    let mut delete = aws_sdk_dynamodb::types::Delete::builder()
        .table_name(&store.table)
        .set_key(Some(key.attributes()))
        .set_condition_expression(condition.map(str::to_owned));
    for (placeholder, value) in values {
        delete = delete.expression_attribute_values(*placeholder, value.clone());
    }
    let delete = delete.build().map_err(|error| StoreError::Form(error.to_string()))?;
    Ok(TransactWriteItem::builder().delete(delete).build())
}

pub(crate) const NEW: Option<&str> = Some("attribute_not_exists(pk)");

/// An item out of a typed struct, with its key and, when it may be cleaned up, its TTL.
pub(crate) fn item<T: Serialize>(key: &Key, content: &T, ttl: Option<Timestamp>) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(content)?;
    item.extend(key.attributes());
    if let Some(ttl) = ttl {
        item.insert("ttl".to_owned(), AttributeValue::N(ttl.as_second().to_string()));
    }
    Ok(item)
}

/// A time as the table keeps it: milliseconds since 1970.
pub(crate) fn millisecond(time: Timestamp) -> AttributeValue {
    AttributeValue::N(time.as_millisecond().to_string())
}

pub(crate) fn number(value: impl std::fmt::Display) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

pub(crate) fn string(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(crate) fn text(item: &Item, name: &str) -> Option<String> {
    item.get(name).and_then(|value| value.as_s().ok()).cloned()
}
