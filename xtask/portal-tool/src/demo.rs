//! The demonstration's documents: one of every kind and in every state, so that the main job can be tried at once.
//! They go through the portal's own rules and store; what follows from an approval (evidence, delivery, mails) is done by
//! the deployed functions, as it is for real documents.

mod cases;
mod paper;

use std::error::Error;

use akkoord_domain::{
    SignedDuration, Timestamp,
    approval::{Given, Stage, Stages},
    challenge::Method,
    document::{Approving, Closed, Document, Status},
    draft::Draft,
    dutch_time::dutch_date,
    facts::{File, Kind, Sha256},
    history::{Actor, Entry, Event},
    id::{DocumentId, OutboxId, QuestionId, RequestId},
    question::{Question, Reply},
    settings::FirmSettings,
};
use akkoord_runtime::random;
use akkoord_store::{
    Store,
    document::{Next, Saved, Version, View, With},
    draft::Released,
    files::Files,
    outbox::{About, Effect},
    user::User,
    work::{Cause, Work, WorkChange},
};

use self::cases::{Case, Then};
use crate::{people::organisation_id, stack::Stack};

/// The firm's name on the documents.
const FIRM: &str = "Voorbeeld Accountants";

/// Puts the demonstration's documents into the portal; those that are there already stay as they are.
///
/// # Errors
/// What the stack or the rules refuse.
pub async fn documents(stack: &Stack) -> Result<(), Box<dyn Error>> {
    let config = stack.aws()?;
    let demo = Demo {
        store: stack.store()?,
        files: Files::new(&config, stack.files_bucket.clone()),
        now: Timestamp::from_millisecond(Timestamp::now().as_millisecond())?,
    };
    let settings = demo.store.firm_settings().await?;
    if settings.revision == 0 {
        let chosen = FirmSettings { four_eyes: vec![Kind::AnnualAccountsKvk], revision: 1, ..settings };
        demo.store.save_firm_settings(&chosen).await?;
    }
    for (number, case) in cases::all().into_iter().enumerate() {
        demo.put(u128::try_from(number)?, &case).await?;
    }
    Ok(())
}

struct Demo {
    store: Store,
    files: Files,
    now: Timestamp,
}

impl Demo {
    async fn put(&self, number: u128, case: &Case) -> Result<(), Box<dyn Error>> {
        let organisation = organisation_id(case.client_number);
        // A fixed id, so that seeding twice makes one document.
        let id = DocumentId::new(Timestamp::from_second(1_790_000_000)?, 0xd0c0 + number);
        let there = self.store.document(organisation, id).await?.is_some();
        if there || self.store.draft(organisation, id).await?.is_some() {
            return Ok(());
        }
        let iris = self.person("iris").await?;
        let joost = self.person("joost").await?;
        let at = self.now - SignedDuration::from_hours(case.days_ago * 24);
        let draft = self.draft(case, id, &iris, at).await?;
        if !self.store.save_draft(&draft).await? {
            return Err("a demonstration draft changed while it was made".into());
        }
        if matches!(case.then, Then::Draft) {
            return Ok(());
        }
        let document = self.release(&draft, None, &joost, at).await?;
        self.then(case, document, &iris, &joost, at).await
    }

    /// The draft with its file, which is kept in the bucket.
    async fn draft(&self, case: &Case, id: DocumentId, by: &User, at: Timestamp) -> Result<Draft, Box<dyn Error>> {
        let organisation = organisation_id(case.client_number);
        let client =
            self.store.organisation(organisation).await?.ok_or("the demonstration's organisations are missing")?;
        let days = jiff::Span::new().days(case.deadline_in);
        let mut draft = Draft {
            id,
            organisation,
            version: 1,
            kind: case.kind,
            title: case.title.parse()?,
            period: case.period.parse()?,
            amount: case.amount,
            deadline: dutch_date(self.now).checked_add(days)?,
            recipient: case.recipient,
            message: case.message.map(str::parse).transpose()?,
            stages: client.stages.clone(),
            file: None,
            prepared_by: by.id,
            prepared_by_name: by.name.clone(),
            updated_at: at,
            revision: 1,
        };
        if let Then::HalfApproved(second) = case.then {
            let (first, second) = (self.person(case.client).await?.id, self.person(second).await?.id);
            let stage = |member| Stage { needed: 1, members: vec![member] };
            draft.stages = Stages::new(vec![stage(first), stage(second)]).map_err(|_| "two stages were refused")?;
        }
        draft.file = Some(self.file(&draft, client.name.as_str()).await?);
        Ok(draft)
    }

