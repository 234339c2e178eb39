//! notify against the stack's DynamoDB, SES and SQS: once each, whatever the queue does (security.md, rows 4 and 9).

use std::time::Duration;

use akkoord_domain::{SignedDuration, Timestamp, handle::Handle, language::Language, link::LinkPurpose, user::Status};
use akkoord_runtime::{clock::Clock, random};
use akkoord_store::{
    notification::Claim,
    outbox::{Effect, FactorChange, Message},
    user::User,
};
use aws_sdk_sqs::types::QueueAttributeName;

use crate::outbox::{Outbox, TakenMail, batch, body, deliver, outbox_id};

const MINUTE: SignedDuration = SignedDuration::from_secs(60);

fn changed(user: &User) -> Message {
    Message { id: outbox_id(), effect: Effect::PasswordChanged { user: user.id } }
}

fn forgotten(login: &str) -> Message {
    Message { id: outbox_id(), effect: Effect::PasswordForgotten { login: login.parse().unwrap() } }
}

fn invitation(user: &User) -> Message {
    Message { id: outbox_id(), effect: Effect::Invitation { user: user.id } }
}

/// The handle in the mail's link to this page.
fn handle_in(mail: &TakenMail, origin: &str, page: &str) -> Handle {
    let start = format!("{origin}/{page}#");
    mail.body_text.lines().find_map(|line| line.strip_prefix(&start)).unwrap().parse().unwrap()
}

/// Puts the messages in another order, a different one at every run.
pub(crate) fn shuffle(messages: &mut [Message]) {
    for place in (1..messages.len()).rev() {
        let other = random::word32().unwrap() as usize % (place + 1);
        messages.swap(place, other);
    }
}

#[tokio::test]
async fn five_deliveries_of_each_message_in_any_order_to_five_workers_send_one_mail() {
    let outbox = Outbox::connect();
    let notify = &outbox.notify(&Clock::system());
    let users = outbox.active_users(10).await;
    let messages: Vec<Message> = users.iter().map(changed).collect();
    let mut waiting = [(); 5].map(|()| messages.clone()).concat();
    for _ in 0..10 {
        shuffle(&mut waiting);
        let fifth = waiting.len().div_ceil(5).max(1);
        let mut parts = waiting.chunks(fifth).map(<[Message]>::to_vec);
        let mut part = || parts.next().unwrap_or_default();
        let work = async |part: Vec<Message>| -> Vec<Message> {
            let failed = deliver(notify, &part).await;
            failed.into_iter().map(|place| part[place].clone()).collect()
        };
        let come_back = tokio::join!(work(part()), work(part()), work(part()), work(part()), work(part()));
        waiting = [come_back.0, come_back.1, come_back.2, come_back.3, come_back.4].concat();
        if waiting.is_empty() {
            break;
        }
    }
    assert!(waiting.is_empty(), "{} messages still come back", waiting.len());
    for user in &users {
        assert_eq!(outbox.mails_to(user).await.len(), 1);
    }
}

