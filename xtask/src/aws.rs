//! Which AWS a command talks to, and the two programs that do the talking: the SAM CLI and aws.py.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::args::Target;
use crate::failure::{During as _, Result};
use crate::places::Places;
use crate::process::capture;
use crate::tools::{CARGO_LAMBDA, SAM, path_with};

/// The region of the local stacks; samconfig.toml names the same one for AWS.
pub(crate) const REGION: &str = "eu-central-1";
/// The name of the stack, as samconfig.toml has it.
pub(crate) const STACK: &str = "akkoord";
const SCRIPT: &str = include_str!("aws.py");

/// Where calls go.
#[derive(Clone, Debug)]
pub(crate) struct Aws {
    /// Chooses the section of samconfig.toml.
    pub(crate) target: Target,
    /// The emulator's address; none for AWS.
    pub(crate) endpoint: Option<String>,
}

impl Aws {
    /// The section of samconfig.toml.
    pub(crate) fn section(&self) -> &'static str {
        match self.target {
            Target::Aws => "default",
            Target::LocalStack => "localstack",
            Target::MiniStack => "ministack",
        }
    }

    /// Points `command` at this AWS. An emulator gets an environment in which a real account cannot be
    /// reached by mistake: no profile, no credentials file, and keys that are not keys.
    pub(crate) fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("SAM_CLI_TELEMETRY", "0");
        let Some(endpoint) = &self.endpoint else { return command };
        for name in
            ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"]
        {
            command.env_remove(name);
        }
        command
            .env("AWS_ENDPOINT_URL", endpoint)
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", REGION)
            .env("AWS_DEFAULT_REGION", REGION)
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .env("AWS_EC2_METADATA_DISABLED", "true")
    }

    /// The SAM CLI in the checkout, with cargo-lambda beside it when it has to build.
    pub(crate) fn sam(&self, places: &Places, subcommand: &str) -> Result<Command> {
        let programs = SAM.programs(places)?;
        let mut sam = Command::new(programs.join("sam"));
        if subcommand == "build" {
            sam.env("PATH", path_with(&[CARGO_LAMBDA.programs(places)?])?);
        }
        sam.current_dir(&places.root).arg(subcommand).args(["--config-env", self.section()]);
        sam.arg("--config-file").arg(places.root.join("samconfig.toml"));
        self.apply(&mut sam);
        Ok(sam)
    }

    /// The outputs of the stack; with `secret` also the password client's secret.
    pub(crate) fn outputs(&self, places: &Places, secret: bool) -> Result<Value> {
        self.script(places, &["outputs", STACK, if secret { "--secret" } else { "" }])
    }

    /// Turns Object Lock on for the files bucket of an emulator, which may leave that out of a template. AWS takes it
    /// from there.
    pub(crate) fn lock_objects(&self, places: &Places) -> Result {
        if self.endpoint.is_some() {
            self.script(places, &["lock-objects", STACK])?;
        }
        Ok(())
    }

    /// Bytes of each function's package.
    pub(crate) fn sizes(&self, places: &Places) -> Result<Value> {
        self.script(places, &["sizes", STACK])
    }

    /// Uploads the web app and invalidates its pages.
    pub(crate) fn publish(&self, places: &Places, folder: &Path, bucket: &str, distribution: &str) -> Result<Value> {
        self.script(places, &["publish", &folder.to_string_lossy(), bucket, distribution])
    }

    fn script(&self, places: &Places, words: &[&str]) -> Result<Value> {
        let mut python = Command::new(SAM.programs(places)?.join("python"));
        python.args(["-c", SCRIPT]).args(words);
        if self.endpoint.is_none() && std::env::var_os("AWS_REGION").is_none() {
            python.env("AWS_DEFAULT_REGION", REGION);
        }
        let out = capture(self.apply(&mut python))?;
        serde_json::from_str(&out).during("Reading the answer of aws.py")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emulator_never_sees_the_callers_credentials() {
        let aws = Aws { target: Target::MiniStack, endpoint: Some("http://127.0.0.1:1".to_owned()) };
        let mut command = Command::new("env");
        command.env("AWS_PROFILE", "the-firm");
        aws.apply(&mut command);
        let set: Vec<_> = command.get_envs().filter(|(name, _)| *name == "AWS_PROFILE").collect();
        assert!(set.iter().all(|(_, value)| value.is_none()));
        assert!(
            command
                .get_envs()
                .any(|(name, value)| name == "AWS_SHARED_CREDENTIALS_FILE" && value == Some("/dev/null".as_ref()))
        );
    }

    #[test]
    fn every_target_has_its_section() {
        let samconfig = include_str!("../../samconfig.toml");
        for target in [Target::Aws, Target::LocalStack, Target::MiniStack] {
            let section = Aws { target, endpoint: None }.section();
            assert!(samconfig.contains(&format!("[{section}.deploy.parameters]")), "{section}");
        }
    }
}
