use crate::state::App;
use slipway_engine::fault::Fault;
use slipway_engine::support::{PartKind, SupportBundle};
use tauri::State;

/// Gathers a support file and shows all of it; nothing is written. `names` leaves the names of
/// people, projects and hosts in it.
#[tauri::command]
#[specta::specta]
pub async fn query_support_bundle(
    app: State<'_, App>,
    names: bool,
) -> Result<SupportBundle, Fault> {
    app.support_bundle(names).await
}

/// Writes the parts that are to stay where the user says. None when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub async fn action_save_support_bundle(
    app: State<'_, App>,
    id: String,
    kept: Vec<PartKind>,
) -> Result<Option<String>, Fault> {
    app.save_support_bundle(id, kept).await
}
