//! What a transaction writes: its items with their sizes, and the write units that AWS counts for them.
//!
//! Sizes are counted as the DynamoDB developer guide says ("DynamoDB item sizes and formats"): the UTF-8 of names and
//! texts, about half a byte for a digit, three bytes for a list or map and one more for each of its elements.

use serde_json::{Map, Value};

use crate::answers;

/// The key attributes of the table's indexes (infra/template.yaml).
const INDEXES: [(&str, &str); 4] =
    [("user_pk", "org_sk"), ("open_pk", "open_sk"), ("status_pk", "status_sk"), ("firm_pk", "firm_sk")];

/// One item that a transaction writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// What it is: the first word of its sort key.
    pub(crate) kind: String,
    /// Its size in bytes: the larger one of before and after.
    pub(crate) bytes: usize,
    /// Write units of the indexes, which follow the table.
    pub(crate) in_indexes: usize,
}

impl Written {
    /// The least that AWS counts for writing the item in a transaction: 2 for each started KB.
    pub(crate) fn floor(&self) -> usize {
        2 * units(self.bytes)
    }
}

/// Units of one write that is not part of a transaction: 1 for each started KB.
fn units(bytes: usize) -> usize {
    bytes.div_ceil(1024).max(1)
}

/// The items of a transaction's request.
pub(crate) fn of_transaction(body: &[u8]) -> Vec<Written> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    body["TransactItems"].as_array().into_iter().flatten().filter_map(of_part).collect()
}

fn of_part(part: &Value) -> Option<Written> {
    let (name, write) = part.as_object()?.iter().next()?;
    let key = if name == "Put" { &write["Item"] } else { &write["Key"] };
    let before = answers::item(key);
    // What an update sets is in its item already, or takes no more room there than in its values.
    let after = match name.as_str() {
        "Put" => Some(key.clone()),
        "Update" => before.clone().or_else(|| Some(key.clone())),
        "Delete" => None,
        _ => return None,
    };
    let sort_key = key["sk"]["S"].as_str()?;
    Some(Written {
        kind: sort_key.split_once('#').map_or(sort_key, |(kind, _)| kind).to_owned(),
        bytes: size(before.as_ref()).max(size(after.as_ref())),
        in_indexes: if before == after { 0 } else { in_indexes(before.as_ref(), after.as_ref()) },
    })
}

/// An item that moves within an index is deleted and put there; one that only changes is written once.
fn in_indexes(before: Option<&Value>, after: Option<&Value>) -> usize {
    let place = |item: Option<&Value>, (pk, sk): (&str, &str)| {
        let item = item?;
        Some((item[pk]["S"].as_str()?.to_owned(), item[sk]["S"].as_str()?.to_owned()))
    };
    let of_index = |index| match (place(before, index), place(after, index)) {
        (None, None) => 0,
        (Some(_), None) => units(size(before)),
        (None, Some(_)) => units(size(after)),
        (Some(from), Some(to)) if from == to => units(size(before).max(size(after))),
        (Some(_), Some(_)) => units(size(before)) + units(size(after)),
    };
    INDEXES.into_iter().map(of_index).sum()
}

/// An item's size in bytes.
pub(crate) fn size(item: Option<&Value>) -> usize {
    item.and_then(Value::as_object).map_or(0, attributes)
}

fn attributes(attributes: &Map<String, Value>) -> usize {
    attributes.iter().map(|(name, value)| name.len() + value_size(value)).sum()
}

fn value_size(value: &Value) -> usize {
    let Some((kind, content)) = value.as_object().and_then(|value| value.iter().next()) else { return 0 };
    match (kind.as_str(), content) {
        ("N", Value::String(digits)) => digits.len().div_ceil(2) + 1,
        ("L", Value::Array(elements)) => 3 + elements.iter().map(|element| 1 + value_size(element)).sum::<usize>(),
        ("M", Value::Object(fields)) => 3 + fields.len() + attributes(fields),
        ("S" | "B", Value::String(text)) => text.len(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sizes_follow_the_developer_guide() {
        let item =
            json!({ "pk": { "S": "é" }, "n": { "N": "123" }, "l": { "L": [{ "BOOL": true }] }, "m": { "M": {} } });
        assert_eq!(size(Some(&item)), (2 + 2) + (1 + 3) + (1 + 3 + 1 + 1) + (1 + 3));
    }

    #[test]
    fn moving_in_an_index_is_two_writes_and_changing_one() {
        let item = |place: &str| json!({ "open_pk": { "S": place }, "open_sk": { "S": "1" } });
        assert_eq!(in_indexes(Some(&item("a")), Some(&item("a"))), 1);
        assert_eq!(in_indexes(Some(&item("a")), Some(&item("b"))), 2);
        assert_eq!(in_indexes(Some(&item("a")), None), 1);
        assert_eq!(in_indexes(None, None), 0);
    }

    #[test]
    fn a_started_kilobyte_costs_two_in_a_transaction() {
        let written = |bytes| Written { kind: "DOC".to_owned(), bytes, in_indexes: 0 }.floor();
        assert_eq!([written(0), written(1), written(1024), written(1025)], [2, 2, 2, 4]);
    }
}
