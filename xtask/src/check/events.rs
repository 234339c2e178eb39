//! Promises of the template about queues, streams and schedules: nothing is lost, nothing is tried for ever.

use super::Problems;
use super::resources::alarm_on;
use super::template::{Rule, Template, list, refers_to};

pub(super) const RULES: [Rule; 5] = [dead_letters, queues, sources, schedules, returns];

/// Every queue has a dead-letter queue, except those; every dead-letter queue has an alarm.
fn dead_letters(template: &Template) -> Problems {
    let mut problems = Vec::new();
    let targets: Vec<&str> = template
        .resources()
        .flat_map(|(_, resource)| {
            let properties = &resource["Properties"];
            [
                &properties["RedrivePolicy"]["deadLetterTargetArn"],
                &properties["DestinationConfig"]["OnFailure"]["Destination"],
                &properties["Target"]["DeadLetterConfig"]["Arn"],
            ]
        })
        .filter_map(refers_to)
        .collect();
    for (id, queue) in template.all("AWS::SQS::Queue") {
        let redrive = &queue["Properties"]["RedrivePolicy"];
        if targets.contains(&id) {
            if !alarm_on(template, "AWS/SQS", "ApproximateNumberOfMessagesVisible", id) {
                problems.push(format!("{id}: no alarm on its dead letters"));
            }
        } else if refers_to(&redrive["deadLetterTargetArn"]).is_none() {
            problems.push(format!("{id}: no dead-letter queue"));
        // Up to 20, because deliver counts its twelve tries itself and the queue must not end them before it.
        } else if !redrive["maxReceiveCount"].as_i64().is_some_and(|count| (2..=20).contains(&count)) {
            problems.push(format!("{id}: tried {} times", redrive["maxReceiveCount"]));
        }
    }
    problems
}

/// Queues are encrypted and refuse what does not come over TLS.
fn queues(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, queue) in template.all("AWS::SQS::Queue") {
        if queue["Properties"]["SqsManagedSseEnabled"] != true && queue["Properties"]["KmsMasterKeyId"].is_null() {
            problems.push(format!("{id}: not encrypted"));
        }
        let tls_only = template.all("AWS::SQS::QueuePolicy").any(|(_, policy)| {
            list(&policy["Properties"]["Queues"]).into_iter().any(|queue| refers_to(queue) == Some(id))
                && list(&policy["Properties"]["PolicyDocument"]["Statement"]).iter().any(|statement| {
                    statement["Effect"] == "Deny"
                        && statement["Condition"]["Bool"]["aws:SecureTransport"] == "false"
                        && list(&statement["Resource"]).into_iter().any(|queue| refers_to(queue) == Some(id))
                })
        });
        if !tls_only {
            problems.push(format!("{id}: takes messages without TLS"));
        }
    }
    problems
}

/// Batches answer partially; a stream is filtered, split on failure, given up after a while, and kept.
fn sources(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, source) in template.all("AWS::Lambda::EventSourceMapping") {
        let properties = &source["Properties"];
        if !list(&properties["FunctionResponseTypes"]).iter().any(|kind| *kind == "ReportBatchItemFailures") {
            problems.push(format!("{id}: one bad record fails its whole batch"));
        }
        let stream = properties["EventSourceArn"]["Fn::GetAtt"].as_str().is_some_and(|arn| arn.ends_with(".StreamArn"));
        if !stream {
            continue;
        }
        if list(&properties["FilterCriteria"]["Filters"]).is_empty() {
            problems.push(format!("{id}: the stream is not filtered"));
        }
        if properties["BisectBatchOnFunctionError"] != true {
            problems.push(format!("{id}: a failing batch is not split"));
        }
        // The function buries a bad record itself; one that a queue did not take was promised.
        if properties["MaximumRetryAttempts"] != -1 {
            problems.push(format!("{id}: what a queue does not take for a while is given up"));
        }
        if !properties["MaximumRecordAgeInSeconds"].as_i64().is_some_and(|age| (43_200..86_400).contains(&age)) {
            problems.push(format!("{id}: the stream forgets a record before it is put among the dead letters"));
        }
        if refers_to(&properties["DestinationConfig"]["OnFailure"]["Destination"]).is_none() {
            problems.push(format!("{id}: what could not be handled is lost"));
        }
    }
    for (id, function) in template.all("AWS::Serverless::Function") {
        let timeout =
            function["Properties"]["Timeout"].as_i64().or(template.json["Globals"]["Function"]["Timeout"].as_i64());
        for (_, source) in template.all("AWS::Lambda::EventSourceMapping") {
            if refers_to(&source["Properties"]["FunctionName"]) != Some(id) {
                continue;
            }
            let queue = refers_to(&source["Properties"]["EventSourceArn"]).unwrap_or_default();
            let queue = &template.json["Resources"][queue];
            let visible = queue["Properties"]["VisibilityTimeout"].as_i64();
            if queue["Type"] == "AWS::SQS::Queue" && !enough(visible, timeout) {
                problems.push(format!("{id}: its queue shows a message again before six times the function's timeout"));
            }
        }
    }
    problems
}

