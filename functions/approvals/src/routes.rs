//! The routes of this function, and their part of the OpenAPI document: both out of one list.

use akkoord_http::finish;
use axum::{
    Router,
    routing::{MethodFilter, MethodRouter},
};
use utoipa::{Path, openapi::OpenApi};
use utoipa_axum::{PathItemExt, paste, router::OpenApiRouter, routes};

use crate::{App, approve, challenge, decline, document, lists, notices, questions, reading};

/// Every operation, for the macro that makes something of them.
macro_rules! operations {
    ($make:ident) => {
        $make!(
            notices::list,
            lists::list,
            document::get,
            reading::open,
            reading::pack,
            challenge::ask,
            approve::approve,
            decline::decline,
            questions::ask,
            questions::reply,
        )
    };
}

macro_rules! described {
    ($($module:ident::$operation:ident),+ $(,)?) => {
        OpenApiRouter::<App>::new()$(.routes(routes!($module::$operation)))+
    };
}

/// Takes only path and method from the description: building all of it would be half of the function's start.
macro_rules! routed {
    ($($module:ident::$operation:ident),+ $(,)?) => {
        paste! { Router::<App>::new()$(.route(
            &$module::[<__path_ $operation>]::path(),
            on::<$module::[<__path_ $operation>]>(|router, method| router.on(method, $module::$operation)),
        ))+ }
    };
}

/// A handler under the methods of its description.
fn on<P: Path>(handle: impl Fn(MethodRouter<App>, MethodFilter) -> MethodRouter<App>) -> MethodRouter<App> {
    let methods = P::methods();
    methods.iter().fold(MethodRouter::new(), |router, method| handle(router, method.to_method_filter()))
}

/// The routes with their layers.
pub fn router(app: App) -> Router {
    let portal = app.portal.clone();
    finish(operations!(routed).with_state(app), portal)
}

/// What the document says of this function.
#[must_use]
pub fn openapi() -> OpenApi {
    operations!(described).into_openapi()
}
