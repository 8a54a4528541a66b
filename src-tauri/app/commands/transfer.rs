use crate::state::App;
use slipway_engine::desk::{PartName, ReportFormat, TransferOrder, TransferPage};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use slipway_engine::secret::Secret;
use slipway_engine::units::{Bytes, Count};
use tauri::State;

/// Sends the database and the files of a restore, or goes on with a transfer that was cut off. The
/// same confirmation gives the same job back.
#[tauri::command]
#[specta::specta]
pub async fn job_transfer(
    app: State<'_, App>,
    restore_id: String,
    order: TransferOrder,
) -> Result<Job, Fault> {
    app.desk(move |desk| desk.transfer(&restore_id, &order))
        .await
}

/// Starts no further request; what is under way is finished.
#[tauri::command]
#[specta::specta]
pub async fn action_pause_job(app: State<'_, App>, job_id: String) -> Result<Job, Fault> {
    app.desk(move |desk| desk.pause_job(&job_id)).await
}

/// Goes on after a pause, or with a transfer that was cut off when Slipway ended.
#[tauri::command]
#[specta::specta]
pub async fn action_resume_job(app: State<'_, App>, job_id: String) -> Result<Job, Fault> {
    app.desk(move |desk| desk.resume_job(&job_id)).await
}

/// Bytes a second for everything together, or none; takes effect at once.
#[tauri::command]
#[specta::specta]
pub async fn action_limit_job(
    app: State<'_, App>,
    job_id: String,
    bytes_per_s: Option<Bytes>,
) -> Result<Job, Fault> {
    app.desk(move |desk| desk.limit_job(&job_id, bytes_per_s))
        .await
}

/// A page of what became of each file, the database first.
#[tauri::command]
#[specta::specta]
pub async fn query_transfer_report(
    app: State<'_, App>,
    restore_id: String,
    after: Count,
) -> Result<TransferPage, Fault> {
    app.desk(move |desk| desk.transfer_report(&restore_id, after))
        .await
}

/// Asks where to, writes the report there, and gives the file's name back; none when the user
/// closed the dialog.
#[tauri::command]
#[specta::specta]
pub async fn action_export_report(
    app: State<'_, App>,
    restore_id: String,
    format: ReportFormat,
) -> Result<Option<String>, Fault> {
    app.export_report(restore_id, format).await
}

/// Has the storage copy a part from where the link in `text` leads to. The link is a secret and
/// kept nowhere.
#[tauri::command]
#[specta::specta]
pub async fn job_copy_from(
    app: State<'_, App>,
    restore_id: String,
    text: String,
    part: PartName,
) -> Result<Job, Fault> {
    let text = Secret::from(text);
    app.desk(move |desk| desk.copy_from(&restore_id, &text, part))
        .await
}
