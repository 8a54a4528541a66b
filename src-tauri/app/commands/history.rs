use crate::state::App;
use slipway_engine::desk::{ExportFormat, HistoryFilter, HistoryPage};
use slipway_engine::fault::Fault;
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn query_history(
    app: State<'_, App>,
    filter: HistoryFilter,
) -> Result<HistoryPage, Fault> {
    app.desk(move |desk| desk.history(&filter)).await
}

/// Asks where to, writes every matching entry there, and gives the file's name back; none when
/// the user closed the dialog.
#[tauri::command]
#[specta::specta]
pub async fn action_export_history(
    app: State<'_, App>,
    filter: HistoryFilter,
    format: ExportFormat,
) -> Result<Option<String>, Fault> {
    app.export_history(filter, format).await
}
