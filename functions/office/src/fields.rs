//! What staff enter for a document, parsed field by field: everything that is wrong is said at once.

use akkoord_domain::{
    Date,
    approval::Stages,
    draft::{Draft, DraftKey},
    facts,
    id::OrganisationId,
    text::{InvalidText, Note},
};
use akkoord_http::{
    Problem,
    wire::document::{Amount, DocumentKind, Recipient},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::view::{StageOf, checked_stages};

/// What staff enter for a document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DraftFields)]
pub(crate) struct Fields {
    /// The organisation's id.
    pub(crate) organisation: String,
    /// The document whose next version it becomes, while that is open; without it, it becomes a new document.
    pub(crate) corrects: Option<String>,
    /// What its client calls a new document, 64 lower-case hexadecimal digits: the same key again answers the draft that it
    /// made, or 409 `published_before` once that was released. Nothing else takes one.
    #[schema(min_length = 64, max_length = 64)]
    pub(crate) key: Option<String>,
    /// The revision that is changed: another one is refused. Without it, whatever revision there is.
    pub(crate) revision: Option<u64>,
    /// What kind of document it is.
    pub(crate) kind: DocumentKind,
    /// Its title.
    #[schema(min_length = 1, max_length = 120)]
    pub(crate) title: String,
    /// A year, a quarter (`2026-Q3`) or a month (`2026-09`).
    pub(crate) period: String,
    /// How much there is to pay or to receive.
    pub(crate) amount: Option<Amount>,
    /// Until when it should be approved: a Dutch date, today or later.
    #[schema(format = Date)]
    pub(crate) deadline: String,
    /// Who asks for it.
    pub(crate) recipient: Recipient,
    /// What the firm says with it.
    #[schema(max_length = 2000)]
    pub(crate) message: Option<String>,
    /// Who has to approve; when nothing is said, the organisation's usual approvers, or of a corrected version those of
    /// the version before.
    #[schema(max_items = 5)]
    pub(crate) stages: Option<Vec<StageOf>>,
}

/// A field with the code of what is wrong with it.
pub(crate) type Wrong = (&'static str, &'static str);

/// The same, parsed.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) organisation: OrganisationId,
    pub(crate) kind: facts::Kind,
    pub(crate) title: facts::Title,
    pub(crate) period: facts::Period,
    pub(crate) amount: Option<facts::Amount>,
    pub(crate) deadline: Date,
    pub(crate) recipient: facts::Recipient,
    pub(crate) message: Option<Note>,
    pub(crate) stages: Option<Stages>,
}

impl Fields {
    /// Parses every field.
    pub(crate) fn checked(&self, today: Date) -> Result<Checked, Problem> {
        self.parsed(today).map_err(Problem::bad_fields)
    }

    /// The key of a new document.
    pub(crate) fn named(&self) -> Result<Option<DraftKey>, Problem> {
        let key = self.key.as_deref().map(str::parse).transpose().map_err(|_| Problem::bad_field("key", "invalid"))?;
        if key.is_some() && self.corrects.is_some() { Err(Problem::bad_field("key", "invalid")) } else { Ok(key) }
    }

    /// Parses every field; the error holds each wrong one with its code.
    pub(crate) fn parsed(&self, today: Date) -> Result<Checked, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let organisation = field(&mut wrong, "organisation", self.organisation.parse().map_err(|_| "unknown"));
        let title = field(&mut wrong, "title", self.title.parse().map_err(code_of));
        let period = field(&mut wrong, "period", self.period.parse().map_err(|_| "invalid"));
        let amount = field(&mut wrong, "amount", self.amount.map(checked_amount).transpose());
        let deadline = field(&mut wrong, "deadline", checked_deadline(&self.deadline, today));
        // A message of blanks is none.
        let message = self.message.as_deref().filter(|message| !message.trim().is_empty());
        let message = field(&mut wrong, "message", message.map(|text| text.parse().map_err(code_of)).transpose());
        let stages = field(&mut wrong, "stages", self.stages.clone().map(checked_stages).transpose());
        match (organisation, title, period, amount, deadline, message, stages) {
            (
                Some(organisation),
                Some(title),
                Some(period),
                Some(amount),
                Some(deadline),
                Some(message),
                Some(stages),
            ) => {
                let (kind, recipient) = (self.kind.into(), self.recipient.into());
                Ok(Checked { organisation, kind, title, period, amount, deadline, recipient, message, stages })
            }
            _ => Err(wrong),
        }
    }
}

impl Checked {
    /// Puts the fields into a draft; without stages it keeps those that it has.
    pub(crate) fn put_into(&self, draft: &mut Draft) {
        draft.kind = self.kind;
        draft.title.clone_from(&self.title);
        draft.period = self.period;
        draft.amount = self.amount;
        draft.deadline = self.deadline;
        draft.recipient = self.recipient;
        draft.message.clone_from(&self.message);
        if let Some(stages) = &self.stages {
            draft.stages.clone_from(stages);
        }
    }
}

