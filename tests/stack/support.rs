//! What the tests of signing in share: the portal under test, people of their own, browsers, and a proxy that counts
//! and fails. The tests of the outbox have their own helper.

pub(crate) mod browser;
pub(crate) mod documents;
pub(crate) mod http;
pub(crate) mod office;
pub(crate) mod people;
pub(crate) mod portal;
pub(crate) mod promises;
pub(crate) mod proxy;

use std::{sync::OnceLock, time::Duration};

use serde::Deserialize;

pub(crate) use browser::{Answer, Browser};
pub(crate) use people::Someone;
pub(crate) use portal::Portal;
pub(crate) use proxy::{Fault, Proxy};

/// The deployed stack.
pub(crate) struct Stack {
    pub(crate) inner: portal_tool::stack::Stack,
    pub(crate) api_id: String,
}

/// The stack that `AKKOORD_STACK` describes, read once.
pub(crate) fn stack() -> &'static Stack {
    #[derive(Deserialize)]
    struct Api {
        api_id: String,
    }
    static STACK: OnceLock<Stack> = OnceLock::new();
    STACK.get_or_init(|| {
        let inner = portal_tool::stack::Stack::from_environment().expect("AKKOORD_STACK describes a running stack");
        let text = std::fs::read(std::env::var_os("AKKOORD_STACK").unwrap()).unwrap();
        let Api { api_id } = serde_json::from_slice(&text).unwrap();
        Stack { inner, api_id }
    })
}

/// How often a race is run: `usual` times, or with `AKKOORD_THOROUGH` set as often as security.md says.
pub(crate) fn rounds(usual: usize, thorough: usize) -> usize {
    if std::env::var_os("AKKOORD_THOROUGH").is_some() { thorough } else { usual }
}

/// Asks again until there is an answer; stops the test after `seconds`.
pub(crate) async fn eventually<T>(seconds: u64, what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let started = std::time::Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(started.elapsed() < Duration::from_secs(seconds), "{what}: not within {seconds} s");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Runs the futures at the same time and gives their answers in order.
pub(crate) async fn all_at_once<T: Send + 'static>(
    futures: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = futures.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::with_capacity(tasks.len());
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}
