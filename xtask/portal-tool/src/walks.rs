//! What the browser's walks need before they begin: an organisation of their own, and somebody who is signed in already.
//! A number gets one SMS a minute, so who signs in with one waits a minute before approving with the next.

use std::error::Error;

use akkoord_domain::{
    SignedDuration, Timestamp,
    approval::Stages,
    challenge::{Method, Purpose},
    handle::Handle,
    id::OrganisationId,
};
use akkoord_runtime::random;
use akkoord_store::{
    challenge::{Challenge, Completed, Completion, Opened, Proof, UserChange},
    organisation::Organisation,
    session::Session,
};
use serde::Serialize;

use crate::{people::organisation_id, stack::Stack};

/// An organisation that was made.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// Its id.
    pub organisation: OrganisationId,
    /// The client number, by which people are made its members.
    pub number: u32,
    /// The name.
    pub name: String,
}

/// Makes an organisation whose documents one person with the right approves.
///
/// # Errors
/// What the stack or the rules refuse.
pub async fn organisation(stack: &Stack, number: u32, name: &str) -> Result<Made, Box<dyn Error>> {
    local(stack)?;
    let organisation = Organisation {
        id: organisation_id(number),
        name: name.parse()?,
        client_number: number.to_string(),
        contact: None,
        stages: Stages::default(),
    };
    stack.store()?.put_organisation(&organisation).await??;
    Ok(Made { organisation: organisation.id, number, name: name.to_owned() })
}

/// Begins a session for a user as a right code does, and gives the cookie's value.
///
/// # Errors
/// What the stack or the rules refuse.
pub async fn session(stack: &Stack, login: &str) -> Result<String, Box<dyn Error>> {
    local(stack)?;
    let store = stack.store()?;
    let user = store.user_by_login(&login.parse()?).await?.ok_or("there is no such user")?;
    let now = Timestamp::from_millisecond(Timestamp::now().as_millisecond())?;
    let (challenge, session) = (Handle::new(user.id, random::bytes()?), Handle::new(user.id, random::bytes()?));
    let asked = Challenge {
        purpose: Purpose::SignIn,
        method: Method::Sms,
        mac: None,
        expires_at: now + Purpose::SignIn.lifetime(),
        resend_at: None,
        attempts: 0,
        used_up: false,
        bound_to: None,
        subject: None,
    };
    if store.open_challenge(&challenge, &asked, None).await? != Opened::Yes {
        return Err("the challenge was not kept".into());
    }
    let begun = Session {
        created_at: now,
        last_seen_at: now,
        ends_at_latest: now + SignedDuration::from_hours(12),
        device: "Chrome, Linux".to_owned(),
        organisation: None,
    };
    let completion = Completion {
        challenge: &challenge,
        proof: Proof::Sms,
        now,
        change: UserChange::None,
        link: None,
        session: Some((&session, &begun)),
        device: None,
        document: None,
        promises: Vec::new(),
    };
    match store.complete(&completion).await? {
        Completed::Yes => Ok(session.expose()),
        refused => Err(format!("the session did not begin: {refused:?}").into()),
    }
}

/// Nobody gets past the second factor of a real portal.
fn local(stack: &Stack) -> Result<(), &'static str> {
    if stack.is_aws() { Err("only a local stack can be prepared for walks") } else { Ok(()) }
}
