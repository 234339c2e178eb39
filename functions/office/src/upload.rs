//! A draft's file: announced, put into the bucket by the browser, then looked at before it counts. What is looked at is
//! one version of the object, and that is the version that is released.

use std::collections::BTreeMap;

use akkoord_domain::{
    SignedDuration, Timestamp,
    draft::Draft,
    facts::{File, FileName, MAX_FILE_BYTES, Sha256},
    id::{DocumentId, OrganisationId},
};
use akkoord_http::{Body, InPath, Problem, Staff, problem::Problems, wire::document::Address};
use akkoord_store::{
    files::{Described, Disposition, FilesError, Object, TO_READ},
    outbox::About,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    App,
    drafts::{self, DraftView},
    fields::code_of,
    pdf::{self, NoPdf},
    view::{Nothing, OfDocument},
};

/// A file as the browser sees it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UploadedFile {
    /// Its name, without folders.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Its size in bytes.
    #[schema(minimum = 1, maximum = 26_214_400)]
    size: u64,
    /// Its SHA-256, 64 lower-case hexadecimal digits.
    #[schema(min_length = 64, max_length = 64)]
    sha256: String,
}

/// Where and how to send the file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UploadTicket {
    /// The address to `PUT` it to, for five minutes.
    url: String,
    /// The headers that go with it.
    headers: BTreeMap<&'static str, String>,
}

/// The same, parsed.
struct Announced {
    name: FileName,
    size: u64,
    sha256: Sha256,
}

impl UploadedFile {
    fn checked(&self) -> Result<Announced, Problem> {
        let mut wrong = Vec::new();
        let name = self.name.parse().map_err(|error| wrong.push(("name", code_of(error))));
        let sha256 = self.sha256.parse().map_err(|_| wrong.push(("sha256", "invalid")));
        match self.size {
            0 => wrong.push(("file", "empty")),
            size if size > MAX_FILE_BYTES => wrong.push(("file", "too_large")),
            _ => {}
        }
        match (name, sha256) {
            (Ok(name), Ok(sha256)) if wrong.is_empty() => Ok(Announced { name, size: self.size, sha256 }),
            _ => Err(Problem::bad_fields(wrong)),
        }
    }
}

fn about(draft: &Draft) -> About {
    About { organisation: draft.organisation, document: draft.id, version: draft.version }
}

/// Asks where to send a draft's file. The signature covers size, type and SHA-256.
#[utoipa::path(post, path = "/api/office/drafts/{organisation}/{document}/upload", operation_id = "begin_upload",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = UploadedFile,
    responses((status = 200, body = UploadTicket), Problems))]
pub(crate) async fn begin(
    State(app): State<App>,
    _staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(body): Body<UploadedFile>,
) -> Result<Json<UploadTicket>, Problem> {
    let announced = body.checked()?;
    let draft = app.portal.store.draft(organisation, document).await?.ok_or_else(Problem::not_found)?;
    let upload = app.files.address_for_upload(about(&draft), announced.size, &announced.sha256).await;
    let upload = upload.map_err(Problem::unavailable)?;
    Ok(Json(UploadTicket { url: upload.url, headers: upload.headers.into_iter().collect() }))
}

/// Looks at the file that was sent and, when it is right, makes it the draft's.
#[utoipa::path(post, path = "/api/office/drafts/{organisation}/{document}/uploaded", operation_id = "finish_upload",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = UploadedFile,
    responses((status = 200, body = DraftView), Problems))]
pub(crate) async fn finish(
    State(app): State<App>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(body): Body<UploadedFile>,
) -> Result<Json<DraftView>, Problem> {
    let (store, session) = (&app.portal.store, &staff.session);
    let announced = body.checked()?;
    let draft = store.draft(organisation, document).await?.ok_or_else(Problem::not_found)?;
    let object = Object::Document(about(&draft));
    let found = app.files.describe(object).await.map_err(Problem::unavailable)?.ok_or_else(|| wrong_file("missing"))?;
    checked_size(&found, &announced)?;
    let content = app.files.read(object, &found.object_version, MAX_FILE_BYTES).await.map_err(|error| match error {
        FilesError::TooLarge { .. } => wrong_file("too_large"),
        _ => Problem::unavailable(error),
    })?;
    // What was announced is what is released, whatever the bucket says of it.
    if Sha256::of(&content) != announced.sha256 {
        return Err(wrong_file("hash_mismatch"));
    }
    let pages = pdf::pages(&app.pdf_reader, content).await.map_err(|error| match error {
        NoPdf::NotAPdf => wrong_file("not_a_pdf"),
        NoPdf::Encrypted => wrong_file("encrypted"),
        NoPdf::Active => wrong_file("active_content"),
        NoPdf::Reader(_) => Problem::unavailable(error),
    })?;
    let Announced { name, size, sha256 } = announced;
    let file = File { name, object_version: found.object_version, sha256, size, pages };
    // The same file again, after a lost answer, is no change.
    let draft = if draft.file.as_ref() == Some(&file) {
        draft
    } else {
        drafts::set_file(store, session, &draft, &file).await?
    };
    drafts::view(store, &draft, session).await.map(Json)
}

