//! Reading every byte: the checksum of each entry, and the rows of each table counted.

use super::bcp::{Column, Rows};
use super::data::{Opened, Parts, TableData, fitting};
use super::model::Model;
use crate::package::archive::{Unreadable, stream};
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::{self, BufRead, BufReader};
use std::sync::atomic::{AtomicU64, Ordering};

const BUFFER: usize = 256 << 10;

/// What reading everything gave.
pub(super) struct Whole {
    /// Rows of each table, in the order of `tables`; none where they could not be counted.
    pub rows: Vec<Option<u64>>,
    /// Entries that could not be read, by index.
    pub broken: Vec<(usize, Unreadable)>,
}

/// Watches over a long reading.
pub(super) struct Watch<'w> {
    /// Unpacked bytes read and to be read.
    pub progress: &'w (dyn Fn(u64, u64) + Sync),
    pub cancel: &'w (dyn Fn() -> bool + Sync),
    pub done: AtomicU64,
    pub total: u64,
}

impl Watch<'_> {
    fn read(&self, bytes: u64) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        (self.progress)(done.min(self.total), self.total);
    }
}

/// Tables and other entries side by side. What was broken off by `cancel` is not worth looking at.
pub(super) fn read(
    opened: Opened<'_>,
    model: &Model,
    tables: &[TableData],
    watch: &Watch<'_>,
) -> Whole {
    let in_tables: HashSet<usize> = tables
        .iter()
        .flat_map(|table| table.parts.iter().copied())
        .collect();
    let others = (0..opened.archive.entries.len())
        .filter(|index| !in_tables.contains(index) && !opened.archive.entries[*index].is_folder());
    let mut broken: Vec<(usize, Unreadable)> = others
        .filter_map(|index| Some((index, drain_entry(opened, index, watch).err()?)))
        .collect();
    let read: Vec<_> = tables
        .par_iter()
        .map(|table| {
            let columns = table.table.map(|at| model.tables[at].columns.as_slice());
            read_table(opened, table, columns.unwrap_or_default(), watch)
        })
        .collect();
    let mut rows = Vec::new();
    for (count, troubles) in read {
        rows.push(count);
        broken.extend(troubles);
    }
    broken.sort_by_key(|(index, _)| *index);
    Whole { rows, broken }
}

fn read_table(
    opened: Opened<'_>,
    table: &TableData,
    columns: &[Column],
    watch: &Watch<'_>,
) -> (Option<u64>, Vec<(usize, Unreadable)>) {
    let layout = if columns.is_empty() {
        None
    } else {
        fitting(opened, table, columns).first().copied()
    };
    let watched = Watched {
        inner: Parts::new(opened, &table.parts),
        watch,
    };
    let (counted, mut rest) = match layout {
        Some(layout) => {
            // Values are a few bytes each: what is asked for each of them counts.
            let buffered = BufReader::with_capacity(BUFFER, watched);
            let mut rows = Rows::new(buffered, columns, layout, &[]);
            let end = loop {
                match rows.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => break true,
                    Err(_) => break false,
                }
            };
            (end.then_some(rows.count), rows.into_source().into_inner())
        }
        None => (None, watched),
    };
    // Rows that could not be followed still have checksums.
    if rest.inner.broken.is_none() {
        let _ = drain(&mut rest);
    }
    let unread: Vec<usize> = rest.inner.left().to_vec();
    let mut broken: Vec<(usize, Unreadable)> = rest.inner.broken.take().into_iter().collect();
    if !(watch.cancel)() {
        let others = unread
            .into_iter()
            .filter_map(|index| Some((index, drain_entry(opened, index, watch).err()?)));
        broken.extend(others);
    }
    (counted.filter(|_| broken.is_empty()), broken)
}

fn drain_entry(opened: Opened<'_>, index: usize, watch: &Watch<'_>) -> Result<(), Unreadable> {
    let entry = stream(opened.source, opened.archive, index)?;
    drain(&mut Watched {
        inner: entry,
        watch,
    })
    .map_err(Unreadable::of)
}

fn drain(source: &mut impl BufRead) -> io::Result<()> {
    loop {
        let there = source.fill_buf()?.len();
        if there == 0 {
            return Ok(());
        }
        source.consume(there);
    }
}

/// A source that counts what is taken from it and ends when it is told to.
struct Watched<'w, R> {
    inner: R,
    watch: &'w Watch<'w>,
}

impl<R: BufRead> BufRead for Watched<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if (self.watch.cancel)() {
            return Err(io::Error::other("cancelled"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.watch.read(amount as u64);
        self.inner.consume(amount);
    }
}

impl<R: BufRead> io::Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let read = there.len().min(into.len());
        into[..read].copy_from_slice(&there[..read]);
        self.consume(read);
        Ok(read)
    }
}