/// A schedule has the firm's clock and no play, and neither a run that could not be started nor one that failed is lost.
fn schedules(template: &Template) -> Problems {
    let mut problems = Vec::new();
    for (id, schedule) in template.all("AWS::Scheduler::Schedule") {
        let properties = &schedule["Properties"];
        if properties["ScheduleExpressionTimezone"] != "Europe/Amsterdam" {
            problems.push(format!("{id}: has another clock than the firm"));
        }
        if properties["FlexibleTimeWindow"]["Mode"] != "OFF" {
            problems.push(format!("{id}: runs at any time within a window"));
        }
        if refers_to(&properties["Target"]["DeadLetterConfig"]["Arn"]).is_none() {
            problems.push(format!("{id}: a run that could not be started is lost"));
        }
        let function = refers_to(&properties["Target"]["Arn"]);
        let kept = template.all("AWS::Lambda::EventInvokeConfig").any(|(_, config)| {
            let properties = &config["Properties"];
            refers_to(&properties["FunctionName"]) == function
                && properties["MaximumRetryAttempts"].as_i64().is_some_and(|times| times <= 2)
                && refers_to(&properties["DestinationConfig"]["OnFailure"]["Destination"]).is_some()
        });
        if !kept {
            problems.push(format!("{id}: a run that failed is lost"));
        }
    }
    problems
}

/// Every mail is sent with a configuration set that tells an encrypted topic of returns and complaints, and the topic's
/// queue gets them as SES wrote them.
fn returns(template: &Template) -> Problems {
    let mut problems = Vec::new();
    let resources = &template.json["Resources"];
    let set = refers_to(&resources["NotifyFunction"]["Properties"]["Environment"]["Variables"]["MAIL_SET"]);
    let told = template.all("AWS::SES::ConfigurationSetEventDestination").find_map(|(_, destination)| {
        let properties = &destination["Properties"];
        let event = &properties["EventDestination"];
        let types = list(&event["MatchingEventTypes"]);
        let all = ["bounce", "complaint"].iter().all(|kind| types.iter().any(|one| *one == kind));
        let own = set.is_some() && refers_to(&properties["ConfigurationSetName"]) == set;
        (own && all && event["Enabled"] == true).then(|| refers_to(&event["SnsDestination"]["TopicARN"])).flatten()
    });
    let Some(topic) = told else { return vec!["nobody is told of mails that come back".to_owned()] };
    if refers_to(&resources[topic]["Properties"]["KmsMasterKeyId"]).is_none() {
        problems.push(format!("{topic}: not encrypted with the firm's key"));
    }
    let tls_only = template.all("AWS::SNS::TopicPolicy").any(|(_, policy)| {
        list(&policy["Properties"]["Topics"]).into_iter().any(|one| refers_to(one) == Some(topic))
            && list(&policy["Properties"]["PolicyDocument"]["Statement"]).iter().any(|statement| {
                statement["Effect"] == "Deny" && statement["Condition"]["Bool"]["aws:SecureTransport"] == "false"
            })
    });
    if !tls_only {
        problems.push(format!("{topic}: takes messages without TLS"));
    }
    let heard = template.all("AWS::SNS::Subscription").any(|(_, subscription)| {
        let properties = &subscription["Properties"];
        refers_to(&properties["TopicArn"]) == Some(topic)
            && properties["Protocol"] == "sqs"
            && properties["RawMessageDelivery"] == true
            && refers_to(&properties["RedrivePolicy"]["deadLetterTargetArn"]).is_some()
    });
    if !heard {
        problems.push(format!("{topic}: no queue gets what it is told, or what cannot be brought there is lost"));
    }
    problems
}

