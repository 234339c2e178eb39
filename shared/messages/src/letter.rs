//! What a mail says, before it becomes plain text and HTML. The language modules fill it in.

use akkoord_domain::language::Language;

use crate::{html, mail::Rendered};

/// The parts of a mail, in reading order. None of them holds markup.
pub(crate) struct Letter {
    /// The subject, and the heading of the HTML form.
    pub(crate) subject: String,
    /// Paragraphs before the button.
    pub(crate) before: Vec<String>,
    /// The one thing to do, when there is one.
    pub(crate) button: Option<Button>,
    /// Paragraphs after the button.
    pub(crate) after: Vec<String>,
    /// Where its reader says that such mails need not come.
    pub(crate) footer: Option<Footer>,
}

/// The last line of a mail that can be switched off.
pub(crate) struct Footer {
    /// What the reader can do.
    pub(crate) text: &'static str,
    /// Where.
    pub(crate) link: String,
}

/// The link of a mail.
pub(crate) struct Button {
    /// A verb: what happens when it is pressed.
    pub(crate) label: &'static str,
    /// Introduces the address that is written out below, for whoever cannot press the button.
    pub(crate) written_out: &'static str,
    /// The address.
    pub(crate) link: String,
}

impl Letter {
    pub(crate) fn render(&self, language: Language) -> Rendered {
        let subject = one_line(&self.subject, SUBJECT_CHARACTERS);
        let html = html::page(language, &subject, self);
        Rendered { text: self.text(), html, subject }
    }

    fn text(&self) -> String {
        let mut parts: Vec<String> = self.before.iter().map(|paragraph| one_line(paragraph, usize::MAX)).collect();
        if let Some(button) = &self.button {
            // The address has a line of its own: a full stop behind it would become part of the link.
            parts.push(format!("{}:\n{}", button.label, one_line(&button.link, usize::MAX)));
        }
        parts.extend(self.after.iter().map(|paragraph| one_line(paragraph, usize::MAX)));
        if let Some(footer) = &self.footer {
            parts.push(format!("{}\n{}", footer.text, one_line(&footer.link, usize::MAX)));
        }
        parts.join("\n\n") + "\n"
    }
}

/// Longer subjects are cut off by every mail program.
const SUBJECT_CHARACTERS: usize = 160;

/// The text on one line: control characters and line separators become spaces, so that nothing that was filled in
/// can begin another header or another paragraph.
pub(crate) fn one_line(text: &str, most_characters: usize) -> String {
    let ends_a_line = |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    let spaced: String = text
        .chars()
        .map(|character| if ends_a_line(character) { ' ' } else { character })
        .take(most_characters)
        .collect();
    spaced.trim().to_owned()
}
