//! The few files of a package that describe it, read one by one.

use super::application::{Dependencies, Runtime};
use super::config::{self, ConfigFile};
use super::metadata::{self, MetadataFile};
use super::migrations::Migrations;
use super::settings::{Exposed, is_settings_file};
use super::{Described, Layout, REPOSITORY, Troubles};
use crate::package::archive::{Archive, Entry, READ_WHOLE, Scratch, Source, read};
use std::io;

/// How much of all SQL, and of all settings, is looked at once unpacked. Real packages hold less
/// than a hundredth; what is searched for there only makes remarks.
const SEARCHED: u64 = 64 << 20;

/// Reads single files by name.
pub(crate) struct Files<'a> {
    source: &'a dyn Source,
    archive: &'a Archive,
    layout: &'a Layout,
    scratch: Scratch,
    pub troubles: Troubles,
}

impl<'a> Files<'a> {
    pub(crate) fn of(source: &'a dyn Source, archive: &'a Archive, layout: &'a Layout) -> Self {
        Self {
            source,
            archive,
            layout,
            scratch: Scratch::new(),
            troubles: Troubles::default(),
        }
    }

    pub(crate) fn metadata(&mut self) -> io::Result<MetadataFile> {
        self.described(
            metadata::FILE,
            MetadataFile::Missing,
            MetadataFile::Closed,
            metadata::read,
        )
    }

    pub(crate) fn config(&mut self) -> io::Result<ConfigFile> {
        let path = format!("{REPOSITORY}/{}", config::FILE);
        self.described(&path, ConfigFile::Missing, ConfigFile::Closed, config::read)
    }

    pub(crate) fn dependencies(
        &mut self,
        metadata: &MetadataFile,
    ) -> io::Result<Described<Dependencies>> {
        self.beside_application(assembly(metadata), ".deps.json", Dependencies::read)
    }

    pub(crate) fn runtime(&mut self, metadata: &MetadataFile) -> io::Result<Described<Runtime>> {
        self.beside_application(assembly(metadata), ".runtimeconfig.json", Runtime::read)
    }

    /// The content of an entry put through `understand`, or none if there is none to be had.
    pub(crate) fn read<T>(
        &mut self,
        at: usize,
        understand: impl FnOnce(&str, &[u8]) -> T,
    ) -> io::Result<Option<T>> {
        let content = read(self.source, self.archive, at, &mut self.scratch);
        let content = self.troubles.note(at, content)?;
        Ok(content.map(|content| understand(&self.archive.entries[at].name, content)))
    }

    pub(crate) fn described<T>(
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

    /// The lists of migrations and the files they may name, without looking into those.
    pub(crate) fn migration_lists(&mut self) -> io::Result<Migrations> {
        let mut migrations = Migrations::default();
        for list in ["Before.txt", "After.txt"] {
            if let Some(at) = self
                .layout
                .find(self.archive, &format!("{REPOSITORY}/{list}"))
            {
                self.read(at, |entry, bytes| migrations.add_list(entry, bytes))?;
            }
        }
        for (_, entry, file) in self.migration_files() {
            migrations.add_file(&entry.name, file);
        }
        Ok(migrations)
    }

    /// The same, with what the SQL does.
    pub(crate) fn migrations(&mut self) -> io::Result<Migrations> {
        let mut migrations = self.migration_lists()?;
        let sql: Vec<usize> = self
            .migration_files()
            .filter(|(.., file)| file.to_lowercase().ends_with(".sql"))
            .map(|(at, ..)| at)
            .collect();
        let mut left = SEARCHED;
        for at in sql {
            if self.is_within(at, &mut left) {
                self.read(at, |entry, bytes| migrations.add_sql(entry, bytes))?;
            } else {
                migrations.passed_over.push(at);
            }
        }
        Ok(migrations)
    }

    /// What lies right in `@migrations`: index, entry and file name.
    fn migration_files(&self) -> impl Iterator<Item = (usize, &'a Entry, &'a str)> + use<'a> {
        let (archive, layout) = (self.archive, self.layout);
        let folder = format!("{REPOSITORY}/@migrations");
        archive
            .entries
            .iter()
            .enumerate()
            .filter_map(move |(at, entry)| {
                let file = layout.below(entry, &folder)?;
                (!file.contains('/')).then_some((at, entry, file))
            })
    }

    pub(crate) fn settings(&mut self) -> io::Result<Exposed> {
        let mut exposed = Exposed::default();
        let files: Vec<usize> = self.at_root(is_settings_file).collect();
        let mut left = SEARCHED;
        for at in files {
            if self.is_within(at, &mut left) {
                self.read(at, |entry, bytes| exposed.add(entry, bytes))?;
            } else {
                exposed.passed_over.push(at);
            }
        }
        Ok(exposed)
    }

    /// Whether so much is `left` to be unpacked as the entry takes, which is then taken off. A file
    /// of which only the beginning would be read is not: a search of that would find nothing.
    fn is_within(&self, at: usize, left: &mut u64) -> bool {
        let entry = &self.archive.entries[at];
        let size = entry.uncompressed.max(entry.compressed);
        let rest = left.checked_sub(size).filter(|_| size <= READ_WHOLE);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// Files at the root of the package whose name is wanted.
    pub(crate) fn at_root(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = usize> {
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

/// The name the metadata gives the application.
fn assembly(metadata: &MetadataFile) -> Option<&str> {
    match metadata {
        MetadataFile::Read(metadata) => metadata.assembly.as_ref().map(String::as_str),
        _ => None,
    }
}
