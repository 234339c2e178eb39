//! Who is told what about a document: notify against the stack's DynamoDB and SES, once each, whatever the queue does.

mod corrected;
mod untold;

use akkoord_domain::{
    SignedDuration, Timestamp,
    approval::{Given, Stages},
    challenge::Method,
    delivery::{Channel, Delivery, MAX_ATTEMPTS, State},
    document::{Closed, Document, Status},
    history::{Actor, Event},
    id::{OrganisationId, QuestionId, UserId},
    language::Language,
    question::{Question, Reach, Reply},
    right::{Kind, Module, Right},
    user,
};
use akkoord_runtime::{clock::Clock, random};
use akkoord_store::{
    document::{Next, Saved, With},
    organisation::{Member, Organisation},
    outbox::{About, Effect, Message},
    user::User,
};
use notify::handler::Notify;

use crate::{
    outbox::{Outbox, TakenMail, deliver, outbox_id},
    support::{
        Fault, Proxy,
        documents::{draft, stages},
    },
};

/// An organisation of one test's own, with its contact and a document.
pub(crate) struct Case {
    pub(crate) outbox: Outbox,
    pub(crate) organisation: OrganisationId,
    pub(crate) contact: User,
    pub(crate) notify: Notify,
}

impl Case {
    pub(crate) async fn new() -> Self {
        let outbox = Outbox::connect();
        let notify = outbox.notify(&Clock::system());
        let contact = outbox.somebody(Kind::Staff, user::Status::Active, Language::Dutch).await;
        let organisation = OrganisationId::new(Clock::system().now(), random::word128().unwrap());
        let case = Self { outbox, organisation, contact, notify };
        case.has_contact(Some(case.contact.id)).await;
        case
    }

    async fn has_contact(&self, contact: Option<UserId>) {
        let organisation = Organisation {
            id: self.organisation,
            name: "Bakkerij Bos".parse().unwrap(),
            client_number: self.organisation.to_string(),
            contact,
            stages: Stages::default(),
        };
        self.outbox.store.put_organisation(&organisation).await.unwrap().unwrap();
    }

    async fn member(&self, status: user::Status, language: Language, member: Member) -> User {
        let user = self.outbox.user(status, language).await;
        self.outbox.store.put_member(self.organisation, user.id, &member).await.unwrap();
        user
    }

    /// A member who may approve.
    pub(crate) async fn approver(&self, language: Language) -> User {
        self.member(user::Status::Active, language, Member::with(vec![Right::Approve])).await
    }

    /// An open document that was released yesterday.
    pub(crate) async fn document(&self, stages: Stages) -> Document {
        let released_at = Clock::system().now() - SignedDuration::from_hours(26);
        let draft = draft(self.organisation, stages, released_at);
        let (document, event) = draft.release(draft.file.as_ref().unwrap(), released_at);
        self.saves(document, event, Vec::new()).await
    }

    /// Writes the document's next state.
    pub(crate) async fn saves(&self, mut document: Document, event: Event, with: Vec<With>) -> Document {
        let entry = document.record(Clock::system().now(), Actor::Portal, event).unwrap();
        let next = Next { document: &document, entry: &entry, with };
        assert_eq!(self.outbox.store.save_document(&next).await.unwrap(), Saved::Yes);
        document
    }

    /// The document after an approval, as the table has it.
    async fn approved_by(&self, mut document: Document, user: &User, stage: usize) -> Document {
        document.given.push(Given {
            user: user.id,
            name: user.name.clone(),
            stage,
            at: Clock::system().now(),
            method: Method::Sms,
            request: "0123456789abcdef".parse().unwrap(),
        });
        if document.stages.current(&document.given).is_none() {
            document.status = Status::Approved;
        }
        self.saves(document, Event::Reminded { days: 0 }, Vec::new()).await
    }

    async fn closed(&self, mut document: Document, status: Status) -> Document {
        document.status = status;
        document.closed = Some(Closed {
            name: "Robin Jansen".parse().unwrap(),
            at: Clock::system().now(),
            reason: "Een reden die niemand per e-mail krijgt.".parse().unwrap(),
            request: "0123456789abcdef".parse().unwrap(),
        });
        self.saves(document, Event::Reminded { days: 0 }, Vec::new()).await
    }

    /// Brings an effect about, which is the first to do so.
    async fn brings_about(&self, effect: Effect) {
        assert!(deliver(&self.notify, &[Message { id: outbox_id(), effect }]).await.is_empty());
    }

