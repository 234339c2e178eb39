//! `/api/office/drafts/check`: what is wrong with rows that would become drafts, and what became of them before. It writes
//! nothing. A row names its client by number and its approvers by login name, as staff know them; the rules are those of one
//! draft.

use std::collections::{HashMap, hash_map::Entry};

use akkoord_domain::{
    Date,
    draft::DraftKey,
    dutch_time::dutch_date,
    id::{OrganisationId, UserId},
    login::LoginName,
};
use akkoord_http::{
    Body, Portal, Problem, Staff,
    problem::{FieldProblem, Problems},
    wire::document::{Amount, DocumentKind, Named, Recipient},
};
use akkoord_store::{Store, draft::Made, organisation::Organisation};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    fields::{Checked, Fields, Wrong},
    view::{StageOf, with_right},
};

/// The most rows of one call: so many fit its body, whatever is in them.
const MAX_ROWS: usize = 20;

/// The most stages, and names in one of them (as the domain's stages).
const MAX_APPROVERS: (usize, usize) = (5, 20);

/// Rows that would become drafts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rows {
    #[schema(min_items = 1, max_items = 20)]
    rows: Vec<Row>,
}

/// What staff enter for a document, in the words of a spreadsheet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BulkRow)]
pub(crate) struct Row {
    /// The organisation's client number.
    client_number: String,
    /// What kind of document it is.
    kind: DocumentKind,
    /// Its title.
    title: String,
    /// A year, a quarter (`2026-Q3`) or a month (`2026-09`).
    period: String,
    /// How much there is to pay or to receive.
    amount: Option<Amount>,
    /// Until when it should be approved: a Dutch date, today or later.
    #[schema(format = Date)]
    deadline: String,
    /// Who asks for it.
    recipient: Recipient,
    /// What the firm says with it.
    message: Option<String>,
    /// Login names by stage, everybody of which has to approve; the organisation's usual approvers when nothing is said.
    approvers: Option<Vec<Vec<String>>>,
    /// The key that the draft will get; without one nobody looks for an earlier draft.
    key: Option<String>,
}

/// The rows, as they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckedRows {
    rows: Vec<CheckedRow>,
}

/// What a row would become.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckedRow {
    /// What is wrong with it; empty when it is right. An approver is named by place: `approvers.0.1`.
    wrong: Vec<FieldProblem>,
    /// Its organisation, when the number is known.
    organisation: Option<Named>,
    /// Its approvers, when the row names any and they are right.
    stages: Option<Vec<StageOf>>,
    /// What its key made before.
    found: Found,
    /// The draft or document that was found.
    document: Option<String>,
    /// Whether the draft that was found has its file.
    has_file: bool,
    /// Whether the draft that was found says something else than the row.
    differs: bool,
}

/// What a key made before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Found {
    /// Nothing that is still there.
    New,
    /// A draft.
    Draft,
    /// A draft that was released.
    Released,
}

/// Looks at rows that would become drafts; nothing is written.
#[utoipa::path(post, path = "/api/office/drafts/check", operation_id = "check_drafts", tag = "office",
    security(("session" = [])), request_body = Rows, responses((status = 200, body = CheckedRows), Problems))]
pub(crate) async fn check(
    State(portal): State<Portal>,
    staff: Staff,
    Body(Rows { rows }): Body<Rows>,
) -> Result<Json<CheckedRows>, Problem> {
    match rows.len() {
        0 => return Err(Problem::bad_field("rows", "required")),
        1..=MAX_ROWS => {}
        _ => return Err(Problem::bad_field("rows", "too_many")),
    }
    let known = Known::read(&portal.store, &rows).await?;
    let today = dutch_date(staff.session.now);
    let looked: Vec<Looked> = rows.iter().map(|row| known.look(row, today)).collect();
    let named = looked.iter().filter_map(|looked| looked.named.clone()).collect::<Vec<_>>();
    let made: HashMap<_, _> = named.iter().cloned().zip(portal.store.made(&named).await?).collect();
    let answer = |looked: Looked| {
        let made = looked.named.as_ref().and_then(|named| made.get(named));
        looked.answer(made.unwrap_or(&Made::Nothing))
    };
    Ok(Json(CheckedRows { rows: looked.into_iter().map(answer).collect() }))
}

/// What the rows name, as far as it exists.
struct Known {
    organisations: HashMap<String, Organisation>,
    logins: HashMap<LoginName, UserId>,
    /// Who may approve, of each organisation of a row that names approvers.
    with_right: HashMap<OrganisationId, Vec<UserId>>,
}

/// A row after looking at it.
struct Looked {
    wrong: Vec<FieldProblem>,
    organisation: Option<Organisation>,
    stages: Option<Vec<StageOf>>,
    checked: Option<Checked>,
    named: Option<(OrganisationId, DraftKey)>,
}

impl Row {
    fn client_number(&self) -> &str {
        self.client_number.trim()
    }

    fn has_bounds(&self) -> bool {
        let (stages, members) = MAX_APPROVERS;
        let within = |approvers: &Vec<Vec<String>>| {
            approvers.len() <= stages && approvers.iter().all(|stage| (1..=members).contains(&stage.len()))
        };
        self.approvers.as_ref().is_none_or(within)
    }

    fn logins(&self) -> impl Iterator<Item = LoginName> {
        let named = self.approvers.iter().flatten().flatten();
        named.filter(|_| self.has_bounds()).filter_map(|login| login.parse().ok())
    }
}

