//! The ZIP of a pack (APPNOTE 6.3.10): entries are stored, in one fixed order, with one fixed time and nothing optional,
//! so that there is exactly one ZIP of the same entries. The reader finds entries in two ways that share no byte, and
//! decompresses nothing.

use std::ops::Range;

use crate::{
    finding::{Finding, Problem},
    pack::NAMES,
};

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const LOCAL_BYTES: usize = 30;
const CENTRAL_BYTES: usize = 46;
const END_BYTES: usize = 22;

/// 1 January 1980, the first day that a ZIP can name: when the pack was made stands in the evidence.
const DATE: u16 = 1 << 5 | 1;

/// Where the content of each entry lies, in the order of [`NAMES`].
pub(crate) type Layout = [Range<usize>; NAMES.len()];

/// What the ZIP says about one entry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// Its size in bytes.
    pub(crate) size: u32,
    /// CRC-32 of its content.
    pub(crate) checksum: u32,
}

/// The bytes around the contents.
#[derive(Debug)]
pub(crate) struct Frame {
    /// What stands before each content.
    pub(crate) headers: [Vec<u8>; NAMES.len()],
    /// What stands behind the last one.
    pub(crate) tail: Vec<u8>,
}

/// The only frame of entries with these sizes and checksums.
pub(crate) fn frame(entries: &[About; NAMES.len()]) -> Frame {
    let mut headers: [Vec<u8>; NAMES.len()] = std::array::from_fn(|_| Vec::new());
    let mut directory = Vec::new();
    let mut offset = 0_u32;
    for (place, (name, about)) in NAMES.iter().zip(entries).enumerate() {
        let common = common(name, *about);
        let header = [&LOCAL[..], &common, name.as_bytes()].concat();
        directory.extend(CENTRAL);
        directory.extend(10_u16.to_le_bytes());
        directory.extend(common);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
        offset = offset.wrapping_add(length(&header)).wrapping_add(about.size);
        headers[place] = header;
    }
    let count = (NAMES.len() as u16).to_le_bytes();
    let size = length(&directory).to_le_bytes();
    let tail = [&directory, &END[..], &[0; 4], &count, &count, &size, &offset.to_le_bytes(), &[0; 2]].concat();
    Frame { headers, tail }
}

/// What the header before the content and the one in the directory have in common.
pub(crate) fn common(name: &str, about: About) -> Vec<u8> {
    let mut common = Vec::with_capacity(26);
    // Version 1.0, no flags, stored, midnight.
    for field in [10_u16, 0, 0, 0, DATE] {
        common.extend(field.to_le_bytes());
    }
    for field in [about.checksum, about.size, about.size] {
        common.extend(field.to_le_bytes());
    }
    common.extend((name.len() as u16).to_le_bytes());
    common.extend([0; 2]);
    common
}

/// A pack is far smaller than what 32 bits can say; a frame that would not be is never compared with a pack.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// The entries by the headers before them, from the first byte on.
pub(crate) fn by_headers(bytes: &[u8]) -> Result<Layout, Finding> {
    let mut entries = Entries::default();
    let mut at = 0;
    while signature(bytes, at) == Some(LOCAL) {
        let header = Fields { bytes, at, length: LOCAL_BYTES };
        let name_bytes = header.number16(26)?;
        let name = at + LOCAL_BYTES..at + LOCAL_BYTES + name_bytes;
        let content = name.end + header.number16(28)?;
        at = entries.add(bytes, header, 8, name, content, header.number32(22)?)?;
    }
    if at == 0 || signature(bytes, at) != Some(CENTRAL) {
        return Err(Finding::in_zip(Problem::NotAPack("no entry of a ZIP begins here"), at..bytes.len()));
    }
    entries.all(at)
}

