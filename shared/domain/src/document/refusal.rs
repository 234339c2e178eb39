//! What the rules of documents refuse.

/// Why something may not happen to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is a newer version, or the file is another one.
    #[error("a newer version took the place of this one")]
    Superseded,
    /// The firm took it back.
    #[error("the document was withdrawn")]
    Withdrawn,
    /// Somebody did not agree.
    #[error("the document was declined")]
    Declined,
    /// This user approved it; to staff: everybody did.
    #[error("the document was approved before")]
    AlreadyApproved,
    /// Others approved it, without this user.
    #[error("others approved the document meanwhile")]
    Completed,
    /// An earlier stage is not complete, or this user is not asked.
    #[error("it is not this user's turn")]
    NotYourTurn,
    /// The user has not opened this version.
    #[error("this version was not opened before")]
    NotViewed,
    /// There are as many questions, replies or attempts as there may be.
    #[error("there are too many of these")]
    TooMany,
    /// The delivery is not in a state from which this can happen.
    #[error("the delivery is in another state")]
    NotDeliverable,
}
