//! What the function must be told, and the channels that follow from it.

use akkoord_domain::delivery;
use akkoord_filing::{
    Keys, Reach,
    archive::{Archive, ArchiveError},
    channel::Channel,
    none::NoChannel,
};
use akkoord_runtime::settings::{SettingsError, Source};

/// What the function must be told.
pub struct Settings {
    /// `TABLE_NAME`: the portal's table.
    pub table: String,
    /// `FILES_BUCKET`: documents and their evidence.
    pub bucket: String,
    /// `DELIVER_QUEUE_URL`: the queue that the function's messages come from.
    pub queue: String,
    /// `ARCHIVE_URL`, `ARCHIVE_KEYS` and `ARCHIVE_REACH` (docs/ARCHIVE.md).
    pub channels: Channels,
}

/// The channel to each party.
pub struct Channels {
    /// To the firm's archive.
    pub archive: Box<dyn Channel>,
    /// To whoever asks for the document.
    pub recipient: Box<dyn Channel>,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] when one is missing or has the wrong form.
    pub fn read(source: &Source) -> Result<Self, SettingsError> {
        Ok(Self {
            table: source.required("TABLE_NAME")?,
            bucket: source.required("FILES_BUCKET")?,
            queue: source.required("DELIVER_QUEUE_URL")?,
            channels: Channels { archive: archive(source)?, recipient: Box::new(NoChannel) },
        })
    }
}

impl Channels {
    pub(crate) fn to(&self, channel: delivery::Channel) -> &dyn Channel {
        match channel {
            delivery::Channel::Archive => self.archive.as_ref(),
            delivery::Channel::Recipient => self.recipient.as_ref(),
        }
    }
}

fn archive(source: &Source) -> Result<Box<dyn Channel>, SettingsError> {
    let Some(url) = source.optional("ARCHIVE_URL") else { return Ok(Box::new(NoChannel)) };
    let keys: Keys = source.required("ARCHIVE_KEYS")?.parse().map_err(|_| SettingsError::Invalid("ARCHIVE_KEYS"))?;
    let reach = match source.optional("ARCHIVE_REACH").as_deref() {
        None | Some("public") => Reach::Public,
        Some("loopback") => Reach::Loopback,
        Some(_) => return Err(SettingsError::Invalid("ARCHIVE_REACH")),
    };
    match Archive::new(&url, keys, reach) {
        Ok(archive) => Ok(Box::new(archive)),
        Err(ArchiveError::Address(_) | ArchiveError::Tls) => Err(SettingsError::Invalid("ARCHIVE_URL")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    fn read(url: &str, keys: &str, reach: &str) -> Result<(), String> {
        let pairs = ["TABLE_NAME", "FILES_BUCKET", "DELIVER_QUEUE_URL"].map(|name| (name, "some"));
        let pairs = pairs.into_iter().chain([("ARCHIVE_URL", url)]);
        let source = Source::pairs(pairs.chain([("ARCHIVE_KEYS", keys), ("ARCHIVE_REACH", reach)]));
        Settings::read(&source).map(|_| ()).map_err(|error| error.to_string())
    }

    #[test]
    fn without_an_address_there_is_no_archive_and_that_is_fine() {
        assert_eq!(read("", "", ""), Ok(()));
    }

    #[test]
    fn settings_name_what_is_wrong_and_never_its_value() {
        assert_eq!(read("https://archive.example/in", KEYS, ""), Ok(()));
        assert_eq!(read("http://localhost:8082/in", KEYS, "loopback"), Ok(()));
        for (url, keys, reach, variable) in [
            ("https://archive.example/in", "", "", "ARCHIVE_KEYS"),
            ("https://archive.example/in", "canary", "", "ARCHIVE_KEYS"),
            ("http://canary.example/in", KEYS, "", "ARCHIVE_URL"),
            ("http://localhost:8082/canary", KEYS, "public", "ARCHIVE_URL"),
            ("https://archive.example/in", KEYS, "canary", "ARCHIVE_REACH"),
        ] {
            let error = read(url, keys, reach).unwrap_err();
            assert!(error.contains(variable) && !error.contains("canary"), "{error}");
        }
    }
}