    /// The mails that this user got about this document, by subject. Another test's question may go to all staff.
    pub(crate) async fn mails(&self, to: &User, document: &Document) -> Vec<TakenMail> {
        let id = document.id.to_string();
        self.outbox.mails_to(to).await.into_iter().filter(|mail| mail.body_text.contains(&id)).collect()
    }

    async fn subjects(&self, to: &User, document: &Document) -> Vec<String> {
        self.mails(to, document).await.into_iter().map(|mail| mail.subject).collect()
    }
}

fn wanted(document: &Document, stage: usize) -> Effect {
    Effect::ApprovalWanted { about: About::newest(document), stage }
}

#[tokio::test]
async fn an_approval_is_asked_of_those_whose_turn_it_is_in_their_own_language() {
    let case = Case::new().await;
    let dutch = case.approver(Language::Dutch).await;
    let english = case.approver(Language::English).await;
    let approve = || Member::with(vec![Right::Approve]);
    let disabled = case.member(user::Status::Disabled, Language::Dutch, approve()).await;
    let invited = case.member(user::Status::Invited, Language::Dutch, approve()).await;
    let without_right = case.member(user::Status::Active, Language::Dutch, Member::with(vec![Right::Dossier])).await;
    let off = Member { rights: vec![Right::Approve], mails_off: vec![Module::Approvals] };
    let mails_off = case.member(user::Status::Active, Language::Dutch, off).await;
    let stranger = case.outbox.user(user::Status::Active, Language::Dutch).await;
    let first: Vec<UserId> =
        [&dutch, &disabled, &invited, &without_right, &mails_off, &stranger].map(|user| user.id).into();
    let document = case.document(stages(&[(1, &first), (1, &[english.id])])).await;

    case.brings_about(wanted(&document, 0)).await;
    let mails = case.mails(&dutch, &document).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Uw akkoord gevraagd: jaarrekening 2025");
    assert!(mails[0].body_text.contains("een document van Bakkerij Bos: jaarrekening 2025."));
    let link = format!("{}/approvals/{}/{}", case.outbox.stack.origin, document.organisation, document.id);
    assert!(mails[0].body_text.contains(&format!("\n{link}\n")));
    for nobody in [&english, &disabled, &invited, &without_right, &mails_off, &stranger, &case.contact] {
        assert!(case.mails(nobody, &document).await.is_empty());
    }

    let document = case.approved_by(document, &dutch, 0).await;
    // A message of the first stage that comes late tells nobody any more.
    case.brings_about(wanted(&document, 0)).await;
    case.brings_about(wanted(&document, 1)).await;
    assert_eq!(case.subjects(&dutch, &document).await.len(), 1);
    assert_eq!(case.subjects(&english, &document).await, ["Your approval is needed: annual accounts 2025"]);
}

#[tokio::test]
async fn whatever_the_queue_and_ses_do_everybody_is_told_once() {
    let case = Case::new().await;
    let mut approvers = Vec::new();
    for _ in 0..5 {
        approvers.push(case.approver(Language::Dutch).await);
    }
    let document = case.document(stages(&[(3, &[])])).await;
    let message = [Message { id: outbox_id(), effect: wanted(&document, 0) }];

    let without_ses = case.outbox.notify_without_ses(&Clock::system());
    assert_eq!(deliver(&without_ses, &message).await, [0]);
    // The third mail is not taken: the message comes back, and the two behind it are sent.
    let proxy = Proxy::start().await;
    proxy.fails_between("ses", 2, 1, Fault::Throttled);
    let one_fails = case.outbox.notify_with_ses_at(&proxy.endpoint, &Clock::system());
    assert_eq!(deliver(&one_fails, &message).await, [0]);
    let counts = async || {
        let mut counts = Vec::new();
        for approver in &approvers {
            counts.push(case.mails(approver, &document).await.len());
        }
        counts
    };
    assert_eq!(counts().await.iter().sum::<usize>(), 4);

    let mut come_back = 0;
    for _ in 0..20 {
        let work = async || deliver(&case.notify, &message).await.len();
        let failed = tokio::join!(work(), work(), work(), work(), work());
        come_back = failed.0 + failed.1 + failed.2 + failed.3 + failed.4;
        if come_back == 0 {
            break;
        }
    }
    assert_eq!(come_back, 0, "the message keeps coming back");
    assert_eq!(counts().await, [1; 5]);
}

