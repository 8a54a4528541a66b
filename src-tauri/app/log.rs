//! The log: one file in the data folder, every line redacted before it is written.

use slipway_engine::secret::Redacting;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;

/// A log that has grown beyond this is set aside at the next start, in place of the one before.
const LARGEST: u64 = 5_000_000;

/// Starts logging into `folder`. A second call changes nothing.
pub fn open(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join("slipway.log");
    if std::fs::metadata(&path).is_ok_and(|about| about.len() > LARGEST) {
        std::fs::rename(&path, folder.join("slipway.old.log"))?;
    }
    let file: Arc<File> = Arc::new(OpenOptions::new().create(true).append(true).open(path)?);
    let filter = EnvFilter::try_from_env("SLIPWAY_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,slipway_engine=info,slipway_app=info"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(move || Redacting::new(file.clone()))
        .try_init();
    Ok(())
}
