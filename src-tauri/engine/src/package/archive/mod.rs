//! Reading a zip without trusting it: the directory once, every header compared with it, and only
//! those contents that are asked for. Nothing is ever written to disk.

mod bytes;
mod content;
mod directory;
mod end;
mod entry;
mod limits;
mod local;
mod looks;
mod source;
mod stream;

pub(crate) use content::{DEFLATED, STORED, Scratch, Unreadable, read};
pub(crate) use entry::Entry;
pub(crate) use limits::*;
pub(crate) use local::Local;
pub(crate) use looks::NotZip;
pub(crate) use source::{PackageFile, Source};
pub(crate) use stream::{EntryStream, Place, stream};

use rayon::prelude::*;
use std::io;

/// The list of entries and what is wrong with the archive as such.
pub(crate) struct Archive {
    /// Size of the file.
    pub size: u64,
    pub entries: Vec<Entry>,
    /// For each entry, what its own header says.
    pub locals: Vec<Local>,
    /// Bytes in front of the first entry that belong to something else.
    pub foreign: u64,
    /// The directory ends early, is garbled or miscounts.
    pub damaged: bool,
    /// More entries than are looked at.
    pub over_limit: bool,
    /// Entries whose bytes overlap those of an earlier one, by index, sorted (promise 30).
    pub overlapping: Vec<usize>,
}

pub(crate) enum Opened {
    Archive(Archive),
    NotZip(NotZip),
}

/// Between how many headers it is asked whether to stop.
const BATCH: usize = 4_096;

/// Reads directory and headers. None if it was cancelled.
pub(crate) fn open(source: &dyn Source, cancel: &dyn Fn() -> bool) -> io::Result<Option<Opened>> {
    let Some(end) = end::find(source)? else {
        return Ok(Some(Opened::NotZip(looks::look(source)?)));
    };
    if end.split {
        return Ok(Some(Opened::NotZip(NotZip::Split)));
    }
    let directory = directory::read(source, &end)?;
    // The end record of a package inside this one, when this one was cut off right behind it.
    if directory.foreign > 0 && !end.ambiguous && looks::look(source)? == NotZip::CutShort {
        return Ok(Some(Opened::NotZip(NotZip::CutShort)));
    }
    let Some(locals) = headers(source, &directory.entries, directory.start, cancel)? else {
        return Ok(None);
    };
    let overlapping = overlapping(&directory.entries, &locals);
    Ok(Some(Opened::Archive(Archive {
        size: source.size(),
        entries: directory.entries,
        locals,
        foreign: directory.foreign,
        damaged: directory.damaged,
        over_limit: directory.over_limit,
        overlapping,
    })))
}

fn headers(
    source: &dyn Source,
    entries: &[Entry],
    end: u64,
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Vec<Local>>> {
    let mut locals = Vec::with_capacity(entries.len());
    for batch in entries.chunks(BATCH) {
        if cancel() {
            return Ok(None);
        }
        let read: io::Result<Vec<Local>> = batch
            .par_iter()
            .with_min_len(64)
            .map(|entry| local::read(source, entry, end))
            .collect();
        locals.extend(read?);
    }
    Ok(Some(locals))
}

/// The later one of each two entries whose bytes overlap. Entries without a header are left out.
fn overlapping(entries: &[Entry], locals: &[Local]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len())
        .filter(|at| locals[*at].data_at().is_some())
        .collect();
    order.sort_unstable_by_key(|at| (entries[*at].header_at, *at));
    let mut reached = 0;
    let mut found = Vec::new();
    for at in order {
        let entry = &entries[at];
        if entry.header_at < reached {
            found.push(at);
        }
        let data_at = locals[at].data_at().unwrap_or(entry.header_at);
        reached = reached.max(data_at.saturating_add(entry.compressed));
    }
    found.sort_unstable();
    found
}

impl Archive {
    /// Whether an entry is unpacked at all: many entries that share their bytes are how a small
    /// file makes endless work.
    pub(crate) fn is_apart(&self, index: usize) -> bool {
        self.overlapping.binary_search(&index).is_err()
    }

    /// Claimed size of everything once unpacked.
    pub(crate) fn uncompressed(&self) -> u64 {
        self.entries
            .iter()
            .fold(0, |sum, entry| sum.saturating_add(entry.uncompressed))
    }
}
