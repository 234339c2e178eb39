//! The routes of this function, and their part of the OpenAPI document.

use akkoord_http::finish;
use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{App, authenticator, invitation, password, session, sign_in};

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_in::resend))
        .routes(routes!(sign_in::choose_method))
        .routes(routes!(sign_in::code))
        .routes(routes!(session::get))
        .routes(routes!(session::choose_organisation))
        .routes(routes!(session::choose_language))
        .routes(routes!(session::extend))
        .routes(routes!(session::devices))
        .routes(routes!(session::ask_code))
        .routes(routes!(session::sign_out))
        .routes(routes!(session::sign_out_everywhere))
        .routes(routes!(authenticator::begin))
        .routes(routes!(authenticator::confirm))
        .routes(routes!(authenticator::later))
        .routes(routes!(authenticator::remove))
        .routes(routes!(authenticator::renew_recovery_codes))
        .routes(routes!(password::forgotten))
        .routes(routes!(password::open))
        .routes(routes!(password::reset))
        .routes(routes!(password::change))
        .routes(routes!(invitation::open))
        .routes(routes!(invitation::renew))
        .routes(routes!(invitation::choose_password))
        .routes(routes!(invitation::accept))
}

/// The routes with their layers.
pub fn router(app: App) -> Router {
    let portal = app.portal.clone();
    let (routes, _document) = described().with_state(app).split_for_parts();
    finish(routes, portal)
}

/// What the document says of this function.
#[must_use]
pub fn openapi() -> OpenApi {
    described().into_openapi()
}
