//! One of the two packages: its list of entries and what describes it.

use super::answer::ComparedPackage;
use crate::fault::Fault;
use crate::package::archive::{self, Archive, Opened, Source};
use crate::package::content::application::Dependencies;
use crate::package::content::{
    ConfigFile, Described, Field, Files, Layout, Metadata, MetadataFile, Migrations, REPOSITORY,
    object,
};
use crate::package::facts::{assets_directory, assets_mode};
use crate::package::inspect::{cancelled, unreadable};
use crate::package::weight::not_a_package;
use crate::units::{Bytes, Count};
use std::io;
use std::path::Path;

pub(super) struct Side<'s> {
    pub source: &'s dyn Source,
    pub archive: Archive,
    pub layout: Layout,
    pub gist: ComparedPackage,
    /// Name of the folder with the storage assets.
    pub assets: String,
    pub dependencies: Option<Dependencies>,
    /// Path of the `deps.json` that was read.
    pub dependencies_path: Option<String>,
    pub migrations: Migrations,
}

impl<'s> Side<'s> {
    pub(super) fn open(
        path: &Path,
        source: &'s dyn Source,
        cancel: &dyn Fn() -> bool,
    ) -> Result<Self, Fault> {
        let opened = archive::open(source, cancel)
            .map_err(|cause| unreadable(path, &cause))?
            .ok_or_else(cancelled)?;
        let Opened::Archive(archive) = opened else {
            return Err(not_a_package(path));
        };
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self::describe(&name.to_string_lossy(), source, archive)
            .map_err(|cause| unreadable(path, &cause))
    }

    /// Reads the few files that describe the package. What cannot be read is told as missing: an
    /// inspection says why.
    pub(super) fn describe(
        file_name: &str,
        source: &'s dyn Source,
        archive: Archive,
    ) -> io::Result<Self> {
        let layout = Layout::of(&archive);
        let mut files = Files::of(source, &archive, &layout);
        let metadata_file = files.metadata()?;
        let metadata = match &metadata_file {
            MetadataFile::Read(metadata) => Some(metadata),
            _ => None,
        };
        let config = files.config()?;
        let dependencies = match files.dependencies(&metadata_file)? {
            Described::Read(dependencies) => Some(dependencies),
            _ => None,
        };
        let runtime = files.runtime(&metadata_file)?;
        let migrations = files.migration_lists()?;
        let word = |field: fn(&Metadata) -> &Field<String>| {
            metadata.and_then(|metadata| field(metadata).as_ref().cloned())
        };
        let assets = word(|metadata| &metadata.assets_directory);
        let gist = ComparedPackage {
            file_name: file_name.to_owned(),
            size: Bytes(archive.size),
            files: Count(archive.entries.iter().filter(|e| !e.is_folder()).count() as u64),
            assembly: word(|metadata| &metadata.assembly),
            build_number: word(|metadata| &metadata.version),
            code_version: dependencies
                .as_ref()
                .and_then(|deps| deps.xperience_version().map(str::to_owned)),
            repository_version: database_version(&mut files, &archive, &layout)?,
            target_framework: runtime
                .as_ref()
                .and_then(|runtime| runtime.framework.clone()),
            zero_downtime: metadata.and_then(|metadata| metadata.zero_downtime.as_ref().copied()),
            restore_mode: match &config {
                ConfigFile::Read(config) => config.mode(),
                _ => None,
            },
            assets_mode: word(|metadata| &metadata.assets_mode).and_then(|mode| assets_mode(&mode)),
        };
        let dependencies_path = dependencies.as_ref().map(|deps| {
            let path = deps.entry.replace('\\', "/");
            let inside = path.strip_prefix(layout.root.as_str());
            inside.unwrap_or(&path).to_owned()
        });
        Ok(Self {
            source,
            assets: assets_directory(assets.as_deref()).to_owned(),
            gist,
            dependencies,
            dependencies_path,
            migrations,
            archive,
            layout,
        })
    }

    /// The path inside the package, which is what the two packages have in common.
    pub(super) fn path(&self, entry: usize) -> &str {
        let entry = &self.archive.entries[entry];
        self.layout.inside(entry).unwrap_or(entry.path())
    }

    pub(super) fn size(&self, entry: usize) -> Bytes {
        Bytes(self.archive.entries[entry].uncompressed)
    }
}

/// From the setting that carries it, where settings are part of the repository (facts 2.5).
fn database_version(
    files: &mut Files<'_>,
    archive: &Archive,
    layout: &Layout,
) -> io::Result<Option<String>> {
    let setting = archive.entries.iter().position(|entry| {
        entry.file_name().eq_ignore_ascii_case("cmsdbversion.xml")
            && layout.below(entry, REPOSITORY).is_some()
    });
    let Some(at) = setting else { return Ok(None) };
    let told = files.read(at, |_, bytes| object::read(bytes))?.flatten();
    Ok(match told.map(|object| object.told) {
        Some(object::Told::DatabaseVersion(version)) => Some(version.into()),
        _ => None,
    })
}
