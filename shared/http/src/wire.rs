//! Words of the API that several operations use, with their twins in the domain.

use akkoord_domain::{challenge, language, right};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub mod document;

/// A language of the portal.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub enum Language {
    /// Dutch.
    #[serde(rename = "nl")]
    Nl,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl From<language::Language> for Language {
    fn from(language: language::Language) -> Self {
        match language {
            language::Language::Dutch => Self::Nl,
            language::Language::English => Self::En,
        }
    }
}

impl From<Language> for language::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Nl => Self::Dutch,
            Language::En => Self::English,
        }
    }
}

/// Whose user this is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A user of client organisations.
    Client,
    /// A user of the firm.
    Staff,
}

impl From<right::Kind> for Kind {
    fn from(kind: right::Kind) -> Self {
        match kind {
            right::Kind::Client => Self::Client,
            right::Kind::Staff => Self::Staff,
        }
    }
}

/// A right in one organisation.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Read and approve documents.
    Approve,
    /// Read the dossier.
    Dossier,
    /// Send files to the firm.
    Upload,
    /// Manage the organisation's users.
    Administer,
}

impl From<right::Right> for Right {
    fn from(right: right::Right) -> Self {
        match right {
            right::Right::Approve => Self::Approve,
            right::Right::Dossier => Self::Dossier,
            right::Right::Upload => Self::Upload,
            right::Right::Administer => Self::Administer,
        }
    }
}

/// What the portal mails about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Module {
    /// Documents to approve, and what becomes of them.
    Approvals,
}

impl From<right::Module> for Module {
    fn from(module: right::Module) -> Self {
        match module {
            right::Module::Approvals => Self::Approvals,
        }
    }
}

impl From<Module> for right::Module {
    fn from(module: Module) -> Self {
        match module {
            Module::Approvals => Self::Approvals,
        }
    }
}

/// How a code reaches the person.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By SMS.
    Sms,
    /// From the authenticator app.
    Authenticator,
    /// One of the recovery codes.
    Recovery,
}

impl From<challenge::Method> for Method {
    fn from(method: challenge::Method) -> Self {
        match method {
            challenge::Method::Sms => Self::Sms,
            challenge::Method::Authenticator => Self::Authenticator,
            challenge::Method::Recovery => Self::Recovery,
        }
    }
}

impl From<Method> for challenge::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Sms => Self::Sms,
            Method::Authenticator => Self::Authenticator,
            Method::Recovery => Self::Recovery,
        }
    }
}
