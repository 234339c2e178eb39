//! The measurements. What is compared is started in turns, so that a busy moment of the machine falls on all alike.

use std::time::Duration;

use serde::Deserialize;

use crate::{
    events::Action,
    failure::{Failure, Result},
    function::{Function, Program},
    runtime_api::RuntimeApi,
    stub::{Stub, Traffic},
};

/// Requests after which memory and connections are looked at.
pub(crate) const MANY: usize = 1_000;

/// Many measurements of one thing.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(from = "Vec<f64>")]
pub(crate) struct Sample(Vec<f64>);

impl From<Vec<f64>> for Sample {
    fn from(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }
}

impl Sample {
    fn add(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    /// The middle value; 0 when there is none.
    pub(crate) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        match (self.0.get(middle), self.0.len() % 2) {
            (None, _) => 0.0,
            (Some(value), 1) => *value,
            (Some(value), _) => f64::midpoint(*value, self.0.get(middle - 1).copied().unwrap_or(*value)),
        }
    }

    /// The median with the smallest and the largest.
    pub(crate) fn text(&self) -> String {
        let (first, last) = (self.0.first().copied().unwrap_or(0.0), self.0.last().copied().unwrap_or(0.0));
        format!("{:.1} ({first:.1}–{last:.1})", self.median())
    }
}

/// One program's starts.
#[derive(Default)]
pub(crate) struct Starts {
    /// Milliseconds from starting the process to its first question for an event, as in AWS: no local endpoint.
    pub(crate) init: Sample,
    /// Time on a processor up to there.
    pub(crate) init_cpu: Sample,
    /// Milliseconds from starting the process to its first answer.
    pub(crate) answer: Sample,
    /// Time on a processor up to there.
    pub(crate) answer_cpu: Sample,
    /// MB held at most up to the first answer.
    pub(crate) memory: Sample,
    /// MB of it that are the process's own; the rest are pages of its program and of the C library.
    pub(crate) own: Sample,
    /// MB held at most up to the last of many answers.
    pub(crate) memory_after_many: f64,
}

/// What is measured, with what it is asked.
pub(crate) struct Subject {
    pub(crate) program: Program,
    pub(crate) action: Action,
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

#[expect(clippy::cast_precision_loss, reason = "kilobytes of a process are far below 2^53")]
fn mb(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1_000.0
}

/// Asks, and refuses an answer that does not show that the work was done.
fn ask(function: &mut Function<'_>, action: &Action) -> Result<Duration> {
    let (took, answer) = function.invoke(&action.event)?;
    let text = answer.to_string();
    let body = answer["body"].as_str().unwrap_or(&text);
    if body.contains(action.proof) {
        return Ok(took);
    }
    Err(Failure::new(format!("{}: the answer does not hold {:?}: {text}", action.name, action.proof)))
}

/// Starts each subject `rounds` times in turns: once up to its first question, once up to its first answer.
pub(crate) fn starts(api: &RuntimeApi, stub: &Stub, subjects: &[Subject], rounds: usize) -> Result<Vec<Starts>> {
    let mut found: Vec<Starts> = subjects.iter().map(|_| Starts::default()).collect();
    // The first round only warms the file cache.
    for round in 0..=rounds {
        for (Subject { program, action }, starts) in subjects.iter().zip(&mut found) {
            let function = Function::start(api, program, &[])?;
            let (init, init_cpu) = (function.init, function.cpu()?);
            drop(function);
            let mut function = Function::start(api, program, &stub.environment())?;
            let answer = ask(&mut function, action)?;
            let (cpu, memory, own) = (function.cpu()?, function.peak_kb()?, function.own_kb()?);
            if round > 0 {
                starts.init.add(ms(init));
                starts.init_cpu.add(ms(init_cpu));
                starts.answer.add(ms(answer));
                starts.answer_cpu.add(ms(cpu));
                starts.memory.add(mb(memory));
                starts.own.add(mb(own));
            }
        }
    }
    for (Subject { program, action }, starts) in subjects.iter().zip(&mut found) {
        let mut function = Function::start(api, program, &stub.environment())?;
        for _ in 0..MANY {
            ask(&mut function, action)?;
        }
        starts.memory_after_many = mb(function.peak_kb()?);
    }
    stub.take();
    Ok(found)
}

/// The calls of one warm action, each of which waits long enough to show what waits for it.
pub(crate) fn calls(api: &RuntimeApi, stub: &Stub, program: &Program, action: &Action) -> Result<Traffic> {
    let mut function = Function::start(api, program, &stub.environment())?;
    ask(&mut function, action)?;
    ask(&mut function, action)?;
    stub.delay(Duration::from_millis(40));
    stub.take();
    let asked = ask(&mut function, action);
    stub.delay(Duration::ZERO);
    asked.map(|_| stub.take())
}

/// The traffic of many requests to one process, its start included, the actions in turns.
pub(crate) fn traffic(api: &RuntimeApi, stub: &Stub, program: &Program, actions: &[Action]) -> Result<Traffic> {
    stub.take();
    stub.delay(Duration::from_millis(2));
    let mut function = Function::start(api, program, &stub.environment())?;
    let asked = actions.iter().cycle().take(MANY).try_for_each(|action| ask(&mut function, action).map(drop));
    stub.delay(Duration::ZERO);
    asked.map(|()| stub.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_whatever_the_order() {
        let mut sample = Sample::default();
        for value in [9.0, 1.0, 2.0] {
            sample.add(value);
        }
        assert_eq!(sample.text(), "2.0 (1.0–9.0)");
        sample.add(4.0);
        assert!((sample.median() - 3.0).abs() < f64::EPSILON);
    }
}