    async fn file(&self, draft: &Draft, client: &str) -> Result<File, Box<dyn Error>> {
        let (content, pages) = paper::pdf(draft, FIRM, client)?;
        let (size, sha256) = (content.len() as u64, Sha256::of(&content));
        let about = About { organisation: draft.organisation, document: draft.id, version: draft.version };
        let object_version = self.files.keep_document(about, content).await?;
        let name = format!("{}.pdf", draft.title.as_str().to_lowercase().replace([' ', '/'], "-"));
        Ok(File { name: name.parse()?, object_version, sha256, size, pages })
    }

    async fn release(
        &self,
        draft: &Draft,
        before: Option<&Document>,
        by: &User,
        at: Timestamp,
    ) -> Result<Document, Box<dyn Error>> {
        let file = draft.file.clone().ok_or("a demonstration draft has no file")?;
        let (mut document, event) = match before {
            None => draft.release(&file, at),
            Some(before) => draft.supersede(before, &file, at)?,
        };
        let entry = document.record(at, staff(by), event)?;
        let version = Version {
            version: draft.version,
            file,
            message: draft.message.clone(),
            released_at: at,
            released_by: by.name.clone(),
            released_by_id: by.id,
            revision: draft.revision,
        };
        let with = vec![With::Version(Box::new(version), Released { revision: draft.revision })];
        self.save(&document, &entry, with).await?;
        Ok(document)
    }

    async fn then(
        &self,
        case: &Case,
        mut document: Document,
        iris: &User,
        joost: &User,
        at: Timestamp,
    ) -> Result<(), Box<dyn Error>> {
        let client = self.person(case.client).await?;
        let later = |hours: i64| at + SignedDuration::from_hours(hours);
        match case.then {
            Then::Draft | Then::Open => {}
            Then::Approved | Then::HalfApproved(_) => {
                self.view(&mut document, &client, later(3)).await?;
                self.approve(&mut document, &client, later(4)).await?;
            }
            Then::Declined(reason) => {
                self.view(&mut document, &client, later(3)).await?;
                let event = document.decline(client.id, 1, closed(&client, later(4), reason)?)?;
                let with = vec![self.work(&document, Cause::Declined { version: 1 }, iris, later(4))];
                self.write(&mut document, client_actor(&client), event, with, later(4)).await?;
            }
            Then::Withdrawn(reason) => {
                let event = document.withdraw(closed(joost, later(5), reason)?)?;
                self.write(&mut document, staff(joost), event, Vec::new(), later(5)).await?;
            }
            Then::Corrected => {
                let mut second = self.draft(case, document.id, iris, later(20)).await?;
                second.version = 2;
                second.file = Some(self.file(&second, case.title).await?);
                if !self.store.save_draft(&second).await? {
                    return Err("a demonstration draft changed while it was made".into());
                }
                self.release(&second, Some(&document), joost, later(24)).await?;
            }
            Then::Asked(text) => {
                self.ask(&mut document, &client, iris, text, later(6)).await?;
            }
            Then::Answered(text, answer) => {
                let question = self.ask(&mut document, &client, iris, text, later(6)).await?;
                self.answer(&mut document, question, iris, answer, later(8)).await?;
            }
        }
        Ok(())
    }

    async fn view(&self, document: &mut Document, user: &User, at: Timestamp) -> Result<(), Box<dyn Error>> {
        let view = View { version: document.version, user: user.id, at };
        let event = Event::Viewed { version: document.version };
        self.write(document, client_actor(user), event, vec![With::View(view)], at).await
    }

