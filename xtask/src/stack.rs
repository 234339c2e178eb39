//! A deployed local stack: the deployment itself, the file that describes it to tests and tools, and the
//! demonstration firm in it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::aws::Aws;
use crate::failure::{During as _, Failure, Result};
use crate::functions;
use crate::places::{Places, write_private};
use crate::process::{Progress, go_on, step};
use crate::serve::ARCHIVE_KEY;

/// A stack on this machine.
#[derive(Debug)]
pub(crate) struct Stack {
    /// The description as JSON; tests and tools find it through AKKOORD_STACK.
    pub(crate) file: PathBuf,
    description: Value,
}

impl Stack {
    /// Deploys the functions that `cargo build` made, for a portal on `origin` that delivers to `archive_url`.
    pub(crate) fn deploy(places: &Places, aws: &Aws, state: &Path, origin: &str, archive_url: &str) -> Result<Self> {
        let template = functions::template(places, state)?;
        let mut sam = aws.sam(places, "deploy")?;
        sam.arg("--template-file").arg(&template).arg("--parameter-overrides").args(parameters(origin, archive_url));
        step("Deploying the stack", &places.log("sam-deploy"), &mut sam)?;
        aws.lock_objects(places)?;
        Self::describe(places, aws, state.join("stack.json"), origin, archive_url)
    }

    /// Reads what was deployed and writes the description to `file`. The archive of a firm is its own affair: in AWS
    /// `archive_url` is empty.
    pub(crate) fn describe(places: &Places, aws: &Aws, file: PathBuf, origin: &str, archive_url: &str) -> Result<Self> {
        let endpoint = aws.endpoint.as_deref().unwrap_or_default();
        let description = description(endpoint, origin, archive_url, &aws.outputs(places, true)?)?;
        write_private(&file, &format!("{description:#}\n"))?;
        Ok(Self { file, description })
    }

    /// One text of the description.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.description[name].as_str().unwrap_or_default()
    }

    /// Where the HTTP API answers.
    pub(crate) fn api(&self) -> String {
        format!("{}/_aws/execute-api/{}", self.text("endpoint"), self.text("api_id"))
    }

    /// Gives `command` what the functions get, and the description.
    pub(crate) fn apply<'a>(&self, aws: &Aws, command: &'a mut Command) -> &'a mut Command {
        aws.apply(command).env("AKKOORD_STACK", &self.file);
        for (variable, name) in [
            ("TABLE_NAME", "table"),
            ("USER_POOL_ID", "user_pool_id"),
            ("USER_POOL_CLIENT_ID", "user_pool_client_id"),
            ("USER_POOL_CLIENT_SECRET", "user_pool_client_secret"),
            ("CODE_KEY_ID", "code_key_id"),
            ("SEED_KEY_ID", "seed_key_id"),
            ("EVIDENCE_KEY_ID", "evidence_key_id"),
            ("FILES_BUCKET", "files_bucket"),
            ("PORTAL_ORIGIN", "origin"),
            ("NOTIFY_QUEUE_URL", "notify_queue_url"),
            ("PROVE_QUEUE_URL", "prove_queue_url"),
            ("DELIVER_QUEUE_URL", "deliver_queue_url"),
            ("ARCHIVE_URL", "archive_url"),
            ("ARCHIVE_KEYS", "archive_keys"),
        ] {
            command.env(variable, self.text(name));
        }
        command.env("FIRM_NAME", FIRM).env("MAIL_FROM", MAIL_FROM)
    }

    /// Waits until the API answers as itself.
    pub(crate) fn wait_until_ready(&self) -> Result {
        let begun = Instant::now();
        let progress = Progress::begin("Waiting for the first answer");
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        let address = format!("{}/api/session", self.api());
        let mut last = String::new();
        while begun.elapsed() < Duration::from_secs(60) {
            go_on()?;
            match agent.get(&address).call() {
                Ok(answer) if answer.status() == 401 => {
                    progress.end("");
                    return Ok(());
                }
                Ok(mut answer) => {
                    last = format!("{} {}", answer.status(), answer.body_mut().read_to_string().unwrap_or_default())
                }
                Err(error) => last = error.to_string(),
            }
            sleep(Duration::from_millis(250));
        }
        Err(Failure::new(format!("{address} did not answer 401 within a minute; it said: {last}")))
    }

    /// Puts the demonstration firm in the stack, or finds it there.
    pub(crate) fn seed(&self, places: &Places, aws: &Aws) -> Result {
        let mut tool = Command::new(places.built("portal-tool"));
        tool.current_dir(&places.root).arg("seed");
        step("Seeding the demonstration firm", &places.log("seed"), self.apply(aws, &mut tool))
    }
}

const FIRM: &str = "Voorbeeld Accountants";
const MAIL_FROM: &str = "portaal@example.com";

/// The template's parameters for this machine. Only the local server is in front of the API here, so no address in
/// X-Forwarded-For is a visitor's.
pub(crate) fn parameters(origin: &str, archive_url: &str) -> Vec<String> {
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
    vec![
        format!("PortalOrigin={origin}"),
        format!("FirmName='{FIRM}'"),
        format!("MailFrom={MAIL_FROM}"),
        format!("MailIdentity={MAIL_FROM}"),
        format!("Architecture={architecture}"),
        "ForwardedHops=0".to_owned(),
        format!("ArchiveUrl={archive_url}"),
        format!("ArchiveKeys='{ARCHIVE_KEY}'"),
        "ArchiveReach=loopback".to_owned(),
    ]
}

