//! The inbox as a page: newest first, codes large, links clickable, and below it the archive. Every text is escaped.

use super::archive::Item;
use super::inbox::Message;

/// The page's style.
pub(crate) const STYLE: &str = include_str!("inbox.css");
/// Looks for new messages and copies codes; the page works without it, by loading it again.
pub(crate) const SCRIPT: &str = include_str!("inbox.js");

/// The whole page.
pub(crate) fn whole(newest_first: &[Message], taken: &[Item]) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Inbox - Akkoord</title>\n\
         <link rel=\"stylesheet\" href=\"/inbox.css\">\n<script src=\"/inbox.js\" defer></script>\n\
         <noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>\n</head>\n<body>\n\
         <header><h1>Inbox</h1><p>Text messages and mails of the local portal, and below them its \
         <a href=\"#archive\">archive</a>. Nothing here was really sent.</p></header>\n<main>\n\
         <div id=\"messages\" data-from=\"/messages\" aria-live=\"polite\">{}</div>\n<h1>Archive</h1>\n\
         <div id=\"archive\" data-from=\"/archive\">{}</div>\n</main>\n</body>\n</html>\n",
        messages(newest_first),
        archived(taken),
    )
}

/// The archive's list alone.
pub(crate) fn archived(newest_first: &[Item]) -> String {
    if newest_first.is_empty() {
        return "<p class=\"empty\">Nothing yet. An approved document appears here with its evidence.</p>".to_owned();
    }
    newest_first.iter().map(item).collect()
}

fn item(item: &Item) -> String {
    let word = |name: &str| escape(item.data[name].as_str().unwrap_or_default());
    format!(
        "<article id=\"a-{}\"><p class=\"to\"><b>{}</b> of client {} <time>{}</time></p><h2>{}</h2>\
         <pre>{} {}, version {}\nFile {}, {} bytes\nPack {} bytes, its hash fits\nReference {}</pre></article>\n",
        escape(&item.id),
        escape(item.receipt.as_deref().unwrap_or_default()),
        word("client_number"),
        clock(item.at),
        word("title"),
        word("kind"),
        word("period"),
        item.data["version"],
        word("file_name"),
        item.data["size"],
        item.pack,
        word("reference"),
    )
}

/// The list alone.
pub(crate) fn messages(newest_first: &[Message]) -> String {
    if newest_first.is_empty() {
        return "<p class=\"empty\">Nothing yet. Sign in, and the code appears here.</p>".to_owned();
    }
    newest_first.iter().map(message).collect()
}

fn message(message: &Message) -> String {
    let kind = if message.subject.is_some() { "Mail" } else { "SMS" };
    let subject = message.subject.as_deref().map(|subject| format!("<h2>{}</h2>", escape(subject))).unwrap_or_default();
    let code = if message.subject.is_none() { code(&message.text) } else { None };
    let code = code
        .map(|code| format!("<p class=\"code\"><output>{code}</output><button type=\"button\" data-copy=\"{code}\">Copy</button></p>"))
        .unwrap_or_default();
    let html = message
        .html
        .as_ref()
        .map(|_| format!("<p><a href=\"/mail/{}\" target=\"_blank\">As HTML</a></p>", escape(&message.id)));
    format!(
        "<article id=\"m-{}\"><p class=\"to\"><b>{kind}</b> to {} <time>{}</time></p>{subject}{code}<pre>{}</pre>{}</article>\n",
        escape(&message.id),
        escape(&message.to),
        clock(message.at),
        linked(&message.text),
        html.unwrap_or_default(),
    )
}

/// Six digits that stand alone.
fn code(text: &str) -> Option<&str> {
    text.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() == 6)
}

/// The text with its addresses as links.
fn linked(text: &str) -> String {
    let mut html = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let bare = word.trim_end_matches(['.', ',', ')', '>']);
        if bare.starts_with("http://") || bare.starts_with("https://") {
            let link = escape(bare);
            html += &format!("<a href=\"{link}\" target=\"_blank\" rel=\"noreferrer\">{link}</a>");
            html += &escape(&piece[bare.len()..]);
        } else {
            html += &escape(piece);
        }
    }
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// The time of the day in UTC.
fn clock(at: u64) -> String {
    let day = at % 86_400;
    format!("{:02}:{:02}:{:02} UTC", day / 3600, day / 60 % 60, day % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sms(text: &str) -> Message {
        Message { id: "a".into(), to: "+31612345601".into(), subject: None, text: text.into(), html: None, at: 3_661 }
    }

    #[test]
    fn a_code_is_shown_with_its_leading_zeros() {
        let html = messages(&[sms("Uw code is 012345.\n\n@localhost #012345")]);
        assert!(html.contains("<output>012345</output>") && html.contains("01:01:01 UTC"), "{html}");
        assert!(!messages(&[sms("Bel 0123456789")]).contains("<output>"));
    }

    #[test]
    fn what_the_archive_took_is_shown_and_is_no_markup() {
        let data = serde_json::json!({"title": "<i>Btw</i>", "client_number": "10042", "version": 2, "size": 4});
        let taken = Item { id: "doc_1-2-archive".into(), receipt: Some("A-00001".into()), data, ..Item::default() };
        let html = whole(&[], &[taken]);
        assert!(html.contains("&lt;i&gt;Btw") && html.contains("client 10042") && html.contains("A-00001"), "{html}");
    }

    #[test]
    fn a_link_can_be_clicked_and_nothing_else_is_markup() {
        let mail = Message {
            subject: Some("<b>Hoi</b>".into()),
            text: "Open http://localhost:8080/invitation#a.b.\n<script>alert(1)</script> \"x\"".into(),
            html: Some("<p>".into()),
            ..sms("")
        };
        let html = messages(&[mail]);
        assert!(html.contains("<a href=\"http://localhost:8080/invitation#a.b\" "), "{html}");
        assert!(!html.contains("<script>") && !html.contains("<b>Hoi"), "{html}");
        assert!(html.contains("href=\"/mail/a\""), "{html}");
    }
}
