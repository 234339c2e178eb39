//! Which mail an effect becomes, and to whom. Links are made here, at the last moment: no secret lies in the outbox or
//! in a queue.

use akkoord_domain::{Timestamp, handle::Handle, id::OutboxId, link::LinkPurpose, user::Status};
use akkoord_messages::mail::{self, Mail};
use akkoord_runtime::random;
use akkoord_store::{
    outbox::{Effect, FactorChange, Message},
    user::User,
};

use crate::handler::{Notify, NotifyError};

/// What to send.
pub(crate) enum Letter {
    /// This mail to this user.
    To(Box<User>, Mail),
    /// Nothing: there is nobody to tell.
    Nobody,
    /// Nothing: the user had enough mails with a link for now.
    Limited,
}

impl Notify {
    /// Reads the user as it is now, not as it was when the effect was promised.
    pub(crate) async fn letter(&self, message: &Message, now: Timestamp) -> Result<Letter, NotifyError> {
        let user = match &message.effect {
            Effect::PasswordForgotten { login } => self.store.user_by_login(login).await?,
            Effect::Invitation { user }
            | Effect::PasswordChanged { user }
            | Effect::NewDevice { user, .. }
            | Effect::FactorChanged { user, .. } => self.store.user(*user).await?,
            _ => None,
        };
        let Some(user) = user.filter(|user| user.status != Status::Disabled) else { return Ok(Letter::Nobody) };
        let mail = match &message.effect {
            Effect::Invitation { .. } if user.status != Status::Invited => return Ok(Letter::Nobody),
            // Who was invited and has no password yet is helped by the invitation, not by a new password.
            Effect::Invitation { .. } | Effect::PasswordForgotten { .. } => {
                return self.letter_with_link(user, message.id, now).await;
            }
            Effect::PasswordChanged { .. } => Mail::PasswordChanged,
            Effect::NewDevice { device, at, .. } => Mail::NewDevice { device: device.clone(), at: *at },
            Effect::FactorChanged { change, .. } => Mail::FactorChanged(told(*change)),
            _ => return Ok(Letter::Nobody),
        };
        Ok(Letter::To(Box::new(user), mail))
    }

    async fn letter_with_link(&self, user: User, id: OutboxId, now: Timestamp) -> Result<Letter, NotifyError> {
        if !self.store.count_link_mail(user.id, id, now).await? {
            return Ok(Letter::Limited);
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
        Ok(Letter::To(Box::new(user), mail))
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
