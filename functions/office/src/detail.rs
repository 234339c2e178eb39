//! A released document as staff see it: the client's view of it, with its history and what went wrong at delivering.

use std::collections::HashMap;

use akkoord_domain::{
    Timestamp,
    delivery::Delivery,
    history::{Actor, Entry, Event, is_whole},
    id::{DocumentId, OrganisationId, UserId},
};
use akkoord_http::{
    Problem,
    wire::{
        Method,
        document::{
            Channel, ClosedView, DeliveryState, DocumentRow, FileView, Named, Person, QuestionView, StageView,
            VersionView,
        },
    },
};
use akkoord_store::{Store, document::Details, user::User};
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::with_right;

/// A released document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FirmDocument)]
pub(crate) struct DocumentDetail {
    #[serde(flatten)]
    row: DocumentRow,
    /// Whose it is.
    organisation: Named,
    /// What the firm said with it.
    message: Option<String>,
    /// The newest version's file.
    file: FileView,
    /// How far approving is.
    stages: Vec<StageView>,
    /// Whether it waits for more people than may still approve: some left, or lost the right.
    lacks_approvers: bool,
    /// The stage that waits, from 0.
    current_stage: Option<u32>,
    /// How it was declined or withdrawn.
    closed: Option<ClosedView>,
    /// What a person can quote on the telephone, once everybody approved.
    reference: Option<String>,
    /// Whether it was approved hours ago and its evidence is still not there.
    evidence_late: bool,
    /// Its deliveries.
    deliveries: Vec<FirmDelivery>,
    /// Its questions, the first one first.
    questions: Vec<FirmQuestion>,
    /// Its versions, the first one first.
    versions: Vec<VersionView>,
    /// The organisation's contact.
    contact: Option<Person>,
    /// What happened to it, the first entry first.
    history: Vec<HistoryEntry>,
    /// Whether the history is whole: nothing was changed, left out or moved.
    history_valid: bool,
}

/// A question, as staff see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FirmQuestion {
    #[serde(flatten)]
    question: QuestionView,
    /// Where to reach who asked, with each question: the answer may be a call.
    asker: Option<Reached>,
}

/// Where a person can be reached.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Reached {
    /// The number of the mobile telephone, with the country's code.
    mobile: String,
    /// The mail address.
    email: String,
}

/// One delivery, as staff see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FirmDelivery {
    /// Through which channel.
    channel: Channel,
    /// How far it is.
    state: DeliveryState,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The other side's proof that it has it.
    receipt: Option<String>,
    /// Why it is not there yet.
    reason: Option<String>,
    /// How often it was tried.
    attempts: u32,
    /// Whether it should have been tried hours ago.
    late: bool,
    /// Whether staff can have the portal send it again.
    may_send_again: bool,
    /// Whether staff can note that the firm sent it by other means.
    may_send_by_firm: bool,
    /// On which Dutch day the firm sent it by other means.
    #[schema(format = Date)]
    by_firm: Option<String>,
}

/// One entry of a document's history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryEntry {
    /// Its place, from 1.
    number: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// What happened.
    event: HistoryEvent,
    /// Who did it, by name; `portal` for the portal itself.
    actor: String,
    /// What else there is to say, in nobody's language: a version, a reason, a receipt.
    detail: Option<String>,
    /// Through which channel, of a delivery.
    channel: Option<Channel>,
    /// Which state it got.
    state: Option<DeliveryState>,
    /// On which Dutch day, of what the firm sent by other means.
    #[schema(format = Date)]
    on: Option<String>,
    /// The entry's hash, hexadecimal.
    hash: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HistoryEvent {
    /// A version was released.
    Released,
    /// Somebody opened a version for the first time.
    Viewed,
    /// Somebody approved.
    Approved,
    /// Somebody did not agree.
    Declined,
    /// Somebody asked a question.
    Asked,
    /// Somebody added to a question.
    Replied,
    /// The firm answered.
    Answered,
    /// The firm took the document back.
    Withdrawn,
    /// The evidence was made.
    Proved,
    /// A delivery got another state.
    Delivery,
    /// The firm sent it to its recipient by other means.
    SentByFirm,
    /// Those who have to approve were reminded.
    Reminded,
}

impl DocumentDetail {
    /// Reads everything about a document.
    pub(crate) async fn read(
        store: &Store,
        organisation: OrganisationId,
        document: DocumentId,
        (viewer, now): (UserId, Timestamp),
    ) -> Result<Self, Problem> {
        let (details, history, owner, members) = tokio::join!(
            store.document_details(organisation, document),
            store.history(organisation, document),
            store.organisation(organisation),
            store.members(organisation),
        );
        let (Some(details), Some(owner)) = (details?, owner?) else { return Err(Problem::not_found()) };
        let contact = match owner.contact {
            Some(contact) => store.user(contact).await?,
            None => None,
        };
        let members = members?;
        let names = members.iter().map(|(user, _)| (user.id, user.name.to_string())).collect();
        let askers: Vec<UserId> = details.questions.iter().map(|question| question.user).collect();
        let askers = store.users_by_id(&askers).await?.into_iter();
        let reached =
            |user: User| Reached { mobile: user.mobile.as_str().to_owned(), email: user.email.as_str().to_owned() };
        let askers = askers.map(|user| (user.id, reached(user))).collect();
        let contact = contact.map(|user| Person { name: user.name.to_string() });
        let owner = Named::new(owner.id, &owner.name);
        let mut history = history?;
        let head = &details.document.head;
        if (history.len() as u64) < head.length {
            // The document was read after something happened that the history was read before.
            history = store.history(organisation, document).await?;
        }
        // What happened since the document was read belongs to the next look at it.
        history.retain(|entry| entry.number <= head.length);
        let mut view = Self::new(&details, &history, (owner, contact), (&names, &askers), (viewer, now))?;
        view.lacks_approvers = details.document.lacks_approvers(&with_right(&members));
        Ok(view)
    }