fn description(endpoint: &str, origin: &str, archive_url: &str, outputs: &Value) -> Result<Value> {
    let out = |name: &str| -> Result<String> {
        let found = outputs[name].as_str().filter(|text| !text.is_empty());
        found.map(str::to_owned).ok_or(format!("no output {name}")).during("The deployed stack")
    };
    // The state may come from a run on another port.
    let queue = |name: &str| -> Result<String> {
        let url = out(name)?;
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path.to_owned());
        Ok(path.filter(|_| !endpoint.is_empty()).map_or(url, |path| format!("{endpoint}/{path}")))
    };
    let key = out("CodeKeyId")?;
    let of_key = |place: usize| key.split(':').nth(place).unwrap_or_default().to_owned();
    Ok(json!({
        "endpoint": endpoint,
        "region": of_key(3),
        "account": of_key(4),
        "origin": origin,
        "archive_url": archive_url,
        "archive_keys": if archive_url.is_empty() { "" } else { ARCHIVE_KEY },
        "api_id": out("ApiId")?,
        "table": out("TableName")?,
        "user_pool_id": out("UserPoolId")?,
        "user_pool_client_id": out("UserPoolClientId")?,
        "user_pool_client_secret": out("UserPoolClientSecret")?,
        "code_key_id": key,
        "seed_key_id": out("SeedKeyId")?,
        "evidence_key_id": out("EvidenceKeyId")?,
        "files_bucket": out("FilesBucketName")?,
        "notify_queue_url": queue("NotifyQueueUrl")?,
        "notify_dead_letter_url": queue("NotifyDeadLetterUrl")?,
        "prove_queue_url": queue("ProveQueueUrl")?,
        "prove_dead_letter_url": queue("ProveDeadLetterUrl")?,
        "deliver_queue_url": queue("DeliverQueueUrl")?,
        "deliver_dead_letter_url": queue("DeliverDeadLetterUrl")?,
        "bounces_queue_url": queue("BouncesQueueUrl")?,
        "bounces_dead_letter_url": queue("BouncesDeadLetterUrl")?,
        "mail_set": out("MailSetName")?,
        "returns_topic_arn": out("ReturnsTopicArn")?,
        "remind_dead_letter_url": queue("RemindDeadLetterUrl")?,
        "dispatch_dead_letter_url": queue("DispatchDeadLetterUrl")?,
        "functions": functions_of(outputs),
    }))
}

/// The deployed functions by their package's name: `SignInFunctionName` is of `sign-in`.
fn functions_of(outputs: &Value) -> Map<String, Value> {
    let outputs = outputs.as_object().into_iter().flatten();
    let named = outputs.filter_map(|(name, value)| Some((name.strip_suffix("FunctionName")?, value)));
    named.map(|(name, value)| (package_of(name), value.clone())).collect()
}

fn package_of(name: &str) -> String {
    let mut package = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !package.is_empty() {
            package.push('-');
        }
        package.push(letter.to_ascii_lowercase());
    }
    package
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARCHIVE: &str = "http://localhost:8082/in";

    fn outputs() -> Value {
        let names = [
            "ApiId",
            "TableName",
            "UserPoolId",
            "UserPoolClientId",
            "UserPoolClientSecret",
            "CodeKeyId",
            "SeedKeyId",
            "EvidenceKeyId",
            "FilesBucketName",
            "MailSetName",
            "ReturnsTopicArn",
            "SignInFunctionName",
            "NotifyFunctionName",
            "DispatchFunctionName",
        ];
        let mut outputs: serde_json::Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), json!("x"))).collect();
        outputs.insert("CodeKeyId".to_owned(), json!("arn:aws:kms:eu-west-1:123456789012:key/x"));
        for name in ["Notify", "Prove", "Deliver", "Bounces", "Remind", "Dispatch"] {
            for kind in ["QueueUrl", "DeadLetterUrl"] {
                outputs.insert(format!("{name}{kind}"), json!("http://localhost:1/000000000000/queue"));
            }
        }
        Value::Object(outputs)
    }

    #[test]
    fn the_description_names_queues_at_the_emulators_own_address() {
        let found = description("http://127.0.0.1:2", "http://localhost:8080", ARCHIVE, &outputs()).unwrap();
        assert_eq!(found["notify_queue_url"], "http://127.0.0.1:2/000000000000/queue");
        assert_eq!(found["deliver_dead_letter_url"], "http://127.0.0.1:2/000000000000/queue");
        let aws = description("", "https://portal.example", "", &outputs()).unwrap();
        assert_eq!(aws["notify_queue_url"], "http://localhost:1/000000000000/queue");
        assert_eq!((&found["archive_url"], &aws["archive_url"]), (&json!(ARCHIVE), &json!("")));
        assert_eq!((&aws["region"], &aws["account"]), (&json!("eu-west-1"), &json!("123456789012")));
    }

    #[test]
    fn every_parameter_is_one_of_the_template() {
        let template = include_str!("../../infra/template.yaml");
        for parameter in parameters("http://localhost:8080", ARCHIVE) {
            let (name, _) = parameter.split_once('=').unwrap();
            assert!(template.contains(&format!("\n  {name}:\n    Type: ")), "{name}");
        }
    }

    #[test]
    fn every_function_is_found_by_its_packages_name() {
        let found = description("http://127.0.0.1:2", "http://localhost:8080", ARCHIVE, &outputs()).unwrap();
        let names: Vec<&String> = found["functions"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["dispatch", "notify", "sign-in"]);
    }

    #[test]
    fn a_missing_output_is_named() {
        let mut outputs = outputs();
        outputs["SeedKeyId"] = json!("");
        let failure = description("http://127.0.0.1:2", "http://localhost:8080", ARCHIVE, &outputs).unwrap_err();
        assert!(failure.to_string().contains("SeedKeyId"));
    }
}
