//! What staff do in the office: their own people, drafts and files.

use akkoord_domain::{
    SignedDuration,
    dutch_time::dutch_date,
    facts::Sha256,
    id::{OrganisationId, UserId},
    right::Kind,
};
use serde_json::{Value, json};

use super::{Answer, Browser, Portal, Someone, http};

/// Somebody at the firm, signed in.
#[derive(Clone)]
pub(crate) struct Colleague {
    pub(crate) id: UserId,
    pub(crate) browser: Browser,
}

impl Portal {
    /// A member of staff, signed in.
    pub(crate) async fn colleague(&self) -> Colleague {
        let who: Someone = self.somebody(Kind::Staff).await;
        let mut browser = self.browser();
        browser.signs_in(&who).await;
        Colleague { id: who.id, browser }
    }

    /// A Dutch date so many days from now.
    pub(crate) fn day(&self, days: i64) -> String {
        dutch_date(self.clock.now() + SignedDuration::from_hours(24 * days)).to_string()
    }

    /// What staff enter for a document of an organisation.
    pub(crate) fn fields(&self, organisation: OrganisationId) -> Value {
        json!({
            "organisation": organisation.to_string(),
            "kind": "vat",
            "title": "Btw-aangifte derde kwartaal",
            "period": "2026-Q3",
            "amount": { "cents": 123_456, "meaning": "to_pay" },
            "deadline": self.day(14),
            "recipient": "belastingdienst",
            "message": "Graag voor het einde van de maand.",
            "stages": null,
        })
    }
}

/// A PDF of one page, with this text in it.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    let mut file = format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\n\
         endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n% {text}\n"
    );
    let places = ["1 0 obj", "2 0 obj", "3 0 obj"].map(|object| file.find(object).unwrap());
    let start = file.len();
    file.push_str("xref\n0 4\n0000000000 65535 f \n");
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

/// What a browser says of a file.
pub(crate) fn announced(name: &str, content: &[u8]) -> Value {
    json!({ "name": name, "size": content.len(), "sha256": Sha256::of(content).to_string() })
}

/// A draft's address in the API.
pub(crate) fn draft_address(draft: &Value) -> String {
    format!("/api/office/drafts/{}/{}", text(&draft["organisation"]["id"]), text(&draft["id"]))
}

/// A document's address in the office's API.
pub(crate) fn document_address(draft: &Value) -> String {
    format!("/api/office/documents/{}/{}", text(&draft["organisation"]["id"]), text(&draft["id"]))
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Follows a signed address, with these headers and this body; gives status and content.
pub(crate) async fn follow(method: &str, url: &str, headers: &Value, body: &[u8]) -> (u16, Vec<u8>) {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let headers = headers.as_object().into_iter().flatten();
    let request = http::Message {
        first_line: format!("{method} /{path} HTTP/1.1"),
        headers: headers.map(|(name, value)| (name.clone(), text(value).to_owned())).collect(),
        body: body.to_vec(),
    };
    let answer = http::exchange(&format!("http://{host}"), &request).await.unwrap();
    (answer.status(), answer.body)
}

impl Colleague {
    /// Begins a draft.
    pub(crate) async fn drafts(&mut self, fields: Value) -> Value {
        self.browser.post("/api/office/drafts", fields).await.ok()
    }

    /// Puts a file into the bucket as what was announced of it, whatever it is; gives the store's status.
    pub(crate) async fn puts(&mut self, draft: &Value, said: &Value, content: &[u8]) -> u16 {
        let ticket = self.browser.post(&format!("{}/upload", draft_address(draft)), said.clone()).await.ok();
        follow("PUT", text(&ticket["url"]), &ticket["headers"], content).await.0
    }

    /// Uploads a file as the page does.
    pub(crate) async fn uploads(&mut self, draft: &Value, name: &str, content: &[u8]) -> Answer {
        let said = announced(name, content);
        assert_eq!(self.puts(draft, &said, content).await, 200);
        self.browser.post(&format!("{}/uploaded", draft_address(draft)), said).await
    }

    /// A draft that only has to be released.
    pub(crate) async fn prepares(&mut self, fields: Value) -> Value {
        let draft = self.drafts(fields).await;
        let title = text(&draft["id"]).to_owned();
        self.uploads(&draft, "btw-2026-q3.pdf", &pdf(&title)).await.ok()
    }

    /// Releases a draft as it is.
    pub(crate) async fn releases(&mut self, draft: &Value) -> Answer {
        self.browser.post(&format!("{}/release", draft_address(draft)), json!({ "revision": draft["revision"] })).await
    }
}
