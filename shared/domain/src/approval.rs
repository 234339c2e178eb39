//! Who has to approve: ordered stages, in each a number of named members or of anyone with the right. One person
//! counts once in a stage; whoever a stage names does not count in a stage that names nobody.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    challenge::Method,
    id::{RequestId, UserId},
    login::DisplayName,
};

/// The most stages of one document.
pub const MAX_STAGES: usize = 5;

/// The most members that one stage names.
pub const MAX_NAMED: usize = 20;

/// One step of approving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// How many have to approve, at least 1.
    pub needed: u32,
    /// Who may; nobody named means anyone with the right.
    pub members: Vec<UserId>,
}

/// The stages are not ones that a document can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidStages {
    /// There is none, or more than five.
    #[error("a document has one to five stages")]
    Count,
    /// A stage needs nobody, or more than it names.
    #[error("a stage needs at least one approval and at most as many as it names")]
    Needed,
    /// Somebody is named twice, or two stages take anyone.
    #[error("a person approves in one stage only")]
    Twice,
    /// Somebody who is named may not approve, or too few people may.
    #[error("an approver has no right to approve for the organisation")]
    Right,
}

/// The stages of a document: one to five, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stages(Vec<Stage>);

impl Default for Stages {
    /// One approval by anyone with the right.
    fn default() -> Self {
        Self(vec![Stage { needed: 1, members: Vec::new() }])
    }
}

impl Stages {
    /// Checks the stages.
    ///
    /// # Errors
    /// [`InvalidStages`]; that the members may approve is for [`Stages::check_rights`] to say.
    pub fn new(stages: Vec<Stage>) -> Result<Self, InvalidStages> {
        if stages.is_empty() || stages.len() > MAX_STAGES {
            return Err(InvalidStages::Count);
        }
        let mut named: Vec<UserId> = Vec::new();
        for stage in &stages {
            let most = if stage.members.is_empty() { MAX_NAMED } else { stage.members.len() };
            if stage.members.len() > MAX_NAMED || stage.needed == 0 || stage.needed as usize > most {
                return Err(InvalidStages::Needed);
            }
            for member in &stage.members {
                if named.contains(member) {
                    return Err(InvalidStages::Twice);
                }
                named.push(*member);
            }
        }
        if stages.iter().filter(|stage| stage.members.is_empty()).count() > 1 {
            return Err(InvalidStages::Twice);
        }
        Ok(Self(stages))
    }

    /// Whether enough of these members, who have the right, can approve in each stage.
    ///
    /// # Errors
    /// [`InvalidStages::Right`] when the document could never be approved.
    pub fn check_rights(&self, with_right: &[UserId]) -> Result<(), InvalidStages> {
        let possible = (0..self.0.len()).all(|stage| {
            let named_have_it = self.0[stage].members.iter().all(|member| with_right.contains(member));
            let able = with_right.iter().filter(|member| self.names(stage, **member)).count();
            named_have_it && able >= self.0[stage].needed as usize
        });
        if possible { Ok(()) } else { Err(InvalidStages::Right) }
    }

    /// Whether these members, who have the right, can still complete what is left after the approvals that were given.
    #[must_use]
    pub fn can_complete(&self, given: &[Given], with_right: &[UserId]) -> bool {
        (0..self.0.len()).all(|stage| {
            let approved = given.iter().filter(|approval| approval.stage == stage).count();
            let gave = |user: &UserId| given.iter().any(|approval| approval.user == *user);
            let able = with_right.iter().filter(|user| self.names(stage, **user) && !gave(user)).count();
            approved + able >= self.0[stage].needed as usize
        })
    }

    /// The stages in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Stage] {
        &self.0
    }

    /// Whether a member with the right counts in this stage.
    fn names(&self, stage: usize, user: UserId) -> bool {
        let Some(this) = self.0.get(stage) else { return false };
        if this.members.is_empty() {
            return !self.0.iter().any(|other| other.members.contains(&user));
        }
        this.members.contains(&user)
    }

    /// The stage that waits for approvals; `None` when all are complete.
    #[must_use]
    pub fn current(&self, given: &[Given]) -> Option<usize> {
        let approvals = |stage: usize| given.iter().filter(|approval| approval.stage == stage).count();
        (0..self.0.len()).find(|stage| approvals(*stage) < self.0[*stage].needed as usize)
    }

    /// Where a member with the right to approve stands.
    #[must_use]
    pub fn turn(&self, given: &[Given], user: UserId) -> Turn {
        if given.iter().any(|approval| approval.user == user) {
            return Turn::Given;
        }
        match self.current(given) {
            Some(stage) if self.names(stage, user) => Turn::Now(stage),
            Some(stage) if (stage + 1..self.0.len()).any(|later| self.names(later, user)) => Turn::Later,
            _ => Turn::Never,
        }
    }
}

/// Where somebody stands with a document that waits for approvals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// May approve now, in this stage.
    Now(usize),
    /// A stage before has to be complete first.
    Later,
    /// Approved already.
    Given,
    /// Is not asked.
    Never,
}

