//! The Dutch mails about a document. Each text has its English twin in `en::document`.

use akkoord_domain::{delivery::Channel, language::Language};

use super::{button, day};
use crate::{
    document::{DocumentMail, News, ToClient, ToStaff},
    letter::{Footer, Letter},
    names,
};

pub(super) fn letter(mail: &DocumentMail, firm: &str) -> Letter {
    let task = &names::task(mail.kind, mail.period, Language::Dutch);
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

const IN_DOUBT: &str = "Twijfelt u aan deze e-mail? Ga dan zelf naar het portaal: het document staat daar ook.";
const SWITCH_OFF: &str = "Wilt u deze e-mails niet? Zet ze in het portaal uit, onder Mijn gegevens bij E-mails:";
const VIEW: &str = "Document bekijken";

fn to_client(news: ToClient, task: &str, of: &str, firm: &str) -> Said {
    match news {
        ToClient::ApprovalWanted { deadline } => Said {
            subject: format!("Uw akkoord gevraagd: {task}"),
            paragraphs: [
                format!("{firm} vraagt uw akkoord op een document van {of}: {task}."),
                format!("Graag uiterlijk {}.", day(deadline)),
            ],
            label: VIEW,
        },
        ToClient::Corrected { deadline, lapsed } => Said {
            subject: format!("Gecorrigeerde versie: {task}"),
            paragraphs: [
                format!("{firm} heeft een gecorrigeerde versie gemaakt van een document van {of}: {task}."),
                if lapsed {
                    format!(
                        "Uw akkoord op de vorige versie geldt daardoor niet meer. \
                         De nieuwe versie wacht op akkoord, uiterlijk {}.",
                        day(deadline)
                    )
                } else {
                    format!("Graag uw akkoord op deze versie, uiterlijk {}.", day(deadline))
                },
            ],
            label: VIEW,
        },
        ToClient::Reminder { deadline, days } => {
            let (left, until) = match days {
                0 => ("uiterlijk vandaag".to_owned(), "vandaag".to_owned()),
                1 => ("uiterlijk morgen".to_owned(), "morgen".to_owned()),
                more => (format!("nog {more} dagen"), format!("over {more} dagen")),
            };
            Said {
                subject: format!("Herinnering: {task}, {left}"),
                paragraphs: [
                    format!("{firm} wacht nog op uw akkoord op een document van {of}: {task}."),
                    format!("De uiterste datum is {}: {until}.", day(deadline)),
                ],
                label: VIEW,
            }
        }
        ToClient::Withdrawn => Said {
            subject: format!("Ingetrokken: {task}"),
            paragraphs: [
                format!("{firm} heeft een document van {of} ingetrokken: {task}."),
                "U hoeft er niets meer mee te doen. De reden staat in het portaal.".to_owned(),
            ],
            label: VIEW,
        },
        ToClient::Declined => Said {
            subject: format!("Niet akkoord: {task}"),
            paragraphs: [
                format!("Iemand anders is niet akkoord gegaan met een document van {of}: {task}."),
                format!("Uw eerdere akkoord heeft daardoor geen gevolg meer. {firm} weet hiervan."),
            ],
            label: VIEW,
        },
        ToClient::Answered => Said {
            subject: format!("Antwoord op uw vraag over {task}"),
            paragraphs: [
                format!("{firm} heeft uw vraag beantwoord over een document van {of}: {task}."),
                "Het antwoord staat in het portaal.".to_owned(),
            ],
            label: "Antwoord lezen",
        },
    }
}

fn to_staff(news: ToStaff, task: &str, of: &str) -> Said {
    match news {
        ToStaff::Declined => Said {
            subject: format!("Niet akkoord: {task}"),
            paragraphs: [
                format!("{of} is niet akkoord gegaan met: {task}."),
                "Het document is daarmee gesloten. De reden staat in het portaal.".to_owned(),
            ],
            label: VIEW,
        },
        ToStaff::Approved => Said {
            subject: format!("Akkoord: {task}"),
            paragraphs: [
                format!("{of} is akkoord gegaan met: {task}."),
                "Alle gevraagde akkoorden zijn gegeven.".to_owned(),
            ],
            label: VIEW,
        },
        ToStaff::Asked => Said {
            subject: format!("Vraag over {task}"),
            paragraphs: [
                format!("{of} heeft een vraag over: {task}."),
                "De vraag staat in het portaal. Herinneringen wachten op het antwoord.".to_owned(),
            ],
            label: "Vraag lezen",
        },
        ToStaff::Replied => Said {
            subject: format!("Reactie over {task}"),
            paragraphs: [
                format!("{of} heeft nog een reactie of vraag over: {task}."),
                "De reactie staat in het portaal. Herinneringen wachten op het antwoord.".to_owned(),
            ],
            label: "Reactie lezen",
        },
        ToStaff::NotDelivered(channel) => Said {
            subject: format!("Niet verzonden: {task}"),
            paragraphs: [
                format!("Een document van {of} kon niet worden bezorgd bij {}: {task}.", receiver(channel)),
                SEND_AGAIN.to_owned(),
            ],
            label: VIEW,
        },
        ToStaff::Uncertain(channel) => Said {
            subject: format!("Onzeker of verzonden: {task}"),
            paragraphs: [
                format!("Of een document van {of} is aangekomen bij {}, is niet bekend: {task}.", receiver(channel)),
                ASK_FIRST.to_owned(),
            ],
            label: VIEW,
        },
        ToStaff::Refused(channel) => Said {
            subject: format!("Geweigerd: {task}"),
            paragraphs: [
                format!("Een document van {of} is geweigerd door {}: {task}.", receiver(channel)),
                SEND_AGAIN.to_owned(),
            ],
            label: VIEW,
        },
    }
}

const SEND_AGAIN: &str = "De oorzaak staat in het portaal. Daar kunt u het document ook opnieuw laten verzenden.";

const ASK_FIRST: &str = "Vraag eerst na of het er is. Zo niet, laat het dan in het portaal opnieuw verzenden.";

fn receiver(channel: Channel) -> &'static str {
    match channel {
        Channel::Archive => "het archief",
        Channel::Recipient => "de ontvanger",
    }
}
