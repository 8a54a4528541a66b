//! The files that lie beside a ledger and belong to it, and setting all of them aside.

use super::trouble::{from_io, unreadable};
use crate::fault::{Fault, NextStep, Retry};
use crate::units::Moment;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// As many ledgers as anybody sets aside in one second.
const MOST_NAMES: u32 = 1_000;

/// What was committed and is not in the file itself yet (SQLite).
pub(super) fn log_of(path: &Path) -> PathBuf {
    with_ending(path, "-wal")
}

/// How the history ended when it was last written, see [`super::seal`].
pub(super) fn seal_of(path: &Path) -> PathBuf {
    with_ending(path, ".seal")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The ledger comes last: one whose log is already gone is found out by its seal, while a log whose
/// ledger is gone would be taken for that of the next one.
const ENDINGS: [&str; 4] = ["-wal", "-shm", ".seal", ""];

/// Renames the ledger at `path` with everything that belongs to it, in the same folder:
/// `slipway.db` becomes `slipway.set-aside-20260717T195700Z.db`. Nothing is deleted, and nothing
/// that is there already is written over: the next free number is added to the name. Gives the new
/// place.
///
/// Faults: `ledger-not-set-aside` (another program holds a file open, or the folder takes no new
/// names). What was renamed until then keeps its new name, and the next try takes the rest.
pub fn set_aside(path: &Path, now: Moment) -> Result<PathBuf, Fault> {
    let aside = free_name(path, now)?;
    for ending in ENDINGS {
        let (from, to) = (with_ending(path, ending), with_ending(&aside, ending));
        match std::fs::rename(&from, &to) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => {
                return Err(not_set_aside(path).detail(cause));
            }
            _ => {}
        }
    }
    Ok(aside)
}

fn free_name(path: &Path, now: Moment) -> Result<PathBuf, Fault> {
    let (Some(stem), Some(folder)) = (path.file_stem(), path.parent()) else {
        return Err(unreadable("it has no name"));
    };
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let stem = stem.to_string_lossy();
    let at = now.0.strftime("%Y%m%dT%H%M%SZ");
    for number in 1..=MOST_NAMES {
        let number = match number {
            1 => String::new(),
            more => format!("-{more}"),
        };
        let name = folder.join(format!("{stem}.set-aside-{at}{number}.{ending}"));
        if is_free(&name)? {
            return Ok(name);
        }
    }
    Err(not_set_aside(path))
}

/// Also for what belongs to it: a name is taken whole or not at all.
fn is_free(name: &Path) -> Result<bool, Fault> {
    for ending in ENDINGS {
        match std::fs::symlink_metadata(with_ending(name, ending)) {
            Ok(_) => return Ok(false),
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) => return Err(from_io(cause)),
        }
    }
    Ok(true)
}

fn not_set_aside(path: &Path) -> Fault {
    Fault::new("ledger-not-set-aside", Retry::ByUser, NextStep::TryAgain)
        .with("file", path.display())
}
