//! Facts about a package, from what was read.

use super::content::{
    ConfigFile, Field, Metadata, MetadataFile, REPOSITORY, Reading, STORAGE_ASSETS,
};
use super::explanation;
use super::report::{AssetsMode, PackageFacts, RestoreMode, Sourced, StorageAssets, Tally};
use crate::units::{Bytes, Count, Moment};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;

/// Folders told at most.
const MOST_FOLDERS: usize = 40;

/// Stands for the files that lie in no folder.
const ROOT_FOLDER: &str = "/";

/// What is left to say about a file that could not be read as a package.
pub(super) fn unread(size: u64) -> PackageFacts {
    PackageFacts {
        assembly: None,
        build_number: None,
        built_at: None,
        code_version: None,
        repository_version: None,
        target_framework: None,
        zero_downtime: None,
        storage_assets: None,
        restore_mode: None,
        config_version: None,
        objects: Vec::new(),
        content_items: Vec::new(),
        migrations: Count(0),
        entries: Count(0),
        size: Bytes(size),
        uncompressed: Bytes(0),
        folders: Vec::new(),
        repository_hash: None,
        config: None,
        offline_page: None,
    }
}

pub(super) fn facts(reading: &Reading) -> PackageFacts {
    let metadata = match &reading.metadata {
        MetadataFile::Read(metadata) => Some(metadata),
        _ => None,
    };
    let word = |field: fn(&Metadata) -> &Field<String>| {
        metadata.and_then(|metadata| field(metadata).as_ref().cloned())
    };
    let build_number = word(|metadata| &metadata.version);
    PackageFacts {
        assembly: word(|metadata| &metadata.assembly),
        built_at: build_number
            .as_deref()
            .and_then(built_at)
            .map(|at| at.to_string()),
        build_number,
        code_version: reading.dependencies.as_ref().and_then(|deps| {
            Some(Sourced {
                value: deps.xperience_version()?.to_owned(),
                source: deps.entry.clone(),
            })
        }),
        repository_version: reading.objects.database_version.clone(),
        target_framework: reading.runtime.as_ref().and_then(|runtime| {
            Some(Sourced {
                value: runtime.framework.clone()?,
                source: runtime.entry.clone(),
            })
        }),
        zero_downtime: metadata.and_then(|metadata| metadata.zero_downtime.as_ref().copied()),
        storage_assets: storage_assets(reading, metadata),
        restore_mode: restore_mode(reading),
        config_version: match &reading.config {
            ConfigFile::Read(config) => config.generation(),
            _ => None,
        },
        objects: reading.objects.by_kind(),
        content_items: reading.objects.by_content_type(),
        migrations: Count(reading.migrations.listed.len() as u64),
        entries: Count(reading.archive.entries.len() as u64),
        size: Bytes(reading.archive.size),
        uncompressed: Bytes(reading.archive.uncompressed()),
        folders: folders(reading),
        repository_hash: repository_hash(reading),
        config: explanation::explain(reading),
        offline_page: Some(has_offline_page(reading)),
    }
}

/// The underscore at the end is part of the name.
fn has_offline_page(reading: &Reading) -> bool {
    let page = reading.layout.find(&reading.archive, "app_offline.htm_");
    page.is_some()
}

fn restore_mode(reading: &Reading) -> Option<RestoreMode> {
    match &reading.config {
        ConfigFile::Read(config) => config.mode(),
        _ => None,
    }
}

/// The moment in the `-yyyyMMddHHmm` suffix, which the packaging script writes in UTC (facts 1.2).
pub(crate) fn built_at(build: &str) -> Option<Moment> {
    let version = build.split('+').next()?;
    let stamp = version
        .rsplit('-')
        .next()
        .filter(|stamp| *stamp != version)?;
    if stamp.len() != 12 || !stamp.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| stamp.get(range)?.parse::<i8>().ok();
    let moment = jiff::civil::DateTime::new(
        stamp.get(..4)?.parse().ok()?,
        part(4..6)?,
        part(6..8)?,
        part(8..10)?,
        part(10..12)?,
        0,
        0,
    );
    let zoned = moment.ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Moment(zoned.timestamp()))
}

fn storage_assets(reading: &Reading, metadata: Option<&Metadata>) -> Option<StorageAssets> {
    let named = metadata.and_then(|metadata| metadata.assets_directory.as_ref());
    let directory = assets_directory(named.map(String::as_str));
    let mut containers: HashMap<&str, (u64, u64)> = HashMap::new();
    let (mut files, mut bytes) = (0, 0_u64);
    for entry in reading
        .archive
        .entries
        .iter()
        .filter(|entry| !entry.is_folder())
    {
        let Some(path) = reading.layout.below(entry, directory) else {
            continue;
        };
        files += 1;
        bytes = bytes.saturating_add(entry.uncompressed);
        let container = containers
            .entry(path.split('/').next().unwrap_or_default())
            .or_default();
        container.0 += 1;
        container.1 = container.1.saturating_add(entry.uncompressed);
    }
    if named.is_none() && files == 0 {
        return None;
    }
    Some(StorageAssets {
        directory: directory.to_owned(),
        mode: metadata.and_then(|metadata| assets_mode(metadata.assets_mode.as_ref()?)),
        files: Count(files),
        bytes: Bytes(bytes),
        containers: most(containers, |(count, _)| *count),
    })
}

