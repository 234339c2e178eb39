//! `cargo xtask deploy`: build with SAM, deploy, upload the web app, invalidate, and ask for a first answer.
//! The test part `deploy` walks the same steps to an emulator of its own.

use std::io::{Write as _, stdin, stdout};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::args::{Deploy, Target};
use crate::aws::Aws;
use crate::emulator::Emulator;
use crate::failure::{During as _, Failure, Result};
use crate::places::{Places, empty, read};
use crate::process::{go_on, show, step};
use crate::stack::{Stack, parameters};
use crate::{prerequisites, serve, web};

/// Zipped bytes that a function may have (performance.md, row 3).
const ZIPPED_LIMIT: u64 = 3_500_000;

/// Deploys to the target that was asked for.
pub(crate) fn deploy(places: &Places, options: &Deploy) -> Result {
    prerequisites::check(places)?;
    if options.target == Target::MiniStack {
        return walk(places);
    }
    let endpoint = (options.target == Target::LocalStack).then(|| "http://localhost:4566".to_owned());
    let aws = Aws { target: options.target, endpoint };
    if options.target == Target::Aws {
        firm_is_named(&read(&places.root.join("samconfig.toml"))?)?;
        if !options.yes && !agreed()? {
            return Err(Failure::new("Nothing was changed."));
        }
    }
    steps(places, &aws, &[])
}

/// The same steps, to an emulator that is started for them and thrown away.
pub(crate) fn walk(places: &Places) -> Result {
    let state = places.local.join("state-deploy");
    empty(&state)?;
    let emulator = Emulator::start(places, &state, false)?;
    let aws = Aws { target: Target::MiniStack, endpoint: Some(emulator.endpoint.clone()) };
    // As in a new account: the portal's address is the distribution's, and there is no archive.
    let mut parameters = parameters("", "");
    parameters.retain(|parameter| !["PortalOrigin=", "Archive"].iter().any(|name| parameter.starts_with(name)));
    steps(places, &aws, &parameters)
}

fn steps(places: &Places, aws: &Aws, parameters: &[String]) -> Result {
    web::build(places)?;
    serve::built(places)?;
    let built = places.local.join("sam").join(aws.section());
    let mut build = aws.sam(places, "build")?;
    build.arg("--build-dir").arg(&built);
    if !parameters.is_empty() {
        build.arg("--parameter-overrides").args(parameters);
    }
    // cargo-lambda writes beside Cargo's own output.
    build.env("CARGO_TARGET_DIR", &places.target);
    step("Building the functions for Lambda (a first time takes long)", &places.log("sam-build"), &mut build)?;
    let mut sam = aws.sam(places, "deploy")?;
    sam.arg("--template-file").arg(built.join("template.yaml"));
    if !parameters.is_empty() {
        sam.arg("--parameter-overrides").args(parameters);
    }
    if aws.endpoint.is_some() {
        step("Deploying the stack", &places.log("sam-deploy-walk"), &mut sam)?;
    } else {
        sam.arg("--no-confirm-changeset");
        show(&mut sam)?;
    }
    let outputs = aws.outputs(places, false)?;
    let bucket = text(&outputs, "WebBucketName")?;
    let distribution = text(&outputs, "DistributionId")?;
    let published = aws.publish(places, &places.web().join("dist"), bucket, distribution)?;
    println!("  Uploaded {} files of the web app; invalidation {}", published["files"], published["invalidation"]);
    let sizes = aws.sizes(places)?;
    println!("{}", sizes_table(&sizes));
    smoke(aws, &outputs)?;
    let url = text(&outputs, "PortalUrl")?;
    println!("\n  Portal   {url}");
    if aws.endpoint.is_none() {
        let stack = Stack::describe(places, aws, places.local.join("aws.json"), url, "")?;
        println!(
            "  {} describes the stack to portal-tool; it holds a secret and only you can read it",
            stack.file.display()
        );
    }
    too_large(&sizes)
}

