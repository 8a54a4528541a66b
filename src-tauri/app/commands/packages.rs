use crate::state::App;
use slipway_engine::desk::{ChosenFile, PackageSummary, PackageView};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use slipway_engine::project::EnvKey;
use tauri::State;

/// Opens the system's file dialog. None when the user closed it.
#[tauri::command]
#[specta::specta]
pub async fn action_choose_package(app: State<'_, App>) -> Result<Option<ChosenFile>, Fault> {
    app.choose_package().await
}

/// Inspects a chosen or dropped file; ends with `params.package_id`.
#[tauri::command]
#[specta::specta]
pub async fn job_inspect(app: State<'_, App>, handle: String) -> Result<Job, Fault> {
    app.inspect(handle).await
}

#[tauri::command]
#[specta::specta]
pub async fn query_packages(app: State<'_, App>) -> Result<Vec<PackageSummary>, Fault> {
    app.desk(|desk| desk.packages()).await
}

/// A package, checked for the environment it may go to.
#[tauri::command]
#[specta::specta]
pub async fn query_package(
    app: State<'_, App>,
    package_id: String,
    project_id: Option<String>,
    env: Option<EnvKey>,
) -> Result<PackageView, Fault> {
    app.desk(move |desk| desk.package(&package_id, project_id.as_deref(), env.as_ref()))
        .await
}

/// Takes a package off the list; the file stays where it is.
#[tauri::command]
#[specta::specta]
pub async fn action_forget_package(app: State<'_, App>, package_id: String) -> Result<(), Fault> {
    app.desk(move |desk| desk.forget_package(&package_id)).await
}

/// Shows the package in the file manager.
#[tauri::command]
#[specta::specta]
pub async fn action_reveal_package(app: State<'_, App>, package_id: String) -> Result<(), Fault> {
    app.reveal_package(package_id).await
}
