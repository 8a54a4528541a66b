//! Writing what the workers packed, in order.

use super::work::unchanged;
use super::{Done, Job, Tally};
use crate::fault::Fault;
use crate::package::archive::{DEFLATED, PackageFile, STORED};
use crate::package::build::fault::{cannot_write, file_changed, stopped};
use crate::package::build::item::{Content, Item};
use crate::package::build::progress::{BuildPhase, BuildProgress};
use crate::package::build::reuse;
use crate::package::build::zip::{Amounts, Head, Sums, ZipOut};
use crate::package::inspect::cancelled;
use crc_fast::{CrcAlgorithm, checksum_combine};
use std::io::{self, Write};

/// Bytes copied from the package of before at a time.
const COPIED: usize = 1 << 20;

pub(super) struct Taking<'a, W: Write> {
    job: &'a Job<'a>,
    zip: ZipOut<W>,
    progress: &'a dyn Fn(&BuildProgress),
    cancel: &'a dyn Fn() -> bool,
    large: Option<Large>,
    tally: Tally,
    bytes_done: u64,
    bytes_total: u64,
}

/// A large entry that is being written.
struct Large {
    method: u16,
    /// What was told before a stored one.
    told: Option<Amounts>,
    so_far: Amounts,
}

impl<'a, W: Write> Taking<'a, W> {
    pub(super) fn new(
        job: &'a Job<'a>,
        zip: ZipOut<W>,
        progress: &'a dyn Fn(&BuildProgress),
        cancel: &'a dyn Fn() -> bool,
    ) -> Self {
        let taking = Self {
            job,
            zip,
            progress,
            cancel,
            large: None,
            tally: Tally::default(),
            bytes_done: 0,
            bytes_total: job.items.iter().map(Item::size).sum(),
        };
        taking.tell(BuildPhase::Packing, "");
        taking
    }

    pub(super) fn take(&mut self, done: Done) -> Result<(), Fault> {
        if (self.cancel)() {
            return Err(cancelled());
        }
        match done {
            Done::Entry {
                item,
                method,
                amounts,
                data,
                reused,
            } => self.entry(item, method, amounts, &data, reused),
            Done::Copied { item, previous } => self.copy(item, previous),
            Done::Begun { item, stored } => self.begin(item, stored),
            Done::Part {
                data,
                crc32,
                length,
            } => self.part(&data, crc32, length),
            Done::Ended { item, file } => self.end(item, &file),
            Done::Trouble(fault) => Err(fault),
        }
    }

    /// Writes the end. Nothing of the package is known to be on disk yet.
    pub(super) fn finish(self) -> Result<(W, Sums, Tally), Fault> {
        if self.large.is_some() || self.tally.entries != self.job.items.len() as u64 {
            return Err(stopped());
        }
        self.tell(BuildPhase::Finishing, "");
        let target = self.job.target;
        let (out, sums) = self
            .zip
            .finish(reuse::comment)
            .map_err(|cause| cannot_write(target, &cause))?;
        Ok((out, sums, self.tally))
    }

    fn entry(
        &mut self,
        at: usize,
        method: u16,
        amounts: Amounts,
        data: &[u8],
        reused: bool,
    ) -> Result<(), Fault> {
        let head = head(&self.job.items[at], method);
        let written = self.zip.put(&head, amounts, data);
        self.written(written)?;
        self.bytes_done += amounts.size;
        self.count(at, method, reused.then_some(amounts.compressed));
        Ok(())
    }

    fn begin(&mut self, at: usize, stored: Option<Amounts>) -> Result<(), Fault> {
        let item = &self.job.items[at];
        let method = if stored.is_some() { STORED } else { DEFLATED };
        let begun = match stored {
            Some(amounts) => self.zip.begin(&head(item, method), amounts),
            None => self.zip.begin_streamed(&head(item, method), item.size()),
        };
        self.large = Some(Large {
            method,
            told: stored,
            so_far: Amounts::default(),
        });
        self.written(begun)
    }

    fn part(&mut self, data: &[u8], crc32: u32, length: u64) -> Result<(), Fault> {
        let written = self.zip.data(data);
        self.written(written)?;
        let large = self.large.as_mut().ok_or_else(stopped)?;
        let before = u64::from(large.so_far.crc32);
        let joined = checksum_combine(CrcAlgorithm::Crc32IsoHdlc, before, u64::from(crc32), length);
        large.so_far = Amounts {
            crc32: super::work::crc32_of(joined),
            compressed: large.so_far.compressed + data.len() as u64,
            size: large.so_far.size + length,
        };
        self.bytes_done += length;
        self.tell(BuildPhase::Packing, "");
        Ok(())
    }

    fn end(&mut self, at: usize, file: &PackageFile) -> Result<(), Fault> {
        let Content::File { path, stamp } = &self.job.items[at].content else {
            return Err(stopped());
        };
        unchanged(path, stamp, file)?;
        // A copied one is over already.
        let Some(large) = self.large.take() else {
            return Ok(());
        };
        if large.told.is_some_and(|told| told != large.so_far) {
            return Err(file_changed(path, "it changed between two readings"));
        }
        let head = head(&self.job.items[at], large.method);
        let ended = self.zip.end(&head, large.so_far);
        self.written(ended)?;
        self.count(at, large.method, None);
        Ok(())
    }

    /// Takes a large entry over as it is.
    fn copy(&mut self, at: usize, entry: usize) -> Result<(), Fault> {
        let item = &self.job.items[at];
        let previous = self.job.previous.ok_or_else(stopped)?;
        let method = previous.method(entry);
        let amounts = Amounts {
            crc32: previous.crc32(entry),
            compressed: previous.compressed(entry),
            size: item.size(),
        };
        let begun = match method {
            STORED => self.zip.begin(&head(item, method), amounts),
            _ => self.zip.begin_streamed(&head(item, method), item.size()),
        };
        self.written(begun)?;
        let mut block = vec![0; COPIED];
        let mut from = 0;
        while from < amounts.compressed {
            if (self.cancel)() {
                return Err(cancelled());
            }
            let length = (amounts.compressed - from).min(COPIED as u64) as usize;
            previous.read(entry, from, &mut block[..length])?;
            let written = self.zip.data(&block[..length]);
            self.written(written)?;
            from += length as u64;
        }
        let ended = self.zip.end(&head(item, method), amounts);
        self.written(ended)?;
        self.bytes_done += amounts.size;
        self.count(at, method, Some(amounts.compressed));
        Ok(())
    }

    fn count(&mut self, at: usize, method: u16, reused: Option<u64>) {
        let name = &self.job.items[at].name;
        self.tally.entries += 1;
        match method {
            _ if name.ends_with('/') => self.tally.folders += 1,
            STORED => self.tally.stored += 1,
            _ => self.tally.deflated += 1,
        }
        if let Some(bytes) = reused {
            self.tally.reused += 1;
            self.tally.reused_bytes += bytes;
        }
        self.tell(BuildPhase::Packing, name);
    }

    fn tell(&self, phase: BuildPhase, current: &str) {
        (self.progress)(&BuildProgress {
            phase,
            bytes_done: self.bytes_done,
            bytes_total: self.bytes_total,
            files_done: self.tally.entries,
            files_total: self.job.items.len() as u64,
            current,
        });
    }

    fn written(&self, result: io::Result<()>) -> Result<(), Fault> {
        result.map_err(|cause| cannot_write(self.job.target, &cause))
    }
}

fn head<'i>(item: &'i Item, method: u16) -> Head<'i> {
    Head {
        name: &item.name,
        time: item.time,
        method,
    }
}
