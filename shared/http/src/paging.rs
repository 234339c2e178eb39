//! Lists in pages: `?limit=&cursor=`. A cursor is opaque to the client: base 64 of a place in the list. It holds no
//! tenant, so a cursor of another list leads nowhere else than that place in this one.

use akkoord_store::MAX_PAGE;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::Problem;

/// How many items a page has when the client does not say.
const USUAL: usize = 20;

/// The longest place of any list, in bytes.
const LONGEST: usize = 512;

/// How many items to show: 1 to 100, 20 when nothing is said.
///
/// # Errors
/// 400 for the field `limit`.
pub fn limit(wanted: Option<u32>) -> Result<usize, Problem> {
    let limit = wanted.map_or(USUAL, |limit| limit as usize);
    if (1..=MAX_PAGE).contains(&limit) { Ok(limit) } else { Err(Problem::bad_field("limit", "invalid")) }
}

/// The place that a cursor names.
///
/// # Errors
/// 400 for the field `cursor`.
pub fn place(cursor: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let invalid = || Problem::bad_field("cursor", "invalid");
    if cursor.len() > LONGEST {
        return Err(invalid());
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
    let place = String::from_utf8(bytes).map_err(|_| invalid())?;
    if place.is_empty() || place.chars().any(char::is_control) { Err(invalid()) } else { Ok(Some(place)) }
}

/// The cursor of a place.
#[must_use]
pub fn cursor(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_and_what_is_none_is_a_problem() {
        let text = cursor("2026-12-01#doc_01");
        assert_eq!(place(Some(&text)).unwrap().as_deref(), Some("2026-12-01#doc_01"));
        assert_eq!(place(None).unwrap(), None);
        for text in ["", "ä", "%%", "AA", "x", &"A".repeat(600)] {
            assert!(place(Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_page_has_1_to_100_items() {
        assert_eq!(limit(None).unwrap(), 20);
        assert_eq!(limit(Some(100)).unwrap(), 100);
        assert!(limit(Some(0)).is_err() && limit(Some(101)).is_err());
    }
}
