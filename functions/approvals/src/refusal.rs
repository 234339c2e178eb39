//! What the rules refuse, as problems: 409 with a code of its own for each, and nothing was changed.

use akkoord_domain::document::Refusal;
use akkoord_http::Problem;
use axum::http::StatusCode;

/// The problem of a refusal.
pub(crate) fn problem(refusal: Refusal) -> Problem {
    let (code, title) = match refusal {
        Refusal::Superseded => ("superseded", "A newer version took the place of this one; read that one"),
        Refusal::Withdrawn => ("withdrawn", "The firm withdrew this document"),
        Refusal::Declined => ("declined", "This document was declined"),
        Refusal::AlreadyApproved => ("already_approved", "This document was approved before"),
        Refusal::Completed => ("completed", "Others approved this document meanwhile"),
        Refusal::NotYourTurn => ("not_your_turn", "Somebody else has to approve this document now"),
        Refusal::NotViewed => ("not_viewed", "Open this version before approving it"),
        Refusal::TooMany => ("too_many", "There are as many of these as there may be"),
        Refusal::NotDeliverable => ("not_open", "The document is not in a state in which this can happen"),
    };
    Problem::new(StatusCode::CONFLICT, code, title)
}
