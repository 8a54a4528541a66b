use crate::state::App;
use slipway_engine::desk::{Pipeline, Sample, StartState};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use slipway_engine::project::EnvKey;
use tauri::State;

/// Everything the first screen needs.
#[tauri::command]
#[specta::specta]
pub async fn query_start(app: State<'_, App>) -> Result<StartState, Fault> {
    app.start_state().await
}

#[tauri::command]
#[specta::specta]
pub async fn query_pipeline(app: State<'_, App>, project_id: String) -> Result<Pipeline, Fault> {
    app.desk(move |desk| desk.pipeline(&project_id)).await
}

/// Looks at an environment's site once, now.
#[tauri::command]
#[specta::specta]
pub async fn action_look_at_site(
    app: State<'_, App>,
    project_id: String,
    env: EnvKey,
) -> Result<Sample, Fault> {
    app.look_at_site(project_id, env).await
}

/// Jobs that have not ended or were not dismissed, newest first.
#[tauri::command]
#[specta::specta]
pub async fn query_jobs(app: State<'_, App>) -> Result<Vec<Job>, Fault> {
    app.desk(|desk| desk.jobs()).await
}

#[tauri::command]
#[specta::specta]
pub async fn query_job(app: State<'_, App>, job_id: String) -> Result<Job, Fault> {
    app.desk(move |desk| desk.job(&job_id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn action_cancel_job(app: State<'_, App>, job_id: String) -> Result<Job, Fault> {
    app.desk(move |desk| desk.cancel_job(&job_id)).await
}

/// The user has read what became of it.
#[tauri::command]
#[specta::specta]
pub async fn action_dismiss_job(app: State<'_, App>, job_id: String) -> Result<(), Fault> {
    app.desk(move |desk| desk.dismiss_job(&job_id)).await
}