/// One approval that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Who.
    pub user: UserId,
    /// The name at that moment.
    pub name: DisplayName,
    /// In which stage, from 0.
    pub stage: usize,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
    /// By which code.
    pub method: Method,
    /// The sending that brought it, so that a repeated one finds its own write.
    pub request: RequestId,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn user(number: u8) -> UserId {
        UserId::new(Timestamp::UNIX_EPOCH, u128::from(number))
    }

    fn stage(needed: u32, members: &[u8]) -> Stage {
        Stage { needed, members: members.iter().map(|number| user(*number)).collect() }
    }

    fn given(number: u8, stage: usize) -> Given {
        Given {
            user: user(number),
            name: "A".parse().unwrap(),
            stage,
            at: Timestamp::UNIX_EPOCH,
            method: Method::Sms,
            request: "0123456789abcdef".parse().unwrap(),
        }
    }

    #[test]
    fn stages_that_nobody_could_complete_are_refused() {
        assert_eq!(Stages::new(vec![]), Err(InvalidStages::Count));
        assert_eq!(Stages::new(vec![stage(0, &[])]), Err(InvalidStages::Needed));
        assert_eq!(Stages::new(vec![stage(2, &[1])]), Err(InvalidStages::Needed));
        assert_eq!(Stages::new(vec![stage(1, &[1, 1])]), Err(InvalidStages::Twice));
        assert_eq!(Stages::new(vec![stage(1, &[1]), stage(1, &[2, 1])]), Err(InvalidStages::Twice));
        assert_eq!(Stages::new(vec![stage(1, &[]), stage(1, &[])]), Err(InvalidStages::Twice));
        let stages = Stages::new(vec![stage(1, &[]), stage(1, &[1])]).unwrap();
        assert_eq!(stages.check_rights(&[user(1)]), Err(InvalidStages::Right));
        assert_eq!(stages.check_rights(&[user(2)]), Err(InvalidStages::Right));
        assert_eq!(stages.check_rights(&[user(1), user(2)]), Ok(()));
    }

    #[test]
    fn who_left_is_only_missed_where_an_approval_is_still_needed() {
        let stages = Stages::new(vec![stage(1, &[1, 2]), stage(1, &[3]), stage(1, &[])]).unwrap();
        let may = |given: &[Given], users: &[u8]| {
            stages.can_complete(given, &users.iter().map(|number| user(*number)).collect::<Vec<_>>())
        };
        assert!(may(&[], &[2, 3, 4]));
        // Anyone of the first stage, nobody else of the second, and nobody who is named in the third.
        assert!(!may(&[], &[3, 4]));
        assert!(!may(&[], &[1, 2, 4]));
        assert!(!may(&[], &[1, 2, 3]));
        // Who approved before leaving has approved.
        assert!(may(&[given(1, 0)], &[3, 4]));
        assert!(may(&[given(1, 0), given(3, 1)], &[4]));
        assert!(!may(&[given(1, 0), given(3, 1)], &[1, 2, 3]));
        assert!(may(&[given(1, 0), given(3, 1), given(4, 2)], &[]));
    }

    #[test]
    fn the_second_stage_waits_for_the_first() {
        let stages = Stages::new(vec![stage(1, &[]), stage(2, &[1, 2, 3])]).unwrap();
        assert_eq!(stages.turn(&[], user(9)), Turn::Now(0));
        assert_eq!(stages.turn(&[], user(1)), Turn::Later);
        let after = [given(9, 0)];
        assert_eq!(stages.turn(&after, user(9)), Turn::Given);
        assert_eq!(stages.turn(&after, user(8)), Turn::Never);
        assert_eq!(stages.turn(&after, user(1)), Turn::Now(1));
        let two = [given(9, 0), given(1, 1), given(2, 1)];
        assert_eq!(stages.current(&two), None);
        assert_eq!(stages.turn(&two, user(3)), Turn::Never);
    }

    proptest! {
        /// Whoever approves in whatever order: when those with the right are enough, it completes, nobody counts
        /// twice, and no stage gets more than it needs.
        #[test]
        fn approving_ends_and_nobody_counts_twice(order in Just((1_u8..=8).collect::<Vec<_>>()).prop_shuffle(), needed in 1_u32..=2) {
            let stages = Stages::new(vec![stage(needed, &[1, 2, 3]), stage(1, &[]), stage(needed, &[4, 5])]).unwrap();
            let mut all: Vec<Given> = Vec::new();
            for _ in 0..3 {
                for number in &order {
                    if let Turn::Now(stage) = stages.turn(&all, user(*number)) {
                        all.push(given(*number, stage));
                    }
                }
            }
            prop_assert_eq!(stages.current(&all), None);
            prop_assert_eq!(all.len(), 2 * needed as usize + 1);
            for (place, approval) in all.iter().enumerate() {
                prop_assert!(all[..place].iter().all(|earlier| earlier.user != approval.user));
                prop_assert!(all[..place].iter().all(|earlier| earlier.stage <= approval.stage));
            }
        }
    }
}