/// The folder the metadata names, without what does not belong to a name; else the usual one.
pub(super) fn assets_directory(named: Option<&str>) -> &str {
    let name = named.map(|name| name.trim_start_matches("./").trim_matches(['/', '\\']));
    name.filter(|name| !name.is_empty())
        .unwrap_or(STORAGE_ASSETS)
}

pub(super) fn assets_mode(word: &str) -> Option<AssetsMode> {
    match word {
        "Create" => Some(AssetsMode::Create),
        "CreateUpdate" => Some(AssetsMode::CreateUpdate),
        _ => None,
    }
}

/// Folders two levels deep by what they take in the package.
fn folders(reading: &Reading) -> Vec<Tally> {
    let mut sums: HashMap<&str, (u64, u64)> = HashMap::new();
    for entry in reading
        .archive
        .entries
        .iter()
        .filter(|entry| !entry.is_folder())
    {
        let path = reading.layout.inside(entry).unwrap_or(entry.path());
        let sum = sums.entry(two_levels(path)).or_default();
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(entry.compressed);
    }
    let mut folders = most(sums, |(_, bytes)| *bytes);
    folders.truncate(MOST_FOLDERS);
    folders
}

pub(super) fn two_levels(path: &str) -> &str {
    let mut ends = path.match_indices('/').map(|(at, _)| at);
    match (ends.next(), ends.next()) {
        (None | Some(0), _) => ROOT_FOLDER,
        (Some(first), None) => &path[..first],
        (Some(_), Some(second)) => &path[..second],
    }
}

/// Largest first; equal ones by name, so that the order is always the same.
fn most(sums: HashMap<&str, (u64, u64)>, weight: fn(&(u64, u64)) -> u64) -> Vec<Tally> {
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by(|(a, weighs_a), (b, weighs_b)| {
        weight(weighs_b)
            .cmp(&weight(weighs_a))
            .then_with(|| a.cmp(b))
    });
    let tally = |(name, (count, bytes)): (&str, (u64, u64))| Tally {
        name: name.to_owned(),
        count: Count(count),
        bytes: Bytes(bytes),
    };
    sums.into_iter().map(tally).collect()
}

/// SHA-256 over the sorted names and CRC-32s of the CD repository. Lock files are left out: they
/// come and go with the machine that made the package (facts 2.1).
fn repository_hash(reading: &Reading) -> Option<String> {
    let mut files: Vec<(&str, u32)> = Vec::new();
    for entry in reading
        .archive
        .entries
        .iter()
        .filter(|entry| !entry.is_folder())
    {
        if let Some(path) = reading.layout.below(entry, REPOSITORY)
            && !path.starts_with(".lock/")
        {
            files.push((path, entry.crc32));
        }
    }
    if files.is_empty() {
        return None;
    }
    files.sort_unstable();
    let mut hash = Sha256::new();
    for (path, crc32) in files {
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update(crc32.to_le_bytes());
    }
    Some(hex(&hash.finalize()))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot go wrong.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_of_the_build_is_read_from_its_suffix() {
        let full = "31.6.2.3-202607171957+8fdda415741be89162eaf04f1895f8d33e26a12f";
        let told = |build: &str| built_at(build).map(|at| at.to_string());
        assert_eq!(told(full).as_deref(), Some("2026-07-17T19:57:00Z"));
        assert_eq!(
            told("1.0.0-202402290000").as_deref(),
            Some("2024-02-29T00:00:00Z")
        );
        for other in [
            "1.0.0",
            "1.0.0-preview.7",
            "1.0.0-202313010000",
            "202607171957",
            "1.0.0-20260717195",
            "1.0.0+202607171957",
        ] {
            assert_eq!(told(other), None, "{other}");
        }
    }

    #[test]
    fn folders_are_told_two_levels_deep() {
        assert_eq!(two_levels("DancingGoat.dll"), "/");
        assert_eq!(two_levels("wwwroot/site.css"), "wwwroot");
        assert_eq!(
            two_levels("$CDRepository/@global/cms.role/editor.xml"),
            "$CDRepository/@global"
        );
        assert_eq!(two_levels("/etc/passwd"), "/");
    }

    #[test]
    fn a_renamed_assets_folder_is_taken_by_its_name() {
        assert_eq!(assets_directory(Some("./Assets/")), "Assets");
        assert_eq!(assets_directory(Some("/")), "$StorageAssets");
        assert_eq!(assets_directory(None), "$StorageAssets");
    }
}
