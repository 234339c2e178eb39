//! `portal-tool openapi | seed | user … | unlock … | organisation … | session …`: what `cargo xtask` and the browser's walks ask of
//! the portal's own code.

use std::process::ExitCode;

use portal_tool::{
    document,
    people::{self, Person},
    seed,
    stack::Stack,
    walks,
};

const USAGE: &str = "usage: portal-tool openapi
       portal-tool seed
       portal-tool user --login L --name N --mobile M [--email E] [--language nl|en] [--staff] [--invited] [--organisations 10001,10002]
       portal-tool unlock LOGIN
       portal-tool organisation NUMBER NAME
       portal-tool session LOGIN
All but openapi read the stack's description from the file that AKKOORD_STACK names";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(output) => {
            println!("{output}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("portal-tool: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<String, Box<dyn std::error::Error>> {
    match arguments.first().map(String::as_str) {
        Some("openapi") => Ok(document::merged()?),
        Some("seed") => Ok(seed::seed(&Stack::from_environment()?).await?),
        Some("user") => {
            let stack = Stack::from_environment()?;
            let person = Person::from_arguments(arguments.get(1..).unwrap_or_default())?;
            let created = people::create(&stack, &person).await?;
            Ok(serde_json::to_string(&created)?)
        }
        Some("unlock") => {
            let [_, login] = arguments else { return Err(USAGE.into()) };
            people::unlock(&Stack::from_environment()?, login).await
        }
        Some("organisation") => {
            let [_, number, name] = arguments else { return Err(USAGE.into()) };
            let made = walks::organisation(&Stack::from_environment()?, number.parse()?, name).await?;
            Ok(serde_json::to_string(&made)?)
        }
        Some("session") => {
            let [_, login] = arguments else { return Err(USAGE.into()) };
            walks::session(&Stack::from_environment()?, login).await
        }
        _ => Err(USAGE.into()),
    }
}
