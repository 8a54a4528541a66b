//! The system's file dialogs. They are made on the main thread, as macOS and GTK want, and
//! awaited elsewhere, so that the window keeps painting.

use rfd::{AsyncFileDialog, FileHandle};
use std::path::PathBuf;
use tauri::AppHandle;
use tokio::sync::oneshot;

/// Asks for a zip to open. None when the user closed the dialog.
pub async fn open_zip(app: &AppHandle) -> Option<PathBuf> {
    let dialog = AsyncFileDialog::new().add_filter("ZIP", &["zip", "ZIP"]);
    ask(app, move || dialog.pick_file()).await
}

/// Asks for a database file to open. None when the user closed the dialog.
pub async fn open_bacpac(app: &AppHandle) -> Option<PathBuf> {
    let dialog = AsyncFileDialog::new().add_filter("BACPAC", &["bacpac", "BACPAC"]);
    ask(app, move || dialog.pick_file()).await
}

/// Asks for a file with this ending. None when the user closed the dialog.
pub async fn open_kind(
    app: &AppHandle,
    name: &'static str,
    ending: &'static str,
) -> Option<PathBuf> {
    let dialog = AsyncFileDialog::new().add_filter(name, &[ending]);
    ask(app, move || dialog.pick_file()).await
}

/// Asks for a file of any kind. None when the user closed the dialog.
pub async fn open_file(app: &AppHandle) -> Option<PathBuf> {
    let dialog = AsyncFileDialog::new();
    ask(app, move || dialog.pick_file()).await
}

/// Asks for a folder. None when the user closed the dialog.
pub async fn open_folder(app: &AppHandle) -> Option<PathBuf> {
    let dialog = AsyncFileDialog::new();
    ask(app, move || dialog.pick_folder()).await
}

/// Asks where to write a file of this kind. None when the user closed the dialog.
pub async fn save_as(app: &AppHandle, name: String, extension: &'static str) -> Option<PathBuf> {
    let dialog = AsyncFileDialog::new()
        .set_file_name(name)
        .add_filter(extension.to_uppercase(), &[extension]);
    ask(app, move || dialog.save_file()).await
}

async fn ask<F>(app: &AppHandle, show: impl FnOnce() -> F + Send + 'static) -> Option<PathBuf>
where
    F: Future<Output = Option<FileHandle>> + Send + 'static,
{
    let (answer, answered) = oneshot::channel();
    app.run_on_main_thread(move || {
        let shown = show();
        tauri::async_runtime::spawn(async move {
            let _ = answer.send(shown.await);
        });
    })
    .ok()?;
    answered
        .await
        .ok()
        .flatten()
        .map(|file| file.path().to_owned())
}
