//! Making deployment packages: the same files give the same bytes, quickly.
//!
//! Data flows one way: `order` → `tree` (what lies in the folders) → `judge` (what speaks against
//! it) → `item` (what goes where) → `pack` (read and deflate, several at once) → `zip` (one after
//! the other, hashed) → `output` (on disk, then under its name).

mod buffer;
mod deflate;
mod fault;
mod item;
mod judge;
mod metadata;
mod order;
mod output;
mod pack;
mod product_version;
mod progress;
mod read;
mod reuse;
mod survey;
#[cfg(test)]
mod tests;
mod to_disk;
mod tree;
mod trees;
mod zip;

pub use judge::BUILD_CHECKS;
pub use order::{BuildOrder, EntryTimes};
#[cfg(feature = "fuzzing")]
pub(crate) use product_version::product_version;
pub use progress::{BuildObserver, BuildPhase, BuildProgress};
pub use survey::{Part, Survey, survey};
pub(crate) use tree::{Odd, Tree, Trouble};
pub(crate) use trees::lower;

use self::zip::Sums;
use crate::fault::Fault;
use crate::package::facts::hex;
use crate::package::fingerprint::Fingerprint;
use crate::package::inspect::cancelled;
use crate::package::stamp::FileStamp;
use fault::{cannot_write, folder_of, no_room, refused, stopped};
use item::{Content, Item};
use output::{Destination, OutputFile};
use pack::{Job, Tally};
use std::io;
use std::path::{Path, PathBuf};
use survey::Looked;

/// A finished package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// What [`crate::package::fingerprint`] would give, without reading the package again.
    pub fingerprint: Fingerprint,
    pub build_number: String,
    /// All entries; those of empty folders among them.
    pub entries: u64,
    /// Entries whose bytes are as they were, and compressed ones.
    pub stored: u64,
    pub deflated: u64,
    /// Entries whose compressed bytes were taken over, and how many bytes that were.
    pub reused: u64,
    pub reused_bytes: u64,
    /// Bytes of all files before they were packed.
    pub unpacked: u64,
    pub survey: Survey,
}

/// Surveys and builds. The package appears under its name only when it is whole and on disk;
/// whatever happens before, what is there stays as it was, and nothing else is left behind.
///
/// # Errors
/// Those of [`survey`]; `build-refused` when it finds a blocker, which the observer was shown;
/// `build-no-room` before, and `build-disk-full` while it is written; `build-cannot-write`;
/// `build-file-changed`, `build-file-unreadable` or `build-file-in-use`, which name the file;
/// `cancelled`.
pub fn build(
    order: &BuildOrder,
    observer: &dyn BuildObserver,
    cancel: &dyn Fn() -> bool,
) -> Result<Built, Fault> {
    let around = Around {
        free: |folder: &Path| fs4::available_space(folder),
        create: OutputFile::create,
    };
    build_around(order, observer, cancel, &around)
}

/// What a build needs of the computer besides reading files.
struct Around<F, C> {
    /// Bytes that can still be written to a folder.
    free: F,
    create: C,
}

fn build_around<D: Destination>(
    order: &BuildOrder,
    observer: &dyn BuildObserver,
    cancel: &dyn Fn() -> bool,
    around: &Around<impl Fn(&Path) -> io::Result<u64>, impl Fn(&Path) -> Result<D, Fault>>,
) -> Result<Built, Fault> {
    let looked = Looked::at(order, cancel)?;
    observer.surveyed(&looked.survey);
    let blockers = looked.blockers();
    let Looked {
        survey,
        trees,
        previous,
    } = looked;
    let build_number = match &survey.build_number {
        Some(number) if blockers == 0 => number.clone(),
        _ => return Err(refused(blockers)),
    };
    let target = order.target();
    let metadata = metadata::text(order, &build_number, trees.assets_directory());
    let items = trees.into_items(order.times, metadata);
    check_room(&target, &items, &around.free)?;
    let job = Job {
        items: &items,
        previous: previous.as_ref(),
        threads: threads(order),
        target: &target,
    };
    let out = (around.create)(&target)?;
    let (out, sums, tally) =
        pack::pack(&job, out, &|progress| observer.progress(progress), cancel)?;
    // The package of before may be the very file that is replaced.
    drop(previous);
    if cancel() {
        return Err(cancelled());
    }
    out.finish()
        .map_err(|cause| cannot_write(&target, &cause))?;
    built(target, build_number, &sums, &tally, &items, survey)
}

fn built(
    path: PathBuf,
    build_number: String,
    sums: &Sums,
    tally: &Tally,
    items: &[Item],
    survey: Survey,
) -> Result<Built, Fault> {
    let stamp = FileStamp::at(&path)?;
    if stamp.size != sums.size {
        return Err(stopped().detail("the package is not as long as it was written"));
    }
    Ok(Built {
        size: sums.size,
        fingerprint: Fingerprint {
            sha256: hex(&sums.sha256),
            crc64: sums.crc64,
            stamp,
        },
        path,
        build_number,
        entries: tally.entries,
        stored: tally.stored,
        deflated: tally.deflated,
        reused: tally.reused,
        reused_bytes: tally.reused_bytes,
        unpacked: items.iter().map(Item::size).sum(),
        survey,
    })
}

/// Whether what the package takes at least fits on the disk. It is not refused what might just
/// fit: should it not, the writing ends it as cleanly.
fn check_room(
    target: &Path,
    items: &[Item],
    free: &impl Fn(&Path) -> io::Result<u64>,
) -> Result<(), Fault> {
    let needed = items.iter().map(least_room).sum();
    let folder = folder_of(target);
    let free = free(folder).map_err(|cause| cannot_write(target, &cause))?;
    if needed > free {
        return Err(no_room(target, needed, free));
    }
    Ok(())
}

/// Bytes an entry will hardly stay under: files of a site get to about a third when packed.
fn least_room(item: &Item) -> u64 {
    let records = 2 * item.name.len() as u64 + 76;
    let data = match &item.content {
        Content::File { stamp, .. } if deflate::is_packed_kind(&item.name) => stamp.size,
        _ => item.size() / 5,
    };
    data + records
}

fn threads(order: &BuildOrder) -> usize {
    order.threads.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    )
}
