//! What the function must be told.

use akkoord_domain::{SignedDuration, login::DisplayName};
use akkoord_runtime::settings::{SettingsError, Source};

/// A year of keeping, with its share of a leap day.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365 + 6);

/// The settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `TABLE_NAME`: the portal's table.
    pub table: String,
    /// `FILES_BUCKET`: documents and evidence.
    pub bucket: String,
    /// `EVIDENCE_KEY_ID`: the key that signs.
    pub key: String,
    /// `FIRM_NAME`: in whose name the portal asks for approvals.
    pub firm: DisplayName,
    /// `EVIDENCE_RETENTION_YEARS`: how long nobody can remove evidence; 7 by default, as the Dutch retention of a firm's
    /// records is.
    pub kept_for: SignedDuration,
    /// `ARCHIVE_URL`: whether the firm has an archive that everything is delivered to.
    pub has_archive: bool,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`SettingsError`] when one is missing or has the wrong form.
    pub fn read(source: &Source) -> Result<Self, SettingsError> {
        let years: i32 = source.parsed("EVIDENCE_RETENTION_YEARS", 7)?;
        if !(1..=100).contains(&years) {
            return Err(SettingsError::Invalid("EVIDENCE_RETENTION_YEARS"));
        }
        Ok(Self {
            table: source.required("TABLE_NAME")?,
            bucket: source.required("FILES_BUCKET")?,
            key: source.required("EVIDENCE_KEY_ID")?,
            firm: source.required("FIRM_NAME")?.parse().map_err(|_| SettingsError::Invalid("FIRM_NAME"))?,
            kept_for: YEAR * years,
            has_archive: source.optional("ARCHIVE_URL").is_some(),
        })
    }
}
