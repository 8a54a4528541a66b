//! What the package's files say: the small ones that describe it and every serialized object.

pub(crate) mod application;
pub(crate) mod config;
mod files;
pub(crate) mod jsonc;
mod layout;
pub(crate) mod metadata;
mod migrations;
pub(crate) mod object;
mod objects;
pub(crate) mod settings;
mod sql;
pub(crate) mod text;
mod version;
mod wanted;

pub(crate) use config::ConfigFile;
pub(crate) use files::Files;
pub(crate) use layout::{Layout, REPOSITORY, STORAGE_ASSETS};
pub(crate) use metadata::{Field, Metadata, MetadataFile};
pub(crate) use migrations::{Listed, Migrations, Risk};
pub(crate) use version::XperienceVersion;
pub(crate) use wanted::Wanted;

use super::archive::{Archive, MAX_UNPACKED, READ_WHOLE, Scratch, Source, Unreadable, read};
use application::{Dependencies, Runtime};
use objects::Objects;
use rayon::prelude::*;
use settings::Exposed;
use std::io;

/// Everything that was read. Facts and findings are made from this alone.
pub(crate) struct Reading {
    pub archive: Archive,
    pub layout: Layout,
    pub metadata: MetadataFile,
    pub config: ConfigFile,
    pub dependencies: Described<Dependencies>,
    pub runtime: Described<Runtime>,
    pub objects: Objects,
    pub migrations: Migrations,
    pub exposed: Exposed,
    pub troubles: Troubles,
}

/// A JSON file beside the application.
#[derive(Debug)]
pub(crate) enum Described<T> {
    Missing,
    /// It is there, but the archive does not give its content; another finding says why.
    Closed,
    /// Not the JSON it should be; its entry name.
    Garbled(String),
    Read(T),
}

impl<T> Described<T> {
    pub(crate) fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Read(described) => Some(described),
            Self::Missing | Self::Closed | Self::Garbled(_) => None,
        }
    }
}

/// Entries whose content did not come out as the archive claims, by index.
#[derive(Debug, Default)]
pub(crate) struct Troubles {
    pub damaged: Vec<usize>,
    pub other_size: Vec<usize>,
}

impl Troubles {
    /// Passes the content on, or notes why there is none. An `Err` is the disk's.
    fn note<T>(&mut self, entry: usize, content: Result<T, Unreadable>) -> io::Result<Option<T>> {
        match content {
            Ok(content) => return Ok(Some(content)),
            Err(Unreadable::Disk(cause)) => return Err(cause),
            Err(Unreadable::Damaged) => self.damaged.push(entry),
            Err(Unreadable::OtherSize) => self.other_size.push(entry),
            Err(Unreadable::Closed) => {}
        }
        Ok(None)
    }

    pub(crate) fn are_none(&self) -> bool {
        self.damaged.is_empty() && self.other_size.is_empty()
    }

    fn and(mut self, other: Self) -> Self {
        self.damaged.extend(other.damaged);
        self.other_size.extend(other.other_size);
        self
    }
}

/// Between how many objects, and how many bytes of them once unpacked, it is asked whether to stop.
const BATCH: usize = 4_096;
const BATCH_BYTES: u64 = 256 << 20;

/// Reads what describes the package. None if it was cancelled; an `Err` is the disk's.
pub(crate) fn take_in(
    source: &dyn Source,
    archive: Archive,
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Reading>> {
    let layout = Layout::of(&archive);
    let mut files = Files::of(source, &archive, &layout);
    // First, because it says which names are looked for among the objects.
    let config = files.config()?;
    let wanted = Wanted::of(&config);
    let Some((objects, troubles)) = serialized_objects(source, &archive, &layout, &wanted, cancel)?
    else {
        return Ok(None);
    };
    let metadata = files.metadata()?;
    let dependencies = files.dependencies(&metadata)?;
    let runtime = files.runtime(&metadata)?;
    if cancel() {
        return Ok(None);
    }
    let migrations = files.migrations()?;
    if cancel() {
        return Ok(None);
    }
    let exposed = files.settings()?;
    let troubles = troubles.and(files.troubles);
    Ok(Some(Reading {
        archive,
        layout,
        metadata,
        config,
        dependencies,
        runtime,
        objects,
        migrations,
        exposed,
        troubles,
    }))
}

/// Reads every object in parallel, in the order they lie in the file.
fn serialized_objects(
    source: &dyn Source,
    archive: &Archive,
    layout: &Layout,
    wanted: &Wanted,
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<(Objects, Troubles)>> {
    let mut order: Vec<usize> = (0..archive.entries.len())
        .filter(|at| is_object(layout.below(&archive.entries[*at], REPOSITORY)))
        .collect();
    order.sort_unstable_by_key(|at| archive.entries[*at].header_at);
    let mut sum = (Objects::default(), Troubles::default());
    // Beyond the limit the archive is refused anyway, and unpacking it is what it was made for.
    let mut left = MAX_UNPACKED;
    let mut rest = &order[..];
    while !rest.is_empty() && left > 0 {
        if cancel() {
            return Ok(None);
        }
        let (batch, bytes) = next_batch(archive, rest);
        rest = &rest[batch.len()..];
        left = left.saturating_sub(bytes);
        let part = batch
            .par_iter()
            .with_min_len(128)
            .try_fold(
                || (Objects::default(), Troubles::default(), Scratch::new()),
                |(mut objects, mut troubles, mut scratch), &at| {
                    let entry = &archive.entries[at];
                    if let Some(content) =
                        troubles.note(at, read(source, archive, at, &mut scratch))?
                    {
                        objects.add(at, &entry.name, entry.uncompressed, content, wanted);
                    }
                    io::Result::Ok((objects, troubles, scratch))
                },
            )
            .map(|part| part.map(|(objects, troubles, _)| (objects, troubles)))
            .try_reduce(Default::default, |a, b| Ok((a.0.and(b.0), a.1.and(b.1))))?;
        sum = (sum.0.and(part.0), sum.1.and(part.1));
    }
    Ok(Some(sum))
}

/// As many of the next objects as are read in one go, at least one, and what they may unpack to.
fn next_batch<'o>(archive: &Archive, order: &'o [usize]) -> (&'o [usize], u64) {
    let mut bytes = 0;
    let mut count = 0;
    for at in order.iter().take(BATCH) {
        if count > 0 && bytes >= BATCH_BYTES {
            break;
        }
        bytes += archive.entries[*at].uncompressed.min(READ_WHOLE);
        count += 1;
    }
    (&order[..count], bytes)
}

/// Objects are XML two folders down; a binary that was separated from its object has a `#` in its
/// name and may be XML too (facts 2.1).
pub(crate) fn is_object(path: Option<&str>) -> bool {
    let Some(path) = path else { return false };
    let Some((folder, file)) = path.rsplit_once('/') else {
        return false;
    };
    let special = |name: &str| {
        folder == name
            || folder
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    let is_xml = file.len() > 4 && file.as_bytes()[file.len() - 4..].eq_ignore_ascii_case(b".xml");
    is_xml && !file.contains('#') && !special("@migrations") && !special(".lock")
}
