//! `/api/office/settings`: what the firm chose for all its documents.

use akkoord_domain::{
    Timestamp, facts,
    settings::{FirmSettings, NotLifted},
};
use akkoord_http::{
    Body, Portal, Problem, Session, Staff,
    problem::Problems,
    wire::document::{DocumentKind, Named},
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How often a change is tried on settings that others change at the same time.
const TRIES: usize = 5;

/// What staff choose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    /// The settings that were looked at: when somebody changed them since, nothing is chosen.
    revision: u64,
    /// Kinds that another member of staff releases than the one who changed them last. Those that are left out stay until
    /// a colleague agrees.
    #[schema(max_items = 9)]
    four_eyes: Vec<DocumentKind>,
    /// Whether clients are reminded of deadlines.
    reminders: bool,
}

/// The kinds of the wish to end four eyes that is agreed to or refused.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lift {
    /// Those that were read.
    #[schema(min_items = 1, max_items = 9)]
    kinds: Vec<DocumentKind>,
}

/// The firm's settings.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Settings {
    /// Counts their changes.
    revision: u64,
    /// Kinds that another member of staff releases than the one who changed them last.
    four_eyes: Vec<DocumentKind>,
    /// Whether clients are reminded of deadlines.
    reminders: bool,
    /// What somebody wants to end and a colleague has to agree to.
    lifting: Option<LiftingView>,
}

/// A wish to end four eyes for some kinds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Lifting)]
pub(crate) struct LiftingView {
    /// For which kinds.
    kinds: Vec<DocumentKind>,
    /// Who wants it.
    by: Named,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Whether it is this user's own wish, to which somebody else has to agree.
    own: bool,
}

fn view(settings: &FirmSettings, session: &Session) -> Settings {
    let wire = |kinds: &[facts::Kind]| kinds.iter().copied().map(DocumentKind::from).collect();
    Settings {
        revision: settings.revision,
        four_eyes: wire(&settings.four_eyes),
        reminders: settings.reminders,
        lifting: settings.lifting(session.now).map(|lifting| LiftingView {
            kinds: wire(&lifting.kinds),
            by: Named::new(lifting.by, &lifting.by_name),
            at: lifting.at,
            own: lifting.by == session.user.id,
        }),
    }
}

fn sorted(kinds: Vec<DocumentKind>) -> Vec<facts::Kind> {
    let mut kinds: Vec<facts::Kind> = kinds.into_iter().map(Into::into).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The firm's settings.
#[utoipa::path(get, path = "/api/office/settings", operation_id = "get_settings", tag = "office",
    security(("session" = [])), responses((status = 200, body = Settings), Problems))]
pub(crate) async fn get(State(portal): State<Portal>, staff: Staff) -> Result<Json<Settings>, Problem> {
    Ok(Json(view(&portal.store.firm_settings().await?, &staff.session)))
}

/// Chooses the firm's settings. Kinds that need four eyes and are left out need them until a colleague agrees.
#[utoipa::path(put, path = "/api/office/settings", operation_id = "replace_settings", tag = "office",
    security(("session" = [])), request_body = Choice, responses((status = 200, body = Settings), Problems))]
pub(crate) async fn replace(
    State(portal): State<Portal>,
    staff: Staff,
    Body(body): Body<Choice>,
) -> Result<Json<Settings>, Problem> {
    let (session, reminders) = (&staff.session, body.reminders);
    let kinds = sorted(body.four_eyes);
    let by = (session.user.id, &session.user.name);
    let choose = |before: &FirmSettings| {
        if before.revision != body.revision {
            return Err(Problem::conflict("settings_changed", "Somebody changed the settings in the meantime"));
        }
        Ok(Some(before.chosen(&kinds, reminders, by, session.now)))
    };
    let settings = change(&portal, choose).await?;
    let lifting = settings.lifting.as_ref().map_or(0, |lifting| lifting.kinds.len());
    tracing::info!(
        user.id = %session.user.id,
        four_eyes.kinds = settings.four_eyes.len(),
        four_eyes.lifting = lifting,
        "the firm's settings were changed"
    );
    Ok(Json(view(&settings, session)))
}

/// Agrees to a colleague's wish to end four eyes.
#[utoipa::path(post, path = "/api/office/settings/lifting/agree", operation_id = "agree_to_lifting", tag = "office",
    security(("session" = [])), request_body = Lift, responses((status = 200, body = Settings), Problems))]
pub(crate) async fn agree(
    State(portal): State<Portal>,
    staff: Staff,
    Body(body): Body<Lift>,
) -> Result<Json<Settings>, Problem> {
    let session = &staff.session;
    let kinds = sorted(body.kinds);
    let settings = change(&portal, |before| {
        // The same again, after a lost answer.
        if before.lifting.is_none() && !kinds.iter().any(|kind| before.four_eyes.contains(kind)) {
            return Ok(None);
        }
        before.lifted(&kinds, session.user.id, session.now).map(Some).map_err(|reason| match reason {
            NotLifted::Changed => lifting_changed(),
            NotLifted::OtherEyes => {
                Problem::conflict("other_eyes_needed", "Somebody else than who wants it has to agree")
            }
        })
    });
    let settings = settings.await?;
    tracing::info!(user.id = %session.user.id, four_eyes.kinds = settings.four_eyes.len(), "four eyes were ended");
    Ok(Json(view(&settings, session)))
}

/// Leaves four eyes as they are: takes the wish to end them back, or says no to it.
#[utoipa::path(post, path = "/api/office/settings/lifting/refuse", operation_id = "refuse_lifting", tag = "office",
    security(("session" = [])), request_body = Lift, responses((status = 200, body = Settings), Problems))]
pub(crate) async fn refuse(
    State(portal): State<Portal>,
    staff: Staff,
    Body(body): Body<Lift>,
) -> Result<Json<Settings>, Problem> {
    let kinds = sorted(body.kinds);
    let settings = change(&portal, |before| match before.lifting(staff.session.now) {
        None => Ok(None),
        Some(lifting) if lifting.kinds == kinds => Ok(Some(before.kept())),
        Some(_) => Err(lifting_changed()),
    });
    let settings = settings.await?;
    tracing::info!(user.id = %staff.session.user.id, "four eyes were left as they are");
    Ok(Json(view(&settings, &staff.session)))
}

fn lifting_changed() -> Problem {
    Problem::conflict("lifting_changed", "This wish was changed, taken back or decided in the meantime")
}

/// Changes the settings unless there is nothing to change: reads them, changes them, writes them as their next revision;
/// and again, when somebody was faster.
async fn change(
    portal: &Portal,
    mut next: impl FnMut(&FirmSettings) -> Result<Option<FirmSettings>, Problem>,
) -> Result<FirmSettings, Problem> {
    for _ in 0..TRIES {
        let before = portal.store.firm_settings().await?;
        let Some(settings) = next(&before)? else { return Ok(before) };
        if portal.store.save_firm_settings(&settings).await? {
            return Ok(settings);
        }
    }
    Err(Problem::unavailable("others kept changing the firm's settings"))
}
