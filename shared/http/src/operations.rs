//! A function's operations, listed once: the routes that serve them and the part of the OpenAPI document that describes
//! them both come out of the list.

use axum::routing::{MethodFilter, MethodRouter};
use utoipa::Path;
use utoipa_axum::PathItemExt as _;

#[doc(hidden)]
pub use utoipa_axum;

/// Makes `router(app)` and `openapi()` of a function whose state is `$app` out of its operations.
///
/// The routes take only path and method from the description: building all of it would be half of the function's start.
#[macro_export]
macro_rules! operations {
    ($app:ty; $($module:ident::$operation:ident),+ $(,)?) => {
        /// The routes with their layers.
        pub fn router(app: $app) -> ::axum::Router {
            let portal = app.portal.clone();
            let routes = $crate::operations::utoipa_axum::paste! { ::axum::Router::<$app>::new()$(.route(
                &<$module::[<__path_ $operation>] as ::utoipa::Path>::path(),
                $crate::operations::under::<$module::[<__path_ $operation>], $app>(
                    |router, method| router.on(method, $module::$operation),
                ),
            ))+ };
            $crate::finish(routes.with_state(app), portal)
        }

        /// What the document says of this function.
        #[must_use]
        pub fn openapi() -> ::utoipa::openapi::OpenApi {
            $crate::operations::utoipa_axum::router::OpenApiRouter::<$app>::new()
                $(.routes($crate::operations::utoipa_axum::routes!($module::$operation)))+
                .into_openapi()
        }
    };
}

/// A handler under the methods of its description.
pub fn under<P: Path, S: Clone + Send + Sync + 'static>(
    handle: impl Fn(MethodRouter<S>, MethodFilter) -> MethodRouter<S>,
) -> MethodRouter<S> {
    let methods = P::methods();
    methods.iter().fold(MethodRouter::new(), |router, method| handle(router, method.to_method_filter()))
}
