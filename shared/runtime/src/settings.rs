//! Reading settings. A function declares a small struct whose fields name their variables; what is missing or wrong
//! is found at start-up, not at the first request.

use std::str::FromStr;

/// A setting that the function cannot start without. It names the variable, never its value.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The variable is absent or empty.
    #[error("the environment variable {0} is not set")]
    Missing(&'static str),
    /// The variable has a value of the wrong form.
    #[error("the environment variable {0} does not have the form it needs")]
    Invalid(&'static str),
}

/// Where settings come from: the environment, or in tests a list of pairs.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pairs: Option<Vec<(String, String)>>,
}

impl Source {
    /// The process's environment.
    #[must_use]
    pub fn environment() -> Self {
        Self::default()
    }

    /// The given pairs and nothing else.
    #[must_use]
    pub fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let owned = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { pairs: Some(owned) }
    }

    /// The variable's value when it is there and not empty.
    #[must_use]
    pub fn optional(&self, name: &str) -> Option<String> {
        let value = match &self.pairs {
            Some(pairs) => pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()),
            None => std::env::var(name).ok(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The variable's value.
    ///
    /// # Errors
    /// [`SettingsError::Missing`].
    pub fn required(&self, name: &'static str) -> Result<String, SettingsError> {
        self.optional(name).ok_or(SettingsError::Missing(name))
    }

    /// The variable's value as a number or another parsed type, or the default when it is absent.
    ///
    /// # Errors
    /// [`SettingsError::Invalid`]: a present value of the wrong form never falls back to the default.
    pub fn parsed<T: FromStr>(&self, name: &'static str, default: T) -> Result<T, SettingsError> {
        match self.optional(name) {
            None => Ok(default),
            Some(value) => value.parse().map_err(|_| SettingsError::Invalid(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_is_an_error_and_never_the_default() {
        let source = Source::pairs([("IDLE", "30m"), ("EMPTY", "")]);
        assert!(matches!(source.parsed::<u32>("IDLE", 1800), Err(SettingsError::Invalid("IDLE"))));
        assert_eq!(source.parsed::<u32>("EMPTY", 1800).unwrap(), 1800);
        assert!(matches!(source.required("EMPTY"), Err(SettingsError::Missing("EMPTY"))));
    }
}