    fn new(
        details: &Details,
        history: &[Entry],
        (organisation, contact): (Named, Option<Person>),
        (names, askers): (&HashMap<UserId, String>, &HashMap<UserId, Reached>),
        (viewer, now): (UserId, Timestamp),
    ) -> Result<Self, Problem> {
        let document = &details.document;
        let newest = details.versions.iter().find(|version| version.version == document.version);
        let newest = newest.ok_or_else(|| Problem::unavailable("a document lacks its newest version"))?;
        let current = document.stages.current(&document.given).filter(|_| document.closed.is_none());
        Ok(Self {
            row: DocumentRow::new(document, false),
            organisation,
            message: newest.message.as_ref().map(ToString::to_string),
            file: FileView::from(&newest.file),
            stages: StageView::all(document, names, viewer),
            current_stage: current.and_then(|stage| u32::try_from(stage).ok()),
            closed: document.closed.as_ref().map(ClosedView::from),
            reference: document.status.is_approved().then(|| document.reference()),
            evidence_late: document.lacks_evidence(now),
            deliveries: document.deliveries.iter().map(|delivery| FirmDelivery::new(delivery, now)).collect(),
            questions: details
                .questions
                .iter()
                .map(|question| FirmQuestion {
                    question: QuestionView::new(question, viewer),
                    asker: askers.get(&question.user).cloned(),
                })
                .collect(),
            lacks_approvers: false,
            versions: details.versions.iter().map(VersionView::from).collect(),
            contact,
            history: history.iter().map(HistoryEntry::new).collect::<Result<_, _>>()?,
            history_valid: is_whole(history, &document.head),
        })
    }
}

impl FirmDelivery {
    fn new(delivery: &Delivery, now: Timestamp) -> Self {
        Self {
            channel: delivery.channel.into(),
            state: delivery.state.into(),
            at: delivery.at,
            receipt: delivery.receipt.as_ref().map(ToString::to_string),
            reason: delivery.reason.as_ref().map(ToString::to_string),
            attempts: delivery.attempts,
            late: delivery.is_late(now),
            may_send_again: delivery.may_send_again(now),
            may_send_by_firm: delivery.may_send_by_firm(),
            by_firm: delivery.by_firm.map(|day| day.to_string()),
        }
    }
}

impl HistoryEntry {
    fn new(entry: &Entry) -> Result<Self, Problem> {
        let (event, detail) = told(&entry.event);
        let actor = match &entry.actor {
            Actor::Client { name, .. } | Actor::Staff { name, .. } => name.to_string(),
            Actor::Portal => "portal".to_owned(),
        };
        let hash = entry.hash().map_err(Problem::unavailable)?.to_string();
        let on = match &entry.event {
            Event::SentByFirm { on, .. } => Some(on.to_string()),
            _ => None,
        };
        let (channel, state) = match &entry.event {
            Event::Delivery { channel, state, .. } => (Some((*channel).into()), Some((*state).into())),
            _ => (None, None),
        };
        Ok(Self { number: entry.number, at: entry.at, event, actor, detail, channel, state, on, hash })
    }
}

/// What happened, with what else there is to say of it.
fn told(event: &Event) -> (HistoryEvent, Option<String>) {
    match event {
        Event::Released { version, prepared_by, .. } => {
            (HistoryEvent::Released, Some(format!("{version} ({prepared_by})")))
        }
        Event::Viewed { version } => (HistoryEvent::Viewed, Some(version.to_string())),
        Event::Approved { version, method, .. } => (HistoryEvent::Approved, Some(approved(*version, (*method).into()))),
        Event::Declined { reason, .. } => (HistoryEvent::Declined, Some(reason.to_string())),
        Event::Asked { .. } => (HistoryEvent::Asked, None),
        Event::Replied { .. } => (HistoryEvent::Replied, None),
        Event::Answered { .. } => (HistoryEvent::Answered, None),
        Event::Withdrawn { reason } => (HistoryEvent::Withdrawn, Some(reason.to_string())),
        Event::Proved { .. } => (HistoryEvent::Proved, None),
        Event::Delivery { detail, .. } => (HistoryEvent::Delivery, detail.as_ref().map(ToString::to_string)),
        Event::SentByFirm { remark, .. } => (HistoryEvent::SentByFirm, remark.as_ref().map(ToString::to_string)),
        Event::Reminded { days } => (HistoryEvent::Reminded, Some(days.to_string())),
    }
}

fn approved(version: u32, method: Method) -> String {
    match method {
        Method::Sms => format!("{version} (SMS)"),
        Method::Authenticator => format!("{version} (TOTP)"),
        Method::Recovery => version.to_string(),
    }
}
