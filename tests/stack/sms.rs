//! The sender of SMS messages against the stack's SNS.

use akkoord_domain::{challenge::Purpose, code::Code, language::Language};
use akkoord_messages::{
    sms::SmsCode,
    sms_sender::{SmsError, SmsSender},
};
use akkoord_runtime::random;

use crate::outbox::Outbox;

#[tokio::test]
async fn a_code_arrives_with_the_line_that_binds_it_to_the_portal() {
    let outbox = Outbox::connect();
    let sender = SmsSender::new(aws_sdk_sns::Client::new(&outbox.config), Some("Voorbeeld".to_owned()));
    let code = Code::draw(random::word32).unwrap();
    let text = SmsCode {
        purpose: Purpose::SignIn,
        task: None,
        code: &code,
        firm: "Voorbeeld Accountants",
        origin: "https://portaal.example",
    }
    .text(Language::Dutch);
    sender.send(&"+31612345698".parse().unwrap(), &text).await.unwrap();
    let taken = outbox.read("/_ministack/sns/sms-messages?phoneNumber=%2B31612345698").await;
    let last_line = format!("\\n@portaal.example #{}\"", code.expose());
    assert!(taken.contains(&last_line), "the last line is missing");
}

#[tokio::test]
async fn an_error_holds_neither_number_nor_text() {
    let outbox = Outbox::connect();
    let unreachable = aws_sdk_sns::config::Builder::from(&outbox.config)
        .endpoint_url("http://127.0.0.1:9")
        .retry_config(aws_sdk_sns::config::retry::RetryConfig::disabled())
        .build();
    let sender = SmsSender::new(aws_sdk_sns::Client::from_conf(unreachable), None);
    let error = sender.send(&"+31612345698".parse().unwrap(), "secret").await.unwrap_err();
    assert!(matches!(&error, SmsError::NotTaken { code } if code == "no answer"));
    assert!(!format!("{error:?} {error}").contains("secret") && !format!("{error:?}").contains("612345698"));
}
