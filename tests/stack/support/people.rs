//! People of one test's own, with their telephone and mailbox. Everybody here is invented.

use akkoord_domain::{
    Timestamp,
    approval::Stages,
    id::{OrganisationId, UserId},
    language::Language,
    right::{Kind, Right},
    totp::Seed,
};
use akkoord_runtime::random;
use akkoord_store::organisation::Organisation;
use portal_tool::people::{self, PASSWORD, Person, organisation_id};
use serde_json::Value;

use super::{Browser, Portal, eventually, http, stack};

/// A user whom no other test knows, in an organisation of their own.
#[derive(Debug, Clone)]
pub(crate) struct Someone {
    pub(crate) id: UserId,
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) mobile: String,
    pub(crate) email: String,
    pub(crate) organisation: OrganisationId,
}

fn below(bound: u32) -> u32 {
    random::word32().unwrap() % bound
}

impl Portal {
    /// Somebody who can sign in.
    pub(crate) async fn someone(&self) -> Someone {
        self.makes(false, Kind::Client, None).await
    }

    /// Somebody who has signed in.
    pub(crate) async fn signed_in(&self) -> (Someone, Browser) {
        let who = self.someone().await;
        let mut browser = self.browser();
        browser.signs_in(&who).await;
        (who, browser)
    }

    /// Somebody whose invitation is on its way by mail.
    pub(crate) async fn invites(&self) -> Someone {
        self.makes(true, Kind::Client, None).await
    }

    /// Somebody with this mobile number.
    pub(crate) async fn someone_at(&self, mobile: &str) -> Someone {
        self.makes(false, Kind::Client, Some(mobile)).await
    }

    /// Somebody of this kind: staff belong to no organisation.
    pub(crate) async fn somebody(&self, kind: Kind) -> Someone {
        self.makes(false, kind, None).await
    }

    /// An organisation of the test's own, without members.
    pub(crate) async fn organisation(&self) -> (u32, OrganisationId) {
        let number = 20_000 + below(2_000_000_000);
        let id = organisation_id(number);
        let organisation = Organisation {
            id,
            name: format!("Firma {number}").parse().unwrap(),
            client_number: number.to_string(),
            contact: None,
            stages: Stages::default(),
        };
        self.store.put_organisation(&organisation).await.unwrap().unwrap();
        (number, id)
    }

    async fn makes(&self, invited: bool, kind: Kind, mobile: Option<&str>) -> Someone {
        let (number, organisation) = self.organisation().await;
        let login = format!("w{:016x}", random::word128().unwrap() >> 64);
        let person = Person {
            login: login.clone(),
            name: "Robin Jansen".to_owned(),
            mobile: mobile.map_or_else(|| format!("061{:07}", below(9_000_000)), str::to_owned),
            email: None,
            language: Language::Dutch,
            kind,
            invited,
            organisations: match kind {
                Kind::Client => vec![(number, vec![Right::Approve, Right::Dossier])],
                Kind::Staff => Vec::new(),
            },
        };
        let created = people::create(&stack().inner, &person).await.unwrap();
        let email = format!("{login}@example.com");
        let password = PASSWORD.to_owned();
        Someone { id: created.user, login, password, mobile: created.mobile, email, organisation }
    }
}

impl Someone {
    /// The texts of the SMS that the telephone got, the oldest first.
    pub(crate) async fn sms(&self) -> Vec<String> {
        let number = self.mobile.replace('+', "%2B");
        let path = format!("/_ministack/sns/sms-messages?region={}&phoneNumber={number}", stack().inner.region);
        let taken = http::page(&stack().inner.endpoint, &path).await;
        let messages = taken["sms_messages"][&self.mobile].as_array().cloned().unwrap_or_default();
        messages.iter().map(|message| message["Message"].as_str().unwrap().to_owned()).collect()
    }

    /// The code of the newest SMS.
    pub(crate) async fn newest_code(&self) -> String {
        let sms = self.sms().await;
        let (_, code) = sms.last().expect("an SMS came").rsplit_once('#').unwrap();
        code.to_owned()
    }

    /// The mails that arrived, the oldest first.
    pub(crate) async fn mails(&self) -> Vec<Value> {
        let taken = http::page(&stack().inner.endpoint, "/_ministack/ses/messages").await;
        let accounts = taken["messages"].as_object().unwrap().values();
        let mails = accounts.flat_map(|mails| mails.as_array().unwrap());
        let mine = |mail: &&Value| mail["To"].as_array().unwrap().iter().any(|to| to == self.email.as_str());
        mails.filter(mine).cloned().collect()
    }

    /// Waits for so many mails whose text holds `words`, and gives the newest.
    pub(crate) async fn mail_number(&self, count: usize, words: &str) -> String {
        eventually(30, "the mail", async || {
            let mails = self.mails().await.into_iter();
            let mut texts = mails.filter_map(|mail| mail["BodyText"].as_str().map(str::to_owned));
            texts.by_ref().filter(|text| text.contains(words)).nth(count - 1)
        })
        .await
    }

    /// Waits for the newest of so many mails with a link to this page, and gives the link's handle.
    pub(crate) async fn link_number(&self, count: usize, page: &str) -> String {
        let start = format!("{}/{page}#", stack().inner.origin);
        let mail = self.mail_number(count, &start).await;
        let (_, rest) = mail.split_once(&start).unwrap();
        rest.split_whitespace().next().unwrap().to_owned()
    }
}

/// An authenticator app.
#[derive(Clone)]
pub(crate) struct App(Seed);

impl App {
    /// Reads the address of the QR code.
    pub(crate) fn scans(otpauth: &str) -> Self {
        let (_, rest) = otpauth.split_once("secret=").unwrap();
        let secret = rest.split('&').next().unwrap();
        let mut bits = 0_u64;
        let mut count = 0;
        let mut bytes = Vec::new();
        for character in secret.trim_end_matches('=').chars() {
            // RFC 4648, section 6.
            let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(character).unwrap();
            bits = bits << 5 | value as u64;
            count += 5;
            if count >= 8 {
                count -= 8;
                bytes.push(((bits >> count) & 0xff) as u8);
            }
        }
        Self(Seed::from_opened(bytes).unwrap())
    }

    /// The code that it shows at a moment.
    pub(crate) fn shows(&self, now: Timestamp) -> String {
        self.0.code_at(now).unwrap().expose().to_owned()
    }
}