    async fn approve(&self, document: &mut Document, user: &User, at: Timestamp) -> Result<(), Box<dyn Error>> {
        let given =
            Given { user: user.id, name: user.name.clone(), stage: 0, at, method: Method::Sms, request: request()? };
        let approving = Approving { given, device: "Firefox, Windows".parse()?, address: None };
        let event = document.approve(approving, true)?;
        let mut with = Vec::new();
        if document.status == Status::Approved {
            let effect = Effect::DocumentApproved { about: About::newest(document) };
            with.push(With::Promise(OutboxId::new(self.now, random::word128()?), effect));
        }
        self.write(document, client_actor(user), event, with, at).await
    }

    async fn ask(
        &self,
        document: &mut Document,
        user: &User,
        contact: &User,
        text: &str,
        at: Timestamp,
    ) -> Result<Question, Box<dyn Error>> {
        document.ask()?;
        let question = Question {
            id: QuestionId::new(at, random::word128()?),
            user: user.id,
            name: user.name.clone(),
            at,
            text: text.parse()?,
            reach: akkoord_domain::question::Reach::Phone,
            when: Some("na 17.00 uur".parse()?),
            open: true,
            replies: Vec::new(),
            request: request()?,
        };
        let event = Event::Asked { question: question.id };
        let work = self.work(document, Cause::Question { question: question.id }, contact, at);
        let with = vec![With::Question(Box::new(question.clone())), work];
        self.write(document, client_actor(user), event, with, at).await?;
        Ok(question)
    }

    async fn answer(
        &self,
        document: &mut Document,
        mut question: Question,
        by: &User,
        text: &str,
        at: Timestamp,
    ) -> Result<(), Box<dyn Error>> {
        let id = question.id;
        question.reply(Reply { at, name: by.name.clone(), from_firm: true, text: text.parse()?, request: request()? });
        document.question_turned(false);
        let ended = With::Work(WorkChange::Ends(Cause::Question { question: id }.id(document.id)));
        let with = vec![With::Question(Box::new(question)), ended];
        self.write(document, staff(by), Event::Answered { question: id }, with, at).await
    }

    fn work(&self, document: &Document, cause: Cause, contact: &User, at: Timestamp) -> With {
        With::Work(WorkChange::Begins(Work {
            organisation: document.organisation,
            document: Some(document.id),
            title: Some(document.title.clone()),
            cause,
            at,
            contact: Some(contact.id),
        }))
    }

    async fn write(
        &self,
        document: &mut Document,
        actor: Actor,
        event: Event,
        with: Vec<With>,
        at: Timestamp,
    ) -> Result<(), Box<dyn Error>> {
        let entry = document.record(at, actor, event)?;
        self.save(document, &entry, with).await
    }

    async fn save(&self, document: &Document, entry: &Entry, with: Vec<With>) -> Result<(), Box<dyn Error>> {
        match self.store.save_document(&Next { document, entry, with }).await? {
            Saved::Yes => Ok(()),
            Saved::Changed | Saved::Stale => Err("a demonstration document changed while it was made".into()),
        }
    }

    async fn person(&self, login: &str) -> Result<User, Box<dyn Error>> {
        let found = self.store.user_by_login(&login.parse()?).await?;
        Ok(found.ok_or_else(|| format!("{login} is missing"))?)
    }
}

fn staff(user: &User) -> Actor {
    Actor::Staff { id: user.id, name: user.name.clone() }
}

fn client_actor(user: &User) -> Actor {
    Actor::Client { id: user.id, name: user.name.clone() }
}

fn closed(user: &User, at: Timestamp, reason: &str) -> Result<Closed, Box<dyn Error>> {
    Ok(Closed { name: user.name.clone(), at, reason: reason.parse()?, request: request()? })
}

fn request() -> Result<RequestId, Box<dyn Error>> {
    Ok(format!("{:032x}", random::word128()?).parse()?)
}