#[tokio::test]
async fn nobody_is_asked_or_reminded_of_what_is_no_longer_so() {
    let case = Case::new().await;
    let approver = case.approver(Language::Dutch).await;
    let mut documents = Vec::new();
    for status in [Status::Withdrawn, Status::Declined, Status::Approved] {
        let document = case.document(Stages::default()).await;
        documents.push(case.closed(document, status).await);
    }
    let older = case.document(Stages::default()).await;
    let newer = Document { version: 2, ..older.clone() };
    case.saves(newer, Event::Reminded { days: 0 }, Vec::new()).await;
    documents.push(older);
    for document in &documents {
        case.brings_about(wanted(document, 0)).await;
        case.brings_about(Effect::Reminder { about: About::newest(document), days: 7 }).await;
    }
    // While a question is open nobody is reminded, and on the day of the release neither.
    let mut asked = case.document(Stages::default()).await;
    asked.ask().unwrap();
    let asked = case.saves(asked, Event::Reminded { days: 0 }, Vec::new()).await;
    let fresh = Document { released_at: Clock::system().now(), ..case.document(Stages::default()).await };
    let fresh = case.saves(fresh, Event::Reminded { days: 0 }, Vec::new()).await;
    for document in [&asked, &fresh] {
        case.brings_about(Effect::Reminder { about: About::newest(document), days: 7 }).await;
    }
    for document in documents.iter().chain([&asked, &fresh]) {
        assert!(case.mails(&approver, document).await.is_empty());
    }
}

#[tokio::test]
async fn a_refusal_is_told_to_the_contact_and_to_those_who_approved() {
    let case = Case::new().await;
    let (approved, declined, later) = (
        case.approver(Language::English).await,
        case.approver(Language::Dutch).await,
        case.approver(Language::Dutch).await,
    );
    let document = case.document(stages(&[(2, &[approved.id, declined.id]), (1, &[later.id])])).await;
    let document = case.approved_by(document, &approved, 0).await;
    let document = case.closed(document, Status::Declined).await;
    case.brings_about(Effect::DocumentDeclined { about: About::newest(&document), by: declined.id }).await;
    assert_eq!(case.subjects(&approved, &document).await, ["Not approved: annual accounts 2025"]);
    let to_contact = case.mails(&case.contact, &document).await;
    assert_eq!(to_contact.len(), 1);
    assert_eq!(to_contact[0].subject, "Niet akkoord: jaarrekening 2025");
    let link = format!("{}/office/documents/{}/{}", case.outbox.stack.origin, document.organisation, document.id);
    assert!(to_contact[0].body_text.contains(&format!("\n{link}\n")));
    assert!(!to_contact[0].body_text.contains("reden die niemand") && !to_contact[0].body_text.contains("Robin"));
    for nobody in [&declined, &later] {
        assert!(case.mails(nobody, &document).await.is_empty());
    }
}

#[tokio::test]
async fn a_withdrawal_is_told_to_those_who_were_asked() {
    let case = Case::new().await;
    let (first, second, third) = (
        case.approver(Language::Dutch).await,
        case.approver(Language::Dutch).await,
        case.approver(Language::Dutch).await,
    );
    let document = case.document(stages(&[(1, &[first.id]), (1, &[second.id]), (1, &[third.id])])).await;
    let document = case.approved_by(document, &first, 0).await;
    let document = case.closed(document, Status::Withdrawn).await;
    case.brings_about(Effect::DocumentWithdrawn { about: About::newest(&document) }).await;
    for asked in [&first, &second] {
        assert_eq!(case.subjects(asked, &document).await, ["Ingetrokken: jaarrekening 2025"]);
    }
    for nobody in [&third, &case.contact] {
        assert!(case.mails(nobody, &document).await.is_empty());
    }
}

fn question(asker: &User, now: Timestamp) -> Question {
    Question {
        id: QuestionId::new(now, random::word128().unwrap()),
        user: asker.id,
        name: asker.name.clone(),
        at: now,
        text: "Een vraag die niemand per e-mail krijgt.".parse().unwrap(),
        reach: Reach::Portal,
        when: None,
        open: true,
        replies: Vec::new(),
        request: "0123456789abcdef".parse().unwrap(),
    }
}

fn reply(from_firm: bool, request: &str) -> Reply {
    Reply {
        at: Clock::system().now(),
        name: "Iris Jansen".parse().unwrap(),
        from_firm,
        text: "Een antwoord.".parse().unwrap(),
        request: request.parse().unwrap(),
    }
}

