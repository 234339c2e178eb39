//! What the outbox holds about documents.

use std::collections::HashMap;

use akkoord_domain::id::DocumentId;
use aws_sdk_dynamodb::{error::DisplayErrorContext, types::AttributeValue};

use super::{portal::dynamodb, stack};

/// How often each effect was promised about each document.
#[derive(Debug, Default)]
pub(crate) struct Promises(HashMap<(String, String), usize>);

impl Promises {
    /// Reads the whole outbox: once for many documents.
    pub(crate) async fn read() -> Self {
        let pages = dynamodb()
            .scan()
            .table_name(&stack().inner.table)
            .filter_expression("begins_with(pk, :outbox) AND attribute_exists(effect.about)")
            .projection_expression("effect.#type, effect.about.document")
            .expression_attribute_names("#type", "type")
            .expression_attribute_values(":outbox", AttributeValue::S("OUTBOX#".to_owned()))
            .consistent_read(true)
            .into_paginator()
            .items();
        let mut promises = HashMap::new();
        for item in pages.send().collect::<Result<Vec<_>, _>>().await.map_err(DisplayErrorContext).unwrap() {
            let effect = item["effect"].as_m().unwrap();
            let document = effect["about"].as_m().unwrap()["document"].as_s().unwrap();
            *promises.entry((effect["type"].as_s().unwrap().clone(), document.clone())).or_default() += 1;
        }
        Self(promises)
    }

    /// How often this effect was promised about this document.
    pub(crate) fn of(&self, effect: &str, document: DocumentId) -> usize {
        self.0.get(&(effect.to_owned(), document.to_string())).copied().unwrap_or_default()
    }
}
