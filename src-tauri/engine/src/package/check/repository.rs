//! Number 4: the CD repository (facts 1.2, step 5).

use super::catalog::*;
use crate::package::archive::Entry;
use crate::package::content::{ConfigFile, REPOSITORY, Reading};
use crate::package::report::{Evidence, Finding};

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    let files: Vec<&str> = reading
        .archive
        .entries
        .iter()
        .filter(|entry| !entry.is_folder())
        .filter_map(|entry| reading.layout.below(entry, REPOSITORY))
        .collect();
    let state = if files.is_empty() {
        missing(reading)
    } else if !files
        .iter()
        .any(|path| path.contains('/') && !path.starts_with(".lock/"))
    {
        Some(without_folders(reading))
    } else {
        let no_object = reading.objects.is_empty() && reading.objects.unreadable.is_empty();
        let unread = !reading.troubles.are_none() || !reading.migrations.files.is_empty();
        (no_object && !unread).then(|| REPOSITORY_WITHOUT_OBJECTS.found())
    };
    let unreadable = reading
        .objects
        .unreadable
        .iter()
        .map(|at| Evidence::of(&reading.archive.entries[*at]));
    state
        .into_iter()
        .chain(OBJECT_UNREADABLE.found_at(unreadable))
        .collect()
}

/// No file, and perhaps no folder. A package of nothing is told that it is one elsewhere.
fn missing(reading: &Reading) -> Option<Finding> {
    let entries = &reading.archive.entries;
    if entries.iter().all(Entry::is_folder) {
        return None;
    }
    let folder = entries
        .iter()
        .find(|entry| reading.layout.below(entry, REPOSITORY).is_some());
    Some(folder.map_or_else(
        || REPOSITORY_MISSING.found(),
        |folder| REPOSITORY_EMPTY.found().at([Evidence::of(folder)]),
    ))
}

/// Only files, or `.lock`: fine if the configuration includes nothing, else the objects are
/// missing, and a restore from an empty repository can damage the database (facts 1.2).
fn without_folders(reading: &Reading) -> Finding {
    match &reading.config {
        ConfigFile::Read(config) if config.includes_nothing() => REPOSITORY_WITHOUT_OBJECTS.found(),
        ConfigFile::Read(config) => REPOSITORY_EMPTY
            .found()
            .at([Evidence::named(&config.entry)]),
        _ => REPOSITORY_EMPTY.found(),
    }
}
