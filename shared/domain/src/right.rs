//! What a user may do: rights of a member in one organisation, and the two kinds of users.

use serde::{Deserialize, Serialize};

/// A right of a member in one organisation (manual M7.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Read and approve documents on behalf of the organisation (M5).
    Approve,
    /// Read the organisation's dossier (M6).
    Dossier,
    /// Send files to the firm (M6.4).
    Upload,
    /// Manage the organisation's users and their rights (M7.3).
    Administer,
}

impl Right {
    /// Every right, in the order in which screens list them.
    pub const ALL: [Right; 4] = [Right::Approve, Right::Dossier, Right::Upload, Right::Administer];

    /// The word for it in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Dossier => "dossier",
            Self::Upload => "upload",
            Self::Administer => "administer",
        }
    }
}

/// What the portal mails about; a member can switch each off (manual M7.3). What concerns an account's security is none
/// of them: those mails always come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Module {
    /// Documents to approve, and what becomes of them (M5).
    Approvals,
}

impl Module {
    /// Every module, in the order in which screens list them.
    pub const ALL: [Module; 1] = [Module::Approvals];

    /// The right without which there are no mails about it.
    #[must_use]
    pub fn right(self) -> Right {
        match self {
            Self::Approvals => Right::Approve,
        }
    }

    /// The word for it in the API and in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Approvals => "approvals",
        }
    }
}

/// Whose user this is. It decides which shell opens, and it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A user of one or more client organisations.
    Client,
    /// A user of the firm itself.
    Staff,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_and_a_module_have_one_word_each() {
        for right in Right::ALL {
            assert_eq!(serde_json::to_value(right).unwrap(), right.name());
        }
        for module in Module::ALL {
            assert_eq!(serde_json::to_value(module).unwrap(), module.name());
        }
    }
}
