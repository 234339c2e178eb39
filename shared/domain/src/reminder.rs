//! When those whose turn it is are reminded of a deadline, and of what they were asked: seven days before it, the day
//! before it and on the day itself, each at most once for a version, and never at night.

use crate::{
    Date, SignedDuration, Timestamp,
    approval::Turn,
    document::{Document, Status},
    dutch_time::{dutch_date, in_the_netherlands},
    history::Event,
    id::UserId,
};

/// Days before the deadline on which there is a reminder.
pub const DAYS: [u32; 3] = [7, 1, 0];

/// Hours of the Dutch day in which reminders go out: from 08:00 until 20:00.
const HOURS: std::ops::Range<i8> = 8..20;

/// Whether this is an hour at which people may be mailed unasked.
#[must_use]
pub fn is_daytime(now: Timestamp) -> bool {
    HOURS.contains(&in_the_netherlands(now).hour())
}

/// The deadlines of which there is a reminder today.
pub fn deadlines(now: Timestamp) -> impl Iterator<Item = Date> {
    let today = dutch_date(now);
    DAYS.into_iter().filter_map(move |days| today.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok())
}

impl Document {
    /// Days from today, in the Netherlands, to the deadline; `None` when it has passed.
    #[must_use]
    pub fn days_left(&self, now: Timestamp) -> Option<u32> {
        let span = dutch_date(now).until(self.deadline).ok()?;
        u32::try_from(span.get_days()).ok()
    }

    /// Days to the deadline while those whose turn it is may be reminded of it: not while a question is open, nor on
    /// the day on which they were asked.
    #[must_use]
    pub fn may_be_reminded_of(&self, now: Timestamp) -> Option<u32> {
        if self.status != Status::Open || self.open_questions > 0 || dutch_date(self.asked_at()) >= dutch_date(now) {
            return None;
        }
        self.days_left(now)
    }

    /// The reminder that is due: days before the deadline. What was missed on its day is not sent later.
    #[must_use]
    pub fn reminder_due(&self, now: Timestamp) -> Option<u32> {
        let days = self.may_be_reminded_of(now).filter(|_| is_daytime(now))?;
        (DAYS.contains(&days) && !self.reminded.contains(&days)).then_some(days)
    }

    /// Notes the reminder that is due, if one is: days before the deadline, and the event.
    pub fn remind(&mut self, now: Timestamp) -> Option<(u32, Event)> {
        let days = self.reminder_due(now)?;
        self.reminded.push(days);
        Some((days, Event::Reminded { days }))
    }

    /// When those whose turn it is now were asked: at the release, or when the stage before theirs was complete.
    fn asked_at(&self) -> Timestamp {
        let current = self.stages.current(&self.given);
        let before = self.given.iter().filter(|given| current.is_none_or(|current| given.stage < current));
        before.map(|given| given.at).max().unwrap_or(self.released_at)
    }

    /// Whether an approval by this member, who has the right, is waited for.
    #[must_use]
    pub fn waits_for(&self, member: UserId) -> bool {
        self.status == Status::Open && matches!(self.stages.turn(&self.given, member), Turn::Now(_))
    }