/// The entries by the directory at the end.
pub(crate) fn by_directory(bytes: &[u8]) -> Result<Layout, Finding> {
    let at = bytes.len().saturating_sub(END_BYTES);
    if signature(bytes, at) != Some(END) {
        let problem = Problem::NotAPack("it does not end with the directory of a ZIP");
        return Err(Finding::in_zip(problem, at..bytes.len()));
    }
    let end = Fields { bytes, at, length: END_BYTES };
    let mut entries = Entries::default();
    let mut at = end.number32(16)?;
    while signature(bytes, at) == Some(CENTRAL) {
        let header = Fields { bytes, at, length: CENTRAL_BYTES };
        let name = at + CENTRAL_BYTES..at + CENTRAL_BYTES + header.number16(28)?;
        let content = header.number32(42)?.saturating_add(LOCAL_BYTES + name.len());
        at = name.end + header.number16(30)? + header.number16(32)?;
        entries.add(bytes, header, 10, name, content, header.number32(24)?)?;
    }
    entries.all(at)
}

fn signature(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}

/// A header of fixed length with numbers, the lowest byte first.
#[derive(Clone, Copy)]
struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    length: usize,
}

impl Fields<'_> {
    fn field<const BYTES: usize>(self, offset: usize) -> Result<[u8; BYTES], Finding> {
        let start = self.at.saturating_add(offset);
        let field = self.bytes.get(start..start.saturating_add(BYTES)).and_then(|field| field.try_into().ok());
        field.ok_or_else(|| {
            Finding::in_zip(Problem::NotAPack("it ends in the middle of a header"), self.at..self.bytes.len())
        })
    }

    fn number16(self, offset: usize) -> Result<usize, Finding> {
        Ok(usize::from(u16::from_le_bytes(self.field(offset)?)))
    }

    fn number32(self, offset: usize) -> Result<usize, Finding> {
        Ok(usize::try_from(u32::from_le_bytes(self.field(offset)?)).unwrap_or(usize::MAX))
    }

    fn range(self) -> Range<usize> {
        self.at..(self.at + self.length).min(self.bytes.len())
    }
}

/// The entries that were found so far.
#[derive(Default)]
struct Entries {
    found: Vec<(usize, Range<usize>)>,
}

impl Entries {
    /// Takes one entry, and says where its content ends.
    fn add(
        &mut self,
        bytes: &[u8],
        header: Fields<'_>,
        method: usize,
        name: Range<usize>,
        content: usize,
        size: usize,
    ) -> Result<usize, Finding> {
        let cut_off = Problem::NotAPack("it ends in the middle of a header");
        let text = bytes.get(name.clone()).ok_or_else(|| Finding::in_zip(cut_off, header.range()))?;
        let content = content..content.saturating_add(size);
        let whole = header.at..name.end.max(content.end).min(bytes.len());
        let Some(place) = NAMES.iter().position(|known| known.as_bytes() == text) else {
            return Err(Finding::in_zip(Problem::Added(printable(text)), whole));
        };
        let entry = NAMES[place];
        if self.found.iter().any(|(other, _)| *other == place) {
            return Err(Finding::in_entry(Problem::Twice, entry, whole));
        }
        if header.number16(method)? != 0 || header.number16(method - 2)? & 1 != 0 {
            return Err(Finding::in_entry(Problem::NotStored, entry, header.range()));
        }
        if content.end > bytes.len() {
            return Err(Finding::in_entry(Problem::CutOff, entry, header.at..bytes.len()));
        }
        let end = content.end;
        self.found.push((place, content));
        Ok(end)
    }

    /// All entries of a pack in its order, or what is missing; `end` is where the next one would stand.
    fn all(self, end: usize) -> Result<Layout, Finding> {
        for (place, name) in NAMES.iter().enumerate() {
            if !self.found.iter().any(|(found, _)| *found == place) {
                return Err(Finding::in_zip(Problem::Missing(name), end..end));
            }
        }
        if let Some((place, (_, content))) = self.found.iter().enumerate().find(|(place, (found, _))| place != found) {
            return Err(Finding::in_entry(Problem::Order, NAMES[self.found[place].0], content.clone()));
        }
        let mut contents = self.found.into_iter().map(|(_, content)| content);
        Ok(std::array::from_fn(|_| contents.next().unwrap_or_default()))
    }
}

/// A name that a stranger chose, fit for a terminal.
fn printable(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name);
    let mut printable: String = text.chars().take(60).flat_map(char::escape_default).collect();
    if text.chars().count() > 60 {
        printable.push('…');
    }
    printable
}
