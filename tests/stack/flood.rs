//! SMS: at most one a minute, five an hour and ten a day to a number, a cap per organisation, allowed countries, and none
//! at all while the counters do not answer (security.md, rows 5 and 6; ASVS 2.4.1, 6.6.3).

use akkoord_domain::{
    SignedDuration, Timestamp,
    challenge::{Method, Purpose},
    contact::MobileNumber,
    handle::Handle,
    id::{OrganisationId, UserId},
    rate,
};
use akkoord_runtime::{clock::Clock, random};
use akkoord_store::{
    Store,
    challenge::{Challenge, Opened},
    rate::SmsCount,
};
use serde_json::json;

use crate::support::{Fault, Portal, Proxy, all_at_once, rounds, stack};

const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// Tries to open a challenge that counts this SMS, and says when the next may be sent if this one may not.
async fn opens(store: Store, user: UserId, sms: SmsCount) -> Result<(), Timestamp> {
    let challenge = Challenge {
        purpose: Purpose::SignIn,
        method: Method::Sms,
        mac: Some("00".repeat(32)),
        expires_at: sms.now + Purpose::SignIn.lifetime(),
        resend_at: None,
        attempts: 0,
        used_up: false,
        bound_to: None,
        subject: None,
    };
    let handle = Handle::new(user, random::bytes().unwrap());
    match store.open_challenge(&handle, &challenge, Some(&sms)).await.unwrap() {
        Opened::Yes => {
            store.trim_sms_window(&sms.mobile).await.unwrap();
            Ok(())
        }
        Opened::Limited(limited) => Err(limited.until),
        Opened::Gone => panic!("a new challenge cannot be gone"),
    }
}

fn number() -> MobileNumber {
    format!("+3161{:07}", random::word32().unwrap() % 10_000_000).parse().unwrap()
}

/// 20 attempts at once at each of 100 moments; at 500 with `AKKOORD_THOROUGH`, which makes the 10,000 of security.md.
#[tokio::test]
async fn of_a_flood_of_attempts_no_stretch_of_time_has_more_than_its_share() {
    let store = stack().inner.store().unwrap();
    let (mobile, user) = (number(), UserId::new(Clock::system().now(), random::word128().unwrap()));
    let mut now = Clock::system().now();
    let begin = now;
    let mut sent: Vec<Timestamp> = Vec::new();
    let mut promised = begin;
    for _ in 0..rounds(100, 500) {
        let attempt = |_| {
            let sms = SmsCount { mobile: mobile.clone(), billed_to: None, daily_cap: u32::MAX, now };
            opens(store.clone(), user, sms)
        };
        let answers = all_at_once((0..20).map(attempt)).await;
        let allowed = answers.iter().filter(|answer| answer.is_ok()).count();
        assert!(allowed <= 1, "{allowed} at one moment");
        // The moment that a refusal names is the first at which it works, no earlier and no later.
        assert_eq!(allowed == 1, now >= promised, "at {now} with {promised} promised");
        sent.extend(std::iter::repeat_n(now, allowed));
        if allowed == 1 {
            let newest_first: Vec<Timestamp> = sent.iter().rev().copied().collect();
            promised = rate::next_allowed(&newest_first, &rate::SMS).unwrap();
        }
        for until in answers.into_iter().filter_map(Result::err) {
            assert_eq!(until, promised);
        }
        now += next_step(now, promised);
    }
    for window in rate::SMS {
        for pair in sent.windows(window.limit + 1) {
            assert!(pair[window.limit].duration_since(pair[0]) >= window.period, "{window:?}");
        }
    }
    println!("{} SMS in {}", sent.len(), now.duration_since(begin));
    assert!(sent.len() >= 10, "only {} were sent: the windows were never full", sent.len());
}

/// A random step; now and then exactly to the promised moment, or a millisecond before it.
fn next_step(now: Timestamp, promised: Timestamp) -> SignedDuration {
    let to_promised = promised.duration_since(now);
    match random::word32().unwrap() % 20 {
        0 if to_promised.is_positive() => to_promised,
        1 if to_promised > SignedDuration::from_millis(1) => to_promised - SignedDuration::from_millis(1),
        _ => SignedDuration::from_millis(i64::from(random::word32().unwrap() % 400_000)),
    }
}

#[tokio::test]
async fn an_organisation_has_a_cap_on_each_day() {
    let store = stack().inner.store().unwrap();
    let portal = Portal::in_process();
    let (_, organisation) = portal.organisation().await;
    let user = UserId::new(Clock::system().now(), random::word128().unwrap());
    let day = 86_400;
    let noon = Timestamp::from_second(Clock::system().now().as_second() / day * day + day / 2).unwrap();
    let midnight = noon + SignedDuration::from_hours(12);
    let attempts = async |billed_to: OrganisationId, now: Timestamp| {
        let attempt = |_| {
            let sms = SmsCount { mobile: number(), billed_to: Some(billed_to), daily_cap: 7, now };
            opens(store.clone(), user, sms)
        };
        all_at_once((0..50).map(attempt)).await
    };
    for now in [noon, midnight, midnight + MINUTE] {
        let answers = attempts(organisation, now).await;
        let sent = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(sent, if now == midnight + MINUTE { 0 } else { 7 });
        let next = if now == noon { midnight } else { midnight + SignedDuration::from_hours(24) };
        assert!(answers.into_iter().filter_map(Result::err).all(|until| until == next));
    }
    // One organisation's flood leaves the others alone.
    let (_, another) = portal.organisation().await;
    assert_eq!(attempts(another, noon).await.iter().filter(|answer| answer.is_ok()).count(), 7);
}

