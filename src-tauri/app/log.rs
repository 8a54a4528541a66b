//! The log: events, in two files of bounded size in the data folder, every line redacted before it
//! is written.

use crate::about::about;
use slipway_engine::log_file::LogFile;
use slipway_engine::secret::Redacting;
use std::io;
use std::path::Path;
use tracing_subscriber::EnvFilter;

/// Starts logging into `folder`. A second call changes nothing.
pub fn open(folder: &Path) -> io::Result<()> {
    let file = LogFile::open(folder)?;
    let filter = EnvFilter::try_from_env("SLIPWAY_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,slipway_engine=info,slipway_app=info"));
    let begun = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(move || Redacting::new(file.clone()))
        .try_init();
    if begun.is_ok() {
        let about = about();
        tracing::info!(
            version = about.version,
            commit = about.commit,
            "Slipway begins"
        );
    }
    Ok(())
}
