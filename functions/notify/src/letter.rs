//! Which mails an effect becomes, and to whom. Links are made here, at the last moment: no secret lies in the outbox or
//! in a queue.

use akkoord_domain::{
    Timestamp,
    handle::Handle,
    id::{DocumentId, OrganisationId, OutboxId},
    link::LinkPurpose,
    user::Status,
};
use akkoord_messages::mail::{self, Mail};
use akkoord_runtime::random;
use akkoord_store::{
    outbox::{Effect, FactorChange, Message},
    user::User,
};

use crate::handler::{Notify, NotifyError};

/// A mail on its way to one person.
pub(crate) struct Letter {
    pub(crate) to: User,
    pub(crate) mail: Mail,
    /// The organisation's document that it is about.
    pub(crate) document: Option<(OrganisationId, DocumentId)>,
}

/// What to send.
pub(crate) enum Letters {
    /// These; none when there is nobody to tell.
    To(Vec<Letter>),
    /// Nothing: the user had enough mails with a link for now.
    Limited,
}

impl Letters {
    fn one(to: User, mail: Mail) -> Self {
        Self::To(vec![Letter { to, mail, document: None }])
    }

    fn nobody() -> Self {
        Self::To(Vec::new())
    }
}

impl Notify {
    /// Reads users and documents as they are now, not as they were when the effect was promised.
    pub(crate) async fn letters(&self, message: &Message, now: Timestamp) -> Result<Letters, NotifyError> {
        let user = match &message.effect {
            Effect::PasswordForgotten { login } => self.store.user_by_login(login).await?,
            Effect::Invitation { user }
            | Effect::PasswordChanged { user }
            | Effect::NewDevice { user, .. }
            | Effect::FactorChanged { user, .. } => self.store.user(*user).await?,
            about_a_document => return Ok(Letters::To(self.about_a_document(about_a_document, now).await?)),
        };
        let Some(user) = user.filter(|user| user.status != Status::Disabled) else { return Ok(Letters::nobody()) };
        Ok(match &message.effect {
            Effect::Invitation { .. } if user.status != Status::Invited => Letters::nobody(),
            // Who was invited and has no password yet is helped by the invitation, not by a new password.
            Effect::Invitation { .. } | Effect::PasswordForgotten { .. } => {
                self.letter_with_link(user, message.id, now).await?
            }
            Effect::PasswordChanged { .. } => Letters::one(user, Mail::PasswordChanged),
            Effect::NewDevice { device, at, .. } => {
                Letters::one(user, Mail::NewDevice { device: device.clone(), at: *at })
            }
            Effect::FactorChanged { change, .. } => Letters::one(user, Mail::FactorChanged(told(*change))),
            _ => Letters::nobody(),
        })
    }

    async fn letter_with_link(&self, user: User, id: OutboxId, now: Timestamp) -> Result<Letters, NotifyError> {
        if !self.store.count_link_mail(user.id, id, now).await? {
            return Ok(Letters::Limited);
        }
        let handle = Handle::new(user.id, random::bytes()?);
        let purpose = if user.status == Status::Invited { LinkPurpose::Invitation } else { LinkPurpose::PasswordReset };
        self.store.put_link(&handle, purpose, now).await?;
        let mail = match purpose {
            LinkPurpose::Invitation => Mail::Invitation {
                name: user.name.clone(),
                link: link(&self.origin, "invitation", &handle),
                login: user.login.clone(),
                valid_days: purpose.lifetime().as_hours() / 24,
            },
            LinkPurpose::PasswordReset => Mail::PasswordReset {
                link: link(&self.origin, "new-password", &handle),
                minutes: purpose.lifetime().as_mins(),
            },
        };
        Ok(Letters::one(user, mail))
    }
}

/// The handle stands in the fragment, which a browser keeps to itself: no server, proxy or log sees it, and a mail
/// scanner that opens the address uses nothing up.
fn link(origin: &str, page: &str, handle: &Handle) -> String {
    format!("{origin}/{page}#{}", handle.expose())
}

fn told(change: FactorChange) -> mail::FactorChange {
    match change {
        FactorChange::AuthenticatorAdded => mail::FactorChange::AuthenticatorAdded,
        FactorChange::AuthenticatorRemoved => mail::FactorChange::AuthenticatorRemoved,
        FactorChange::RecoveryCodesRenewed => mail::FactorChange::RecoveryCodesRenewed,
        FactorChange::RecoveryCodeUsed => mail::FactorChange::RecoveryCodeUsed,
    }
}

#[cfg(test)]
mod tests {
    use akkoord_domain::id::UserId;

    use super::*;

    #[test]
    fn the_secret_stands_in_the_fragment() {
        let handle = Handle::new(UserId::new(Timestamp::UNIX_EPOCH, 1), [0; 32]);
        assert_eq!(
            link("https://portaal.example", "new-password", &handle),
            format!("https://portaal.example/new-password#{}.{}", handle.user(), "A".repeat(43))
        );
    }
}
