//! Faults of a build: what the disk says, put in the terms of what was being done.

use crate::disk::{is_held_elsewhere, shown};
use crate::fault::{Fault, NextStep, Retry};
use std::io;
use std::path::Path;

/// A folder that was named, or one below it.
pub(super) fn folder_unreadable(folder: &Path, cause: &io::Error) -> Fault {
    Fault::new("build-folder-unreadable", Retry::ByUser, NextStep::TryAgain)
        .with("folder", shown(folder))
        .detail(cause)
}

/// A file that cannot be opened or read, by its path on this computer.
pub(super) fn file_unreadable(file: &Path, cause: &io::Error) -> Fault {
    if cause.kind() == io::ErrorKind::NotFound {
        return file_changed(file, "it is gone");
    }
    if is_held_elsewhere(cause) {
        return Fault::new("build-file-in-use", Retry::ByUser, NextStep::TryAgain)
            .with("file", shown(file))
            .detail(cause);
    }
    Fault::new("build-file-unreadable", Retry::ByUser, NextStep::TryAgain)
        .with("file", shown(file))
        .detail(cause)
}

/// A file that is another one than a moment ago.
pub(super) fn file_changed(file: &Path, how: impl std::fmt::Display) -> Fault {
    Fault::new("build-file-changed", Retry::ByUser, NextStep::TryAgain)
        .with("file", shown(file))
        .detail(how)
}

/// The package cannot be written where it should be.
pub(super) fn cannot_write(target: &Path, cause: &io::Error) -> Fault {
    if is_full(cause) {
        return Fault::new("build-disk-full", Retry::ByUser, NextStep::FreeDiskSpace)
            .with("folder", shown(folder_of(target)))
            .detail(cause);
    }
    Fault::new("build-cannot-write", Retry::ByUser, NextStep::TryAgain)
        .with("file", shown(target))
        .detail(cause)
}

/// A name that Windows gives to no file, on Windows.
pub(super) fn name_unfit(target: &Path) -> Fault {
    Fault::new("build-name-unfit", Retry::ByUser, NextStep::TryAgain).with("file", shown(target))
}

fn is_full(cause: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(cause.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

/// Less room than the package will take; bytes.
pub(super) fn no_room(target: &Path, needed: u64, free: u64) -> Fault {
    Fault::new("build-no-room", Retry::ByUser, NextStep::FreeDiskSpace)
        .with("folder", shown(folder_of(target)))
        .with("needed", needed)
        .with("free", free)
}

/// What was found stands in the survey.
pub(super) fn refused(reasons: usize) -> Fault {
    Fault::new("build-refused", Retry::ByUser, NextStep::None).with("count", reasons)
}

/// The packing itself stopped, which only a mistake of this program explains.
pub(super) fn stopped() -> Fault {
    Fault::new("stopped-unexpectedly", Retry::ByUser, NextStep::TryAgain)
}

/// The folder a file is to be written to.
pub(super) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
