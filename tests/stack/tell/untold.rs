//! What staff have to do when nobody could be told.

use akkoord_domain::{approval::Stages, language::Language, right::Right, user};
use akkoord_store::{organisation::Member, work::Cause};

use super::{Case, wanted};
use crate::support::documents::stages;

#[tokio::test]
async fn staff_have_work_when_nobody_could_be_told() {
    let case = Case::new().await;
    let approve = || Member::with(vec![Right::Approve]);
    let invited = case.member(user::Status::Invited, Language::Dutch, approve()).await;
    let active = case.approver(Language::Dutch).await;
    let document = case.document(stages(&[(1, &[invited.id]), (1, &[active.id])])).await;
    let line = async || {
        let id = Cause::NobodyTold { version: document.version }.id(document.id);
        case.outbox.store.work_line(case.organisation, &id).await.unwrap()
    };
    // A message that is no longer so is no work either.
    case.brings_about(wanted(&document, 1)).await;
    assert!(line().await.is_none());
    case.brings_about(wanted(&document, 0)).await;
    assert_eq!(line().await.unwrap().contact, Some(case.contact.id));
    assert!(case.mails(&invited, &document).await.is_empty());
    // It ends when somebody came all the same: the document was withdrawn, or another stage waits.
    let about = akkoord_store::outbox::About::newest(&document);
    case.brings_about(akkoord_store::outbox::Effect::DocumentWithdrawn { about }).await;
    assert!(line().await.is_none());
    let told = case.document(Stages::default()).await;
    case.brings_about(wanted(&told, 0)).await;
    let id = Cause::NobodyTold { version: told.version }.id(told.id);
    assert!(case.outbox.store.work_line(case.organisation, &id).await.unwrap().is_none());
}
