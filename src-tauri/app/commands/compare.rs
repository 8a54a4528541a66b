use crate::state::App;
use slipway_engine::desk::{ComparisonView, NoteFormat, OldPackage, PackageContents};
use slipway_engine::fault::Fault;
use slipway_engine::package::ObjectDiff;
use slipway_engine::package::compare::{RowsFound, RowsWanted};
use tauri::State;

/// What is in a package that was not in an earlier one; long lists are cut, and
/// `query_compared_rows` tells the rest. Whoever leaves stops the `reading` by the name it gave it.
#[tauri::command]
#[specta::specta]
pub async fn query_compare(
    app: State<'_, App>,
    old: OldPackage,
    package_id: String,
    reading: String,
) -> Result<ComparisonView, Fault> {
    app.desk(move |desk| desk.comparison(&old, &package_id, &reading))
        .await
}

/// A page of one list of a comparison: the rows that match, in the order asked for.
#[tauri::command]
#[specta::specta]
pub async fn query_compared_rows(
    app: State<'_, App>,
    old: OldPackage,
    package_id: String,
    wanted: RowsWanted,
) -> Result<RowsFound, Fault> {
    app.desk(move |desk| desk.compared_rows(&old, &package_id, &wanted))
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
    reading: String,
) -> Result<PackageContents, Fault> {
    app.desk(move |desk| desk.package_contents(&package_id, &reading))
        .await
}

/// Nobody waits for that reading any more.
#[tauri::command]
#[specta::specta]
pub async fn action_stop_reading(app: State<'_, App>, reading: String) -> Result<(), Fault> {
    app.stop_reading(&reading);
    Ok(())
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
