//! DynamoDB and S3 by subject. Every read and write names its tenant: a user's items need the user's id, an organisation's
//! items the organisation's. Rules are the domain's; what a person may do is the http floor's.

mod keys;
mod page;
mod table;

pub mod challenge;
pub mod delivery;
pub mod device;
pub mod document;
pub mod draft;
#[cfg(feature = "files")]
pub mod files;
pub mod link;
pub mod notification;
pub mod organisation;
pub mod outbox;
pub mod password;
pub mod rate;
pub mod session;
pub mod settings;
pub mod unreached;
pub mod user;
pub mod work;

pub use page::{MAX_PAGE, Page};
pub use table::{Store, StoreError};
