//! What is in the file that was chosen: one text, or an archive that is trusted in nothing.

use crate::fault::{Fault, NextStep, Retry};
use crate::package::archive::{
    Archive, Entry, EntryStream, Local, MAX_RATIO, NotZip, Opened, PackageFile, Unreadable, open,
};
use crate::package::{cancelled, file_unreadable, leads_elsewhere};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// All texts together, unpacked. Logs of one deployment take some megabytes; of a whole day the
/// Portal keeps up to 6 GB (facts 3.8), which nobody drops here.
pub(super) const MOST_BYTES: u64 = 256 << 20;
pub(super) const MOST_FILES: usize = 2_000;

/// One file that was found.
pub(super) struct Member<'m> {
    /// With its folders, as it stands in the archive.
    pub name: &'m str,
    /// Claimed where it is packed.
    pub bytes: u64,
    /// None if the archive does not give it: encrypted, or packed in a way few programs know.
    pub text: Option<&'m mut dyn BufRead>,
}

/// Shows every file to `visit`, in the order of the archive.
///
/// Faults: `file-unreadable`, `cancelled`, `logs-empty`, `logs-cut-short`, `logs-web-page`,
/// `logs-other-format`, `logs-are-a-package`, `logs-too-large`, and `logs-not-trusted` for an
/// archive that contradicts itself or is made to burst.
pub(super) fn each_file(
    path: &Path,
    cancel: &dyn Fn() -> bool,
    visit: &mut dyn FnMut(Member<'_>) -> io::Result<()>,
) -> Result<(), Fault> {
    let disk = |cause: io::Error| file_unreadable(path, &cause);
    let source = crate::package::open_file(path)?;
    match open(&source, cancel).map_err(disk)?.ok_or_else(cancelled)? {
        Opened::NotZip(looks) => one_text(path, looks, visit),
        Opened::Archive(archive) => {
            examine(&archive)?;
            for at in 0..archive.entries.len() {
                if cancel() {
                    return Err(cancelled());
                }
                member(&source, &archive, at, visit).map_err(|trouble| match trouble {
                    Unreadable::Disk(cause) if cause.kind() == io::ErrorKind::Interrupted => {
                        cancelled()
                    }
                    Unreadable::Disk(cause) => disk(cause),
                    other => not_trusted(other),
                })?;
            }
            Ok(())
        }
    }
}

fn one_text(
    path: &Path,
    looks: NotZip,
    visit: &mut dyn FnMut(Member<'_>) -> io::Result<()>,
) -> Result<(), Fault> {
    match looks {
        NotZip::Unknown => {}
        NotZip::Empty => return Err(wrong_file("logs-empty")),
        NotZip::CutShort | NotZip::Split => return Err(wrong_file("logs-cut-short")),
        NotZip::WebPage => return Err(wrong_file("logs-web-page")),
        NotZip::Other(format) => {
            return Err(Fault::new(
                "logs-other-format",
                Retry::ByUser,
                NextStep::ChooseAnotherFile,
            )
            .with("format", format));
        }
    }
    let read = std::fs::File::open(path).and_then(|file| {
        let bytes = file.metadata()?.len();
        if bytes > MOST_BYTES {
            return Ok(Err(too_large()));
        }
        // A file that is still being written has no end.
        let mut text = BufReader::new(file.take(MOST_BYTES));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        visit(Member {
            name: &name,
            bytes,
            text: Some(&mut text),
        })?;
        Ok(Ok(()))
    });
    read.map_err(|cause| match cause.kind() {
        io::ErrorKind::Interrupted => cancelled(),
        _ => file_unreadable(path, &cause),
    })?
}

/// Whether an archive is one that may be read at all (promises 30, 31).
fn examine(archive: &Archive) -> Result<(), Fault> {
    let files = || archive.entries.iter().filter(|entry| !entry.is_folder());
    if files().any(|entry| entry.path() == "cloud-metadata.json") {
        return Err(wrong_file("logs-are-a-package"));
    }
    let headers_agree = |local: &Local| matches!(local, Local::Good { .. });
    let doubts = [
        (archive.damaged, "the list of entries is damaged"),
        (archive.foreign > 0, "bytes before the first entry"),
        (!archive.overlapping.is_empty(), "entries share their bytes"),
        (
            !archive.locals.iter().all(headers_agree),
            "an entry is described in two ways",
        ),
        (
            files().any(Entry::has_impossible_size),
            "an entry claims a size it cannot have",
        ),
        (
            files().any(|entry| entry.swells(MAX_RATIO)),
            "an entry unpacks out of proportion",
        ),
        (files().any(Entry::is_symlink), "an entry is a link"),
        (
            files().any(|entry| !entry.is_named_whole() || leads_elsewhere(entry.path())),
            "a name leads out of the archive",
        ),
    ];
    if let Some((_, doubt)) = doubts.iter().find(|(doubtful, _)| *doubtful) {
        return Err(not_trusted(doubt));
    }
    if archive.over_limit || files().count() > MOST_FILES || archive.uncompressed() > MOST_BYTES {
        return Err(too_large());
    }
    match files().next() {
        None => Err(wrong_file("logs-empty")),
        Some(_) => Ok(()),
    }
}

fn member(
    source: &PackageFile,
    archive: &Archive,
    at: usize,
    visit: &mut dyn FnMut(Member<'_>) -> io::Result<()>,
) -> Result<(), Unreadable> {
    let entry = &archive.entries[at];
    if entry.is_folder() {
        return Ok(());
    }
    let mut stream = match archive.place(at) {
        Ok(place) => Some(EntryStream::of(source, &place)),
        Err(Unreadable::Closed) => None,
        Err(other) => return Err(other),
    };
    let visited = visit(Member {
        name: entry.path(),
        bytes: entry.uncompressed,
        text: stream.as_mut().map(|stream| stream as &mut dyn BufRead),
    });
    visited.map_err(Unreadable::of)
}

pub(super) fn wrong_file(code: &str) -> Fault {
    Fault::new(code, Retry::ByUser, NextStep::ChooseAnotherFile)
}

fn not_trusted(doubt: impl std::fmt::Display) -> Fault {
    Fault::new(
        "logs-not-trusted",
        Retry::ByUser,
        NextStep::ChooseAnotherFile,
    )
    .detail(doubt)
}

fn too_large() -> Fault {
    Fault::new("logs-too-large", Retry::ByUser, NextStep::ChooseAnotherFile)
        .with("files", MOST_FILES)
        .with("bytes", MOST_BYTES)
}
