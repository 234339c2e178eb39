//! The English texts. Each has its Dutch twin in `nl`.

use akkoord_domain::language::Language;

use super::words::{Words, grouped, moment};
use crate::evidence::Evidence;

pub(super) static WORDS: Words = Words {
    title: "Evidence of approval",
    summary,
    document: "The document",
    kind: "Kind",
    period: "Period",
    amount: "Amount",
    to_pay: "to pay",
    to_receive: "to receive",
    client: "Client",
    client_number: "client number",
    recipient: "Meant for",
    kvk: "Chamber of Commerce (KVK)",
    bank: "The bank",
    deadline: "Latest date",
    file: "File",
    pages: |count| if count == 1 { "1 page".to_owned() } else { format!("{count} pages") },
    version: "version",
    approvals: "Approved by",
    name: "Name",
    viewed: "Document opened",
    approved: "Approved",
    confirmed: "Confirmed with",
    stage: "Step",
    sms: "Code by SMS",
    authenticator: "Code from authenticator",
    recovery: "Recovery code",
    address: "IP address",
    dutch_time: "All times are Dutch time.",
    record: "Record",
    reference: "Reference",
    document_id: "Document",
    made_at: "Evidence made",
    history: "History",
    entries: |count| {
        let count = grouped(count, Language::English);
        format!("Number of entries: {count}. The last entry has this SHA-256:")
    },
    proves_heading: "What this evidence shows",
    proves: &[
        "This is a simple electronic signature, with evidence that anybody can check.",
        "Whoever is named above was signed in with a password and a second factor, had opened this version of the \
         document, and confirmed the approval with a code that was asked for this very version.",
        "Every entry of the history holds the SHA-256 of the entry before it. The portal’s signature covers the document, \
         this PDF and the whole history. If even one byte was changed, left out or added afterwards, the check fails.",
    ],
    limits_heading: "What it does not show",
    limits: &[
        "Who sat behind the device. What is certain is with which account and which second factor was approved.",
        "Whether the content of the document is right. What is certain is which file was approved.",
        "The time by an independent clock. The times are those of the portal’s servers.",
    ],
    check_heading: "Check it yourself",
    check: &[
        "This PDF is meant to be read. The evidence itself is in the same ZIP file: evidence.jws is the signature (JWS, \
         ES256) over all other files, and evidence.json holds the same facts for computers. README.txt tells how to \
         check them, also without the portal.",
        "Use the public key that you received from the firm itself.",
    ],
    replaced: "A \u{fffd} stands for a character that this font does not have. It is in evidence.json.",
    page: |number, count| format!("Page {number} of {count}"),
};

fn summary(evidence: &Evidence) -> String {
    let Some(last) = evidence.approvals.iter().max_by_key(|approval| approval.approved_at) else {
        return String::new();
    };
    let organisation = &evidence.organisation.name;
    let (day, clock) = moment(last.approved_at, Language::English);
    match evidence.approvals.len() {
        1 => format!("{} approved on behalf of {organisation} on {day} at {clock}.", last.name),
        count => format!(
            "{count} people approved on behalf of {organisation}, {} as the last one on {day} at {clock}.",
            last.name
        ),
    }
}