fn field<T>(wrong: &mut Vec<Wrong>, name: &'static str, parsed: Result<T, &'static str>) -> Option<T> {
    parsed.map_err(|code| wrong.push((name, code))).ok()
}

/// The code of a text that was refused.
pub(crate) fn code_of(error: InvalidText) -> &'static str {
    match error {
        InvalidText::Empty => "required",
        InvalidText::TooLong => "too_long",
        InvalidText::Character => "invalid",
    }
}

fn checked_amount(amount: Amount) -> Result<facts::Amount, &'static str> {
    if amount.cents > facts::Amount::MAX_CENTS {
        return Err("invalid");
    }
    Ok(facts::Amount { cents: amount.cents, meaning: amount.meaning.into() })
}

/// A date as lists sort it: `2026-12-01` and no other spelling.
fn checked_deadline(text: &str, today: Date) -> Result<Date, &'static str> {
    let date: Date = text.parse().map_err(|_| "invalid")?;
    if date.to_string() != text || date.year() > 2099 {
        return Err("invalid");
    }
    if date < today { Err("deadline_passed") } else { Ok(date) }
}

#[cfg(test)]
mod tests {
    use akkoord_http::wire::document::AmountMeaning;

    use super::*;

    fn fields() -> Fields {
        Fields {
            organisation: "org_00000000000000000000000001".to_owned(),
            corrects: None,
            key: None,
            revision: None,
            kind: DocumentKind::Vat,
            title: "Btw-aangifte <b>".to_owned(),
            period: "2026-Q3".to_owned(),
            amount: Some(Amount { cents: facts::Amount::MAX_CENTS, meaning: AmountMeaning::ToPay }),
            deadline: "2026-10-31".to_owned(),
            recipient: Recipient::Belastingdienst,
            message: Some("Beste,\n\nzie bijlage.".to_owned()),
            stages: None,
        }
    }

    fn wrong(fields: &Fields) -> Vec<(String, String)> {
        let Err(problem) = fields.checked("2026-10-31".parse().unwrap()) else { return Vec::new() };
        problem.fields().iter().map(|field| (field.field.clone(), field.code.clone())).collect()
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        assert_eq!(wrong(&fields()), []);
        let one = |change: fn(&mut Fields)| {
            let mut changed = fields();
            change(&mut changed);
            wrong(&changed).into_iter().map(|(field, code)| format!("{field}:{code}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(one(|it| it.organisation = "usr_x".to_owned()), "organisation:unknown");
        assert_eq!(one(|it| it.title = " ".to_owned()), "title:required");
        assert_eq!(one(|it| it.title = "a".repeat(121)), "title:too_long");
        for title in ["a\r\nb", "a\u{202e}b", "a\0b"] {
            assert_eq!(wrong(&Fields { title: title.to_owned(), ..fields() })[0].1, "invalid");
        }
        assert_eq!(one(|it| it.period = "2026-Q5".to_owned()), "period:invalid");
        let over = Amount { cents: facts::Amount::MAX_CENTS + 1, meaning: AmountMeaning::ToPay };
        assert_eq!(wrong(&Fields { amount: Some(over), ..fields() })[0].0, "amount");
        assert_eq!(one(|it| it.deadline = "2026-10-30".to_owned()), "deadline:deadline_passed");
        for deadline in ["31-10-2026", "2026-1-1", "2026-02-30", "+002026-12-01", "2026-12-01T00:00", "2100-01-01", ""]
        {
            assert_eq!(wrong(&Fields { deadline: deadline.to_owned(), ..fields() })[0].1, "invalid", "{deadline}");
        }
        assert_eq!(one(|it| it.message = Some("a".repeat(2001))), "message:too_long");
        assert_eq!(one(|it| it.message = Some("a\r\nb".to_owned())), "message:invalid");
        assert_eq!(one(|it| it.stages = Some(Vec::new())), "stages:invalid");
        let nobody = StageOf { needed: 1, members: vec!["Robin".to_owned()] };
        assert_eq!(wrong(&Fields { stages: Some(vec![nobody]), ..fields() })[0].0, "stages");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let all = Fields { title: String::new(), period: String::new(), deadline: String::new(), ..fields() };
        assert_eq!(wrong(&all).len(), 3);
    }

    #[test]
    fn only_a_new_document_has_a_key() {
        let key = Some("0f".repeat(32));
        assert!(fields().named().unwrap().is_none());
        assert!(Fields { key: key.clone(), ..fields() }.named().unwrap().is_some());
        for (key, corrects) in [(Some("0F".repeat(32)), None), (Some(String::new()), None), (key, Some(String::new()))]
        {
            let problem = Fields { key, corrects, ..fields() }.named().unwrap_err();
            assert_eq!(problem.fields()[0].field, "key");
        }
    }

    #[test]
    fn a_message_of_blanks_is_none() {
        let blank = Fields { message: Some(" \n ".to_owned()), ..fields() };
        assert!(blank.checked("2026-01-01".parse().unwrap()).unwrap().message.is_none());
    }
}
