//! What the package's files say: the small ones that describe it and every serialized object.

pub(crate) mod application;
pub(crate) mod config;
mod jsonc;
mod layout;
pub(crate) mod metadata;
mod migrations;
mod object;
mod objects;
mod settings;
pub(crate) mod text;
mod version;

pub(crate) use config::ConfigFile;
pub(crate) use layout::{Layout, REPOSITORY, STORAGE_ASSETS};
pub(crate) use metadata::{Field, Metadata, MetadataFile};
pub(crate) use migrations::{Listed, Migrations};
pub(crate) use version::XperienceVersion;

use super::archive::{Archive, MAX_UNPACKED, READ_WHOLE, Scratch, Source, Unreadable, read};
use application::{Dependencies, Runtime};
use objects::Objects;
use rayon::prelude::*;
use settings::{Exposed, is_settings_file};
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

/// How much of all SQL, and of all settings, is looked at once unpacked. Real packages hold less
/// than a hundredth; what is searched for there only makes remarks.
const SEARCHED: u64 = 64 << 20;

/// Reads what describes the package. None if it was cancelled; an `Err` is the disk's.
pub(crate) fn take_in(
    source: &dyn Source,
    archive: Archive,
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Reading>> {
    let layout = Layout::of(&archive);
    let Some((objects, troubles)) = serialized_objects(source, &archive, &layout, cancel)? else {
        return Ok(None);
    };
    let mut files = Files {
        source,
        archive: &archive,
        layout: &layout,
        scratch: Scratch::new(),
        troubles,
    };
    let metadata = files.described(
        metadata::FILE,
        MetadataFile::Missing,
        MetadataFile::Closed,
        metadata::read,
    )?;
    let path = format!("{REPOSITORY}/{}", config::FILE);
    let config = files.described(&path, ConfigFile::Missing, ConfigFile::Closed, config::read)?;
    let assembly = match &metadata {
        MetadataFile::Read(metadata) => metadata.assembly.as_ref().map(String::as_str),
        _ => None,
    };
    let dependencies = files.beside_application(assembly, ".deps.json", Dependencies::read)?;
    let runtime = files.beside_application(assembly, ".runtimeconfig.json", Runtime::read)?;
    if cancel() {
        return Ok(None);
    }
    let migrations = files.migrations()?;
    if cancel() {
        return Ok(None);
    }
    let exposed = files.settings()?;
    let troubles = files.troubles;
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
                        objects.add(at, &entry.name, entry.uncompressed, content);
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
fn is_object(path: Option<&str>) -> bool {
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

/// Reads single files by name.
struct Files<'a> {
    source: &'a dyn Source,
    archive: &'a Archive,
    layout: &'a Layout,
    scratch: Scratch,
    troubles: Troubles,
}

impl Files<'_> {
    /// The content of an entry put through `understand`, or none if there is none to be had.
    fn read<T>(
        &mut self,
        at: usize,
        understand: impl FnOnce(&str, &[u8]) -> T,
    ) -> io::Result<Option<T>> {
        let content = read(self.source, self.archive, at, &mut self.scratch);
        let content = self.troubles.note(at, content)?;
        Ok(content.map(|content| understand(&self.archive.entries[at].name, content)))
    }

    fn described<T>(
        &mut self,
        path: &str,
        missing: T,
        closed: T,
        understand: impl FnOnce(&str, &[u8]) -> T,
    ) -> io::Result<T> {
        let Some(at) = self.layout.find(self.archive, path) else {
            return Ok(missing);
        };
        Ok(self.read(at, understand)?.unwrap_or(closed))
    }

    /// The file named after the assembly; where that one is missing, the first one of its kind.
    fn beside_application<T>(
        &mut self,
        assembly: Option<&str>,
        extension: &str,
        understand: impl FnOnce(&str, &[u8]) -> Option<T>,
    ) -> io::Result<Described<T>> {
        let named = assembly.and_then(|name| {
            self.layout
                .find(self.archive, &format!("{name}{extension}"))
        });
        let any = || {
            self.at_root(|name| name.to_lowercase().ends_with(extension))
                .next()
        };
        let Some(at) = named.or_else(any) else {
            return Ok(Described::Missing);
        };
        let understand = |entry: &str, bytes: &[u8]| match understand(entry, bytes) {
            Some(described) => Described::Read(described),
            None => Described::Garbled(entry.to_owned()),
        };
        Ok(self.read(at, understand)?.unwrap_or(Described::Closed))
    }

    fn migrations(&mut self) -> io::Result<Migrations> {
        let mut migrations = Migrations::default();
        for list in ["Before.txt", "After.txt"] {
            if let Some(at) = self
                .layout
                .find(self.archive, &format!("{REPOSITORY}/{list}"))
            {
                self.read(at, |entry, bytes| migrations.add_list(entry, bytes))?;
            }
        }
        let folder = format!("{REPOSITORY}/@migrations");
        let (archive, layout) = (self.archive, self.layout);
        let mut left = SEARCHED;
        for (at, entry) in archive.entries.iter().enumerate() {
            if let Some(file) = layout
                .below(entry, &folder)
                .filter(|file| !file.contains('/'))
            {
                migrations.add_file(&entry.name, file);
                if file.to_lowercase().ends_with(".sql") && self.is_within(at, &mut left) {
                    self.read(at, |entry, bytes| migrations.add_sql(entry, bytes))?;
                }
            }
        }
        Ok(migrations)
    }

    fn settings(&mut self) -> io::Result<Exposed> {
        let mut exposed = Exposed::default();
        let files: Vec<usize> = self.at_root(is_settings_file).collect();
        let mut left = SEARCHED;
        for at in files {
            if self.is_within(at, &mut left) {
                self.read(at, |entry, bytes| exposed.add(entry, bytes))?;
            }
        }
        Ok(exposed)
    }

    /// Whether so much is `left` to be unpacked as the entry takes, which is then taken off.
    fn is_within(&self, at: usize, left: &mut u64) -> bool {
        let rest = left.checked_sub(self.archive.entries[at].uncompressed.min(READ_WHOLE));
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// Files at the root of the package whose name is wanted.
    fn at_root(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = usize> {
        let names = self.archive.entries.iter().enumerate();
        names.filter_map(move |(at, entry)| {
            let inside = self
                .layout
                .inside(entry)
                .filter(|inside| !inside.contains('/'))?;
            wanted(inside).then_some(at)
        })
    }
}
