use crate::state::App;
use slipway_engine::desk::{
    BuildChoices, BuildOrder, BuildOutput, BuildTerms, ChosenFolder, ChosenOutput, FolderView,
};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use slipway_engine::units::Count;
use tauri::State;

/// Opens the system's folder dialog. None when the user closed it.
#[tauri::command]
#[specta::specta]
pub async fn action_choose_folder(app: State<'_, App>) -> Result<Option<ChosenFolder>, Fault> {
    app.choose_folder().await
}

/// What a chosen or dropped folder is, and how ready its project is for the SaaS environment;
/// `project` is the path of the one meant, where there are several.
#[tauri::command]
#[specta::specta]
pub async fn query_folder(
    app: State<'_, App>,
    handle: String,
    project: Option<String>,
    zero_downtime: bool,
) -> Result<FolderView, Fault> {
    app.desk(move |desk| desk.folder_view(&handle, project.as_deref(), zero_downtime))
        .await
}

/// What building from these choices would do, and what stands in its way.
#[tauri::command]
#[specta::specta]
pub async fn query_build_terms(
    app: State<'_, App>,
    choices: BuildChoices,
) -> Result<BuildTerms, Fault> {
    app.desk(move |desk| desk.build_terms(&choices)).await
}

/// Asks where to write the package. None when the user closed the dialog.
#[tauri::command]
#[specta::specta]
pub async fn action_choose_output(
    app: State<'_, App>,
    file_name: String,
) -> Result<Option<ChosenOutput>, Fault> {
    app.choose_output(file_name).await
}

/// Starts the build; ends with `params.package_id`. The same confirmation gives the same job back.
#[tauri::command]
#[specta::specta]
pub async fn job_build(app: State<'_, App>, order: BuildOrder) -> Result<Job, Fault> {
    app.desk(move |desk| desk.build(&order)).await
}

/// What the commands of a build have written after line `after`.
#[tauri::command]
#[specta::specta]
pub async fn query_build_output(
    app: State<'_, App>,
    job_id: String,
    after: Count,
) -> Result<BuildOutput, Fault> {
    app.desk(move |desk| Ok(desk.build_output(&job_id, after)))
        .await
}
