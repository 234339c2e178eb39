//! Looking inside a PDF: whether its pages are as many as it says, and whether it does more than show them.
//!
//! What is approved is what somebody saw. A script or a form of its own can show something else tomorrow, another file
//! inside it is seen by nobody, and a program that is started is no document (ISO 32000-2, 7.7.3, 7.11.4, 12.6.4).

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId};

use super::MAX_PAGES;

/// How deep a tree of pages goes; one that is balanced has 20,000 pages in five levels.
const MAX_DEPTH: usize = 64;

/// What a dictionary has only when it runs a script, fills a form from XML, or carries files.
const ACTIVE_KEYS: [&[u8]; 4] = [b"JavaScript", b"JS", b"XFA", b"EmbeddedFiles"];

/// Actions that leave the document.
const ACTIVE_ACTIONS: [&[u8]; 2] = [b"JavaScript", b"Launch"];

/// What else is looked at.
const KEYS: [&[u8]; 6] = [b"Type", b"Kids", b"Count", b"Pages", b"S", b"EF"];

/// Reads all objects of a file that is not encrypted, and of each of them what is looked at here: a file of 25 MiB can have
/// hundreds of thousands of them.
pub(super) fn read(content: &[u8]) -> Result<Document, Error> {
    Document::load_mem_with_options(content, LoadOptions::with_filter(shortened))
}

fn shortened(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    match object {
        // Streams of objects are unpacked after this.
        Object::Stream(stream) if stream.dict.has_type(b"ObjStm") => {}
        Object::Stream(stream) => {
            shorten(&mut stream.dict);
            // Of an empty one the content would be looked for again.
            stream.content = vec![b' '];
        }
        Object::Dictionary(dictionary) => shorten(dictionary),
        // An array can be the pages of a tree.
        _ => {}
    }
    Some((id, object.clone()))
}

/// Leaves out of a dictionary what nobody looks at.
fn shorten(dictionary: &mut Dictionary) {
    let whole = std::mem::take(dictionary);
    for (key, mut value) in whole {
        let is_looked_at = KEYS.contains(&key.as_slice()) || ACTIVE_KEYS.contains(&key.as_slice());
        if is_looked_at || is_kept(&mut value) {
            dictionary.set(key, value);
        }
    }
}

/// Shortens what is inside a value; whether anything is left.
fn is_kept(value: &mut Object) -> bool {
    match value {
        Object::Dictionary(dictionary) => {
            shorten(dictionary);
            !dictionary.is_empty()
        }
        Object::Array(items) => {
            items.retain_mut(is_kept);
            items.shrink_to_fit();
            !items.is_empty()
        }
        _ => false,
    }
}

/// Whether the file and its parts do more than show pages. All objects count, also those that no page uses now.
pub(super) fn is_active(document: &Document) -> bool {
    let mut parts: Vec<&Object> = document.objects.values().collect();
    if does_more(document, &document.trailer) {
        return true;
    }
    parts.extend(document.trailer.iter().map(|(_, value)| value));
    while let Some(part) = parts.pop() {
        let dictionary = match part {
            Object::Array(items) => {
                parts.extend(items);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        if does_more(document, dictionary) {
            return true;
        }
        parts.extend(dictionary.iter().map(|(_, value)| value));
    }
    false
}

fn does_more(document: &Document, dictionary: &Dictionary) -> bool {
    let value = |key: &[u8]| dictionary.get_deref(key, document).ok();
    let action = value(b"S").and_then(|action| action.as_name().ok());
    ACTIVE_KEYS.iter().any(|key| dictionary.has(key))
        || action.is_some_and(|action| ACTIVE_ACTIONS.contains(&action))
        // The files of a file specification. A font's letter may have this name too, and is a stream.
        || matches!(value(b"EF"), Some(Object::Dictionary(_)))
}

/// How many pages the file's tree has; `None` when it is broken, or a part of it has other pages than it says.
pub(super) fn pages(document: &Document) -> Option<u32> {
    let root = document.catalog().ok()?.get(b"Pages").ok()?.as_reference().ok()?;
    below(document, root, &mut HashSet::new(), 0)
}

/// The pages of one part of the tree.
fn below(document: &Document, id: ObjectId, seen: &mut HashSet<ObjectId>, depth: usize) -> Option<u32> {
    let node = document.get_dictionary(id).ok()?;
    let kind = node.get_deref(b"Type", document).ok().and_then(|kind| kind.as_name().ok());
    match (kind, node.has(b"Kids")) {
        (Some(b"Page") | None, false) => return Some(1),
        (Some(b"Pages") | None, true) => {}
        // One reader would take this for a page, and another one for a part with pages.
        _ => return None,
    }
    // A page may come twice; a part that does could be in itself.
    if depth >= MAX_DEPTH || !seen.insert(id) {
        return None;
    }
    let mut found: u32 = 0;
    for kid in node.get_deref(b"Kids", document).ok()?.as_array().ok()? {
        found = found.checked_add(below(document, kid.as_reference().ok()?, seen, depth + 1)?)?;
        if found > MAX_PAGES {
            return None;
        }
    }
    let said = node.get_deref(b"Count", document).ok()?.as_i64().ok()?;
    (said == i64::from(found)).then_some(found)
}
