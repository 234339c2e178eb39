//! Reading what lies under a document: versions, first views, history, questions. All of it names the tenant.

use akkoord_domain::{
    facts::VersionNumber,
    history::Entry,
    id::{DocumentId, OrganisationId, QuestionId, UserId},
    question::Question,
};

use crate::{
    Store, StoreError,
    document::{Version, View},
    keys,
};

impl Store {
    /// One version of an organisation's document.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn version(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
        version: VersionNumber,
    ) -> Result<Option<Version>, StoreError> {
        self.get(&keys::version(organisation, document, version)).await
    }

    /// The first views of one version, of everybody.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn views(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
        version: VersionNumber,
    ) -> Result<Vec<View>, StoreError> {
        let partition = keys::document_partition(organisation, document);
        let mut views: Vec<View> = self.all_of(&partition, keys::VIEW_PREFIX).await?;
        views.retain(|view| view.version == version);
        Ok(views)
    }

    /// This user's first views, of every version.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn views_of(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
        user: UserId,
    ) -> Result<Vec<View>, StoreError> {
        let partition = keys::document_partition(organisation, document);
        self.all_of(&partition, &format!("{}{user}#", keys::VIEW_PREFIX)).await
    }

    /// This user's first view of one version.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn view(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
        version: VersionNumber,
        user: UserId,
    ) -> Result<Option<View>, StoreError> {
        self.get(&keys::view(organisation, document, version, user)).await
    }

    /// A document's whole history, the first entry first.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn history(&self, organisation: OrganisationId, document: DocumentId) -> Result<Vec<Entry>, StoreError> {
        self.all_of(&keys::document_partition(organisation, document), keys::HISTORY_PREFIX).await
    }

    /// One question about a document.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn question(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
        question: QuestionId,
    ) -> Result<Option<Question>, StoreError> {
        self.get(&keys::question(organisation, document, question)).await
    }

    /// The questions about a document, the first one first.
    ///
    /// # Errors
    /// [`StoreError`] when the table does not answer.
    pub async fn questions(
        &self,
        organisation: OrganisationId,
        document: DocumentId,
    ) -> Result<Vec<Question>, StoreError> {
        self.all_of(&keys::document_partition(organisation, document), keys::QUESTION_PREFIX).await
    }
}
