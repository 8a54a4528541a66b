//! The file a report is kept in: JSON, a line for the sum and one for each file. It holds no
//! secret (promise 22): names, numbers and faults.

use crate::blob::transfer::FileReport;
use crate::desk::restore::TransferSummary;
use crate::disk::{long, put_in_place, shown};
use crate::fault::{Fault, NextStep, Retry};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

pub(super) const SCHEMA: u32 = 1;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Head {
    pub schema: u32,
    /// The job that brought it.
    pub job: String,
    /// The host the service copied from; none where it was sent from here.
    pub from: Option<String>,
    pub summary: TransferSummary,
}

/// A report on disk, of which the head was read.
pub(super) struct Kept {
    pub head: Head,
    path: PathBuf,
}

impl Kept {
    /// None if there is none, or only one of a later version. Faults: `report-unreadable`.
    pub fn open(path: &Path) -> Result<Option<Self>, Fault> {
        let Some(mut lines) = lines(path)? else {
            return Ok(None);
        };
        let first = lines.next().transpose();
        let first = first.map_err(|cause| unreadable(path, &cause))?;
        let head: Head = serde_json::from_str(&first.unwrap_or_default())
            .map_err(|cause| unreadable(path, &cause))?;
        Ok((head.schema == SCHEMA).then(|| Self {
            head,
            path: path.to_owned(),
        }))
    }

    /// What became of each file after the first `after`, in the order of the transfer.
    pub fn files(
        &self,
        after: usize,
    ) -> Result<impl Iterator<Item = Result<FileReport, Fault>>, Fault> {
        let lines = lines(&self.path)?;
        let path = self.path.clone();
        Ok(lines
            .into_iter()
            .flatten()
            .skip(after.saturating_add(1))
            .map(move |line| {
                let line = line.map_err(|cause| unreadable(&path, &cause))?;
                serde_json::from_str(&line).map_err(|cause| unreadable(&path, &cause))
            }))
    }
}

/// Writes a report beside its place and puts it there whole (promise 21).
pub(super) fn write(path: &Path, head: &Head, files: &[FileReport]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(long(folder))?);
    serde_json::to_writer(&mut out, head)?;
    for file in files {
        out.write_all(b"\n")?;
        serde_json::to_writer(&mut out, file)?;
    }
    out.write_all(b"\n")?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    put_in_place(file.into_temp_path(), path)
}

fn lines(path: &Path) -> Result<Option<io::Lines<BufReader<File>>>, Fault> {
    match File::open(path) {
        Ok(file) => Ok(Some(BufReader::new(file).lines())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(unreadable(path, &cause)),
    }
}

pub(super) fn unwritable(path: &Path, cause: impl std::fmt::Display) -> Fault {
    Fault::new("report-unwritable", Retry::ByUser, NextStep::FreeDiskSpace)
        .with("file", shown(path))
        .detail(cause)
}

fn unreadable(path: &Path, cause: &dyn std::fmt::Display) -> Fault {
    Fault::new("report-unreadable", Retry::ByUser, NextStep::TryAgain)
        .with("file", shown(path))
        .detail(cause)
}