impl Known {
    async fn read(store: &Store, rows: &[Row]) -> Result<Self, Problem> {
        // A key of the table is shorter than what somebody can send.
        let numbers = rows.iter().map(Row::client_number).filter(|number| (1..=100).contains(&number.len()));
        let numbers: Vec<&str> = numbers.collect();
        let logins: Vec<LoginName> = rows.iter().flat_map(Row::logins).collect();
        let (organisations, logins) = tokio::join!(store.organisations_by_number(&numbers), store.user_ids_of(&logins));
        let (organisations, logins) = (organisations?, logins?);
        let mut rights = HashMap::new();
        for row in rows.iter().filter(|row| row.approvers.is_some()) {
            let Some(organisation) = organisations.get(row.client_number()) else { continue };
            if let Entry::Vacant(place) = rights.entry(organisation.id) {
                place.insert(with_right(&store.members(organisation.id).await?));
            }
        }
        Ok(Self { organisations, logins, with_right: rights })
    }

    fn look(&self, row: &Row, today: Date) -> Looked {
        let organisation = self.organisations.get(row.client_number()).cloned();
        let mut wrong = Vec::new();
        if row.client_number().is_empty() {
            wrong.push(problem("client_number", "required"));
        } else if organisation.is_none() {
            wrong.push(problem("client_number", "unknown"));
        }
        let stages = self.stages(row, organisation.as_ref(), &mut wrong);
        let key: Option<Result<DraftKey, _>> = row.key.as_deref().map(str::parse);
        if matches!(key, Some(Err(_))) {
            wrong.push(problem("key", "invalid"));
        }
        let parsed = row.fields(organisation.as_ref(), stages.clone()).parsed(today);
        let checked = parsed.map_err(|fields| wrong.extend(fields.into_iter().filter_map(in_row))).ok();
        let named = organisation.as_ref().map(|found| found.id).zip(key.and_then(Result::ok));
        Looked { wrong, organisation, stages, checked, named }
    }

    /// A row's approvers by id, everybody needed; says each one that is not known or may not approve.
    fn stages(
        &self,
        row: &Row,
        organisation: Option<&Organisation>,
        wrong: &mut Vec<FieldProblem>,
    ) -> Option<Vec<StageOf>> {
        let approvers = row.approvers.as_ref()?;
        if approvers.is_empty() || !row.has_bounds() {
            wrong.push(problem("approvers", "invalid"));
            return None;
        }
        let may = organisation.and_then(|organisation| self.with_right.get(&organisation.id));
        let before = wrong.len();
        let mut stages = Vec::with_capacity(approvers.len());
        for (place, stage) in approvers.iter().enumerate() {
            let mut members = Vec::with_capacity(stage.len());
            for (at, login) in stage.iter().enumerate() {
                let id = login.parse::<LoginName>().ok().and_then(|login| self.logins.get(&login));
                match id {
                    None => wrong.push(problem(&format!("approvers.{place}.{at}"), "unknown")),
                    Some(id) if may.is_some_and(|may| !may.contains(id)) => {
                        wrong.push(problem(&format!("approvers.{place}.{at}"), "approver_without_right"));
                    }
                    Some(id) => members.push(id.to_string()),
                }
            }
            stages.push(StageOf { needed: u32::try_from(stage.len()).unwrap_or(u32::MAX), members });
        }
        (wrong.len() == before).then_some(stages)
    }
}

impl Row {
    fn fields(&self, organisation: Option<&Organisation>, stages: Option<Vec<StageOf>>) -> Fields {
        Fields {
            organisation: organisation.map(|found| found.id.to_string()).unwrap_or_default(),
            corrects: None,
            key: None,
            revision: None,
            kind: self.kind,
            title: self.title.clone(),
            period: self.period.clone(),
            amount: self.amount,
            deadline: self.deadline.clone(),
            recipient: self.recipient,
            message: self.message.clone(),
            stages,
        }
    }
}

impl Looked {
    fn answer(self, made: &Made) -> CheckedRow {
        let (found, document) = match made {
            Made::Nothing | Made::Discarded(_) => (Found::New, None),
            Made::Draft(draft) => (Found::Draft, Some(draft.id)),
            Made::Released(document) => (Found::Released, Some(*document)),
        };
        let draft = if let Made::Draft(draft) = made { Some(draft) } else { None };
        let differs = draft.zip(self.checked.as_ref()).is_some_and(|(draft, checked)| {
            let mut wanted = draft.clone();
            checked.put_into(&mut wanted);
            wanted != *draft
        });
        CheckedRow {
            wrong: self.wrong,
            organisation: self.organisation.map(|found| Named::new(found.id, &found.name)),
            stages: self.stages,
            found,
            document: document.map(|id| id.to_string()),
            has_file: draft.is_some_and(|draft| draft.file.is_some()),
            differs,
        }
    }
}

/// A field of a draft in the words of a row. Whom the row names was looked at before.
fn in_row((field, code): Wrong) -> Option<FieldProblem> {
    match field {
        "organisation" => None,
        "stages" => Some(problem("approvers", code)),
        field => Some(problem(field, code)),
    }
}

fn problem(field: &str, code: &str) -> FieldProblem {
    FieldProblem { field: field.to_owned(), code: code.to_owned() }
}
