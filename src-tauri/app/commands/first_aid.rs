use crate::state::App;
use crate::web_view::web_view;
use slipway_engine::fault::Fault;
use slipway_engine::first_aid::{AidCheck, AidFinding};
use tauri::State;

/// What there is to look at, in the order it is shown.
#[tauri::command]
#[specta::specta]
pub async fn query_first_aid(app: State<'_, App>) -> Result<Vec<AidCheck>, Fault> {
    app.desk(|desk| desk.first_aid_checks(true)).await
}

/// Looks at one thing. Only hosts of the user's projects are asked.
#[tauri::command]
#[specta::specta]
pub async fn action_first_aid(app: State<'_, App>, check: AidCheck) -> Result<AidFinding, Fault> {
    app.first_aid(check, web_view()).await
}
