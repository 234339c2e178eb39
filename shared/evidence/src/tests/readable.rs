//! The readable PDF: kept to both standards by the library that writes it, in both languages, whatever the names are.

use akkoord_domain::{challenge::Method, facts::Recipient, language::Language};
use proptest::prelude::*;

use super::{DOCUMENT, Signer, evidence};
use crate::{Unsigned, readable_pdf, verify};

/// Set this to a folder to look at the PDFs, and to check a pack with other tools (docs/EVIDENCE.md).
const SAMPLES: &str = "AKKOORD_EVIDENCE_SAMPLES";

#[test]
fn a_pdf_is_made_in_both_languages_for_few_and_for_many() {
    for (name, language) in [("nl", Language::Dutch), ("en", Language::English)] {
        for approvers in [1, 12] {
            let mut evidence = evidence(approvers, language);
            if approvers > 1 {
                evidence.document.title =
                    "Jaarrekening 2025 met het rapport van de accountant, de kasstroomoverzichten \
                                           en de bijlagen voor de bank"
                        .to_owned();
                evidence.document.file.name =
                    "jaarrekening_2025_met_alle_bijlagen_en_toelichtingen_definitieve_versie_\
                                               voor_de_bank_en_de_aandeelhouders.pdf"
                        .to_owned();
                evidence.document.recipient = Recipient::Bank;
            }
            let pdf = readable_pdf(&evidence).unwrap();
            assert!(pdf.starts_with(b"%PDF-1.7"));
            assert!(pdf.len() < 100_000, "{} bytes", pdf.len());
            assert_eq!(pdf, readable_pdf(&evidence).unwrap());
            if let Ok(folder) = std::env::var(SAMPLES) {
                std::fs::write(format!("{folder}/{name}-{approvers}.pdf"), pdf).unwrap();
            }
        }
    }
}

#[test]
fn a_pack_with_its_pdf_is_right() {
    let (signer, evidence) = (Signer::new(1), evidence(2, Language::Dutch));
    let readable = readable_pdf(&evidence).unwrap();
    let unsigned = Unsigned::new(&evidence, DOCUMENT, readable, &signer.public).unwrap();
    let der = signer.der(&unsigned.digest());
    let pack = unsigned.sign(&der).unwrap().pack();
    assert!(verify(&pack, Some(&signer.public)).is_ok());
    if let Ok(folder) = std::env::var(SAMPLES) {
        std::fs::write(format!("{folder}/pack.zip"), pack).unwrap();
        std::fs::write(format!("{folder}/firm.pem"), signer.public.pem()).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Scripts that the font does not have, letters without end, marks, nothing at all.
    #[test]
    fn any_text_gives_a_pdf(texts in prop::collection::vec(".{0,120}", 6), stage: u32, cents: u64, recovery: bool) {
        let mut evidence = evidence(2, Language::Dutch);
        let mut texts = texts.into_iter();
        let [first, second] = &mut evidence.approvals[..] else { unreachable!("there are two") };
        for field in [
            &mut evidence.firm.name,
            &mut evidence.organisation.name,
            &mut evidence.document.title,
            &mut evidence.document.file.name,
            &mut first.name,
            &mut second.device,
        ] {
            *field = texts.next().unwrap();
        }
        second.stage = stage;
        if let Some(amount) = &mut evidence.document.amount {
            amount.cents = cents;
        }
        if recovery {
            second.method = Method::Recovery;
        }
        prop_assert!(readable_pdf(&evidence).is_ok());
    }
}
