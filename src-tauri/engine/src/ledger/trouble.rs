//! What SQLite complains about, classified.

use crate::fault::{Fault, NextStep, Retry};
use rusqlite::ErrorCode;
use std::fmt::Display;

impl From<rusqlite::Error> for Fault {
    fn from(cause: rusqlite::Error) -> Self {
        let fault = match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => locked(),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => read_only(),
            Some(ErrorCode::DiskFull) => disk_full(),
            _ => return unreadable(cause),
        };
        fault.detail(cause)
    }
}

/// The file is damaged, is no ledger, or cannot be reached.
pub(super) fn unreadable(detail: impl Display) -> Fault {
    Fault::new("ledger-unreadable", Retry::Never, NextStep::None).detail(detail)
}

/// A later version of Slipway wrote it; `params.version` is its schema.
pub(super) fn newer(version: i64) -> Fault {
    Fault::new("ledger-newer", Retry::Never, NextStep::None).with("version", version)
}

pub(super) fn read_only() -> Fault {
    Fault::new("ledger-read-only", Retry::ByUser, NextStep::TryAgain)
}

pub(super) fn from_io(cause: std::io::Error) -> Fault {
    match cause.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            disk_full().detail(cause)
        }
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
            read_only().detail(cause)
        }
        _ => unreadable(cause),
    }
}

fn locked() -> Fault {
    Fault::new("ledger-locked", Retry::ByUser, NextStep::TryAgain)
}

fn disk_full() -> Fault {
    Fault::new("ledger-disk-full", Retry::ByUser, NextStep::FreeDiskSpace)
}
