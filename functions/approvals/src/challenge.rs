//! `POST …/challenge`: asking for the code that approves this version of this document (M5.6).

use akkoord_domain::{
    challenge::Purpose,
    document::Document,
    facts::{Sha256, Subject, VersionNumber},
    id::DocumentId,
};
use akkoord_http::{Body, InPath, Member, Problem, member::ToApprove, problem::Problems};
use akkoord_second_factor::{Asking, ChallengeView};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;

/// The version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskApprovalCode)]
pub(crate) struct AskCode {
    /// Its number.
    #[schema(value_type = u32, minimum = 1)]
    version: VersionNumber,
    /// The SHA-256 of its file.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    sha256: Sha256,
}

/// Asks for a code: by SMS, or from the authenticator at once. The code works for this file only.
#[utoipa::path(post, path = "/api/approvals/{organisation}/documents/{document}/challenge", operation_id = "ask_approval_code",
    tag = "approvals", security(("session" = [])),
    params(("organisation" = String, Path), ("document" = String, Path)),
    request_body = AskCode, responses((status = 200, body = ChallengeView), Problems))]
pub(crate) async fn ask(
    State(app): State<App>,
    member: Member<ToApprove>,
    InPath(id): InPath<DocumentId>,
    Body(body): Body<AskCode>,
) -> Result<Json<ChallengeView>, Problem> {
    let user = &member.session.user;
    let found = app.portal.store.document_with_view(member.organisation.id, id, body.version, user.id).await?;
    let (document, view) = found.ok_or_else(Problem::not_found)?;
    // No SMS is spent on what cannot be approved.
    document.may_approve(user.id, body.version, &body.sha256, view.is_some())?;
    let asking = Asking {
        user,
        purpose: Purpose::Approve,
        bound_to: Some(member.session.handle.digest()),
        subject: Some(subject(&document)),
        now: member.session.now,
    };
    app.factor.ask(&asking).await.map(Json)
}

/// What a code for the newest version is bound to.
pub(crate) fn subject(document: &Document) -> Subject {
    Subject {
        document: document.id,
        version: document.version,
        sha256: document.sha256.clone(),
        kind: document.kind,
        period: document.period,
    }
}
