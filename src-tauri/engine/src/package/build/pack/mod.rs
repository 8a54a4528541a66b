//! From items to the bytes of a package. Files are read and packed by several threads, and
//! written by one in the order of their names.
//!
//! What is in memory is bounded whatever the tree is: files up to [`WHOLE`] are packed whole,
//! larger ones in pieces, and as many of them are under way as [`UNDER_WAY`] allows.

mod feed;
mod line;
mod take;
mod work;

use super::item::Item;
use super::progress::BuildProgress;
use super::reuse::Previous;
use super::zip::{Amounts, Sums, ZipOut};
use crate::fault::Fault;
use crate::package::archive::PackageFile;
use line::Broken;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use take::Taking;

/// Bytes of the largest file packed in one go, which saves joining pieces and costs each thread
/// twice as much memory. Another number makes other packages: see the recipe in `reuse`.
const WHOLE: u64 = 16 << 20;
/// Bytes of the pieces of larger ones. The same holds for them.
const PIECE: u64 = 8 << 20;
/// Bytes of files that are read or packed and not yet written.
const UNDER_WAY: u64 = 64 << 20;
/// Beyond that the disk is what takes the time, and each thread needs its buffers.
const MOST_THREADS: usize = 6;

/// What is to be packed, and how.
pub(super) struct Job<'a> {
    pub items: &'a [Item],
    pub previous: Option<&'a Previous>,
    pub threads: usize,
    /// Named where it cannot be written.
    pub target: &'a Path,
}

/// What the entries came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub entries: u64,
    pub stored: u64,
    pub deflated: u64,
    pub folders: u64,
    /// Of the stored and the deflated.
    pub reused: u64,
    /// Compressed bytes of the reused.
    pub reused_bytes: u64,
}

/// Packs everything into `out`.
///
/// # Errors
/// `build-file-…` naming a file that is not what it was or cannot be read, `build-disk-full` and
/// `build-cannot-write` for `out`, `cancelled`, `stopped-unexpectedly`.
pub(super) fn pack<W: Write>(
    job: &Job,
    out: W,
    progress: &dyn Fn(&BuildProgress),
    cancel: &dyn Fn() -> bool,
) -> Result<(W, Sums, Tally), Fault> {
    let mut taking = Taking::new(job, ZipOut::new(out), progress, cancel);
    line::run(
        job.threads.clamp(1, MOST_THREADS),
        UNDER_WAY,
        |feed| feed::all(job, feed),
        work::Worker::new,
        |worker, task| worker.work(job, task),
        |done| taking.take(done),
    )
    .map_err(|broken| match broken {
        Broken::Taking(fault) => fault,
        Broken::Worker => super::fault::stopped(),
    })?;
    taking.finish()
}

/// Something a worker does. Numbers are places in the list of items.
enum Task {
    /// Reads and packs an item whole.
    Whole(usize),
    /// Reads and packs a part of a large file.
    Piece(Piece),
}

struct Piece {
    item: usize,
    file: Arc<PackageFile>,
    from: u64,
    length: usize,
    last: bool,
    /// Stored files keep their bytes.
    deflate: bool,
}

/// What came of it.
enum Done {
    Entry {
        item: usize,
        method: u16,
        amounts: Amounts,
        data: Box<[u8]>,
        reused: bool,
    },
    /// The compressed bytes of a large entry are taken over; its place in the package of before.
    Copied {
        item: usize,
        previous: usize,
    },
    /// A large file begins. A stored one tells its amounts.
    Begun {
        item: usize,
        stored: Option<Amounts>,
    },
    Part {
        data: Box<[u8]>,
        /// Of the bytes that were read.
        crc32: u32,
        length: u64,
    },
    /// A large file is over; it is looked at again.
    Ended {
        item: usize,
        file: Arc<PackageFile>,
    },
    Trouble(Fault),
}
