//! What the demonstration shows: plainly invented, and something for everybody who signs in.

use akkoord_domain::facts::{Amount, Kind, Meaning, Recipient};

/// One document.
pub(super) struct Case {
    /// Whose it is.
    pub(super) client_number: u32,
    /// The member who reads it.
    pub(super) client: &'static str,
    pub(super) kind: Kind,
    pub(super) title: &'static str,
    pub(super) period: &'static str,
    pub(super) amount: Option<Amount>,
    pub(super) recipient: Recipient,
    /// Days from today.
    pub(super) deadline_in: i64,
    /// When it was released.
    pub(super) days_ago: i64,
    pub(super) message: Option<&'static str>,
    pub(super) then: Then,
}

/// What happened to it.
pub(super) enum Then {
    /// Staff still prepare it.
    Draft,
    /// Nothing yet.
    Open,
    /// The client approved it.
    Approved,
    /// The client did not agree.
    Declined(&'static str),
    /// The firm took it back.
    Withdrawn(&'static str),
    /// The firm released a corrected version.
    Corrected,
    /// The client asked something.
    Asked(&'static str),
    /// The client asked something, and the firm answered.
    Answered(&'static str, &'static str),
    /// The client approved it, and this member comes after.
    HalfApproved(&'static str),
}

fn pays(euros: u64) -> Option<Amount> {
    Some(Amount { cents: euros * 100, meaning: Meaning::ToPay })
}

fn receives(euros: u64) -> Option<Amount> {
    Some(Amount { cents: euros * 100, meaning: Meaning::ToReceive })
}

/// A document of the bakery that waits for Sanne or Bram.
fn bakery(kind: Kind, title: &'static str, period: &'static str, recipient: Recipient) -> Case {
    Case {
        client_number: 10001,
        client: "sanne",
        kind,
        title,
        period,
        amount: None,
        recipient,
        deadline_in: 12,
        days_ago: 2,
        message: None,
        then: Then::Open,
    }
}

/// Every document, in the order in which they were made: a new one goes to the end, because its place makes its id.
pub(super) fn all() -> Vec<Case> {
    use Kind::{
        AnnualAccountsBank, AnnualAccountsKvk, CorporateTax, EngagementLetter, IncomeTax, Other, PayrollTax, Quote, Vat,
    };
    use Recipient::{Bank, Belastingdienst, Kvk, None as Nobody};
    let installer = |case: Case| Case { client_number: 10002, ..case };
    let foundation = |case: Case| Case { client_number: 10003, client: "mo", ..case };
    vec![
        Case {
            message: Some(
                "Hierbij de jaarrekening over 2025. De omzet steeg met 5%. Kijkt u vooral naar de balans op pagina 2.",
            ),
            ..bakery(AnnualAccountsKvk, "Jaarrekening 2025", "2025", Kvk)
        },
        Case {
            amount: pays(4_812),
            deadline_in: 5,
            days_ago: 1,
            ..bakery(Vat, "Btw-aangifte 3e kwartaal", "2026-Q3", Belastingdienst)
        },
        Case {
            amount: pays(8_099),
            deadline_in: 1,
            days_ago: 3,
            ..bakery(PayrollTax, "Loonaangifte oktober", "2026-10", Belastingdienst)
        },
        Case {
            amount: receives(1_320),
            deadline_in: 20,
            then: Then::Asked("Waarom krijgen we dit jaar geld terug? Vorig jaar moesten we betalen."),
            ..bakery(CorporateTax, "Aangifte vennootschapsbelasting", "2025", Belastingdienst)
        },
        Case {
            amount: pays(4_934),
            deadline_in: -80,
            days_ago: 95,
            then: Then::Approved,
            ..bakery(Vat, "Btw-aangifte 2e kwartaal", "2026-Q2", Belastingdienst)
        },
        Case {
            deadline_in: -150,
            days_ago: 160,
            then: Then::Approved,
            ..bakery(AnnualAccountsBank, "Jaarrekening 2024 voor de bank", "2024", Bank)
        },
        Case {
            days_ago: 40,
            deadline_in: -20,
            then: Then::Declined("Het uurtarief is hoger dan wij hadden afgesproken."),
            ..bakery(Quote, "Offerte salarisadministratie", "2026", Nobody)
        },
        Case {
            days_ago: 30,
            deadline_in: -10,
            then: Then::Withdrawn("De opdracht is gewijzigd. U ontvangt een nieuwe opdrachtbevestiging."),
            ..bakery(EngagementLetter, "Opdrachtbevestiging 2026", "2026", Nobody)
        },
        Case {
            days_ago: 4,
            deadline_in: 9,
            then: Then::Corrected,
            ..bakery(Other, "Verklaring eigen vermogen", "2026", Nobody)
        },
        installer(Case {
            amount: pays(1_088),
            deadline_in: 8,
            ..bakery(IncomeTax, "Aangifte inkomstenbelasting", "2025", Belastingdienst)
        }),
        installer(Case { deadline_in: 30, ..bakery(Quote, "Offerte jaarrekening 2026", "2026", Nobody) }),
        installer(Case {
            days_ago: 200,
            deadline_in: -190,
            then: Then::Approved,
            ..bakery(EngagementLetter, "Opdrachtbevestiging 2025", "2025", Nobody)
        }),
        foundation(Case {
            deadline_in: 14,
            message: Some("These are the annual accounts for 2025. Please look at the notes on the last page."),
            ..bakery(AnnualAccountsKvk, "Annual accounts 2025", "2025", Kvk)
        }),
        foundation(Case { deadline_in: 7, ..bakery(EngagementLetter, "Engagement letter 2026", "2026", Nobody) }),
        Case {
            then: Then::Draft,
            deadline_in: 25,
            ..bakery(AnnualAccountsKvk, "Jaarrekening 2025 concept", "2025", Kvk)
        },
        Case {
            days_ago: 5,
            deadline_in: 15,
            then: Then::HalfApproved("bram"),
            ..bakery(AnnualAccountsBank, "Jaarrekening 2025 voor de bank", "2025", Bank)
        },
        Case {
            amount: pays(2_140),
            days_ago: 6,
            deadline_in: 18,
            then: Then::Answered(
                "Is de investering in de oven hierin meegenomen?",
                "Ja, die vindt u op pagina 2 bij de aftrekposten.",
            ),
            ..bakery(IncomeTax, "Aangifte inkomstenbelasting 2025", "2025", Belastingdienst)
        },
    ]
}