fn checked_size(found: &Described, announced: &Announced) -> Result<(), Problem> {
    if found.size > MAX_FILE_BYTES {
        return Err(wrong_file("too_large"));
    }
    if found.size == 0 {
        return Err(wrong_file("empty"));
    }
    let other_hash = found.sha256.as_ref().is_some_and(|sha256| *sha256 != announced.sha256);
    if found.size != announced.size || other_hash { Err(wrong_file("hash_mismatch")) } else { Ok(()) }
}

/// 400 for the file itself.
fn wrong_file(code: &'static str) -> Problem {
    Problem::bad_field("file", code)
}

/// An address of a draft's file, for those who prepare it.
#[utoipa::path(post, path = "/api/office/drafts/{organisation}/{document}/preview", operation_id = "preview_draft",
    tag = "office", security(("session" = [])), params(OfDocument), request_body = Nothing,
    responses((status = 200, body = Address), Problems))]
pub(crate) async fn preview(
    State(app): State<App>,
    staff: Staff,
    InPath(organisation): InPath<OrganisationId>,
    InPath(document): InPath<DocumentId>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<Address>, Problem> {
    let draft = app.portal.store.draft(organisation, document).await?.ok_or_else(Problem::not_found)?;
    let no_file = || Problem::conflict("no_file", "The draft has no file");
    let file = draft.file.as_ref().ok_or_else(no_file)?;
    shown(&app, Object::Document(about(&draft)), file, staff.session.now).await.map(Json)
}

/// An address at which a browser shows this file.
pub(crate) async fn shown(app: &App, object: Object, file: &File, now: Timestamp) -> Result<Address, Problem> {
    address(app, object, (&file.object_version, Disposition::Inline, &file.name), now).await
}

/// An address of one version of an object.
pub(crate) async fn address(
    app: &App,
    object: Object,
    (object_version, disposition, name): (&str, Disposition, &FileName),
    now: Timestamp,
) -> Result<Address, Problem> {
    let url = app.files.address_for_reading(object, object_version, disposition, name).await;
    let lifetime = SignedDuration::try_from(TO_READ).map_err(Problem::unavailable)?;
    Ok(Address { url: url.map_err(Problem::unavailable)?, expires_at: now + lifetime })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(name: &str, size: u64, sha256: &str) -> Vec<String> {
        let file = UploadedFile { name: name.to_owned(), size, sha256: sha256.to_owned() };
        let Err(problem) = file.checked() else { return Vec::new() };
        problem.fields().iter().map(|field| format!("{}:{}", field.field, field.code)).collect()
    }

    #[test]
    fn the_size_is_exact_to_the_byte() {
        let sha256 = Sha256::of(b"x").to_string();
        assert!(wrong("a.pdf", 1, &sha256).is_empty() && wrong("a.pdf", MAX_FILE_BYTES, &sha256).is_empty());
        assert_eq!(wrong("a.pdf", 0, &sha256), ["file:empty"]);
        assert_eq!(wrong("a.pdf", MAX_FILE_BYTES + 1, &sha256), ["file:too_large"]);
    }

    #[test]
    fn names_that_lead_elsewhere_and_hashes_that_are_none_are_refused() {
        let sha256 = Sha256::of(b"x").to_string();
        for name in ["../a.pdf", "a\r\nb.pdf", "<img src=x>.pdf", "fdp.\u{202e}exe", "a\\b.pdf", "a\0.pdf"] {
            assert_eq!(wrong(name, 1, &sha256), ["name:invalid"], "{name:?}");
        }
        assert_eq!(wrong("", 1, &sha256), ["name:required"]);
        assert_eq!(wrong(&"a".repeat(121), 1, &sha256), ["name:too_long"]);
        assert_eq!(wrong("a.pdf", 1, &sha256.to_uppercase()), ["sha256:invalid"]);
        assert_eq!(wrong("a.pdf", 0, ""), ["sha256:invalid", "file:empty"]);
    }
}
