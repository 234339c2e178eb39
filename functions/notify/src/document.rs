//! Who is told what about a document. Everything is read again when the mail is made: an effect that took its time tells
//! nobody what is no longer so.
//!
//! Clients are told as members who are active and have the right to approve, unless they switched these mails off.
//! Staff means the organisation's contact; where there is none who can act, all active staff, so that no question waits
//! for somebody who left.

use akkoord_domain::{
    Timestamp,
    delivery::{Delivery, MAX_ATTEMPTS, State},
    document::{Document, Status},
    history::{Actor, Event},
    id::{OrganisationId, UserId},
    question::Question,
    right::{Kind, Module, Right},
    user,
};
use akkoord_messages::{
    document::{DocumentMail, News, ToClient, ToStaff},
    mail::Mail,
};
use akkoord_store::{
    MAX_PAGE,
    organisation::Organisation,
    outbox::{About, Effect},
    user::User,
    work::{Cause, Work},
};

use crate::{
    handler::{Notify, NotifyError},
    letter::Letter,
};

/// What an effect means now, as far as it is still so.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    clients: Option<(ToClient, Clients)>,
    staff: Option<ToStaff>,
}

/// Which of the members who may approve are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clients {
    /// Those whose turn it is.
    WaitedFor,
    /// Those who were asked, whatever they answered.
    Asked,
    /// Those who approved.
    Approved,
    /// This one.
    Only(UserId),
}

impl Clients {
    fn hold(self, document: &Document, member: UserId) -> bool {
        match self {
            Self::WaitedFor => document.waits_for(member),
            Self::Asked => document.was_asked(member),
            Self::Approved => document.given.iter().any(|given| given.user == member),
            Self::Only(user) => user == member,
        }
    }
}

impl Notify {
    /// The mails that an effect about a document becomes; none for an effect that is about none.
    pub(crate) async fn about_a_document(&self, effect: &Effect, now: Timestamp) -> Result<Vec<Letter>, NotifyError> {
        let Some(about) = about(effect) else { return Ok(Vec::new()) };
        let (document, organisation) = tokio::try_join!(
            self.store.document(about.organisation, about.document),
            self.store.organisation(about.organisation),
        )?;
        let (Some(document), Some(organisation)) = (document, organisation) else { return Ok(Vec::new()) };
        let question = match effect {
            Effect::QuestionAsked { question, .. } | Effect::QuestionAnswered { question, .. } => {
                self.store.question(about.organisation, about.document, *question).await?
            }
            _ => None,
        };
        let told = told(effect, &document, question.as_ref(), now);
        self.somebody_came(effect).await?;
        let mut letters = Vec::new();
        if let Some((news, who)) = told.clients {
            let lapsed = match effect {
                Effect::ApprovalWanted { stage: 0, .. } => self.lapsed(about).await?,
                _ => Vec::new(),
            };
            let members = self.clients(about.organisation).await?;
            if who == Clients::WaitedFor && !members.iter().any(|user| who.hold(&document, user.id)) {
                self.nobody_told(&document, &organisation).await?;
            }
            let clients = members.into_iter().filter(|user| who.hold(&document, user.id) || lapsed.contains(&user.id));
            letters.extend(clients.map(|to| {
                let news = news.of(document.version, lapsed.contains(&to.id));
                self.letter(to, &document, &organisation, News::Client(news))
            }));
        }
        if let Some(news) = told.staff {
            let staff = self.staff(&organisation).await?.into_iter();
            letters.extend(staff.map(|to| self.letter(to, &document, &organisation, News::Staff(news))));
        }
        Ok(letters)
    }

    /// Those who approved the version before this one: it took their approvals away.
    async fn lapsed(&self, about: &About) -> Result<Vec<UserId>, NotifyError> {
        if about.version == 1 {
            return Ok(Vec::new());
        }
        let history = self.store.history(about.organisation, about.document).await?;
        let approved = history.into_iter().filter_map(|entry| match (entry.actor, entry.event) {
            (Actor::Client { id, .. }, Event::Approved { version, .. }) if version + 1 == about.version => Some(id),
            _ => None,
        });
        Ok(approved.collect())
    }

    /// Ends the work of calling those who could not be told: somebody acted all the same, or another version or stage waits.
    async fn somebody_came(&self, effect: &Effect) -> Result<(), NotifyError> {
        let (Effect::ApprovalWanted { about, .. }
        | Effect::DocumentApproved { about }
        | Effect::DocumentDeclined { about, .. }
        | Effect::DocumentWithdrawn { about }) = effect
        else {
            return Ok(());
        };
        for version in about.version.saturating_sub(1).max(1)..=about.version {
            let line = Cause::NobodyTold { version }.id(about.document);
            self.store.work_done(about.organisation, &line).await?;
        }
        Ok(())
    }

    /// Nobody who is waited for gets this mail: still invited, left, or without mails by choice. Staff have to call.
    async fn nobody_told(&self, document: &Document, organisation: &Organisation) -> Result<(), NotifyError> {
        let work = Work {
            organisation: document.organisation,
            document: Some(document.id),
            title: Some(document.title.clone()),
            cause: Cause::NobodyTold { version: document.version },
            // Since when it waits, so that the line keeps its place when it is written again.
            at: document.given.last().map_or(document.released_at, |given| given.at),
            contact: organisation.contact,
        };
        // A document that changed since it was read has a message of its own on the way.
        self.store.work_begins_while(&work, document).await?;
        Ok(())
    }