#[tokio::test]
async fn one_poison_message_in_ten_fails_alone() {
    let outbox = Outbox::connect();
    let notify = outbox.notify(&Clock::system());
    let users = outbox.active_users(9).await;
    let mut bodies: Vec<String> = users.iter().map(|user| body(&changed(user))).collect();
    bodies.insert(4, r#"{"id":"out_01KAT0PXG0V6N4M8D2T5Q7R9AB","effect":{"type":"no_such_effect"}}"#.to_owned());
    let failures = notify.handle(batch(&bodies)).await.batch_item_failures;
    let failed: Vec<&str> = failures.iter().map(|failure| failure.item_identifier.as_str()).collect();
    assert_eq!(failed, ["4"]);
    for user in &users {
        assert_eq!(outbox.mails_to(user).await.len(), 1);
    }
}

#[tokio::test]
async fn a_worker_that_died_after_its_claim_is_followed_by_another_when_the_lease_ends() {
    let outbox = Outbox::connect();
    let died_at = Clock::system().now();
    let clock = Clock::standing(died_at);
    let notify = outbox.notify(&clock);
    let user = outbox.user(Status::Active, Language::Dutch).await;
    let message = [changed(&user)];
    assert_eq!(outbox.store.claim_notification(message[0].id, died_at).await.unwrap(), Claim::Mine);

    clock.set(died_at + MINUTE - SignedDuration::from_millis(1));
    assert_eq!(deliver(&notify, &message).await, [0]);
    assert!(outbox.mails_to(&user).await.is_empty());

    clock.set(died_at + MINUTE);
    assert!(deliver(&notify, &message).await.is_empty());
    assert_eq!(outbox.mails_to(&user).await.len(), 1);

    // However late it comes again: done is done.
    clock.set(died_at + SignedDuration::from_hours(24 * 14));
    assert!(deliver(&notify, &message).await.is_empty());
    assert_eq!(outbox.mails_to(&user).await.len(), 1);
}

#[tokio::test]
async fn a_mail_that_ses_did_not_take_is_not_taken_for_one_too_many() {
    let outbox = Outbox::connect();
    let clock = Clock::standing(Clock::system().now());
    let user = outbox.user(Status::Active, Language::Dutch).await;
    let message = [forgotten(user.login.as_str())];
    let without_ses = outbox.notify_without_ses(&clock);
    // More tries than the hour's limit of three.
    for _ in 0..4 {
        assert_eq!(deliver(&without_ses, &message).await, [0]);
    }
    // The claim was given back, so nobody waits for the lease.
    assert!(deliver(&outbox.notify(&clock), &message).await.is_empty());
    assert_eq!(outbox.mails_to(&user).await.len(), 1);
}

#[tokio::test]
async fn a_forgotten_password_brings_a_link_for_thirty_minutes_in_the_users_language() {
    let outbox = Outbox::connect();
    let now = Clock::system().now();
    let notify = outbox.notify(&Clock::standing(now));
    for (language, subject) in [
        (Language::Dutch, "Nieuw wachtwoord voor het cliëntportaal van Voorbeeld Accountants"),
        (Language::English, "New password for the client portal of Voorbeeld Accountants"),
    ] {
        let user = outbox.user(Status::Active, language).await;
        // Case does not count in a login name.
        assert!(deliver(&notify, &[forgotten(&user.login.as_str().to_uppercase())]).await.is_empty());
        let mails = outbox.mails_to(&user).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].subject, subject);
        assert_eq!(mails[0].source, "\"Voorbeeld Accountants\" <portaal@example.com>");
        let handle = handle_in(&mails[0], &outbox.stack.origin, "new-password");
        assert!(mails[0].body_html.contains(&handle.expose()));
        assert_eq!(handle.user(), user.id);
        let (link, _) = outbox.store.link(&handle).await.unwrap().unwrap();
        assert_eq!(link.purpose, LinkPurpose::PasswordReset);
        assert_eq!(link.expires_at, now + SignedDuration::from_mins(30));
        assert!(!link.used_up);
    }
}

#[tokio::test]
async fn nobody_is_told_for_an_unknown_name_or_a_disabled_user() {
    let outbox = Outbox::connect();
    let notify = outbox.notify(&Clock::system());
    let disabled = outbox.user(Status::Disabled, Language::Dutch).await;
    let unknown = outbox.user(Status::Active, Language::Dutch).await;
    let messages = [
        forgotten(&format!("nobody-{}", unknown.login.as_str())),
        forgotten(disabled.login.as_str()),
        changed(&disabled),
        invitation(&disabled),
    ];
    assert!(deliver(&notify, &messages).await.is_empty());
    assert!(outbox.mails_to(&disabled).await.is_empty());
    assert!(outbox.mails_to(&unknown).await.is_empty());
}

#[tokio::test]
async fn an_invitation_is_sent_only_while_the_user_is_invited() {
    let outbox = Outbox::connect();
    let now = Clock::system().now();
    let clock = Clock::standing(now);
    let notify = outbox.notify(&clock);
    let user = outbox.user(Status::Invited, Language::English).await;
    assert!(deliver(&notify, &[invitation(&user)]).await.is_empty());
    let mails = outbox.mails_to(&user).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].body_text.contains(&format!("Your login name: {}", user.login)));
    let (link, _) =
        outbox.store.link(&handle_in(&mails[0], &outbox.stack.origin, "invitation")).await.unwrap().unwrap();
    assert_eq!((link.purpose, link.expires_at), (LinkPurpose::Invitation, now + SignedDuration::from_hours(7 * 24)));

    // Without a password yet, the way in is the invitation.
    clock.set(now + MINUTE);
    assert!(deliver(&notify, &[forgotten(user.login.as_str())]).await.is_empty());
    let mails = outbox.mails_to(&user).await;
    assert_eq!(mails.len(), 2);
    handle_in(&mails[1], &outbox.stack.origin, "invitation");

    outbox.store.set_status(user.id, Status::Active, Timestamp::UNIX_EPOCH).await.unwrap();
    clock.set(now + MINUTE + MINUTE);
    assert!(deliver(&notify, &[invitation(&user)]).await.is_empty());
    assert_eq!(outbox.mails_to(&user).await.len(), 2);
}

