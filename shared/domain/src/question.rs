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

/// The most text in one question with its replies, in bytes: far below the 400 kB of an item in the table.
pub const MAX_THREAD_BYTES: usize = 64 * 1024;

/// The most questions about one document: with all their threads full a page stays far below the 6 MB of an answer.
pub const MAX_QUESTIONS: u32 = 20;

/// The room that a client leaves in a thread, in bytes: for an answer of 2000 characters of four bytes each.
const ROOM_FOR_THE_FIRM: usize = 8000;

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
    /// the thread is full. The last place is the firm's, so that every question can be answered.
    pub fn reply(&mut self, reply: Reply) -> bool {
        let (kept, room) = if reply.from_firm { (0, 0) } else { (1, ROOM_FOR_THE_FIRM) };
        let is_full = self.replies.len() + kept >= MAX_REPLIES
            || self.bytes() + reply.text.as_str().len() + room > MAX_THREAD_BYTES;
        if is_full || self.replies.iter().any(|earlier| earlier.request == reply.request) {
            return false;
        }
        self.open = !reply.from_firm;
        self.replies.push(reply);
        true
    }

    /// How much text there is, in bytes.
    fn bytes(&self) -> usize {
        let replies: usize = self.replies.iter().map(|reply| reply.text.as_str().len()).sum();
        self.text.as_str().len() + replies
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        Question {
            id: QuestionId::new(Timestamp::UNIX_EPOCH, 1),
            user: UserId::new(Timestamp::UNIX_EPOCH, 2),
            name: "Robin Jansen".parse().unwrap(),
            at: Timestamp::UNIX_EPOCH,
            text: "?".parse().unwrap(),
            reach: Reach::Portal,
            when: None,
            open: true,
            replies: Vec::new(),
            request: "0123456789abcdef".parse().unwrap(),
        }
    }

    fn reply(number: usize, from_firm: bool, text: &str) -> Reply {
        Reply {
            at: Timestamp::UNIX_EPOCH,
            name: "Robin Jansen".parse().unwrap(),
            from_firm,
            text: text.parse().unwrap(),
            request: format!("request-{number:08}").parse().unwrap(),
        }
    }

    /// Replies until no more are taken; how many were.
    fn filled(question: &mut Question, from_firm: bool, text: &str) -> usize {
        let first = question.replies.len();
        (first..1000).take_while(|number| question.reply(reply(*number, from_firm, text))).count()
    }

    #[test]
    fn a_reply_turns_the_question_and_comes_once() {
        let mut question = question();
        assert!(question.reply(reply(1, true, "Ja")) && !question.open);
        assert!(question.reply(reply(2, false, "En nu?")) && question.open);
        assert!(!question.reply(reply(1, true, "Ja")) && question.open);
        assert_eq!(question.replies.len(), 2);
    }

    #[test]
    fn a_thread_ends_after_so_many_replies_and_the_last_one_is_the_firms() {
        let mut question = question();
        assert_eq!(filled(&mut question, false, "En?"), MAX_REPLIES - 1);
        assert_eq!(filled(&mut question, true, "Zo."), 1);
        assert!(!question.open);
    }

    #[test]
    fn a_thread_is_bounded_in_bytes_whatever_it_is_written_in() {
        for letter in ["a", "é", "\u{1f4c4}"] {
            let longest = letter.repeat(2000);
            let mut question = question();
            let clients = filled(&mut question, false, &longest);
            let room = MAX_THREAD_BYTES - question.bytes();
            assert!((ROOM_FOR_THE_FIRM..ROOM_FOR_THE_FIRM + longest.len()).contains(&room), "{clients} {room}");
            assert!(filled(&mut question, true, &longest) >= 1 && !question.open);
            assert!(question.bytes() <= MAX_THREAD_BYTES);
            let item = serde_json::to_string(&question).unwrap();
            assert!(item.len() < 100_000, "{}", item.len());
        }
        // To the byte.
        let mut question = question();
        filled(&mut question, true, &"a".repeat(2000));
        let rest = MAX_THREAD_BYTES - question.bytes();
        assert!(!question.reply(reply(900, true, &"a".repeat(rest + 1))));
        assert!(question.reply(reply(901, true, &"a".repeat(rest))));
        assert_eq!(question.bytes(), MAX_THREAD_BYTES);
        assert!(!question.reply(reply(902, true, "a")));
    }
}
