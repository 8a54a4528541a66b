//! Whether there is room in a folder, and a file can be written.

use super::{AidCheck, AidFinding, AidFolder, AidOutcome};
use std::io::{self, Write};
use std::path::Path;

/// Below this not even notes are safe.
const FULL: u64 = 100_000_000;
/// A package has at most 2 GB (facts 3.1), and is made beside its place.
const LITTLE: u64 = 5_000_000_000;

/// What is needed of a file system.
pub struct Disk<'a> {
    /// Bytes that can still be written to a folder.
    pub free: &'a dyn Fn(&Path) -> io::Result<u64>,
}

impl Disk<'_> {
    /// The one of this computer.
    pub fn of_this_computer() -> Self {
        Self {
            free: &|folder| fs4::available_space(folder),
        }
    }
}

/// Writes a small file into `folder`, reads it back and removes it, and looks how much room is
/// left.
pub fn look_at_disk(disk: &Disk<'_>, folder: AidFolder, path: &Path) -> AidFinding {
    let found = |outcome, code| {
        AidFinding::new(AidCheck::Disk { folder }, outcome, code).with("path", path.display())
    };
    if !path.is_dir() {
        return found(AidOutcome::NotWorking, "disk-folder-gone");
    }
    if let Err(cause) = write_and_read(path) {
        let code = match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "disk-full",
            _ => "disk-not-writable",
        };
        return found(AidOutcome::NotWorking, code)
            .with("free", 0)
            .detail(cause);
    }
    match (disk.free)(path) {
        Err(cause) => found(AidOutcome::NotTested, "disk-room-not-known").detail(cause),
        Ok(free) => match free {
            ..FULL => found(AidOutcome::NotWorking, "disk-full"),
            FULL..LITTLE => found(AidOutcome::Attention, "disk-little-room"),
            LITTLE.. => found(AidOutcome::Fine, "disk-fine"),
        }
        .with("free", free),
    }
}

fn write_and_read(folder: &Path) -> io::Result<()> {
    const LINE: &[u8] = b"first aid";
    // Gone again when it is dropped.
    let mut file = tempfile::Builder::new()
        .prefix("slipway-first-aid-")
        .tempfile_in(folder)?;
    file.write_all(LINE)?;
    file.as_file().sync_all()?;
    if std::fs::read(file.path())? == LINE {
        Ok(())
    } else {
        Err(io::Error::other("what was written came back different"))
    }
}
