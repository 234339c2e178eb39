//! One function as a process: started, asked, weighed, stopped.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    failure::{During, Failure, Result},
    runtime_api::{Ready, RuntimeApi},
};

/// A program with its environment.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<PathBuf>,
    pub(crate) environment: Vec<(&'static str, String)>,
}

/// A started function that waits for an event.
pub(crate) struct Function<'a> {
    api: &'a RuntimeApi,
    child: Child,
    started: Instant,
    ready: Option<Ready>,
    /// From starting the process to the first question for an event.
    pub(crate) init: Duration,
}

impl<'a> Function<'a> {
    /// Starts the program and waits until it asks for its first event. `more` is added to its environment.
    pub(crate) fn start(api: &'a RuntimeApi, program: &Program, more: &[(&'static str, String)]) -> Result<Self> {
        let mut command = Command::new(&program.path);
        command.args(&program.arguments).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("AWS_LAMBDA_RUNTIME_API", api.address());
        command.envs([("AWS_LAMBDA_FUNCTION_NAME", program.name), ("AWS_LAMBDA_FUNCTION_VERSION", "1")]);
        command.envs([("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"), ("AWS_LAMBDA_LOG_GROUP_NAME", "bench")]);
        command.env("AWS_LAMBDA_LOG_STREAM_NAME", "bench");
        command.envs(program.environment.iter().chain(more).map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let started = Instant::now();
        let child = command.spawn().during(&format!("Starting {}", program.name))?;
        let mut function = Self { api, child, started, ready: None, init: Duration::ZERO };
        let ready = api.ready()?;
        function.init = ready.at - started;
        function.ready = Some(ready);
        Ok(function)
    }

    /// Gives it an event, waits for the answer and until it asks for more. The time is from the start of the process to
    /// the answer.
    pub(crate) fn invoke(&mut self, event: &[u8]) -> Result<(Duration, Value)> {
        let ready = self.ready.take().ok_or_else(|| Failure::new("The function is not ready."))?;
        let answer = self.api.invoke(ready, event)?;
        self.ready = Some(self.api.ready()?);
        Ok((answer.at - self.started, answer.body))
    }

    /// The most memory it ever held, in kB (`VmHWM`).
    pub(crate) fn peak_kb(&self) -> Result<u64> {
        self.status("VmHWM:")
    }

    /// The memory that is its own and not a file's, in kB (`RssAnon`).
    pub(crate) fn own_kb(&self) -> Result<u64> {
        self.status("RssAnon:")
    }

    fn status(&self, name: &str) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).during("Reading the memory")?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_ascii_whitespace().next()?.parse().ok());
        number
            .ok_or_else(|| Failure::new(format!("This system does not say how much memory a process holds ({name}).")))
    }

    /// Time on a processor so far, all threads together.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let mut nanoseconds = 0;
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).during("Reading the threads")?;
        for task in tasks.flatten() {
            let text = fs::read_to_string(task.path().join("schedstat")).during("Reading schedstat")?;
            let first: Option<u64> = text.split_ascii_whitespace().next().and_then(|number| number.parse().ok());
            nanoseconds += first.ok_or_else(|| Failure::new("schedstat has another form"))?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }
}

impl Drop for Function<'_> {
    fn drop(&mut self) {
        // Only a process that is gone already cannot be stopped.
        let stopped = self.child.kill().and_then(|()| self.child.wait());
        if let Err(error) = stopped {
            eprintln!("A function could not be stopped: {error}");
        }
    }
}
