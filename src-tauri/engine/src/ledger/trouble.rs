//! What SQLite and the file system complain about, classified.

use crate::fault::{Fault, NextStep, Retry};
use rusqlite::ErrorCode;
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;

impl From<rusqlite::Error> for Fault {
    fn from(cause: rusqlite::Error) -> Self {
        let fault = match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => locked(),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => read_only(),
            Some(ErrorCode::DiskFull) => disk_full(),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => not_reached(),
            _ => return unreadable(cause),
        };
        fault.detail(cause)
    }
}

/// Something in an opened ledger is not what it should be.
pub(super) fn unreadable(detail: impl Display) -> Fault {
    Fault::new("ledger-unreadable", Retry::Never, NextStep::None).detail(detail)
}

/// A ledger that is not whole any more.
pub(super) fn damaged(path: &Path, detail: impl Display) -> Fault {
    Fault::new("ledger-damaged", Retry::Never, NextStep::SetAside)
        .with("file", path.display())
        .detail(detail)
}

/// A file of something else than Slipway.
pub(super) fn foreign(path: &Path) -> Fault {
    Fault::new("ledger-foreign", Retry::Never, NextStep::SetAside).with("file", path.display())
}

/// A file with nothing in it: Slipway never leaves one.
pub(super) fn empty(path: &Path) -> Fault {
    Fault::new("ledger-empty", Retry::Never, NextStep::SetAside).with("file", path.display())
}

/// A folder, or a device, stands where the file belongs.
pub(super) fn no_file(path: &Path) -> Fault {
    Fault::new("ledger-no-file", Retry::Never, NextStep::SetAside).with("file", path.display())
}

/// A later version of Slipway wrote it: `version` is its schema, `known` the last known here.
pub(super) fn newer(path: &Path, version: i64, known: usize) -> Fault {
    Fault::new("ledger-newer", Retry::Never, NextStep::None)
        .with("file", path.display())
        .with("version", version)
        .with("known", known)
}

pub(super) fn read_only() -> Fault {
    Fault::new("ledger-read-only", Retry::ByUser, NextStep::TryAgain)
}

pub(super) fn from_io(cause: std::io::Error) -> Fault {
    let fault = match cause.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => disk_full(),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => read_only(),
        _ => not_reached(),
    };
    fault.detail(cause)
}

/// A fault met while the ledger at `path` was being opened: nothing in it can be used then.
pub(super) fn at_opening(path: &Path, fault: Fault) -> Fault {
    match (fault.code.as_str(), &fault.detail) {
        ("ledger-unreadable", detail) => damaged(path, detail.as_deref().unwrap_or_default()),
        _ => fault.with("file", path.display()),
    }
}

fn locked() -> Fault {
    Fault::new("ledger-locked", Retry::ByUser, NextStep::TryAgain)
}

fn disk_full() -> Fault {
    Fault::new("ledger-disk-full", Retry::ByUser, NextStep::FreeDiskSpace)
}

/// The disk does not give or take it now: nothing is known about the file itself.
fn not_reached() -> Fault {
    Fault::new("ledger-not-reached", Retry::ByUser, NextStep::TryAgain)
}
