//! At most 3 guesses per challenge and 10 consecutive ones per account (security.md, row 2; ASVS 2.4.1, 6.3.1, 6.5.4,
//! 6.6.3): whatever runs side by side, and whatever is asked for again in between.

use akkoord_domain::{SignedDuration, challenge::Purpose};
use serde_json::json;

use crate::support::{Answer, Portal, Someone, all_at_once, rounds};

const CODE: &str = "012345";

fn count(answers: &[Answer], code: &str) -> usize {
    answers.iter().filter(|answer| answer.outcome().1 == code).count()
}

async fn failures(portal: &Portal, who: &Someone) -> u32 {
    portal.store.user(who.id).await.unwrap().unwrap().failures
}

/// Sends so many wrong guesses at once, spread over these challenges.
async fn guesses(portal: &Portal, challenges: &[String], count: usize) -> Vec<Answer> {
    let guess = |number: usize| {
        let (mut browser, challenge) = (portal.browser(), challenges[number % challenges.len()].clone());
        async move { browser.gives_code(&challenge, &format!("{:06}", 500_000 + number)).await }
    };
    all_at_once((0..count).map(guess)).await
}

#[tokio::test]
async fn of_200_guesses_at_once_three_are_compared() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    for _ in 0..rounds(5, 100) {
        portal.store.unlock(who.id).await.unwrap();
        let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await;
        let answers = guesses(&portal, &[challenge.expose()], 200).await;
        assert_eq!(count(&answers, "code_wrong"), 3);
        assert_eq!(count(&answers, "challenge_gone"), 197);
        let found = portal.store.challenge(&challenge, None).await.unwrap().unwrap();
        assert_eq!((found.challenge.attempts, found.user.failures), (3, 3));
        // The right code comes too late, and so does another SMS.
        portal.browser().gives_code(&challenge.expose(), CODE).await.is_problem(410, "challenge_gone");
        let resend = json!({ "challenge": challenge.expose() });
        portal.browser().post("/api/sign-in/resend", resend).await.is_problem(410, "challenge_gone");
    }
}

#[tokio::test]
async fn of_200_guesses_at_many_challenges_ten_are_compared() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    for _ in 0..rounds(1, 20) {
        portal.store.unlock(who.id).await.unwrap();
        let mut challenges = Vec::new();
        for _ in 0..40 {
            challenges.push(portal.challenge_with(who.id, Purpose::SignIn, CODE).await);
        }
        let texts: Vec<String> = challenges.iter().map(akkoord_domain::handle::Handle::expose).collect();
        let answers = guesses(&portal, &texts, 200).await;
        assert!(count(&answers, "code_wrong") <= 10);
        assert_eq!(count(&answers, "code_wrong") + count(&answers, "account_locked"), 200);
        let mut attempts = 0;
        for challenge in &challenges {
            attempts += portal.store.challenge(challenge, None).await.unwrap().unwrap().challenge.attempts;
        }
        assert_eq!((attempts, failures(&portal, &who).await), (10, 10));
    }
}

#[tokio::test]
async fn ten_failures_in_a_row_lock_the_account_however_often_the_password_is_repeated() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    let mut last = String::new();
    for failure in 1..=10 {
        if failure % 3 == 1 {
            // Another SMS needs another minute.
            portal.waits(SignedDuration::from_secs(13 * 60));
            last = browser.gives_password(&who).await.ok()["id"].as_str().unwrap().to_owned();
        }
        let answer = browser.gives_code(&last, wrong(&who.newest_code().await)).await;
        if failure < 10 {
            answer.is_problem(401, "code_wrong");
            assert_eq!(answer.json()["attempts_left"], (30 - failure) % 3);
        } else {
            answer.is_problem(403, "account_locked");
        }
        assert_eq!(failures(&portal, &who).await, failure);
    }
    let right = who.newest_code().await;
    browser.gives_code(&last, &right).await.is_problem(403, "account_locked");
    browser.gives_password(&who).await.is_problem(403, "account_locked");
    let sent = who.sms().await.len();
    portal.waits(SignedDuration::from_secs(61));
    browser.post("/api/sign-in/resend", json!({ "challenge": last })).await.is_problem(410, "challenge_gone");
    assert_eq!(who.sms().await.len(), sent, "nothing is sent to the locked");

    portal.store.unlock(who.id).await.unwrap();
    portal.waits(SignedDuration::from_hours(1));
    browser.signs_in(&who).await;
    assert_eq!(failures(&portal, &who).await, 0);
}

#[tokio::test]
async fn a_right_code_forgets_the_failures_before_it() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    for _ in 0..3 {
        for _ in 0..3 {
            let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await.expose();
            let mut browser = portal.browser();
            browser.gives_code(&challenge, "000000").await.is_problem(401, "code_wrong");
            browser.gives_code(&challenge, "111111").await.is_problem(401, "code_wrong");
        }
        assert_eq!(failures(&portal, &who).await, 6);
        let challenge = portal.challenge_with(who.id, Purpose::SignIn, CODE).await.expose();
        portal.browser().gives_code(&challenge, CODE).await.ok();
        assert_eq!(failures(&portal, &who).await, 0);
    }
}

#[tokio::test]
async fn another_code_or_method_gives_no_more_guesses() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    browser.sets_up_authenticator(true).await;
    let mut browser = portal.browser();
    portal.waits(SignedDuration::from_secs(61));
    let challenge = browser.gives_password(&who).await.ok();
    let id = challenge["id"].as_str().unwrap();
    for (method, code) in [("sms", "000000"), ("recovery", "00000-00000"), ("authenticator", "000000")] {
        let chosen = browser.post("/api/sign-in/method", json!({ "challenge": id, "method": method })).await.ok();
        assert!(chosen["attempts_left"].as_u64().unwrap() <= 3);
        browser.gives_code(id, code).await.is_problem(401, "code_wrong");
        portal.waits(SignedDuration::from_secs(1));
    }
    browser.gives_code(id, "000000").await.is_problem(410, "challenge_gone");
    let again = browser.post("/api/sign-in/method", json!({ "challenge": id, "method": "sms" })).await;
    again.is_problem(410, "challenge_gone");
}

#[tokio::test]
async fn guesses_within_a_session_count_for_the_same_account() {
    let portal = Portal::in_process();
    let who = portal.someone().await;
    let mut browser = portal.browser();
    browser.signs_in(&who).await;
    portal.waits(SignedDuration::from_secs(61));
    let (challenge, code) = browser.asks_code(&who, "change_password").await;
    let mut change = async |code: &str| {
        let body =
            json!({ "current": who.password, "new": "vijf-groene-appels", "challenge": challenge, "code": code });
        browser.post("/api/password/change", body).await
    };
    for _ in 0..3 {
        change(wrong(&code)).await.is_problem(401, "code_wrong");
    }
    change(&code).await.is_problem(410, "challenge_gone");
    assert_eq!(failures(&portal, &who).await, 3);
}

/// A code that is not this one.
fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}
