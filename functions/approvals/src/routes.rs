//! The routes of this function, and their part of the OpenAPI document: both out of one list.

use akkoord_http::operations;

use crate::{App, approve, challenge, decline, document, lists, notices, questions, reading};

operations! {
    App;
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
}
