use crate::state::App;
use slipway_engine::desk::{Place, Preferences};
use slipway_engine::fault::Fault;
use slipway_engine::project::EnvKey;
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn action_save_preferences(
    app: State<'_, App>,
    preferences: Preferences,
) -> Result<(), Fault> {
    app.desk(move |desk| desk.save_preferences(&preferences))
        .await
}

/// Opens the ledger once more, where it could not be opened at the start. The start is asked for
/// again afterwards.
#[tauri::command]
#[specta::specta]
pub async fn action_open_again(app: State<'_, App>) -> Result<(), Fault> {
    app.open_again().await
}

/// Keeps a ledger that cannot be used under another name, and begins a new one. The start is asked
/// for again afterwards.
#[tauri::command]
#[specta::specta]
pub async fn action_set_aside(app: State<'_, App>) -> Result<(), Fault> {
    app.set_aside().await
}

/// Opens the browser at a place of the project; the address is built here, never passed in.
#[tauri::command]
#[specta::specta]
pub async fn action_open_place(
    app: State<'_, App>,
    project_id: String,
    place: Place,
    env: Option<EnvKey>,
) -> Result<(), Fault> {
    app.open_place(project_id, place, env).await
}

/// Shows a desktop notification; the words are the interface's.
#[tauri::command]
#[specta::specta]
pub async fn action_notify(app: State<'_, App>, title: String, body: String) -> Result<(), Fault> {
    app.notify(title, body).await
}

/// Brings the window to the front, as when a trigger of a release fired.
#[tauri::command]
#[specta::specta]
pub async fn action_show_window(app: State<'_, App>) -> Result<(), Fault> {
    app.show_window().await
}

/// Ends Slipway, after the user was asked about running jobs.
#[tauri::command]
#[specta::specta]
pub async fn action_quit(app: State<'_, App>) -> Result<(), Fault> {
    app.quit().await
}
