//! Lists in pages. A cursor is the place in one list after which the next page begins; the list itself, and with it the
//! tenant, is never in it.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;

use crate::{
    Store, StoreError,
    keys::Key,
    table::{Item, string, text},
};

/// The most items of one page.
pub const MAX_PAGE: usize = 100;

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one. It is a sort key, which the API hands out encoded.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The page with each item made into another one.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(make).collect(), next: self.next }
    }
}

/// A list: a partition of the table or of an index, in the order of its sort key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List<'a> {
    /// The index with the names of its keys; `None` for the table.
    pub(crate) index: Option<Index>,
    /// The partition.
    pub(crate) partition: &'a str,
    /// What every sort key begins with.
    pub(crate) prefix: &'a str,
    /// Largest sort key first.
    pub(crate) descending: bool,
}

/// A global secondary index: its name, and the attributes that are its keys.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Index {
    pub(crate) name: &'static str,
    pub(crate) pk: &'static str,
    pub(crate) sk: &'static str,
}

pub(crate) const OPEN: Index = Index { name: "open", pk: "open_pk", sk: "open_sk" };
pub(crate) const BY_STATUS: Index = Index { name: "by-status", pk: "status_pk", sk: "status_sk" };
pub(crate) const FIRM: Index = Index { name: "firm", pk: "firm_pk", sk: "firm_sk" };

/// The item as its type. One that cannot be read must not hide all others of its list; the log says of which kind it is,
/// and a read by its own key fails.
fn readable<T: DeserializeOwned>(item: Item) -> Option<T> {
    match serde_dynamo::from_item(item) {
        Ok(read) => Some(read),
        Err(_) => {
            tracing::error!(item.kind = std::any::type_name::<T>(), "an item of a list cannot be read");
            None
        }
    }
}

impl Store {
    /// One page of a list: at most `limit` items after the place `after`.
    ///
    /// `key_of` makes the table's own key out of a sort key of this list, which DynamoDB needs to begin there; `None`
    /// for what is no place of this list, and then the page is empty.
    pub(crate) async fn page<T: DeserializeOwned>(
        &self,
        list: List<'_>,
        limit: usize,
        after: Option<&str>,
        key_of: impl Fn(&str) -> Option<Key>,
    ) -> Result<Page<T>, StoreError> {
        let (pk, sk) = list.index.map_or(("pk", "sk"), |index| (index.pk, index.sk));
        let limit = limit.clamp(1, MAX_PAGE);
        let mut request = self
            .client
            .query()
            .table_name(&self.table)
            .set_index_name(list.index.map(|index| index.name.to_owned()))
            .consistent_read(list.index.is_none())
            .expression_attribute_names("#pk", pk)
            .expression_attribute_values(":pk", string(list.partition))
            .scan_index_forward(!list.descending)
            // One more than is shown tells whether there is a next page.
            .limit(i32::try_from(limit + 1).unwrap_or(i32::MAX));
        // No key is empty, so DynamoDB takes no empty prefix of one.
        request = if list.prefix.is_empty() {
            request.key_condition_expression("#pk = :pk")
        } else {
            request
                .key_condition_expression("#pk = :pk AND begins_with(#sk, :prefix)")
                .expression_attribute_names("#sk", sk)
                .expression_attribute_values(":prefix", string(list.prefix))
        };
        if let Some(after) = after {
            let Some(key) = key_of(after).filter(|_| after.starts_with(list.prefix)) else {
                return Ok(Page { items: Vec::new(), next: None });
            };
            let mut start: Item = key.attributes();
            start.insert(pk.to_owned(), AttributeValue::S(list.partition.to_owned()));
            start.insert(sk.to_owned(), AttributeValue::S(after.to_owned()));
            request = request.set_exclusive_start_key(Some(start));
        }
        let output = request.send().await.map_err(|error| StoreError::from_sdk("Query", &error))?;
        let mut found = output.items.unwrap_or_default();
        // A page that DynamoDB cut off, at 1 MB, is not the last one either.
        let more = found.len() > limit || output.last_evaluated_key.is_some();
        found.truncate(limit);
        let next = found.last().filter(|_| more).and_then(|item| text(item, sk));
        Ok(Page { items: found.into_iter().filter_map(readable).collect(), next })
    }

    /// Everything of a partition that begins with a prefix, strongly consistent: for what the rules keep small.
    pub(crate) async fn all_of<T: DeserializeOwned>(
        &self,
        partition: &str,
        prefix: &str,
    ) -> Result<Vec<T>, StoreError> {
        let mut pages = self
            .client
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
            .expression_attribute_values(":pk", string(partition))
            .expression_attribute_values(":prefix", string(prefix))
            .into_paginator()
            .items()
            .send();
        let mut found = Vec::new();
        while let Some(item) = pages.next().await {
            let item = item.map_err(|error| StoreError::from_sdk("Query", &error))?;
            found.push(serde_dynamo::from_item(item)?);
        }
        Ok(found)
    }
}
