//! What SES tells of a mail ("Contents of event data that Amazon SES publishes to Amazon SNS", SES developer guide), as far
//! as it is looked at: what happened, and the ids that `notify` tagged the mail with. Addresses, subjects and the other
//! side's remarks are in the event too, and are not read.

use akkoord_domain::{
    Timestamp,
    id::{DocumentId, OrganisationId, UserId},
};
use akkoord_store::unreached::FeedbackId;
use serde::Deserialize;

/// An event that was read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Something became of a mail.
    Return(Return),
    /// SES greets a topic that it was just pointed to.
    Greeting,
}

/// A mail that did not end in its reader's mailbox.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Return {
    pub(crate) feedback: FeedbackId,
    pub(crate) why: Why,
    pub(crate) at: Timestamp,
    pub(crate) user: UserId,
    /// The organisation and document that the mail was about.
    pub(crate) about: Option<(OrganisationId, DocumentId)>,
}

/// Why a mail came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The address does not work, and SES will not try it again.
    ForGood,
    /// A full mailbox, a server that was away: the next mail may arrive.
    ForNow,
    /// The other side did not say so that SES understood it.
    Unclear,
    /// The reader called it unwanted.
    Unwanted,
}

/// What a topic's first message begins with, in plain text.
const GREETING: &str = "Successfully validated SNS topic";

#[derive(Deserialize)]
#[serde(tag = "eventType")]
enum Wire {
    Bounce { bounce: Bounce, mail: Mail },
    Complaint { complaint: Complaint, mail: Mail },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: BounceType,
    timestamp: Timestamp,
    feedback_id: String,
}

#[derive(Clone, Copy, Deserialize)]
enum BounceType {
    Permanent,
    Transient,
    Undetermined,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    timestamp: Timestamp,
    feedback_id: String,
}

#[derive(Deserialize)]
struct Mail {
    tags: Tags,
}

/// Each tag is a list; the portal gives each one value.
#[derive(Deserialize)]
struct Tags {
    user: [UserId; 1],
    organisation: Option<[OrganisationId; 1]>,
    document: Option<[DocumentId; 1]>,
}

/// Reads the body of a message; `None` when it is nothing that SES sends of the portal's mails.
pub(crate) fn read(body: &str) -> Option<Told> {
    if body.starts_with(GREETING) {
        return Some(Told::Greeting);
    }
    let (feedback, why, at, mail) = match serde_json::from_str(body).ok()? {
        Wire::Bounce { bounce, mail } => {
            let why = match bounce.bounce_type {
                BounceType::Permanent => Why::ForGood,
                BounceType::Transient => Why::ForNow,
                BounceType::Undetermined => Why::Unclear,
            };
            (bounce.feedback_id, why, bounce.timestamp, mail)
        }
        Wire::Complaint { complaint, mail } => (complaint.feedback_id, Why::Unwanted, complaint.timestamp, mail),
    };
    let Tags { user: [user], organisation, document } = mail.tags;
    let about = match (organisation, document) {
        (Some([organisation]), Some([document])) => Some((organisation, document)),
        (None, None) => None,
        _ => return None,
    };
    Some(Told::Return(Return { feedback: feedback.parse().ok()?, why, at, user, about }))
}

#[cfg(test)]
mod tests {
    use aws_lambda_events::sqs::SqsEvent;

    use super::*;

    fn bodies(text: &str) -> Vec<String> {
        let event: SqsEvent = serde_json::from_str(text).unwrap();
        event.records.into_iter().map(|record| record.body.unwrap()).collect()
    }

    #[test]
    fn a_batch_holds_everything_that_becomes_of_a_mail() {
        let read = |body: &String| match read(body) {
            Some(Told::Return(back)) => Some((back.why, back.about.is_some())),
            Some(Told::Greeting) => None,
            None => panic!("{body}"),
        };
        let found: Vec<_> = bodies(include_str!("../../../events/bounces/batch.json")).iter().map(read).collect();
        assert_eq!(
            found,
            [
                Some((Why::ForGood, true)),
                Some((Why::ForGood, false)),
                Some((Why::ForGood, true)),
                Some((Why::Unwanted, true)),
                Some((Why::ForNow, true)),
                Some((Why::Unclear, true)),
                None,
            ]
        );
    }

    #[test]
    fn a_return_says_whose_mail_about_what_and_when() {
        let body = &bodies(include_str!("../../../events/bounces/batch.json"))[0];
        let Some(Told::Return(back)) = read(body) else { panic!("a return") };
        assert_eq!(back.user.to_string(), "usr_01KAT0PXG0Z3C5D7E9F1G3H5J7");
        assert_eq!(back.at, "2026-11-25T09:41:02.669Z".parse().unwrap());
        assert_eq!(back.feedback.to_string(), "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000");
        let (organisation, document) = back.about.unwrap();
        assert_eq!(organisation.to_string(), "org_01KAT0PXG0B2D4F6H8K0M2P4R6");
        assert_eq!(document.to_string(), "doc_01KAT0PXG0T7V9X1Z3B5D7F9H1");
    }

    #[test]
    fn poison_is_not_read() {
        let poison = bodies(include_str!("../../../events/bounces/poison.json"));
        assert_eq!(poison.len(), 8);
        for body in poison {
            assert_eq!(read(&body), None, "{body}");
        }
    }
}
