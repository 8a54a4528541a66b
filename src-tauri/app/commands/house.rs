use crate::state::App;
use slipway_engine::desk::{ChosenFile, HousePreview, HouseTaken, HouseWritten};
use slipway_engine::fault::Fault;
use tauri::State;

/// Asks where to, and writes settings and history there for another computer. None when the user
/// closed the dialog.
#[tauri::command]
#[specta::specta]
pub async fn action_export_house(app: State<'_, App>) -> Result<Option<HouseWritten>, Fault> {
    app.export_house().await
}

/// Shows a file that was written in its folder.
#[tauri::command]
#[specta::specta]
pub async fn action_reveal_house(app: State<'_, App>, handle: String) -> Result<(), Fault> {
    app.reveal_house(handle).await
}

/// Opens the system's file dialog for settings and history from another computer. None when the
/// user closed it.
#[tauri::command]
#[specta::specta]
pub async fn action_choose_house(app: State<'_, App>) -> Result<Option<ChosenFile>, Fault> {
    app.choose_house().await
}

/// What is in the chosen file, and what taking it in would add.
#[tauri::command]
#[specta::specta]
pub async fn query_house(app: State<'_, App>, handle: String) -> Result<HousePreview, Fault> {
    app.desk(move |desk| desk.look_into_house(&handle)).await
}

/// Takes in what a preview showed, told by its `print`.
#[tauri::command]
#[specta::specta]
pub async fn action_import_house(
    app: State<'_, App>,
    handle: String,
    print: String,
) -> Result<HouseTaken, Fault> {
    app.desk(move |desk| desk.import_house(&handle, &print))
        .await
}
