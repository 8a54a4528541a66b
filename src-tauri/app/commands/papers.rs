use crate::state::App;
use slipway_engine::desk::{ChosenFile, NoteFormat};
use slipway_engine::fault::Fault;
use slipway_engine::release::figures::Figures;
use slipway_engine::release::logs::LogReading;
use tauri::State;

/// Opens the system's file dialog for the logs of a deployment. None when the user closed it.
#[tauri::command]
#[specta::specta]
pub async fn action_choose_logs(app: State<'_, App>) -> Result<Option<ChosenFile>, Fault> {
    app.choose_logs().await
}

/// Reads the logs of a deployment and attaches what was found to the release. Whoever leaves stops the
/// `reading` by the name it gave it.
#[tauri::command]
#[specta::specta]
pub async fn action_read_logs(
    app: State<'_, App>,
    release_id: String,
    stage: String,
    handle: String,
    reading: String,
) -> Result<LogReading, Fault> {
    app.desk(move |desk| desk.read_logs(&release_id, &stage, &handle, &reading))
        .await
}

/// What was found in the logs attached to a release.
#[tauri::command]
#[specta::specta]
pub async fn query_logs(app: State<'_, App>, release_id: String) -> Result<Vec<LogReading>, Fault> {
    app.desk(move |desk| desk.logs(&release_id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn action_forget_logs(
    app: State<'_, App>,
    release_id: String,
    id: String,
) -> Result<(), Fault> {
    app.desk(move |desk| desk.forget_logs(&release_id, &id))
        .await
}

/// Freezes the review of a stage and writes it where the user says. None when the dialog was
/// closed.
#[tauri::command]
#[specta::specta]
pub async fn action_export_review(
    app: State<'_, App>,
    release_id: String,
    stage: String,
    format: NoteFormat,
) -> Result<Option<String>, Fault> {
    app.export_review(release_id, stage, format).await
}

/// Writes the report of a release as one page where the user says. None when the dialog was
/// closed.
#[tauri::command]
#[specta::specta]
pub async fn action_export_release(
    app: State<'_, App>,
    release_id: String,
) -> Result<Option<String>, Fault> {
    app.export_release(release_id).await
}

/// How often, how long, how well: the figures over the releases of a project.
#[tauri::command]
#[specta::specta]
pub async fn query_figures(app: State<'_, App>, project_id: String) -> Result<Figures, Fault> {
    app.desk(move |desk| desk.figures(&project_id)).await
}
