use crate::state::App;
use slipway_engine::desk::{
    ChosenFile, LinksTaken, NameChanges, OneOfTwo, RestoreEvent, RestoreRow, RestoreView,
    StorageLevel,
};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use slipway_engine::project::EnvKey;
use slipway_engine::restore::storage::{Choices, Collision};
use slipway_engine::units::{Bytes, Count};
use tauri::State;

/// All custom restores of a project, newest first.
#[tauri::command]
#[specta::specta]
pub async fn query_restores(
    app: State<'_, App>,
    project_id: String,
) -> Result<Vec<RestoreRow>, Fault> {
    app.desk(move |desk| desk.restores(&project_id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn query_restore(app: State<'_, App>, restore_id: String) -> Result<RestoreView, Fault> {
    app.desk(move |desk| desk.restore(&restore_id)).await
}

/// A project has one open at a time.
#[tauri::command]
#[specta::specta]
pub async fn action_begin_restore(
    app: State<'_, App>,
    project_id: String,
    target: EnvKey,
) -> Result<RestoreView, Fault> {
    app.desk(move |desk| desk.begin_restore(&project_id, &target))
        .await
}

/// The user tells what was done in the Portal.
#[tauri::command]
#[specta::specta]
pub async fn action_restore_event(
    app: State<'_, App>,
    restore_id: String,
    event: RestoreEvent,
) -> Result<RestoreView, Fault> {
    app.desk(move |desk| desk.restore_event(&restore_id, event))
        .await
}

/// Takes both links out of a pasted text, which is a secret and kept nowhere but in the keychain.
/// An empty text with `swap` swaps the links taken already.
#[tauri::command]
#[specta::specta]
pub async fn action_take_links(
    app: State<'_, App>,
    restore_id: String,
    text: String,
    swap: bool,
) -> Result<LinksTaken, Fault> {
    app.take_links(restore_id, text, swap).await
}

/// Which of two links is the database's, where that could not be known.
#[tauri::command]
#[specta::specta]
pub async fn action_name_links(
    app: State<'_, App>,
    restore_id: String,
    id: String,
    database: OneOfTwo,
) -> Result<RestoreView, Fault> {
    app.desk(move |desk| desk.name_links(&restore_id, &id, database))
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn action_forget_links(
    app: State<'_, App>,
    restore_id: String,
) -> Result<RestoreView, Fault> {
    app.desk(move |desk| desk.forget_links(&restore_id)).await
}

/// Opens the system's file dialog. None when the user closed it.
#[tauri::command]
#[specta::specta]
pub async fn action_choose_database(app: State<'_, App>) -> Result<Option<ChosenFile>, Fault> {
    app.choose_database().await
}

/// Opens the system's file dialog for a zip of files. None when the user closed it.
#[tauri::command]
#[specta::specta]
pub async fn action_choose_files_zip(app: State<'_, App>) -> Result<Option<ChosenFile>, Fault> {
    app.choose_package().await
}

/// Watches the site of the environment the restore was started for.
#[tauri::command]
#[specta::specta]
pub async fn job_watch_restore(app: State<'_, App>, restore_id: String) -> Result<Job, Fault> {
    app.desk(move |desk| desk.watch_restore(&restore_id)).await
}

/// Reads a chosen database file whole; ends with `params.verdict`.
#[tauri::command]
#[specta::specta]
pub async fn job_check_database(
    app: State<'_, App>,
    restore_id: String,
    handle: String,
) -> Result<Job, Fault> {
    app.desk(move |desk| desk.check_database(&restore_id, &handle))
        .await
}

/// Looks at a chosen folder or zip, with what was decided about it; counts files.
#[tauri::command]
#[specta::specta]
pub async fn job_look_storage(
    app: State<'_, App>,
    restore_id: String,
    handle: String,
    choices: Choices,
) -> Result<Job, Fault> {
    app.desk(move |desk| desk.look_at_storage(&restore_id, &handle, choices))
        .await
}

/// A page of one folder of the tree as it will be; an empty path stands for its top.
#[tauri::command]
#[specta::specta]
pub async fn query_storage_level(
    app: State<'_, App>,
    restore_id: String,
    path: String,
    after: Count,
) -> Result<StorageLevel, Fault> {
    app.desk(move |desk| desk.storage_level(&restore_id, &path, after))
        .await
}

/// A page of the names that change.
#[tauri::command]
#[specta::specta]
pub async fn query_name_changes(
    app: State<'_, App>,
    restore_id: String,
    after: Count,
) -> Result<NameChanges, Fault> {
    app.desk(move |desk| desk.name_changes(&restore_id, after))
        .await
}

/// Files that would get the same name.
#[tauri::command]
#[specta::specta]
pub async fn query_collisions(
    app: State<'_, App>,
    restore_id: String,
) -> Result<Vec<Collision>, Fault> {
    app.desk(move |desk| desk.collisions(&restore_id)).await
}

/// The Xperience version of the target as the user read it in the Portal.
#[tauri::command]
#[specta::specta]
pub async fn action_target_version(
    app: State<'_, App>,
    restore_id: String,
    version: Option<String>,
) -> Result<RestoreView, Fault> {
    app.desk(move |desk| desk.tell_target_version(&restore_id, version.as_deref()))
        .await
}

/// The file storage limit as the Dashboard shows it.
#[tauri::command]
#[specta::specta]
pub async fn action_storage_limit(
    app: State<'_, App>,
    restore_id: String,
    bytes: Option<Bytes>,
) -> Result<RestoreView, Fault> {
    app.desk(move |desk| desk.tell_storage_limit(&restore_id, bytes))
        .await
}

/// Sees what the containers hold, and what time it is there.
#[tauri::command]
#[specta::specta]
pub async fn action_look_at_containers(
    app: State<'_, App>,
    restore_id: String,
) -> Result<RestoreView, Fault> {
    app.look_at_containers(restore_id).await
}

/// Opens Data Management → Custom restore in the browser.
#[tauri::command]
#[specta::specta]
pub async fn action_open_restore_page(
    app: State<'_, App>,
    restore_id: String,
) -> Result<(), Fault> {
    app.open_restore_page(restore_id).await
}
