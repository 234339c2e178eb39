//! What the operations share: settings, the table, the bucket of files.

use std::{path::PathBuf, sync::Arc};

use akkoord_domain::{Timestamp, id::OutboxId};
use akkoord_http::{Portal, Problem};
use akkoord_runtime::{
    clock::Clock,
    random,
    settings::{SettingsError, Source},
};
use akkoord_store::{Store, document::With, files::Files, outbox::Effect};
use aws_types::SdkConfig;
use axum::extract::FromRef;

/// The function's state; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) portal: Portal,
    pub(crate) files: Files,
    /// `PDF_READER`: the program that reads PDFs; this one by default.
    pub(crate) pdf_reader: Arc<PathBuf>,
}

impl App {
    /// Reads the settings and makes the clients.
    ///
    /// # Errors
    /// [`SettingsError`] when a setting is missing or wrong: the function does not start without it.
    pub fn new(source: &Source, aws: &SdkConfig, clock: Clock) -> Result<Self, SettingsError> {
        let store = Store::new(aws_sdk_dynamodb::Client::new(aws), source.required("TABLE_NAME")?);
        let own = || std::env::current_exe().map_err(|_| SettingsError::Missing("PDF_READER"));
        let pdf_reader = source.optional("PDF_READER").map_or_else(own, |path| Ok(PathBuf::from(path)))?;
        Ok(Self {
            portal: Portal::from_settings(source, store, clock)?,
            files: Files::new(aws, source.required("FILES_BUCKET")?),
            pdf_reader: Arc::new(pdf_reader),
        })
    }
}

impl FromRef<App> for Portal {
    fn from_ref(app: &App) -> Self {
        app.portal.clone()
    }
}

/// An effect, promised under a fresh id.
pub(crate) fn promise(effect: Effect, now: Timestamp) -> Result<With, Problem> {
    Ok(With::Promise(OutboxId::new(now, random::word128().map_err(Problem::unavailable)?), effect))
}
