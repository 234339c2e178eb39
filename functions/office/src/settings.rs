//! `/api/office/settings`: what the firm chose for all its documents.

use akkoord_http::{Body, Portal, Problem, Staff, problem::Problems, wire::document::DocumentKind};
use akkoord_store::settings::FirmSettings;
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The firm's settings.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Kinds that another member of staff releases than the one who changed them last.
    #[schema(max_items = 9)]
    four_eyes: Vec<DocumentKind>,
    /// Whether clients are reminded of deadlines.
    reminders: bool,
}

impl From<FirmSettings> for Settings {
    fn from(settings: FirmSettings) -> Self {
        let four_eyes = settings.four_eyes.into_iter().map(DocumentKind::from).collect();
        Self { four_eyes, reminders: settings.reminders }
    }
}

/// The firm's settings.
#[utoipa::path(get, path = "/api/office/settings", operation_id = "get_settings", tag = "office",
    security(("session" = [])), responses((status = 200, body = Settings), Problems))]
pub(crate) async fn get(State(portal): State<Portal>, _staff: Staff) -> Result<Json<Settings>, Problem> {
    Ok(Json(portal.store.firm_settings().await?.into()))
}

/// Replaces the firm's settings.
#[utoipa::path(put, path = "/api/office/settings", operation_id = "replace_settings", tag = "office",
    security(("session" = [])), request_body = Settings, responses((status = 200, body = Settings), Problems))]
pub(crate) async fn replace(
    State(portal): State<Portal>,
    staff: Staff,
    Body(body): Body<Settings>,
) -> Result<Json<Settings>, Problem> {
    let mut four_eyes: Vec<akkoord_domain::facts::Kind> = body.four_eyes.into_iter().map(Into::into).collect();
    four_eyes.sort_unstable();
    four_eyes.dedup();
    let settings = FirmSettings { four_eyes, reminders: body.reminders };
    portal.store.put_firm_settings(&settings).await?;
    let (user, kinds) = (staff.session.user.id, settings.four_eyes.len());
    tracing::info!(user.id = %user, four_eyes.kinds = kinds, "the firm's settings were changed");
    Ok(Json(settings.into()))
}
