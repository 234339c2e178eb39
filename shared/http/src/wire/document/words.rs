//! Words about documents that are the same in the API and in the domain.

use akkoord_domain::{delivery, document, facts, question};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! word {
    ($(#[$meta:meta])* $name:ident of $module:ident::$twin:ident { $($(#[$about:meta])* $variant:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$about])* $variant,)+
        }

        impl From<$module::$twin> for $name {
            fn from(twin: $module::$twin) -> Self {
                match twin {
                    $($module::$twin::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$name> for $module::$twin {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$variant => Self::$variant,)+
                }
            }
        }
    };
}

word!(
    /// What kind of document it is.
    DocumentKind of facts::Kind {
        /// Income tax return.
        IncomeTax,
        /// Corporate tax return.
        CorporateTax,
        /// VAT return.
        Vat,
        /// Payroll tax return.
        PayrollTax,
        /// Annual accounts for the chamber of commerce.
        AnnualAccountsKvk,
        /// Annual accounts for the bank.
        AnnualAccountsBank,
        /// A quote.
        Quote,
        /// An engagement letter.
        EngagementLetter,
        /// Anything else.
        Other,
    }
);
word!(
    /// The party that asks for the document.
    Recipient of facts::Recipient {
        /// The tax office.
        Belastingdienst,
        /// The chamber of commerce.
        Kvk,
        /// A bank.
        Bank,
        /// Nobody.
        None,
    }
);
word!(
    /// What an amount means to the client.
    AmountMeaning of facts::Meaning {
        /// The client pays it.
        ToPay,
        /// The client receives it.
        ToReceive,
    }
);
word!(
    /// Where a document stands.
    DocumentStatus of document::Status {
        /// Waits for approvals.
        Open,
        /// Everybody approved; nothing was sent yet.
        Approved,
        /// Approved, and on its way to its recipient or waiting for the firm to send it.
        Queued,
        /// The recipient's channel took it.
        Sent,
        /// The recipient took it.
        Accepted,
        /// The recipient refused it.
        Refused,
        /// A member did not agree.
        Declined,
        /// The firm took it back.
        Withdrawn,
    }
);
word!(
    /// The statuses as lists show them.
    DocumentGroup of document::Group {
        /// Waits for approvals.
        Open,
        /// Everybody approved, whatever came after.
        Approved,
        /// A member did not agree.
        Declined,
        /// The firm took it back.
        Withdrawn,
    }
);
word!(
    /// Where a document is delivered.
    Channel of delivery::Channel {
        /// The firm's own archive.
        Archive,
        /// The party that asks for it.
        Recipient,
    }
);
word!(
    /// How far a delivery is.
    DeliveryState of delivery::State {
        /// The firm sends it by other means.
        Waiting,
        /// It will be sent, or tried again.
        Queued,
        /// It was sent, and no answer came.
        Unknown,
        /// The channel took it.
        Sent,
        /// The recipient took it.
        Accepted,
        /// The recipient refused it.
        Refused,
        /// It was tried as often as it may be.
        Failed,
    }
);
word!(
    /// How a person wants to be reached.
    Reach of question::Reach {
        /// By mail.
        Mail,
        /// By telephone.
        Phone,
        /// In the portal.
        Portal,
    }
);
