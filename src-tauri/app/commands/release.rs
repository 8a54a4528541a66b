use crate::state::App;
use slipway_engine::desk::{ReleaseRow, ReleaseView, UploadOrder};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use slipway_engine::release::journey::{Purpose, ReleaseEvent};
use slipway_engine::release::readiness::Template;
use tauri::State;

/// All releases of a project, newest first.
#[tauri::command]
#[specta::specta]
pub async fn query_releases(
    app: State<'_, App>,
    project_id: String,
) -> Result<Vec<ReleaseRow>, Fault> {
    app.desk(move |desk| desk.releases(&project_id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn query_release(app: State<'_, App>, release_id: String) -> Result<ReleaseView, Fault> {
    app.desk(move |desk| desk.release(&release_id)).await
}

/// Several may be under way side by side.
#[tauri::command]
#[specta::specta]
pub async fn action_begin_release(
    app: State<'_, App>,
    project_id: String,
    purpose: Purpose,
    name: String,
    package_id: Option<String>,
) -> Result<ReleaseView, Fault> {
    app.desk(move |desk| desk.begin_release(&project_id, purpose, &name, package_id.as_deref()))
        .await
}

/// The user tells what was planned, reviewed, decided and clicked.
#[tauri::command]
#[specta::specta]
pub async fn action_release_event(
    app: State<'_, App>,
    release_id: String,
    event: ReleaseEvent,
) -> Result<ReleaseView, Fault> {
    app.desk(move |desk| desk.release_event(&release_id, &event))
        .await
}

/// Opens the system's file dialog and adds the chosen file to an item as evidence. None when the
/// user closed it.
#[tauri::command]
#[specta::specta]
pub async fn action_attach_file(
    app: State<'_, App>,
    release_id: String,
    stage: String,
    item: String,
) -> Result<Option<ReleaseView>, Fault> {
    app.attach_file(release_id, stage, item).await
}

/// Which lines the reviews of a project's next releases have.
#[tauri::command]
#[specta::specta]
pub async fn query_template(app: State<'_, App>, project_id: String) -> Result<Template, Fault> {
    app.desk(move |desk| desk.template(&project_id)).await
}

/// An empty one goes back to the usual lines.
#[tauri::command]
#[specta::specta]
pub async fn action_save_template(
    app: State<'_, App>,
    project_id: String,
    template: Template,
) -> Result<Template, Fault> {
    app.desk(move |desk| desk.save_template(&project_id, template))
        .await
}

/// The emergency path: the identical package goes to the stage's environment by the upload API.
#[tauri::command]
#[specta::specta]
pub async fn job_release_upload(
    app: State<'_, App>,
    release_id: String,
    stage: String,
    order: UploadOrder,
) -> Result<Job, Fault> {
    app.desk(move |desk| desk.release_upload(&release_id, &stage, order))
        .await
}
