//! The readable PDF: the same facts as the evidence, for people, in Dutch or English. PDF/A-2a, so that it can be kept,
//! and PDF/UA-1, so that everybody can read it.
//!
//! It is a simple electronic signature with strong evidence: the texts never call it more than that.

mod draw;
mod en;
mod face;
mod layout;
mod nl;
mod words;

use akkoord_domain::{
    Timestamp,
    challenge::Method,
    facts::{Meaning, Recipient},
    language::Language,
};
use akkoord_messages::names::{kind_name, period_name};

use crate::evidence::{Approval, Evidence};

use draw::Sheet;
use face::{Faces, Style};
use layout::{Cell, LABELS, Layout, WIDTH};
use words::{Words, capitalised, date, euros, grouped, moment, words};

/// Why no PDF was made. No evidence gives cause for it: a font or a rule of the standards would have to be broken.
#[derive(Debug, thiserror::Error)]
#[error("the readable evidence cannot be written: {0}")]
pub struct NotReadable(String);

/// The evidence as a PDF, in the language that it names. The same evidence gives the same bytes.
///
/// # Errors
/// [`NotReadable`].
pub fn readable_pdf(evidence: &Evidence) -> Result<Vec<u8>, NotReadable> {
    let faces = Faces::load().ok_or_else(|| NotReadable("a font cannot be read".to_owned()))?;
    let words = words(evidence.language);
    let mut layout = Layout::new(&faces);
    head(&mut layout, evidence, words);
    document(&mut layout, evidence, words);
    approvals(&mut layout, evidence, words);
    record(&mut layout, evidence, words);
    meaning(&mut layout, words);
    let sheet = Sheet {
        title: format!("{}: {}", words.title, evidence.document.title),
        author: &evidence.firm.name,
        id: format!("{}-{}", evidence.document.id, evidence.document.version),
        language: if evidence.language == Language::Dutch { "nl-NL" } else { "en-GB" },
        made_at: evidence.made_at,
        footer: format!("{} {}", words.reference, evidence.reference()),
        page: words.page,
    };
    draw::draw(layout.finish(), &faces, &sheet).map_err(NotReadable)
}

fn head(layout: &mut Layout<'_>, evidence: &Evidence, words: &Words) {
    layout.paragraph(Style::Firm, &evidence.firm.name);
    layout.space(22.0);
    layout.title(words.title);
    layout.space(2.0);
    layout.paragraph(Style::Subtitle, &evidence.document.title);
    layout.space(10.0);
    layout.paragraph(Style::Body, &(words.summary)(evidence));
}

fn document(layout: &mut Layout<'_>, evidence: &Evidence, words: &Words) {
    let (document, language) = (&evidence.document, evidence.language);
    layout.heading(words.document);
    let mut rows = vec![
        fact(words.kind, &capitalised(kind_name(document.kind, language))),
        fact(words.period, &capitalised(&period_name(document.period, language))),
    ];
    if let Some(amount) = document.amount {
        let meaning = if amount.meaning == Meaning::ToPay { words.to_pay } else { words.to_receive };
        rows.push(fact(words.amount, &format!("{} {meaning}", euros(amount.cents, language))));
    }
    let organisation = &evidence.organisation;
    let client = format!("{} ({} {})", organisation.name, words.client_number, organisation.client_number);
    rows.push(fact(words.client, &client));
    match document.recipient {
        Recipient::Belastingdienst => rows.push(fact(words.recipient, "Belastingdienst")),
        Recipient::Kvk => rows.push(fact(words.recipient, words.kvk)),
        Recipient::Bank => rows.push(fact(words.recipient, words.bank)),
        Recipient::None => {}
    }
    rows.push(fact(words.deadline, &date(document.deadline, language)));
    let file = &document.file;
    let pages = (words.pages)(file.pages);
    let size = format!("{pages}, {} bytes, {} {}", grouped(file.size, language), words.version, document.version);
    rows.push([
        vec![(Style::Label, words.file.to_owned())],
        vec![(Style::Value, file.name.clone()), (Style::Small, size)],
    ]);
    rows.push([vec![(Style::Label, "SHA-256".to_owned())], vec![(Style::Mono, file.sha256.to_string())]]);
    layout.facts(&rows);
}

fn approvals(layout: &mut Layout<'_>, evidence: &Evidence, words: &Words) {
    layout.heading(words.approvals);
    let header = [words.name, words.viewed, words.approved, words.confirmed];
    let staged = evidence.approvals.iter().any(|approval| approval.stage != 1);
    let rows: Vec<[Cell; 4]> = evidence
        .approvals
        .iter()
        .map(|approval| {
            let mut name = vec![(Style::Strong, approval.name.clone())];
            if staged {
                name.push((Style::Small, format!("{} {}", words.stage, approval.stage)));
            }
            let language = evidence.language;
            [name, time(approval.viewed_at, language), time(approval.approved_at, language), how(approval, words)]
        })
        .collect();
    layout.table(&[LABELS, 0.22 * WIDTH, 0.22 * WIDTH, 0.29 * WIDTH], &header, &rows);
    layout.space(4.0);
    layout.paragraph(Style::Small, words.dutch_time);
}

fn time(at: Timestamp, language: Language) -> Cell {
    let (day, clock) = moment(at, language);
    vec![(Style::Value, day), (Style::Small, clock)]
}

fn how(approval: &Approval, words: &Words) -> Cell {
    let method = match approval.method {
        Method::Sms => words.sms,
        Method::Authenticator => words.authenticator,
        Method::Recovery => words.recovery,
    };
    let mut cell = vec![(Style::Value, method.to_owned()), (Style::Small, approval.device.clone())];
    if let Some(address) = &approval.address {
        cell.push((Style::Small, format!("{} {address}", words.address)));
    }
    cell
}

fn record(layout: &mut Layout<'_>, evidence: &Evidence, words: &Words) {
    layout.heading(words.record);
    let (day, clock) = moment(evidence.made_at, evidence.language);
    let entries = (words.entries)(evidence.history.length);
    layout.facts(&[
        fact(words.reference, &evidence.reference()),
        fact(words.document_id, &evidence.document.id.to_string()),
        fact(words.made_at, &format!("{day}, {clock}")),
        [
            vec![(Style::Label, words.history.to_owned())],
            vec![(Style::Value, entries), (Style::Mono, evidence.history.head.to_string())],
        ],
    ]);
}

fn meaning(layout: &mut Layout<'_>, words: &Words) {
    layout.heading(words.proves_heading);
    for paragraph in words.proves {
        layout.paragraph(Style::Body, paragraph);
        layout.space(6.0);
    }
    layout.heading(words.limits_heading);
    layout.list(words.limits);
    layout.heading(words.check_heading);
    for paragraph in words.check {
        layout.paragraph(Style::Body, paragraph);
        layout.space(6.0);
    }
    if layout.has_replaced() {
        layout.paragraph(Style::Small, words.replaced);
    }
}

fn fact(label: &str, value: &str) -> [Cell; 2] {
    [vec![(Style::Label, label.to_owned())], vec![(Style::Value, value.to_owned())]]
}
