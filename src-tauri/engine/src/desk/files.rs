//! Files the user chose or dropped. The window gets a handle; the path stays here.

use super::{ChosenFile, Desk};
use crate::fault::{Fault, NextStep, Retry};
use crate::units::Bytes;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Paths by handle, for as long as Slipway runs.
#[derive(Default)]
pub struct ChosenFiles(Mutex<HashMap<String, PathBuf>>);

impl Desk {
    /// Takes one file in. Faults: `several-files`, `not-a-file`, `file-unreadable`.
    pub fn take_in(&self, paths: &[PathBuf]) -> Result<ChosenFile, Fault> {
        let [path] = paths else {
            return Err(
                Fault::new("several-files", Retry::ByUser, NextStep::ChooseAnotherFile)
                    .with("count", paths.len()),
            );
        };
        let name = shown_name(path);
        let about = std::fs::metadata(path).map_err(|cause| {
            Fault::new(
                "file-unreadable",
                Retry::ByUser,
                NextStep::ChooseAnotherFile,
            )
            .with("file", &name)
            .detail(cause)
        })?;
        if !about.is_file() {
            return Err(
                Fault::new("not-a-file", Retry::ByUser, NextStep::ChooseAnotherFile)
                    .with("file", &name),
            );
        }
        let handle = uuid::Uuid::new_v4().to_string();
        self.0.chosen.remember(&handle, path.clone());
        Ok(ChosenFile {
            handle,
            file_name: name,
            size: Bytes(about.len()),
        })
    }

    /// Faults: `file-unreadable` for a handle nobody was given.
    pub(super) fn chosen_path(&self, handle: &str) -> Result<PathBuf, Fault> {
        self.0.chosen.path(handle).ok_or_else(|| {
            Fault::new(
                "file-unreadable",
                Retry::ByUser,
                NextStep::ChooseAnotherFile,
            )
            .with("file", "")
        })
    }
}

impl ChosenFiles {
    fn remember(&self, handle: &str, path: PathBuf) {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .insert(handle.to_owned(), path);
    }

    fn path(&self, handle: &str) -> Option<PathBuf> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .get(handle)
            .cloned()
    }
}

/// The file's name for people, also where it is not valid Unicode.
pub(super) fn shown_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