    /// Whether this member, who has the right, was ever asked to approve this version, whatever came of it.
    #[must_use]
    pub fn was_asked(&self, member: UserId) -> bool {
        // The approvals stand in the order in which they were given, so that each beginning of the list is a moment.
        (0..=self.given.len()).any(|count| matches!(self.stages.turn(&self.given[..count], member), Turn::Now(_)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        approval::{Given, Stage, Stages},
        challenge::Method,
        facts::{Kind, Recipient, Sha256},
        history::Head,
        id::{DocumentId, OrganisationId},
    };

    fn user(number: u8) -> UserId {
        UserId::new(Timestamp::UNIX_EPOCH, u128::from(number))
    }

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn document(released_at: Timestamp, deadline: Date) -> Document {
        Document {
            id: DocumentId::new(Timestamp::UNIX_EPOCH, 1),
            organisation: OrganisationId::new(Timestamp::UNIX_EPOCH, 1),
            version: 1,
            sha256: Sha256::of(b"1"),
            kind: Kind::Vat,
            title: "Btw-aangifte".parse().unwrap(),
            period: "2026-Q3".parse().unwrap(),
            amount: None,
            deadline,
            recipient: Recipient::Belastingdienst,
            stages: Stages::default(),
            given: Vec::new(),
            status: Status::Open,
            released_at,
            questions: 0,
            open_questions: 0,
            reminded: Vec::new(),
            closed: None,
            proof: None,
            deliveries: Vec::new(),
            head: Head::default(),
        }
    }

    fn december() -> Document {
        document(time("2026-11-01T12:00:00Z"), "2026-12-01".parse().unwrap())
    }

    fn given(number: u8, stage: usize, at: &str) -> Given {
        Given {
            user: user(number),
            name: "A".parse().unwrap(),
            stage,
            at: time(at),
            method: Method::Sms,
            request: "0123456789abcdef".parse().unwrap(),
        }
    }

    #[test]
    fn it_is_due_on_three_days_from_eight_to_eight() {
        for (now, due) in [
            ("2026-11-23T12:00:00Z", None),
            ("2026-11-24T06:59:59Z", None),
            ("2026-11-24T07:00:00Z", Some(7)),
            ("2026-11-24T18:59:59Z", Some(7)),
            ("2026-11-24T19:00:00Z", None),
            ("2026-11-25T12:00:00Z", None),
            ("2026-11-30T07:00:00Z", Some(1)),
            ("2026-12-01T07:00:00Z", Some(0)),
            ("2026-12-01T18:59:59Z", Some(0)),
            ("2026-12-02T12:00:00Z", None),
        ] {
            assert_eq!(december().reminder_due(time(now)), due, "{now}");
        }
    }

    #[test]
    fn the_deadlines_of_a_day_are_dutch_dates() {
        let of = |now| deadlines(time(now)).map(|date| date.to_string()).collect::<Vec<_>>();
        assert_eq!(of("2026-12-25T22:59:59Z"), ["2027-01-01", "2026-12-26", "2026-12-25"]);
        assert_eq!(of("2026-12-25T23:00:00Z"), ["2027-01-02", "2026-12-27", "2026-12-26"]);
    }

    #[test]
    fn the_day_and_the_hour_are_dutch_in_summer_too() {
        let august = document(time("2026-07-01T12:00:00Z"), "2026-08-01".parse().unwrap());
        assert_eq!(august.reminder_due(time("2026-07-25T05:59:59Z")), None);
        assert_eq!(august.reminder_due(time("2026-07-25T06:00:00Z")), Some(7));
        assert_eq!(august.reminder_due(time("2026-07-25T18:00:00Z")), None);
        assert_eq!(august.days_left(time("2026-07-31T22:00:00Z")), Some(0));
        assert_eq!(august.days_left(time("2026-08-01T22:00:00Z")), None);
    }

    #[test]
    fn only_open_documents_without_an_open_question_are_reminded_of() {
        let now = time("2026-11-24T12:00:00Z");
        for status in [
            Status::Approved,
            Status::Queued,
            Status::Sent,
            Status::Accepted,
            Status::Refused,
            Status::Declined,
            Status::Withdrawn,
        ] {
            assert_eq!(Document { status, ..december() }.reminder_due(now), None);
        }
        let mut asked = december();
        asked.ask().unwrap();
        assert_eq!(asked.reminder_due(now), None);
        asked.question_turned(false);
        assert_eq!(asked.reminder_due(now), Some(7));
    }

    #[test]
    fn nobody_is_reminded_on_the_day_of_being_asked_and_nothing_is_sent_late() {
        let deadline: Date = "2026-12-01".parse().unwrap();
        let on_the_day = document(time("2026-11-24T08:00:00Z"), deadline);
        assert_eq!(on_the_day.reminder_due(time("2026-11-24T18:00:00Z")), None);
        let later = document(time("2026-11-25T08:00:00Z"), deadline);
        for day in 25..30 {
            assert_eq!(later.reminder_due(time(&format!("2026-11-{day}T12:00:00Z"))), None);
        }
        assert_eq!(later.reminder_due(time("2026-11-30T12:00:00Z")), Some(1));

        let stages = vec![Stage { needed: 1, members: vec![user(1)] }, Stage { needed: 2, members: Vec::new() }];
        let mut second = Document { stages: Stages::new(stages).unwrap(), ..december() };
        second.given = vec![given(1, 0, "2026-11-30T07:00:00Z")];
        assert_eq!(second.reminder_due(time("2026-11-30T12:00:00Z")), None);
        assert_eq!(second.reminder_due(time("2026-12-01T12:00:00Z")), Some(0));
        // Who is left of a stage was asked when the stage began.
        second.given = vec![given(1, 0, "2026-11-29T07:00:00Z"), given(2, 1, "2026-11-30T08:00:00Z")];
        assert_eq!(second.reminder_due(time("2026-11-30T12:00:00Z")), Some(1));
    }

    #[test]
    fn those_of_earlier_stages_were_asked_and_those_of_later_ones_were_not() {
        let stages = [[1_u8, 2].as_slice(), &[3], &[4]];
        let stages = stages.map(|members| Stage { needed: 1, members: members.iter().copied().map(user).collect() });
        let mut document = Document { stages: Stages::new(stages.to_vec()).unwrap(), ..december() };
        let who = |test: &dyn Fn(UserId) -> bool| -> Vec<u8> { (1..=5).filter(|number| test(user(*number))).collect() };
        assert_eq!(who(&|member| document.was_asked(member)), [1, 2]);
        assert_eq!(who(&|member| document.waits_for(member)), [1, 2]);
        document.given = vec![given(2, 0, "2026-11-20T07:00:00Z")];
        assert_eq!(who(&|member| document.was_asked(member)), [1, 2, 3]);
        assert_eq!(who(&|member| document.waits_for(member)), [3]);
        document.status = Status::Withdrawn;
        assert_eq!(who(&|member| document.was_asked(member)), [1, 2, 3]);
        assert!(who(&|member| document.waits_for(member)).is_empty());
    }

    proptest! {
        /// Whenever the runs come, and however often: each reminder at most once, on its own day, by day, and none
        /// while a question is open or on the day of the release.
        #[test]
        fn never_twice_never_late_never_at_night(
            released in 0_i64..400 * 24 * 60,
            lead in 0_i64..60,
            runs in prop::collection::vec((0_i64..70 * 24 * 60, any::<bool>()), 0..300),
        ) {
            let start = time("2026-01-01T00:00:00Z");
            let released_at = start + SignedDuration::from_mins(released);
            let mut document = document(released_at, dutch_date(released_at + SignedDuration::from_hours(24 * lead)));
            let mut runs = runs;
            runs.sort_unstable();
            let mut sent = Vec::new();
            for (minute, paused) in runs {
                let now = released_at + SignedDuration::from_mins(minute);
                document.open_questions = u32::from(paused);
                let Some((days, event)) = document.remind(now) else { continue };
                prop_assert_eq!(event, Event::Reminded { days });
                let local = in_the_netherlands(now);
                prop_assert!(!paused && (8..20).contains(&local.hour()) && DAYS.contains(&days));
                prop_assert_eq!(document.days_left(now), Some(days));
                prop_assert!(dutch_date(released_at) < local.date());
                sent.push(days);
            }
            let mut once = sent.clone();
            once.dedup();
            prop_assert_eq!(&sent, &once);
            prop_assert!(sent.is_sorted_by(|earlier, later| earlier > later));
            prop_assert_eq!(&document.reminded, &sent);
        }

        /// An approval that is waited for was asked for.
        #[test]
        fn who_is_waited_for_was_asked(order in Just((1_u8..=6).collect::<Vec<_>>()).prop_shuffle(), count in 0_usize..6) {
            let stages = vec![Stage { needed: 1, members: vec![user(1), user(2)] }, Stage { needed: 2, members: Vec::new() }];
            let mut document = Document { stages: Stages::new(stages).unwrap(), ..december() };
            for number in order.iter().take(count) {
                if let Turn::Now(stage) = document.stages.turn(&document.given, user(*number)) {
                    document.given.push(given(*number, stage, "2026-11-20T07:00:00Z"));
                }
            }
            for number in 1..=6 {
                let member = user(number);
                prop_assert!(!document.waits_for(member) || document.was_asked(member));
                prop_assert!(document.given.iter().all(|given| document.was_asked(given.user)));
            }
        }
    }

    proptest! {
        // Each case is forty days of runs.
        #![proptest_config(ProptestConfig::with_cases(50))]

        /// With a run every hour, each reminder whose day begins after the release goes out, in the first hour.
        #[test]
        fn an_hourly_run_misses_none(released in 0_i64..400 * 24 * 60, lead in 0_i64..30) {
            let start = time("2026-01-01T00:00:00Z");
            let released_at = start + SignedDuration::from_mins(released);
            let deadline = dutch_date(released_at + SignedDuration::from_hours(24 * lead));
            let mut document = document(released_at, deadline);
            let left = document.days_left(released_at).unwrap();
            for hour in 0..40 * 24 {
                let now = released_at + SignedDuration::from_hours(hour);
                if document.remind(now).is_some() {
                    prop_assert_eq!(in_the_netherlands(now).hour(), 8);
                }
            }
            let expected: Vec<u32> = DAYS.into_iter().filter(|days| *days < left).collect();
            prop_assert_eq!(document.reminded, expected);
        }
    }
}
