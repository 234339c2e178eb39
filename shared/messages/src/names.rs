//! What a task is called: the kind of document with its period. It is all that an SMS or mail says about a document.

use akkoord_domain::{
    facts::{Kind, Part, Period},
    language::Language,
};

/// For example "jaarrekening 2025", "VAT return Q3 2026", "loonaangifte september 2026".
#[must_use]
pub fn task(kind: Kind, period: Period, language: Language) -> String {
    format!("{} {}", kind_name(kind, language), period_name(period, language))
}

/// The kind in words, in small letters where the language has them.
#[must_use]
pub fn kind_name(kind: Kind, language: Language) -> &'static str {
    let (dutch, english) = match kind {
        Kind::IncomeTax => ("aangifte inkomstenbelasting", "income tax return"),
        Kind::CorporateTax => ("aangifte vennootschapsbelasting", "corporate tax return"),
        Kind::Vat => ("btw-aangifte", "VAT return"),
        Kind::PayrollTax => ("loonaangifte", "payroll tax return"),
        Kind::AnnualAccountsKvk => ("jaarrekening", "annual accounts"),
        Kind::AnnualAccountsBank => ("jaarrekening voor de bank", "annual accounts for the bank"),
        Kind::Quote => ("offerte", "quote"),
        Kind::EngagementLetter => ("opdrachtbevestiging", "engagement letter"),
        Kind::Other => ("document", "document"),
    };
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

/// The months as Dutch texts write them.
pub(crate) const DUTCH_MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The period in words.
#[must_use]
pub fn period_name(period: Period, language: Language) -> String {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let year = period.year();
    match (period.part(), language) {
        (Part::Whole, _) => year.to_string(),
        (Part::Quarter(quarter), Language::Dutch) => format!("{quarter}e kwartaal {year}"),
        (Part::Quarter(quarter), Language::English) => format!("Q{quarter} {year}"),
        (Part::Month(month), language) => {
            let names = if language == Language::Dutch { DUTCH_MONTHS } else { ENGLISH };
            let name = names.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
            format!("{name} {year}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_named_by_kind_and_period() {
        let named = |kind, period: &str, language| task(kind, period.parse().unwrap(), language);
        assert_eq!(named(Kind::AnnualAccountsKvk, "2025", Language::Dutch), "jaarrekening 2025");
        assert_eq!(named(Kind::Vat, "2026-Q3", Language::Dutch), "btw-aangifte 3e kwartaal 2026");
        assert_eq!(named(Kind::Vat, "2026-Q3", Language::English), "VAT return Q3 2026");
        assert_eq!(named(Kind::PayrollTax, "2026-09", Language::Dutch), "loonaangifte september 2026");
        assert_eq!(named(Kind::PayrollTax, "2026-12", Language::English), "payroll tax return December 2026");
    }
}
