//! The HTML form of a mail: no tables, no images, no style sheet, nothing loaded from elsewhere.
//!
//! Colours are left to the reader's program, so that light and dark both work; only the button has its own pair
//! (contrast 7.6:1). One column of at most 36 em reads on a phone without zooming.

use akkoord_domain::language::Language;

use crate::letter::{Button, Footer, Letter, one_line};

const BODY: &str = "margin:0;padding:24px 16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;\
                    font-size:17px;line-height:1.5";
const COLUMN: &str = "max-width:36em;margin:0 auto";
const HEADING: &str = "margin:0 0 16px;font-size:22px;line-height:1.3";
const PARAGRAPH: &str = "margin:0 0 16px;overflow-wrap:anywhere";
const BUTTON: &str = "display:inline-block;padding:12px 24px;border-radius:6px;background-color:#0b5394;color:#ffffff;\
                      font-weight:600;text-decoration:none";
const SMALL: &str = "margin:0 0 16px;font-size:15px;overflow-wrap:anywhere";

/// The whole page. Everything that comes from outside this file is escaped here and nowhere else.
pub(crate) fn page(language: Language, subject: &str, letter: &Letter) -> String {
    let code = match language {
        Language::Dutch => "nl",
        Language::English => "en",
    };
    let subject = escaped(subject);
    let before = paragraphs(&letter.before);
    let button = letter.button.as_ref().map(button).unwrap_or_default();
    let after = paragraphs(&letter.after);
    let footer = letter.footer.as_ref().map(footer).unwrap_or_default();
    format!(
        "<!doctype html>\n\
         <html lang=\"{code}\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{subject}</title>\n\
         </head>\n\
         <body style=\"{BODY}\">\n\
         <div style=\"{COLUMN}\">\n\
         <h1 style=\"{HEADING}\">{subject}</h1>\n\
         {before}{button}{after}{footer}\
         </div>\n\
         </body>\n\
         </html>\n"
    )
}

fn paragraphs(texts: &[String]) -> String {
    texts.iter().map(|text| format!("<p style=\"{PARAGRAPH}\">{}</p>\n", escaped(text))).collect()
}

fn button(button: &Button) -> String {
    let link = escaped(&button.link);
    let label = escaped(button.label);
    let written_out = escaped(button.written_out);
    format!(
        "<p style=\"{PARAGRAPH}\"><a href=\"{link}\" style=\"{BUTTON}\">{label}</a></p>\n\
         <p style=\"{SMALL}\">{written_out}<br>{link}</p>\n"
    )
}

fn footer(footer: &Footer) -> String {
    let (text, link) = (escaped(footer.text), escaped(&footer.link));
    format!("<p style=\"{SMALL}\">{text}<br><a href=\"{link}\">{link}</a></p>\n")
}

/// The text on one line with the five characters that mean something in HTML written as references.
fn escaped(text: &str) -> String {
    let text = one_line(text, usize::MAX);
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_filled_in_becomes_markup() {
        let letter = Letter {
            subject: String::new(),
            before: vec!["<script>alert('1')</script> & \"x\"".to_owned()],
            button: Some(Button {
                label: "Open",
                written_out: "Or:",
                link: "https://portal.example/\"onclick=\"x#a&b".to_owned(),
            }),
            after: vec!["</p><img src=x>".to_owned()],
            footer: Some(Footer { text: "a < b", link: "https://portal.example/\"x".to_owned() }),
        };
        let page = page(Language::Dutch, "a <b>", &letter);
        assert!(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;"));
        assert!(page.contains("href=\"https://portal.example/&quot;onclick=&quot;x#a&amp;b\""));
        assert!(page.contains("&lt;/p&gt;&lt;img src=x&gt;"));
        assert!(page.contains("a &lt; b<br><a href=\"https://portal.example/&quot;x\">"));
        assert!(page.contains("<title>a &lt;b&gt;</title>"));
        assert!(!page.contains("<script") && !page.contains("<img"));
    }
}
