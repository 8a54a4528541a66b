use crate::licences::{LicensedPart, parts};
use crate::state::App;
use slipway_engine::desk::UpdatesView;
use slipway_engine::fault::Fault;
use slipway_engine::update::Heard;
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn query_updates(app: State<'_, App>) -> Result<UpdatesView, Fault> {
    app.desk(|desk| desk.updates()).await
}

#[tauri::command]
#[specta::specta]
pub async fn action_save_updates(
    app: State<'_, App>,
    address: String,
    key: String,
) -> Result<UpdatesView, Fault> {
    app.desk(move |desk| desk.save_updates(&address, &key))
        .await
}

/// Asks once, because somebody pressed the button.
#[tauri::command]
#[specta::specta]
pub async fn action_look_for_update(app: State<'_, App>) -> Result<Heard, Fault> {
    app.look_for_update().await
}

/// Opens the browser where the newer version found last can be had.
#[tauri::command]
#[specta::specta]
pub async fn action_open_update(app: State<'_, App>) -> Result<(), Fault> {
    app.open_update().await
}

/// What of others' work is in this Slipway, and under which licences.
#[tauri::command]
#[specta::specta]
pub async fn query_licences() -> Result<Vec<LicensedPart>, Fault> {
    Ok(parts())
}