#[tokio::test]
async fn a_question_goes_to_the_contact_and_its_answer_to_who_asked() {
    let case = Case::new().await;
    let (asker, other) = (case.approver(Language::English).await, case.approver(Language::Dutch).await);
    let document = case.document(Stages::default()).await;
    let mut question = question(&asker, Clock::system().now());
    let about = About::newest(&document);
    let asked = || Effect::QuestionAsked { about, question: question.id };
    let answered = || Effect::QuestionAnswered { about, question: question.id };
    let (asked, answered) = (asked(), answered());
    let write = async |document: Document, question: &Question| {
        case.saves(document, Event::Reminded { days: 0 }, vec![With::Question(Box::new(question.clone()))]).await
    };
    let document = write(document, &question).await;
    case.brings_about(answered.clone()).await;
    assert!(case.mails(&asker, &document).await.is_empty());
    case.brings_about(asked.clone()).await;
    assert_eq!(case.subjects(&case.contact, &document).await, ["Vraag over jaarrekening 2025"]);

    assert!(question.reply(reply(true, "1123456789abcdef")));
    let document = write(document, &question).await;
    case.brings_about(answered).await;
    case.brings_about(asked.clone()).await;
    assert_eq!(case.subjects(&asker, &document).await, ["Answer to your question about annual accounts 2025"]);
    assert_eq!(case.subjects(&case.contact, &document).await.len(), 1);

    assert!(question.reply(reply(false, "2123456789abcdef")));
    let document = write(document, &question).await;
    case.brings_about(asked).await;
    let subjects = case.subjects(&case.contact, &document).await;
    assert_eq!(subjects, ["Vraag over jaarrekening 2025", "Reactie over jaarrekening 2025"]);
    assert!(case.mails(&other, &document).await.is_empty());
}

#[tokio::test]
async fn without_a_contact_who_can_act_all_active_staff_are_told() {
    let case = Case::new().await;
    let colleague = case.outbox.somebody(Kind::Staff, user::Status::Active, Language::English).await;
    let gone = case.outbox.somebody(Kind::Staff, user::Status::Disabled, Language::Dutch).await;
    let client = case.outbox.user(user::Status::Active, Language::Dutch).await;
    for contact in [None, Some(gone.id), Some(client.id)] {
        case.has_contact(contact).await;
        let document = case.closed(case.document(Stages::default()).await, Status::Approved).await;
        case.brings_about(Effect::DocumentApproved { about: About::newest(&document) }).await;
        assert_eq!(case.subjects(&case.contact, &document).await, ["Akkoord: jaarrekening 2025"]);
        assert_eq!(case.subjects(&colleague, &document).await, ["Approved: annual accounts 2025"]);
        for nobody in [&gone, &client] {
            assert!(case.mails(nobody, &document).await.is_empty());
        }
    }
}

#[tokio::test]
async fn an_approved_document_and_a_failed_delivery_are_told_to_the_contact_only() {
    let case = Case::new().await;
    let approver = case.approver(Language::Dutch).await;
    let mut document = case.approved_by(case.document(Stages::default()).await, &approver, 0).await;
    let about = About::newest(&document);
    let failed = || Effect::DeliveryFailed { about, channel: Channel::Archive };
    case.brings_about(Effect::DocumentApproved { about }).await;
    document.deliveries = vec![Delivery::new(Channel::Archive, State::Queued, Clock::system().now())];
    for (state, attempts) in [
        (State::Queued, 0),
        (State::Failed, MAX_ATTEMPTS),
        (State::Unknown, MAX_ATTEMPTS - 1),
        (State::Unknown, MAX_ATTEMPTS),
        (State::Refused, 1),
        (State::Sent, 1),
    ] {
        document.deliveries[0] = Delivery { attempts, ..Delivery::new(Channel::Archive, state, Clock::system().now()) };
        document = case.saves(document, Event::Reminded { days: 0 }, Vec::new()).await;
        case.brings_about(failed()).await;
    }
    assert_eq!(
        case.subjects(&case.contact, &document).await,
        [
            "Akkoord: jaarrekening 2025",
            "Niet verzonden: jaarrekening 2025",
            "Onzeker of verzonden: jaarrekening 2025",
            "Geweigerd: jaarrekening 2025"
        ]
    );
    assert!(case.mails(&approver, &document).await.is_empty());
}
