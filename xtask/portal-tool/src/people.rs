//! Making people: in the table and, unless they are only invited, in Cognito. Everybody here is invented.

use std::error::Error;

use akkoord_domain::{
    Timestamp,
    contact::MobileNumber,
    id::{OrganisationId, OutboxId, UserId},
    language::Language,
    right::{Kind, Right},
    user::Status,
};
use akkoord_runtime::random;
use akkoord_store::{organisation::Member, user::User};
use aws_sdk_cognitoidentityprovider::{Client, types::MessageActionType};
use serde::Serialize;

use crate::stack::Stack;

/// The password of every invented person on a local stack.
pub const PASSWORD: &str = "demo-wachtwoord-2026";

/// A person to be made.
#[derive(Debug, Clone)]
pub struct Person {
    /// The login name.
    pub login: String,
    /// The name.
    pub name: String,
    /// The mobile number, as people write it.
    pub mobile: String,
    /// Where mails go; the login name at example.com when it is absent.
    pub email: Option<String>,
    /// The language.
    pub language: Language,
    /// Client or staff.
    pub kind: Kind,
    /// Only invited: the mail with the link is on its way.
    pub invited: bool,
    /// Client numbers of the organisations, with the rights in each.
    pub organisations: Vec<(u32, Vec<Right>)>,
}

/// A person who was made.
#[derive(Debug, Clone, Serialize)]
pub struct Created {
    /// The user's id.
    pub user: UserId,
    /// The login name.
    pub login: String,
    /// The password.
    pub password: &'static str,
    /// The name.
    pub name: String,
    /// The mobile number as E.164.
    pub mobile: String,
}

/// An organisation's id: made out of its client number, so that seeding twice makes one organisation.
#[must_use]
pub fn organisation_id(client_number: u32) -> OrganisationId {
    OrganisationId::new(Timestamp::UNIX_EPOCH, u128::from(client_number))
}

impl Person {
    /// Reads the arguments of `portal-tool user`.
    ///
    /// # Errors
    /// A sentence about the argument that is missing or unknown.
    pub fn from_arguments(arguments: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut person = Person {
            login: String::new(),
            name: String::new(),
            mobile: String::new(),
            email: None,
            language: Language::Dutch,
            kind: Kind::Client,
            invited: false,
            organisations: Vec::new(),
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().cloned().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--login" => person.login = value()?,
                "--name" => person.name = value()?,
                "--mobile" => person.mobile = value()?,
                "--email" => person.email = Some(value()?),
                "--language" => {
                    person.language = if value()? == "en" { Language::English } else { Language::Dutch };
                }
                "--staff" => person.kind = Kind::Staff,
                "--invited" => person.invited = true,
                "--organisations" => {
                    for number in value()?.split(',').filter(|number| !number.is_empty()) {
                        person.organisations.push((number.parse()?, Right::ALL.to_vec()));
                    }
                }
                other => return Err(format!("unknown argument {other}").into()),
            }
        }
        Ok(person)
    }
}

/// Makes the person, or completes one who is there already.
///
/// # Errors
/// What the stack or the rules refuse.
pub async fn create(stack: &Stack, person: &Person) -> Result<Created, Box<dyn Error>> {
    if stack.is_aws() && !person.invited {
        // Everybody can read the demonstration password in this file.
        return Err("outside a local stack people can only be invited: add --invited".into());
    }
    if stack.is_aws() && person.email.is_none() {
        return Err("the invitation needs an address: add --email".into());
    }
    let store = stack.store()?;
    let now = Timestamp::from_millisecond(Timestamp::now().as_millisecond())?;
    let login = person.login.parse()?;
    let existing = store.user_by_login(&login).await?;
    let user = match existing {
        Some(user) => user,
        None => {
            let local_part = person.login.split('@').next().unwrap_or_default();
            let email = person.email.clone().unwrap_or_else(|| format!("{local_part}@example.com"));
            let user = User {
                id: UserId::new(now, random::word128()?),
                email: email.parse()?,
                login,
                name: person.name.parse()?,
                mobile: MobileNumber::parse(&person.mobile)?,
                language: person.language,
                kind: person.kind,
                status: if person.invited { Status::Invited } else { Status::Active },
                billed_to: person.organisations.first().map(|(number, _)| organisation_id(*number)),
                failures: 0,
                valid_from: Timestamp::UNIX_EPOCH,
                authenticator: None,
                setup: None,
                recovery_batch: None,
                recovery_hashes: Vec::new(),
            };
            store.add_user(&user, OutboxId::new(now, random::word128()?), now).await??;
            user
        }
    };
    for (number, rights) in &person.organisations {
        store.put_member(organisation_id(*number), user.id, &Member::with(rights.clone())).await?;
    }
    if user.status == Status::Active {
        set_password(stack, user.id).await?;
    }
    Ok(Created {
        user: user.id,
        login: user.login.to_string(),
        password: PASSWORD,
        name: user.name.to_string(),
        mobile: user.mobile.as_str().to_owned(),
    })
}

/// Lets somebody try again whose account was locked by ten wrong codes.
///
/// # Errors
/// What the stack refuses, and a login name that nobody has.
pub async fn unlock(stack: &Stack, login: &str) -> Result<String, Box<dyn Error>> {
    let store = stack.store()?;
    let user = store.user_by_login(&login.parse()?).await?.ok_or_else(|| format!("nobody signs in as {login}"))?;
    store.unlock(user.id).await?;
    Ok(format!("{login} can sign in again"))
}

async fn set_password(stack: &Stack, user: UserId) -> Result<(), Box<dyn Error>> {
    let cognito = Client::new(&stack.aws()?);
    let create = cognito
        .admin_create_user()
        .user_pool_id(&stack.user_pool_id)
        .username(user.to_string())
        .message_action(MessageActionType::Suppress);
    match create.send().await {
        Ok(_) => {}
        // A person who is there keeps the password that was chosen since.
        Err(error) if error.as_service_error().is_some_and(|error| error.is_username_exists_exception()) => {
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    let set = cognito
        .admin_set_user_password()
        .user_pool_id(&stack.user_pool_id)
        .username(user.to_string())
        .password(PASSWORD)
        .permanent(true);
    set.send().await?;
    Ok(())
}
