//! The Dutch texts. Each has its English twin in `en`.

use akkoord_domain::language::Language;

use super::words::{Words, grouped, moment};
use crate::evidence::Evidence;

pub(super) static WORDS: Words = Words {
    title: "Bewijs van akkoord",
    summary,
    document: "Het document",
    kind: "Soort",
    period: "Periode",
    amount: "Bedrag",
    to_pay: "te betalen",
    to_receive: "te ontvangen",
    client: "Cliënt",
    client_number: "cliëntnummer",
    recipient: "Bestemd voor",
    kvk: "Kamer van Koophandel",
    bank: "De bank",
    deadline: "Uiterste datum",
    file: "Bestand",
    pages: |count| if count == 1 { "1 pagina".to_owned() } else { format!("{count} pagina’s") },
    version: "versie",
    approvals: "Akkoord gegeven door",
    name: "Naam",
    viewed: "Document geopend",
    approved: "Akkoord gegeven",
    confirmed: "Bevestigd met",
    stage: "Stap",
    sms: "Code per sms",
    authenticator: "Code uit authenticator",
    recovery: "Herstelcode",
    address: "IP-adres",
    dutch_time: "Alle tijden zijn Nederlandse tijd.",
    record: "Vastlegging",
    reference: "Kenmerk",
    document_id: "Document",
    made_at: "Bewijs gemaakt",
    history: "Geschiedenis",
    entries: |count| {
        let count = grouped(count, Language::Dutch);
        format!("Aantal regels: {count}. De laatste regel heeft deze SHA-256:")
    },
    proves_heading: "Wat dit bewijs laat zien",
    proves: &[
        "Dit is een gewone elektronische handtekening met bewijs dat iedereen kan controleren.",
        "Wie hierboven staat, was ingelogd met een wachtwoord en een tweede factor, had deze versie van het document \
         geopend en heeft het akkoord bevestigd met een code die voor juist deze versie is gevraagd.",
        "Elke regel van de geschiedenis bevat de SHA-256 van de regel ervoor. De handtekening van het portaal geldt voor \
         het document, deze PDF en de hele geschiedenis. Is daarna ook maar één byte veranderd, weggelaten of \
         toegevoegd, dan mislukt de controle.",
    ],
    limits_heading: "Wat het niet laat zien",
    limits: &[
        "Wie achter het apparaat zat. Vast staat met welk account en welke tweede factor akkoord is gegeven.",
        "Of de inhoud van het document klopt. Vast staat op welk bestand akkoord is gegeven.",
        "De tijd volgens een onafhankelijke klok. De tijden zijn die van de servers van het portaal.",
    ],
    check_heading: "Zelf controleren",
    check: &[
        "Deze PDF is om te lezen. Het bewijs zelf zit in hetzelfde ZIP-bestand: evidence.jws is de handtekening (JWS, \
         ES256) over alle andere bestanden en evidence.json bevat dezelfde gegevens voor computers. In README.txt staat \
         hoe u controleert, ook zonder het portaal.",
        "Gebruik daarbij de publieke sleutel die u van het kantoor zelf hebt gekregen.",
    ],
    replaced: "Een \u{fffd} staat voor een teken dat in dit lettertype ontbreekt. In evidence.json staat het wel.",
    page: |number, count| format!("Pagina {number} van {count}"),
};

fn summary(evidence: &Evidence) -> String {
    let Some(last) = evidence.approvals.iter().max_by_key(|approval| approval.approved_at) else {
        return String::new();
    };
    let organisation = &evidence.organisation.name;
    let (day, clock) = moment(last.approved_at, Language::Dutch);
    match evidence.approvals.len() {
        1 => format!("{} heeft namens {organisation} akkoord gegeven op {day} om {clock}.", last.name),
        count => format!(
            "{count} personen hebben namens {organisation} akkoord gegeven, {} als laatste op {day} om {clock}.",
            last.name
        ),
    }
}
