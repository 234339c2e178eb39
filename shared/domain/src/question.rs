//! A question about a document (M5.8) with the replies to it. Asking closes nothing and approves nothing.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    id::{QuestionId, RequestId, UserId},
    login::DisplayName,
    text::{Line, Note},
};

/// The most replies to one question.
pub const MAX_REPLIES: usize = 50;

/// The most questions about one document.
pub const MAX_QUESTIONS: u32 = 50;

/// How the person wants to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// By mail.
    Mail,
    /// By telephone.
    Phone,
    /// In the portal.
    Portal,
}

/// A question with its thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Who asked.
    pub user: UserId,
    /// The name at that moment.
    pub name: DisplayName,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
    /// What.
    pub text: Note,
    /// How to be reached.
    pub reach: Reach,
    /// When to be reached, in the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Line<120>>,
    /// Whether the firm still has to answer.
    pub open: bool,
    /// The thread.
    pub replies: Vec<Reply>,
    /// The sending that brought it.
    pub request: RequestId,
}

/// One reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
    /// Who.
    pub name: DisplayName,
    /// Whether the firm wrote it.
    pub from_firm: bool,
    /// What.
    pub text: Note,
    /// The sending that brought it.
    pub request: RequestId,
}

impl Question {
    /// Adds a reply: the firm's closes the question, the client's opens it again. `false` when it is there already or
    /// the thread is full.
    pub fn reply(&mut self, reply: Reply) -> bool {
        if self.replies.len() >= MAX_REPLIES || self.replies.iter().any(|earlier| earlier.request == reply.request) {
            return false;
        }
        self.open = !reply.from_firm;
        self.replies.push(reply);
        true
    }
}
