//! Files and folders the user chose or dropped. The window gets a handle; the path stays here.

use super::{ChosenFile, ChosenFolder, ChosenOutput, Desk, Dropped};
use crate::disk::shown;
use crate::fault::{Fault, NextStep, Retry};
use crate::units::Bytes;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Paths by handle, for as long as Slipway runs.
#[derive(Default)]
pub struct ChosenFiles(Mutex<HashMap<String, (Purpose, PathBuf)>>);

/// What a path was chosen for. A handle is good for nothing else: what was chosen to be read is
/// never written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    ReadFile,
    ReadFolder,
    WriteFile,
}

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
        Ok(ChosenFile {
            handle: self.0.chosen.remember(Purpose::ReadFile, path),
            file_name: name,
            size: Bytes(about.len()),
        })
    }

    /// Takes in what was dropped: one file or one folder. Faults: as [`Self::take_in`].
    pub fn take_in_dropped(&self, paths: &[PathBuf]) -> Result<Dropped, Fault> {
        match paths {
            [folder] if folder.is_dir() => self.take_in_folder(folder).map(Dropped::Folder),
            paths => self.take_in(paths).map(Dropped::File),
        }
    }

    /// Takes a folder in. Faults: `folder-unreadable`.
    pub fn take_in_folder(&self, path: &Path) -> Result<ChosenFolder, Fault> {
        // A relative path would mean another folder once the working directory changes.
        let absolute =
            std::path::absolute(path).map_err(|cause| folder_gone(path).detail(cause))?;
        if !absolute.is_dir() {
            return Err(folder_gone(path));
        }
        Ok(ChosenFolder {
            name: shown_name(&absolute),
            handle: self.0.chosen.remember(Purpose::ReadFolder, &absolute),
        })
    }

    /// Takes in where a file may be written. Faults: `folder-unreadable`, if the folder is none.
    pub fn take_in_output(&self, path: &Path) -> Result<ChosenOutput, Fault> {
        let absolute =
            std::path::absolute(path).map_err(|cause| folder_gone(path).detail(cause))?;
        let folder = absolute.parent().filter(|folder| folder.is_dir());
        let Some(folder) = folder.filter(|_| !absolute.is_dir()) else {
            return Err(folder_gone(path));
        };
        Ok(ChosenOutput {
            file_name: shown_name(&absolute),
            folder: shown(folder),
            handle: self.0.chosen.remember(Purpose::WriteFile, &absolute),
        })
    }

    /// Faults: `file-unreadable` for a handle nobody was given.
    pub(super) fn chosen_path(&self, handle: &str) -> Result<PathBuf, Fault> {
        self.0
            .chosen
            .path(Purpose::ReadFile, handle)
            .ok_or_else(|| {
                Fault::new(
                    "file-unreadable",
                    Retry::ByUser,
                    NextStep::ChooseAnotherFile,
                )
                .with("file", "")
            })
    }

    /// Faults: `folder-unreadable` for a handle nobody was given.
    pub(super) fn chosen_folder(&self, handle: &str) -> Result<PathBuf, Fault> {
        let path = self.0.chosen.path(Purpose::ReadFolder, handle);
        path.ok_or_else(|| folder_gone(Path::new("")))
    }

    /// Faults: `folder-unreadable` for a handle nobody was given.
    pub(super) fn chosen_output(&self, handle: &str) -> Result<PathBuf, Fault> {
        let path = self.0.chosen.path(Purpose::WriteFile, handle);
        path.ok_or_else(|| folder_gone(Path::new("")))
    }
}

impl ChosenFiles {
    /// The handle for a path: the same one for as long as Slipway runs.
    pub(super) fn remember(&self, purpose: Purpose, path: &Path) -> String {
        let mut known = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let same = |(_, (chosen_for, there)): &(&String, &(Purpose, PathBuf))| {
            *chosen_for == purpose && there == path
        };
        if let Some((handle, _)) = known.iter().find(same) {
            return handle.clone();
        }
        let handle = uuid::Uuid::new_v4().to_string();
        known.insert(handle.clone(), (purpose, path.to_owned()));
        handle
    }

    /// One of the places a package was to be written to, if there was any.
    pub(super) fn an_output(&self) -> Option<PathBuf> {
        let known = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let outputs = known
            .values()
            .filter(|(chosen_for, _)| *chosen_for == Purpose::WriteFile);
        outputs.map(|(_, path)| path.clone()).min()
    }

    fn path(&self, purpose: Purpose, handle: &str) -> Option<PathBuf> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .get(handle)
            .filter(|(chosen_for, _)| *chosen_for == purpose)
            .map(|(_, path)| path.clone())
    }
}

fn folder_gone(path: &Path) -> Fault {
    Fault::new(
        "folder-unreadable",
        Retry::ByUser,
        NextStep::ChooseAnotherFile,
    )
    .with("folder", shown_name(path))
}

/// The file's name for people, also where it is not valid Unicode.
pub(crate) fn shown_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Writes a file the user asked for: beside its place first, then renamed, so that a broken one
/// never takes the place of a whole one. Faults: `export-not-written`.
pub(crate) fn export_whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), Fault> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let written = File::create(&beside).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        std::fs::rename(&beside, path)
    });
    written.map_err(|cause| {
        // What was begun is of no use to anyone; that it cannot be removed changes nothing.
        let _ = std::fs::remove_file(&beside);
        Fault::new("export-not-written", Retry::ByUser, NextStep::TryAgain).detail(cause)
    })
}