#[tokio::test]
async fn a_flood_of_requests_fills_no_mailbox() {
    let outbox = Outbox::connect();
    let start = Clock::system().now();
    let clock = Clock::standing(start);
    let notify = outbox.notify(&clock);
    let user = outbox.user(Status::Active, Language::Dutch).await;
    let mut counts = Vec::new();
    for second in [0, 1, 59, 60, 120, 180, 3599, 3600] {
        clock.set(start + SignedDuration::from_secs(second));
        assert!(deliver(&notify, &[forgotten(user.login.as_str())]).await.is_empty());
        counts.push(outbox.mails_to(&user).await.len());
    }
    // One a minute, three an hour.
    assert_eq!(counts, [1, 1, 1, 2, 3, 3, 3, 4]);
}

#[tokio::test]
async fn every_effect_becomes_its_mail() {
    let outbox = Outbox::connect();
    let notify = outbox.notify(&Clock::system());
    let user = outbox.user(Status::Active, Language::Dutch).await;
    let factor = |change| Effect::FactorChanged { user: user.id, change };
    let device = Effect::NewDevice {
        user: user.id,
        device: "Firefox, Windows".to_owned(),
        at: "2026-11-23T08:05:00Z".parse().unwrap(),
    };
    let effects = [
        Effect::PasswordChanged { user: user.id },
        device,
        factor(FactorChange::AuthenticatorAdded),
        factor(FactorChange::AuthenticatorRemoved),
        factor(FactorChange::RecoveryCodesRenewed),
        factor(FactorChange::RecoveryCodeUsed),
    ];
    let messages = effects.map(|effect| Message { id: outbox_id(), effect });
    assert!(deliver(&notify, &messages).await.is_empty());
    let mails = outbox.mails_to(&user).await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(
        subjects,
        [
            "Uw wachtwoord is gewijzigd",
            "Ingelogd op een nieuw apparaat",
            "Authenticator ingesteld",
            "Authenticator verwijderd",
            "Nieuwe herstelcodes",
            "Ingelogd met een herstelcode",
        ]
    );
    assert!(mails[1].body_text.contains("Tijdstip: maandag 23 november 2026 om 09:05 uur (Nederlandse tijd)"));
}

/// The deployed function behind its real queue: nine are done, one ends among the dead letters after five deliveries,
/// and when the cause is gone, moving it back sends the mail.
#[tokio::test]
async fn a_message_that_keeps_failing_ends_among_the_dead_letters_and_can_be_sent_again() {
    let outbox = Outbox::connect();
    let queue = &outbox.stack.notify_queue_url;
    set_visibility_timeout(&outbox, 1).await;
    let users = outbox.active_users(10).await;
    let messages: Vec<Message> = users.iter().map(changed).collect();
    let stuck = &messages[6];
    // As a worker would leave it that hangs for an hour.
    let in_an_hour = Clock::system().now() + SignedDuration::from_hours(1);
    outbox.store.claim_notification(stuck.id, in_an_hour).await.unwrap();
    for message in &messages {
        outbox.sqs.send_message().queue_url(queue).message_body(body(message)).send().await.unwrap();
    }
    let (done, failed): (Vec<_>, Vec<_>) = users.into_iter().partition(|user| user.id != user_of(stuck));
    assert!(outbox.each_has_a_mail(&done, Duration::from_secs(60)).await);
    let dead = dead_letter(&outbox, &body(stuck)).await;
    assert!(outbox.mails_to(&failed[0]).await.is_empty());

    outbox.store.release_notification(stuck.id, Clock::system().now()).await.unwrap();
    outbox.sqs.send_message().queue_url(queue).message_body(dead).send().await.unwrap();
    assert!(outbox.each_has_a_mail(&failed, Duration::from_secs(60)).await);
    set_visibility_timeout(&outbox, 180).await;
    for user in done.iter().chain(&failed) {
        assert_eq!(outbox.mails_to(user).await.len(), 1);
    }
}

fn user_of(message: &Message) -> akkoord_domain::id::UserId {
    match &message.effect {
        Effect::PasswordChanged { user } => *user,
        other => panic!("{other:?} is not what these tests send"),
    }
}

async fn set_visibility_timeout(outbox: &Outbox, seconds: u32) {
    let request = outbox.sqs.set_queue_attributes().queue_url(&outbox.stack.notify_queue_url);
    request.attributes(QueueAttributeName::VisibilityTimeout, seconds.to_string()).send().await.unwrap();
}

/// Waits for the message with this body among the dead letters and takes it from there.
async fn dead_letter(outbox: &Outbox, wanted: &str) -> String {
    let queue = &outbox.stack.notify_dead_letter_url;
    for _ in 0..120 {
        let request = outbox.sqs.receive_message().queue_url(queue).max_number_of_messages(10).visibility_timeout(1);
        for message in request.send().await.unwrap().messages.unwrap_or_default() {
            if message.body.as_deref() == Some(wanted) {
                let receipt = message.receipt_handle.unwrap();
                outbox.sqs.delete_message().queue_url(queue).receipt_handle(receipt).send().await.unwrap();
                return wanted.to_owned();
            }
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("the message did not reach the dead letters");
}