fn text<'a>(outputs: &'a Value, name: &str) -> Result<&'a str> {
    outputs[name].as_str().ok_or(format!("no output {name}")).during("The deployed stack")
}

/// The API answers as itself, and without a session it answers nothing else.
fn smoke(aws: &Aws, outputs: &Value) -> Result {
    let Some(endpoint) = &aws.endpoint else {
        println!("  A new distribution takes some minutes; then GET /api/session answers 401.");
        return Ok(());
    };
    let address = format!("{endpoint}/_aws/execute-api/{}/api/session", text(outputs, "ApiId")?);
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into();
    let begun = Instant::now();
    loop {
        go_on()?;
        let status =
            agent.get(&address).call().map(|answer| answer.status().as_u16()).map_err(|error| error.to_string());
        match status {
            Ok(401) => break,
            other if begun.elapsed() > Duration::from_secs(30) => {
                return Err(Failure::new(format!("GET /api/session should answer 401, and answered {other:?}.")));
            }
            _ => std::thread::sleep(Duration::from_millis(250)),
        }
    }
    println!("  GET /api/session answers 401, as it should");
    Ok(())
}

fn sizes_table(sizes: &Value) -> String {
    let rows = sizes.as_object().into_iter().flatten();
    let row =
        |(name, bytes): (&String, &Value)| format!("    {name:<24}{:>8} kB", bytes.as_u64().unwrap_or_default() / 1000);
    let rows: Vec<String> = rows.map(row).collect();
    format!("  Zipped size of each function (at most {} kB)\n{}", ZIPPED_LIMIT / 1000, rows.join("\n"))
}

fn too_large(sizes: &Value) -> Result {
    let over = sizes
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, bytes)| bytes.as_u64().is_none_or(|bytes| bytes > ZIPPED_LIMIT));
    let names: Vec<&str> = over.map(|(name, _)| name.as_str()).collect();
    if names.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("Larger than {ZIPPED_LIMIT} bytes: {}.", names.join(", "))))
    }
}

/// The sample's firm is not the firm that deploys.
fn firm_is_named(samconfig: &str) -> Result {
    let config: toml::Table = samconfig.parse().during("samconfig.toml")?;
    let overrides =
        config.get("default").and_then(|section| section.get("deploy")?.get("parameters")?.get("parameter_overrides"));
    let overrides = overrides.map(|value| format!("{value:?}")).unwrap_or_default();
    let missing = ["FirmName=", "MailFrom="].iter().any(|name| !overrides.contains(name));
    if missing || overrides.contains("Your firm") || overrides.contains(".example") {
        return Err(Failure::new(
            "samconfig.toml still has the sample's firm: set FirmName and MailFrom under [default.deploy.parameters] to your own.",
        ));
    }
    Ok(())
}

fn agreed() -> Result<bool> {
    print!("This deploys to the AWS account of your current credentials. Go on? [y/N] ");
    stdout().flush().ok();
    let mut answer = String::new();
    stdin().read_line(&mut answer).during("Reading the answer")?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_samples_firm_is_not_deployed_to_aws() {
        assert!(firm_is_named(include_str!("../../samconfig.toml")).is_err());
        let own = "[default.deploy.parameters]\nparameter_overrides = [\"FirmName=De Vries\", \"MailFrom=portal@devries.test\"]";
        assert!(firm_is_named(own).is_ok());
        assert!(firm_is_named("[default.deploy.parameters]\nparameter_overrides = [\"FirmName=De Vries\"]").is_err());
        assert!(firm_is_named("").is_err());
    }

    #[test]
    fn a_function_over_the_limit_is_named() {
        assert!(too_large(&json!({"a": 3_500_000})).is_ok());
        let failure = too_large(&json!({"a": 1, "b": 3_500_001})).unwrap_err().to_string();
        assert!(failure.contains('b') && !failure.contains(" a,"), "{failure}");
    }
}
