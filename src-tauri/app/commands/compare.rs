use crate::state::App;
use slipway_engine::desk::{ComparisonView, NoteFormat, OldPackage, PackageContents};
use slipway_engine::fault::Fault;
use slipway_engine::package::ObjectDiff;
use tauri::State;

/// What is in a package that was not in an earlier one.
#[tauri::command]
#[specta::specta]
pub async fn query_compare(
    app: State<'_, App>,
    old: OldPackage,
    package_id: String,
) -> Result<ComparisonView, Fault> {
    app.desk(move |desk| desk.comparison(&old, &package_id))
        .await
}

/// One file of both packages side by side.
#[tauri::command]
#[specta::specta]
pub async fn query_object_diff(
    app: State<'_, App>,
    old: OldPackage,
    package_id: String,
    entry: String,
) -> Result<ObjectDiff, Fault> {
    app.desk(move |desk| desk.object_diff(&old, &package_id, &entry))
        .await
}

/// What fills a package, folder by folder.
#[tauri::command]
#[specta::specta]
pub async fn query_contents(
    app: State<'_, App>,
    package_id: String,
) -> Result<PackageContents, Fault> {
    app.desk(move |desk| desk.package_contents(&package_id))
        .await
}

/// Asks where to, writes the comparison there as a release note, and gives the file's name back;
/// none when the user closed the dialog.
#[tauri::command]
#[specta::specta]
pub async fn action_export_note(
    app: State<'_, App>,
    old: OldPackage,
    package_id: String,
    format: NoteFormat,
) -> Result<Option<String>, Fault> {
    app.export_note(old, package_id, format).await
}
