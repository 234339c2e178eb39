//! What a browser does with a file, and what it calls it.

/// How a browser treats what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Shows it.
    Inline,
    /// Keeps it as a file.
    Attachment,
}

/// The header of RFC 6266: a name out of few characters for those who read no more, and the whole one by RFC 5987,
/// percent-encoded. So neither can end the header, the quotes or an element of a page.
pub(super) fn content_disposition(disposition: Disposition, name: &str) -> String {
    let kind = match disposition {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_' | ' ');
    let few: String = name.chars().map(|character| if plain(character) { character } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{kind}; filename=\"{few}\"; filename*=UTF-8''{whole}")
}