    fn letter(&self, to: User, document: &Document, organisation: &Organisation, news: News) -> Letter {
        let mail = Mail::Document(DocumentMail {
            kind: document.kind,
            period: document.period,
            organisation: organisation.name.clone(),
            news,
            link: news.link(&self.origin, document.organisation, document.id),
            choice: news.choice(&self.origin),
        });
        Letter { to, mail, document: Some((document.organisation, document.id)) }
    }

    /// The members who may approve for the organisation and want mails about it.
    async fn clients(&self, organisation: OrganisationId) -> Result<Vec<User>, NotifyError> {
        let members = self.store.members(organisation).await?.into_iter();
        let wants = members.filter(|(user, member)| {
            user.status == user::Status::Active
                && member.rights.contains(&Right::Approve)
                && !member.mails_off.contains(&Module::Approvals)
        });
        Ok(wants.map(|(user, _)| user).collect())
    }

    /// The organisation's contact; without one who can act, all active staff.
    async fn staff(&self, organisation: &Organisation) -> Result<Vec<User>, NotifyError> {
        let acts = |user: &User| user.kind == Kind::Staff && user.status == user::Status::Active;
        if let Some(contact) = organisation.contact
            && let Some(contact) = self.store.user(contact).await?.filter(acts)
        {
            return Ok(vec![contact]);
        }
        let mut staff = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = self.store.staff(MAX_PAGE, after.as_deref()).await?;
            // The list lags behind; who was disabled a moment ago should get nothing.
            let ids: Vec<UserId> = page.items.iter().map(|user| user.id).collect();
            staff.extend(self.store.users_by_id(&ids).await?.into_iter().filter(acts));
            let Some(next) = page.next else { return Ok(staff) };
            after = Some(next);
        }
    }
}

/// Which document an effect is about.
fn about(effect: &Effect) -> Option<&About> {
    match effect {
        Effect::ApprovalWanted { about, .. }
        | Effect::DocumentApproved { about }
        | Effect::EvidenceMissing { about }
        | Effect::DocumentDeclined { about, .. }
        | Effect::DocumentWithdrawn { about }
        | Effect::QuestionAsked { about, .. }
        | Effect::QuestionAnswered { about, .. }
        | Effect::Deliver { about, .. }
        | Effect::DeliveryFailed { about, .. }
        | Effect::Reminder { about, .. } => Some(about),
        Effect::Invitation { .. }
        | Effect::PasswordForgotten { .. }
        | Effect::PasswordChanged { .. }
        | Effect::NewDevice { .. }
        | Effect::FactorChanged { .. } => None,
    }
}

/// What an effect means for the document and question as they are now.
fn told(effect: &Effect, document: &Document, question: Option<&Question>, now: Timestamp) -> Told {
    let clients = |news, who| Told { clients: Some((news, who)), staff: None };
    let staff = |news| Told { clients: None, staff: Some(news) };
    let newest = about(effect).is_some_and(|about| about.version == document.version);
    let deadline = document.deadline;
    match effect {
        // A question outlives the version that it was asked about.
        Effect::QuestionAsked { .. } => match question.filter(|question| question.open) {
            // What the client added before this mail was made is part of the question.
            Some(question) if !question.replies.iter().any(|reply| reply.from_firm) => staff(ToStaff::Asked),
            Some(_) => staff(ToStaff::Replied),
            None => Told::default(),
        },
        Effect::QuestionAnswered { .. } => match question {
            Some(question) if question.replies.iter().any(|reply| reply.from_firm) => {
                clients(ToClient::Answered, Clients::Only(question.user))
            }
            _ => Told::default(),
        },
        _ if !newest => Told::default(),
        Effect::ApprovalWanted { stage, .. } if document.stages.current(&document.given) == Some(*stage) => {
            clients(ToClient::ApprovalWanted { deadline }, Clients::WaitedFor)
        }
        // The days are counted again: a reminder that took its time must not say "tomorrow" on the day itself.
        Effect::Reminder { .. } => match document.may_be_reminded_of(now) {
            Some(days) => clients(ToClient::Reminder { deadline, days }, Clients::WaitedFor),
            None => Told::default(),
        },
        Effect::DocumentApproved { .. } if document.status.is_approved() => staff(ToStaff::Approved),
        Effect::DocumentDeclined { .. } if document.status == Status::Declined => {
            Told { clients: Some((ToClient::Declined, Clients::Approved)), staff: Some(ToStaff::Declined) }
        }
        Effect::DocumentWithdrawn { .. } if document.status == Status::Withdrawn => {
            clients(ToClient::Withdrawn, Clients::Asked)
        }
        Effect::DeliveryFailed { channel, .. } => match document.delivery(*channel) {
            Some(Delivery { state: State::Failed, .. }) => staff(ToStaff::NotDelivered(*channel)),
            Some(Delivery { state: State::Refused, .. }) => staff(ToStaff::Refused(*channel)),
            // As long as it has tries left, the portal asks the other side itself.
            Some(Delivery { state: State::Unknown, attempts, .. }) if *attempts >= MAX_ATTEMPTS => {
                staff(ToStaff::Uncertain(*channel))
            }
            _ => Told::default(),
        },
        _ => Told::default(),
    }
}
