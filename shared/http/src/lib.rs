//! From request to authorised session, from error to problem+json. Every function that speaks HTTP stands on this
//! floor; what an operation does is its own.

pub mod address;
pub mod body;
pub mod cookie;
pub mod device_name;
mod layers;
pub mod member;
pub mod operations;
pub mod paging;
pub mod path;
pub mod portal;
pub mod problem;
pub mod query;
pub mod session;
pub mod wire;

pub use body::Body;
pub use layers::finish;
pub use member::{Member, Staff};
pub use path::InPath;
pub use portal::Portal;
pub use problem::Problem;
pub use query::Query;
pub use session::{Session, SessionWithCandidates};
