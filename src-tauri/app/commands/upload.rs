use crate::state::App;
use slipway_engine::desk::{PortalShows, UploadOrder, UploadTerms, WatchView};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use slipway_engine::project::EnvKey;
use tauri::State;

/// What must be agreed before this package may go to this environment.
#[tauri::command]
#[specta::specta]
pub async fn query_upload_terms(
    app: State<'_, App>,
    package_id: String,
    project_id: String,
    env: EnvKey,
) -> Result<UploadTerms, Fault> {
    app.desk(move |desk| desk.upload_terms(&package_id, &project_id, &env))
        .await
}

/// Starts the upload. The same confirmation gives the same job back, never a second deployment.
#[tauri::command]
#[specta::specta]
pub async fn job_upload(app: State<'_, App>, order: UploadOrder) -> Result<Job, Fault> {
    app.upload(order).await
}

/// The user looked in the Portal after an answer was lost.
#[tauri::command]
#[specta::specta]
pub async fn action_answer_upload(
    app: State<'_, App>,
    job_id: String,
    shows: PortalShows,
) -> Result<Job, Fault> {
    app.answer_upload(job_id, shows).await
}

/// Watches the environment's site after an upload.
#[tauri::command]
#[specta::specta]
pub async fn job_watch(app: State<'_, App>, upload_job_id: String) -> Result<Job, Fault> {
    app.watch(upload_job_id).await
}

#[tauri::command]
#[specta::specta]
pub async fn query_watch(app: State<'_, App>, job_id: String) -> Result<WatchView, Fault> {
    app.desk(move |desk| desk.watch_view(&job_id)).await
}

/// The user says the deployment is (or is not) live, as seen in the Portal.
#[tauri::command]
#[specta::specta]
pub async fn action_tell_deployment(
    app: State<'_, App>,
    upload_job_id: String,
    live: bool,
) -> Result<(), Fault> {
    app.desk(move |desk| desk.tell_deployment(&upload_job_id, live))
        .await
}
