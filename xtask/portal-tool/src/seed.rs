//! The demonstration firm: three organisations, clients and staff. All of it is plainly invented.

use std::error::Error;

use akkoord_domain::{
    approval::Stages,
    language::Language,
    right::{Kind, Right},
};
use akkoord_store::{Store, organisation::Organisation};

use crate::{
    demo,
    people::{self, PASSWORD, Person, organisation_id},
    stack::Stack,
};

const ORGANISATIONS: [(u32, &str); 3] = [
    (10001, "Bakkerij De Gouden Aar B.V."),
    (10002, "Van Dijk Installatietechniek"),
    (10003, "Stichting Het Open Boek"),
];

const MEMBER: [Right; 3] = [Right::Approve, Right::Dossier, Right::Upload];

/// Makes the demonstration firm and says who can sign in. Running it again changes nothing.
///
/// # Errors
/// What the stack refuses.
pub async fn seed(stack: &Stack) -> Result<String, Box<dyn Error>> {
    let store = stack.store()?;
    for (number, name) in ORGANISATIONS {
        let organisation = Organisation {
            id: organisation_id(number),
            name: name.parse()?,
            client_number: number.to_string(),
            contact: None,
            stages: Stages::default(),
        };
        store.put_organisation(&organisation).await??;
    }
    let mut lines = vec![format!("Password of everybody: {PASSWORD}")];
    for (person, about) in people() {
        people::create(stack, &person).await?;
        lines.push(format!("  {:<7}{:<17}{about}", person.login, person.name));
    }
    contacts(&store).await?;
    demo::documents(stack).await?;
    Ok(lines.join("\n"))
}

/// Who at the firm is responsible for whom: known only once the people are there.
async fn contacts(store: &Store) -> Result<(), Box<dyn Error>> {
    for (number, contact) in [(10001, "iris"), (10002, "joost"), (10003, "iris")] {
        let id = organisation_id(number);
        let found = store.organisation(id).await?.ok_or("a demonstration organisation is missing")?;
        let contact = store.user_by_login(&contact.parse()?).await?.ok_or("a demonstration contact is missing")?;
        store.put_organisation(&Organisation { contact: Some(contact.id), ..found }).await??;
    }
    Ok(())
}

fn people() -> Vec<(Person, &'static str)> {
    let client = |login: &str, name: &str, mobile: &str, organisations: Vec<(u32, Vec<Right>)>| Person {
        login: login.to_owned(),
        name: name.to_owned(),
        mobile: mobile.to_owned(),
        email: None,
        language: Language::Dutch,
        kind: Kind::Client,
        invited: false,
        organisations,
    };
    let staff =
        |login: &str, name: &str, mobile: &str| Person { kind: Kind::Staff, ..client(login, name, mobile, Vec::new()) };
    let both = vec![(10001, MEMBER.to_vec()), (10002, MEMBER.to_vec())];
    vec![
        (client("sanne", "Sanne de Vries", "0612345601", both), "client of Bakkerij De Gouden Aar and Van Dijk"),
        (
            client("bram", "Bram Bakker", "0612345602", vec![(10001, Right::ALL.to_vec())]),
            "administrator of Bakkerij De Gouden Aar",
        ),
        (
            Person {
                language: Language::English,
                ..client("mo", "Mo Haddad", "0612345603", vec![(10003, MEMBER.to_vec())])
            },
            "client of Stichting Het Open Boek, in English",
        ),
        (staff("iris", "Iris Jansen", "0612345611"), "staff"),
        (staff("joost", "Joost Smit", "0612345612"), "staff"),
        (
            Person { invited: true, ..client("nina", "Nina van Dijk", "0612345604", vec![(10002, MEMBER.to_vec())]) },
            "invited: her mail waits in the inbox",
        ),
    ]
}