#[tokio::test]
async fn at_the_organisations_cap_the_screen_counts_down_to_the_next_day() {
    let portal = Portal::with(&[("SMS_ORGANISATION_DAILY", "1")]);
    let who = portal.someone().await;
    // Two minutes past midnight, so that the next one is the same day.
    let day = 86_400;
    let midnight = Timestamp::from_second((portal.clock.now().as_second() / day + 1) * day).unwrap();
    portal.clock.set(midnight + MINUTE);
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    portal.waits(MINUTE * 2);
    let challenge = browser.gives_password(&who).await.ok();
    let next_day = (midnight + SignedDuration::from_hours(24)).to_string();
    assert_eq!((&challenge["sent"], &challenge["resend_at"]), (&json!(false), &json!(next_day)));
    let resend = browser.post("/api/sign-in/resend", json!({ "challenge": challenge["id"] })).await;
    resend.is_problem(429, "sms_limit");
    assert_eq!(resend.json()["retry_at"], next_day);
    assert_eq!(who.sms().await.len(), 1);
}

#[tokio::test]
async fn within_a_minute_nothing_more_is_sent_and_the_screen_counts_down() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    let begin = portal.clock.now();
    let first = browser.gives_password(&who).await.ok();
    let resend_at = (begin + MINUTE).to_string();
    assert_eq!((&first["sent"], &first["resend_at"]), (&json!(true), &json!(resend_at)));
    for second in [1, 30, 59] {
        portal.clock.set(begin + SignedDuration::from_secs(second));
        let again = browser.gives_password(&who).await.ok();
        assert_eq!((&again["sent"], &again["resend_at"]), (&json!(false), &json!(resend_at)));
        let resend = browser.post("/api/sign-in/resend", json!({ "challenge": first["id"] })).await;
        resend.is_problem(429, "sms_limit");
        assert_eq!(resend.json()["retry_at"], resend_at);
    }
    assert_eq!(who.sms().await.len(), 1);
    portal.clock.set(begin + MINUTE);
    browser.post("/api/sign-in/resend", json!({ "challenge": first["id"] })).await.ok();
    assert_eq!(who.sms().await.len(), 2);
}

#[tokio::test]
async fn a_burst_of_sign_ins_and_resends_sends_one_sms_with_six_digits() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    for round in 1..=5 {
        portal.waits(SignedDuration::from_mins(61));
        let first = portal.browser().gives_password(&who).await.ok()["id"].clone();
        portal.waits(MINUTE);
        let ask = |number: usize| {
            let (mut browser, who, first) = (portal.browser(), who.clone(), first.clone());
            async move {
                match number % 2 {
                    0 => browser.gives_password(&who).await,
                    _ => browser.post("/api/sign-in/resend", json!({ "challenge": first })).await,
                }
            }
        };
        all_at_once((0..40).map(ask)).await;
        let sms = who.sms().await;
        assert_eq!(sms.len(), round * 2);
        for text in sms {
            let (_, code) = text.rsplit_once("\n@localhost #").unwrap();
            assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(text.starts_with(code));
        }
    }
}

#[tokio::test]
async fn nothing_is_sent_to_a_country_that_is_not_allowed() {
    let belgian = format!("+32470{:06}", random::word32().unwrap() % 1_000_000);
    let portal = Portal::in_process();
    let who = portal.someone_at(&belgian).await;
    portal.browser().gives_password(&who).await.is_problem(403, "sms_not_allowed");
    assert!(who.sms().await.is_empty());
    let abroad = Portal::with(&[("SMS_COUNTRIES", "31, 32")]);
    abroad.browser().signs_in(&who).await;
    assert_eq!(who.sms().await.len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_while_the_counters_do_not_answer() {
    let proxy = Proxy::start().await;
    let portal = Portal::through(&proxy);
    let who = portal.someone().await;
    let mut browser = portal.browser();
    let challenge = browser.gives_password(&who).await.ok();
    assert_eq!(who.sms().await.len(), 1);
    proxy.calls();
    for fault in [Fault::InternalError, Fault::Throttled, Fault::Refused, Fault::Silent] {
        portal.waits(MINUTE * 2);
        proxy.fails("dynamodb.TransactWriteItems", fault);
        browser.gives_password(&who).await.is_problem(503, "unavailable");
        let resend = browser.post("/api/sign-in/resend", json!({ "challenge": challenge["id"] })).await;
        assert!(resend.status == 503 || resend.status == 410, "{:?}", resend.outcome());
        assert_eq!(who.sms().await.len(), 1, "{fault:?}");
        assert!(!proxy.operations().iter().any(|operation| operation.starts_with("sns")), "{fault:?}");
        proxy.recovers();
    }
    browser.gives_password(&who).await.ok();
    assert_eq!(who.sms().await.len(), 2);
}
