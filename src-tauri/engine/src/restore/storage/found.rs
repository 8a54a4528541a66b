//! What lies in the folder or the zip, before anything is decided.

use super::zipped::{self, Refusal};
use crate::blob::readable::ChosenFile;
use crate::disk::on_disk;
use crate::fault::{Fault, NextStep, Retry};
use crate::package::archive::Place;
use crate::package::{FileStamp, Odd, Tree, Trouble, cancelled};
use rayon::prelude::*;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files with their sizes, in the order of their paths, and what is none.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub root: PathBuf,
    pub files: Vec<FoundFile>,
    pub zipped: bool,
    /// Folders with nothing in them; storage has none.
    pub empty_folders: Vec<String>,
    pub links: Vec<String>,
    /// Pipes, sockets, devices.
    pub special: Vec<String>,
    /// Names that are no Unicode, as far as they can be shown.
    pub garbled: Vec<String>,
    /// Files and folders that cannot be read, and why.
    pub unreadable: Vec<(String, String)>,
    /// Files of a zip that are not unpacked.
    pub refused: Vec<(String, Refusal)>,
}

#[derive(Debug, Clone)]
pub(super) struct FoundFile {
    /// From the root, with `/` between folders.
    pub path: Arc<str>,
    pub lies: Lies,
}

#[derive(Debug, Clone)]
pub(super) enum Lies {
    OnDisk(FileStamp),
    InZip(Arc<ChosenFile>, Place),
    /// A blob of so many bytes.
    InStorage(u64),
}

impl FoundFile {
    pub(super) fn bytes(&self) -> u64 {
        match &self.lies {
            Lies::OnDisk(stamp) => stamp.size,
            Lies::InZip(_, place) => place.uncompressed(),
            Lies::InStorage(bytes) => *bytes,
        }
    }
}

/// Between how many files it is asked whether to stop.
const BATCH: usize = 4_096;

/// # Errors
/// `storage-unreadable` for what can be neither listed nor read as a zip, `cancelled`.
pub(super) fn find(
    root: &Path,
    seen: &(dyn Fn(u64) + Sync),
    cancel: &(dyn Fn() -> bool + Sync),
) -> Result<Found, Fault> {
    match std::fs::metadata(root) {
        Ok(about) if about.is_file() => zipped::find(root, cancel),
        Ok(_) => in_folder(root, seen, cancel),
        Err(cause) => Err(unreadable(root, cause)),
    }
}

pub(super) fn unreadable(root: &Path, cause: impl std::fmt::Display) -> Fault {
    Fault::new("storage-unreadable", Retry::ByUser, NextStep::TryAgain)
        .with("folder", root.display())
        .detail(cause)
}

fn in_folder(
    root: &Path,
    seen: &(dyn Fn(u64) + Sync),
    cancel: &(dyn Fn() -> bool + Sync),
) -> Result<Found, Fault> {
    let mut troubles = Vec::new();
    let mut note = |trouble: Trouble| {
        if trouble.path.is_empty() {
            return Err(unreadable(root, trouble.cause));
        }
        let mark = if trouble.is_folder { "/" } else { "" };
        troubles.push((format!("{}{mark}", trouble.path), trouble.cause.to_string()));
        Ok(())
    };
    let tree = Tree::walk_past(root, &[], &mut note, &|| cancel())?;
    let mut looked_at = 0;
    for batch in tree.files.chunks(BATCH) {
        if cancel() {
            return Err(cancelled());
        }
        looked_at += batch.len() as u64;
        // Only opening a file says whether it may be read. That one has vanished is told too.
        troubles.par_extend(batch.par_iter().filter_map(|file| {
            let cause = File::open(on_disk(root, &file.path)).err()?;
            Some((file.path.to_string(), cause.to_string()))
        }));
        seen(looked_at);
    }
    troubles.sort();
    let odd = |wanted: Odd| -> Vec<String> {
        let found = tree.odd.iter().filter(|(_, odd)| *odd == wanted);
        found.map(|(path, _)| path.clone()).collect()
    };
    Ok(Found {
        links: odd(Odd::Link),
        special: odd(Odd::Special),
        root: tree.root,
        files: tree
            .files
            .into_iter()
            .map(|file| FoundFile {
                path: file.path.into(),
                lies: Lies::OnDisk(file.stamp),
            })
            .collect(),
        empty_folders: tree.empty,
        garbled: tree.garbled,
        unreadable: troubles,
        ..Found::default()
    })
}