fn enough(visible: Option<i64>, timeout: Option<i64>) -> bool {
    matches!((visible, timeout), (Some(visible), Some(timeout)) if visible >= 6 * timeout)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::template::samples::each_breaks;
    use super::*;

    #[test]
    fn a_queue_without_dead_letters_or_their_alarm_is_found() {
        each_breaks(
            dead_letters,
            &[
                ("/Resources/NotifyQueue/Properties/RedrivePolicy", Value::Null),
                ("/Resources/NotifyQueue/Properties/RedrivePolicy/maxReceiveCount", json!(1000)),
                ("/Resources/NotifyDeadLettersAlarm", Value::Null),
                ("/Resources/DispatchDeadLettersAlarm", Value::Null),
                ("/Resources/Another", json!({"Type": "AWS::SQS::Queue", "Properties": {}})),
            ],
        );
    }

    #[test]
    fn an_open_queue_is_found() {
        each_breaks(
            queues,
            &[
                ("/Resources/NotifyQueue/Properties/SqsManagedSseEnabled", json!(false)),
                ("/Resources/QueuesOverTls/Properties/Queues/0", Value::Null),
                ("/Resources/QueuesOverTls/Properties/PolicyDocument/Statement/0/Resource/2", Value::Null),
            ],
        );
    }

    #[test]
    fn a_schedule_that_loses_a_run_or_has_another_clock_is_found() {
        each_breaks(
            schedules,
            &[
                ("/Resources/RemindHourly/Properties/ScheduleExpressionTimezone", json!("UTC")),
                ("/Resources/RemindHourly/Properties/FlexibleTimeWindow/Mode", json!("FLEXIBLE")),
                ("/Resources/RemindHourly/Properties/Target/DeadLetterConfig", Value::Null),
                ("/Resources/RemindFailures/Properties/DestinationConfig", Value::Null),
                ("/Resources/RemindFailures", Value::Null),
            ],
        );
    }

    #[test]
    fn mails_that_come_back_to_nobody_are_found() {
        each_breaks(
            returns,
            &[
                ("/Resources/NotifyFunction/Properties/Environment/Variables/MAIL_SET", Value::Null),
                ("/Resources/MailReturns", Value::Null),
                ("/Resources/MailReturns/Properties/EventDestination/Enabled", json!(false)),
                ("/Resources/MailReturns/Properties/EventDestination/MatchingEventTypes", json!(["bounce"])),
                ("/Resources/MailReturns/Properties/ConfigurationSetName", json!("other")),
                ("/Resources/ReturnsTopic/Properties/KmsMasterKeyId", Value::Null),
                ("/Resources/ReturnsTopicPolicy/Properties/PolicyDocument/Statement/0", Value::Null),
                ("/Resources/ReturnsToQueue/Properties/RawMessageDelivery", json!(false)),
                ("/Resources/ReturnsToQueue/Properties/RedrivePolicy", Value::Null),
            ],
        );
    }

    #[test]
    fn a_stream_that_retries_for_ever_is_found() {
        each_breaks(
            sources,
            &[
                ("/Resources/NotifyFromQueue/Properties/FunctionResponseTypes", Value::Null),
                ("/Resources/DispatchFromOutbox/Properties/FilterCriteria", Value::Null),
                ("/Resources/DispatchFromOutbox/Properties/BisectBatchOnFunctionError", json!(false)),
                ("/Resources/DispatchFromOutbox/Properties/MaximumRetryAttempts", json!(5)),
                ("/Resources/DispatchFromOutbox/Properties/MaximumRecordAgeInSeconds", json!(-1)),
                ("/Resources/DispatchFromOutbox/Properties/DestinationConfig", Value::Null),
                ("/Resources/NotifyQueue/Properties/VisibilityTimeout", json!(30)),
            ],
        );
    }
}
