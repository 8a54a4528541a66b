//! The parts of a package as they lie in a folder: published application, CD repository, storage
//! assets.

use super::picture::{AssetsPart, PublishPart, RepositoryPart};
use super::walk::{Tree, moment, read_small, walk_whole};
use crate::disk::{join, name_of, on_disk, parent_of};
use crate::package::content::application::Dependencies;
use crate::package::content::config::{self, ConfigFile};
use crate::package::report::{Sourced, Tally};
use crate::units::{Bytes, Count};
use std::collections::BTreeMap;
use std::path::Path;

const RUNTIME: &str = ".runtimeconfig.json";
/// A large application lists a few hundred libraries; more is no `deps.json`.
const LARGEST_DEPS: u64 = 16_000_000;
const LARGEST_CONFIG: u64 = 4_000_000;
/// The object that tells the version (facts 2.5).
const DATABASE_VERSION: &str = "@global/cms.settingskey/cmsdbversion.xml";
/// Published folders lie at most so deep: `bin/Release/net10.0/publish` of a project in `src`.
const DEEPEST_PUBLISH: usize = 3;

/// Folders with a published application, the shallowest first. An application has its main library
/// beside the file that tells how to run it.
pub(super) fn publish_parts(root: &Path, tree: &Tree) -> Vec<PublishPart> {
    let mut by_folder: BTreeMap<(usize, &str), Vec<String>> = BTreeMap::new();
    for file in &tree.files {
        let Some(assembly) = strip_suffix_ignoring_case(file.name(), RUNTIME) else {
            continue;
        };
        let folder = parent_of(&file.path);
        let depth = folder.matches('/').count() + usize::from(!folder.is_empty());
        let library = join(folder, &format!("{assembly}.dll"));
        if depth <= DEEPEST_PUBLISH
            && tree
                .files
                .iter()
                .any(|other| other.path.eq_ignore_ascii_case(&library))
        {
            by_folder
                .entry((depth, folder))
                .or_default()
                .push(assembly.to_owned());
        }
    }
    by_folder
        .into_iter()
        .map(|((_, folder), assemblies)| publish_part(root, folder, assemblies))
        .collect()
}

fn publish_part(root: &Path, folder: &str, assemblies: Vec<String>) -> PublishPart {
    let dependencies = |assembly: &str| {
        let path = join(folder, &format!("{assembly}.deps.json"));
        let bytes = read_small(&on_disk(root, &path), LARGEST_DEPS)?;
        let dependencies = Dependencies::read(&path, &bytes)?;
        Some(Sourced {
            value: dependencies.xperience_version()?.to_owned(),
            source: path,
        })
    };
    let mut known: Vec<(String, Option<Sourced>)> = assemblies
        .into_iter()
        .map(|assembly| {
            let version = dependencies(&assembly);
            (assembly, version)
        })
        .collect();
    // The application that brings Xperience is the one that is meant.
    known.sort_by_key(|(assembly, version)| (version.is_none(), assembly.clone()));
    let mut known = known.into_iter();
    let (assembly, xperience) = known.next().unwrap_or_default();
    let library = on_disk(root, &join(folder, &format!("{assembly}.dll")));
    PublishPart {
        path: folder.to_owned(),
        made_at: std::fs::metadata(library)
            .and_then(|about| about.modified())
            .ok()
            .and_then(moment),
        assembly,
        other_assemblies: known.map(|(assembly, _)| assembly).collect(),
        xperience,
    }
}

/// The CD repository at `path`, which is there.
pub(super) fn repository(root: &Path, path: &str, is_seed: bool) -> RepositoryPart {
    let folder = on_disk(root, path);
    let tree = walk_whole(&folder);
    let config = tree
        .files
        .iter()
        .find(|file| file.path.eq_ignore_ascii_case(config::FILE))
        .and_then(|file| read_small(&on_disk(&folder, &file.path), LARGEST_CONFIG))
        .map(|bytes| config::read(config::FILE, &bytes));
    let read = match &config {
        Some(ConfigFile::Read(config)) => Some(config),
        _ => None,
    };
    let at_level = |level: &str| {
        let inside = format!("{level}/");
        tree.files
            .iter()
            .filter(move |file| file.path.starts_with(&inside))
    };
    let objects = tree.files.iter().filter(|file| {
        let level = file.path.split('/').next().unwrap_or_default();
        file.path.to_lowercase().ends_with(".xml") && !matches!(level, "@migrations" | ".lock")
    });
    let migrations =
        at_level("@migrations").filter(|file| file.path.to_lowercase().ends_with(".sql"));
    RepositoryPart {
        path: path.to_owned(),
        is_seed,
        configured: config.is_some(),
        restore_mode: read.and_then(|config| config.mode()),
        config_version: read.and_then(|config| config.generation()),
        objects: Count(objects.count() as u64),
        migrations: Count(migrations.count() as u64),
        xperience: database_version(&folder, path),
        stored_at: tree
            .files
            .iter()
            .filter(|file| file.path.contains('/') && !file.path.starts_with(".lock/"))
            .filter_map(|file| file.modified)
            .max(),
    }
}

fn database_version(folder: &Path, path: &str) -> Option<Sourced> {
    let bytes = read_small(&on_disk(folder, DATABASE_VERSION), LARGEST_CONFIG)?;
    let text = crate::package::content::text::decode(&bytes).into_owned();
    let (_, rest) = text.split_once("<KeyValue>")?;
    let (value, _) = rest.split_once("</KeyValue>")?;
    Some(Sourced {
        value: value.trim().to_owned(),
        source: join(path, DATABASE_VERSION),
    })
}

/// The storage assets at `path`, which is there.
pub(super) fn assets(root: &Path, path: &str) -> AssetsPart {
    let tree = walk_whole(&on_disk(root, path));
    let mut containers: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for file in &tree.files {
        let level = file.path.split('/').next().unwrap_or(name_of(&file.path));
        let sum = containers.entry(level).or_default();
        sum.0 += 1;
        sum.1 += file.size;
    }
    AssetsPart {
        path: path.to_owned(),
        files: Count(tree.files.len() as u64),
        bytes: Bytes(tree.files.iter().map(|file| file.size).sum()),
        containers: containers
            .into_iter()
            .map(|(name, (count, bytes))| Tally {
                name: name.to_owned(),
                count: Count(count),
                bytes: Bytes(bytes),
            })
            .collect(),
    }
}

fn strip_suffix_ignoring_case<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(suffix.len())?;
    let (stem, end) = text.split_at_checked(at)?;
    (end.eq_ignore_ascii_case(suffix) && !stem.is_empty()).then_some(stem)
}
