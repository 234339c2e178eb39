//! Signing in with two factors, the session, the authenticator, passwords and invitations.
//!
//! Cognito holds the password, the portal holds the session: a correct password only yields a challenge, and only a
//! correct code yields a session (docs/decisions/0001-identity.md).

mod authenticator;
mod invitation;
mod mails;
mod password;
mod passwords;
mod session;
mod sign_in;
mod view;

pub mod app;
pub mod routes;

pub use app::App;
