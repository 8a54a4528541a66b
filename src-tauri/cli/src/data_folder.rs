//! Where the window keeps what it remembers.

use std::path::PathBuf;

/// The window's own folder among those of other programs.
const FOLDER: &str = "app.slipway.desktop";

/// None where the system names no place for data.
pub fn of_the_window() -> Option<PathBuf> {
    Some(dirs::data_dir()?.join(FOLDER))
}
