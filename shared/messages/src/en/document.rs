//! The English mails about a document. Each text has its Dutch twin in `nl::document`.

use akkoord_domain::{delivery::Channel, language::Language};

use super::{button, day};
use crate::{
    document::{DocumentMail, News, ToClient, ToStaff},
    letter::{Footer, Letter},
    names,
};

pub(super) fn letter(mail: &DocumentMail, firm: &str) -> Letter {
    let task = &names::task(mail.kind, mail.period, Language::English);
    let of = mail.organisation.as_str();
    let (Said { subject, paragraphs, label }, after) = match mail.news {
        News::Client(news) => (to_client(news, task, of, firm), vec![IN_DOUBT.to_owned()]),
        News::Staff(news) => (to_staff(news, task, of), Vec::new()),
    };
    let footer = mail.choice.clone().map(|link| Footer { text: SWITCH_OFF, link });
    Letter { subject, before: paragraphs.into(), button: Some(button(label, &mail.link)), after, footer }
}

/// The parts that differ from mail to mail.
struct Said {
    subject: String,
    paragraphs: [String; 2],
    label: &'static str,
}

const IN_DOUBT: &str = "Do you doubt this e-mail? Go to the portal yourself: the document is there as well.";
const SWITCH_OFF: &str =
    "Would you rather not get these e-mails? Switch them off in the portal, in My details under E-mails:";
const VIEW: &str = "View the document";

fn to_client(news: ToClient, task: &str, of: &str, firm: &str) -> Said {
    match news {
        ToClient::ApprovalWanted { deadline } => Said {
            subject: format!("Your approval is needed: {task}"),
            paragraphs: [
                format!("{firm} asks for your approval of a document of {of}: {task}."),
                format!("Please approve it by {}.", day(deadline)),
            ],
            label: VIEW,
        },
        ToClient::Corrected { deadline, lapsed } => Said {
            subject: format!("Corrected version: {task}"),
            paragraphs: [
                format!("{firm} has made a corrected version of a document of {of}: {task}."),
                if lapsed {
                    format!(
                        "Your approval of the version before therefore no longer counts. \
                         The new version waits for approval, by {}.",
                        day(deadline)
                    )
                } else {
                    format!("Please approve this version by {}.", day(deadline))
                },
            ],
            label: VIEW,
        },
        ToClient::Reminder { deadline, days } => {
            let (left, until) = match days {
                0 => ("due today".to_owned(), "today".to_owned()),
                1 => ("due tomorrow".to_owned(), "tomorrow".to_owned()),
                more => (format!("{more} days left"), format!("in {more} days")),
            };
            Said {
                subject: format!("Reminder: {task}, {left}"),
                paragraphs: [
                    format!("{firm} is still waiting for your approval of a document of {of}: {task}."),
                    format!("It is due on {}: {until}.", day(deadline)),
                ],
                label: VIEW,
            }
        }
        ToClient::Withdrawn => Said {
            subject: format!("Withdrawn: {task}"),
            paragraphs: [
                format!("{firm} has withdrawn a document of {of}: {task}."),
                "There is nothing left for you to do. The reason is in the portal.".to_owned(),
            ],
            label: VIEW,
        },
        ToClient::Declined => Said {
            subject: format!("Not approved: {task}"),
            paragraphs: [
                format!("Somebody else did not approve a document of {of}: {task}."),
                format!("Your earlier approval therefore has no effect any more. {firm} knows about this."),
            ],
            label: VIEW,
        },
        ToClient::Answered => Said {
            subject: format!("Answer to your question about {task}"),
            paragraphs: [
                format!("{firm} has answered your question about a document of {of}: {task}."),
                "The answer is in the portal.".to_owned(),
            ],
            label: "Read the answer",
        },
    }
}

fn to_staff(news: ToStaff, task: &str, of: &str) -> Said {
    match news {
        ToStaff::Declined => Said {
            subject: format!("Not approved: {task}"),
            paragraphs: [
                format!("{of} did not approve: {task}."),
                "That closed the document. The reason is in the portal.".to_owned(),
            ],
            label: VIEW,
        },
        ToStaff::Approved => Said {
            subject: format!("Approved: {task}"),
            paragraphs: [
                format!("{of} has approved: {task}."),
                "Every approval that was asked for has been given.".to_owned(),
            ],
            label: VIEW,
        },
        ToStaff::Asked => Said {
            subject: format!("Question about {task}"),
            paragraphs: [
                format!("{of} has a question about: {task}."),
                "The question is in the portal. Reminders wait for the answer.".to_owned(),
            ],
            label: "Read the question",
        },
        ToStaff::Replied => Said {
            subject: format!("Reply about {task}"),
            paragraphs: [
                format!("{of} has a further reply or question about: {task}."),
                "The reply is in the portal. Reminders wait for the answer.".to_owned(),
            ],
            label: "Read the reply",
        },
        ToStaff::NotDelivered(channel) => Said {
            subject: format!("Not sent: {task}"),
            paragraphs: [
                format!("A document of {of} could not be delivered to {}: {task}.", receiver(channel)),
                SEND_AGAIN.to_owned(),
            ],
            label: VIEW,
        },
        ToStaff::Uncertain(channel) => Said {
            subject: format!("Not known whether sent: {task}"),
            paragraphs: [
                format!("Whether a document of {of} has reached {} is not known: {task}.", receiver(channel)),
                ASK_FIRST.to_owned(),
            ],
            label: VIEW,
        },
        ToStaff::Refused(channel) => Said {
            subject: format!("Refused: {task}"),
            paragraphs: [
                format!("A document of {of} was refused by {}: {task}.", receiver(channel)),
                SEND_AGAIN.to_owned(),
            ],
            label: VIEW,
        },
    }
}

const SEND_AGAIN: &str = "The cause is in the portal, where you can also have the document sent again.";

const ASK_FIRST: &str = "Ask first whether it is there. If it is not, have it sent again in the portal.";

fn receiver(channel: Channel) -> &'static str {
    match channel {
        Channel::Archive => "the archive",
        Channel::Recipient => "the recipient",
    }
}
