//! One message of the queue, one line of work in each organisation whose staff must know.
//!
//! The topic and the queue deliver at least once and in any order. The line and the note that this event was handled are
//! written together, so that an event that comes again adds nothing and brings nothing back that staff dealt with.
//! Everything is read again: who is disabled or no longer belongs to the organisation is nobody's work any more.

use std::time::Instant;

use akkoord_domain::{
    facts::Title,
    id::{DocumentId, OrganisationId},
    right::Kind,
    user::Status,
};
use akkoord_runtime::{batch, clock::Clock};
use akkoord_store::{
    Store, StoreError,
    organisation::Organisation,
    unreached::Listed,
    user::User,
    work::{Cause, Work},
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};

use crate::event::{Return, Told, Why, read};

/// Why a message failed and should come back. Neither repeats the message.
#[derive(Debug, thiserror::Error)]
enum BouncesError {
    #[error("the message is no event about a mail of the portal")]
    Unreadable,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a message that need not come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Staff see it now.
    Listed,
    /// Staff saw it already, or this event was handled before.
    Duplicate,
    /// The next mail may arrive.
    ForNow,
    /// Whether the address works is not clear.
    Unclear,
    /// There is no such user, or not any more.
    UnknownUser,
    /// The user belongs to no organisation that it could be listed for, or not to that one any more.
    NoOrganisation,
    /// A topic was set up.
    Greeting,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Duplicate => "duplicate",
            Self::ForNow => "for_now",
            Self::Unclear => "unclear",
            Self::UnknownUser => "unknown_user",
            Self::NoOrganisation => "no_organisation",
            Self::Greeting => "greeting",
        }
    }
}

/// Lists mails that came back.
pub struct Bounces {
    store: Store,
    clock: Clock,
}

impl Bounces {
    /// Reads users of this table and lists work in it.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }

    /// Handles one batch of the queue and answers which messages failed.
    pub async fn handle(&self, event: SqsEvent) -> SqsBatchResponse {
        batch::queue(event, async |record| self.record(&record).await).await
    }

    async fn record(&self, record: &SqsMessage) -> Result<(), BouncesError> {
        let started = Instant::now();
        let told = record.body.as_deref().and_then(read).ok_or(BouncesError::Unreadable)?;
        let (user, outcome) = match &told {
            Told::Greeting => (None, Outcome::Greeting),
            Told::Return(back) => (Some(back.user), self.came_back(back).await?),
        };
        tracing::info!(
            user.id = user.map(tracing::field::display),
            outcome = outcome.name(),
            duration_ms = started.elapsed().as_millis(),
            "returned mail handled"
        );
        Ok(())
    }

    async fn came_back(&self, back: &Return) -> Result<Outcome, BouncesError> {
        let user = back.user;
        let cause = match back.why {
            Why::ForNow => return Ok(Outcome::ForNow),
            Why::Unclear => return Ok(Outcome::Unclear),
            Why::ForGood => Cause::Bounce { user },
            Why::Unwanted => Cause::Complaint { user },
        };
        let Some(user) = self.store.user(user).await?.filter(|user| user.status != Status::Disabled) else {
            return Ok(Outcome::UnknownUser);
        };
        let mut outcome = Outcome::NoOrganisation;
        for organisation in self.organisations(&user, back.about).await? {
            let about = self.document(organisation.id, back.about).await?;
            let work = Work {
                organisation: organisation.id,
                document: about.as_ref().map(|(document, _)| *document),
                title: about.map(|(_, title)| title),
                cause: cause.clone(),
                at: back.at,
                contact: organisation.contact,
            };
            match self.store.mail_came_back(&work, &back.feedback, self.clock.now()).await? {
                Listed::New => outcome = Outcome::Listed,
                Listed::Already | Listed::Before if outcome != Outcome::Listed => outcome = Outcome::Duplicate,
                Listed::Already | Listed::Before => {}
            }
        }
        Ok(outcome)
    }

    /// The organisations whose work it is: that of the mail, else all of the user's. Staff belong to none, so only a mail
    /// about an organisation's document says where the firm will see it.
    async fn organisations(
        &self,
        user: &User,
        about: Option<(OrganisationId, DocumentId)>,
    ) -> Result<Vec<Organisation>, StoreError> {
        let named = about.map(|(organisation, _)| organisation);
        if user.kind == Kind::Staff {
            return Ok(match named {
                Some(organisation) => self.store.organisation(organisation).await?.into_iter().collect(),
                None => Vec::new(),
            });
        }
        let candidates = match named {
            Some(organisation) => vec![organisation],
            None => self.store.membership_candidates(user.id).await?,
        };
        let memberships = self.store.memberships(user.id, &candidates).await?;
        Ok(memberships.into_iter().map(|place| place.organisation).collect())
    }

    /// The mail's document with its title, if the organisation has it.
    async fn document(
        &self,
        organisation: OrganisationId,
        about: Option<(OrganisationId, DocumentId)>,
    ) -> Result<Option<(DocumentId, Title)>, StoreError> {
        let Some((_, document)) = about else { return Ok(None) };
        let found = self.store.document(organisation, document).await?;
        Ok(found.map(|found| (found.id, found.title)))
    }
}
