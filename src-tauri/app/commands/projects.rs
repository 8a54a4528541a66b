use crate::state::App;
use slipway_engine::desk::{KeepToken, ProjectSaved, TokenStatus};
use slipway_engine::fault::Fault;
use slipway_engine::project::{PortalAddress, Project, ProjectDraft, read_portal_address};
use tauri::State;

/// Finds the project GUID in pasted text, while the user types.
#[tauri::command]
#[specta::specta]
pub async fn query_address(text: String) -> Result<PortalAddress, Fault> {
    read_portal_address(&text)
}

#[tauri::command]
#[specta::specta]
pub async fn action_save_project(
    app: State<'_, App>,
    draft: ProjectDraft,
) -> Result<ProjectSaved, Fault> {
    app.desk(move |desk| desk.save_project(draft)).await
}

#[tauri::command]
#[specta::specta]
pub async fn action_remove_project(app: State<'_, App>, project_id: String) -> Result<(), Fault> {
    app.desk(move |desk| desk.remove_project(&project_id)).await
}

/// Starts the practice world and a project in it; the same one again if there is one.
#[tauri::command]
#[specta::specta]
pub async fn action_start_practice(app: State<'_, App>) -> Result<Project, Fault> {
    app.start_practice().await
}

#[tauri::command]
#[specta::specta]
pub async fn query_token(app: State<'_, App>, project_id: String) -> Result<TokenStatus, Fault> {
    app.desk(move |desk| desk.token_status(&project_id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn action_save_token(
    app: State<'_, App>,
    project_id: String,
    token: String,
    keep: KeepToken,
) -> Result<TokenStatus, Fault> {
    app.desk(move |desk| desk.save_token(&project_id, token.into(), keep))
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn action_forget_token(
    app: State<'_, App>,
    project_id: String,
) -> Result<TokenStatus, Fault> {
    app.desk(move |desk| desk.forget_token(&project_id)).await
}
