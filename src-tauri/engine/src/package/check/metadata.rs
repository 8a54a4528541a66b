//! Number 2: what lies at the root, and the metadata there (facts 1.4).

use super::catalog::*;
use crate::package::archive::Entry;
use crate::package::content::metadata::{
    ASSEMBLY, ASSETS_DIRECTORY, ASSETS_MODE, FILE, VERSION, ZERO_DOWNTIME,
};
use crate::package::content::{Field, Metadata, MetadataFile, REPOSITORY, Reading};
use crate::package::report::{Evidence, Finding};

/// A zip that was never meant to be a deployment package.
pub(super) fn something_else(reading: &Reading) -> Option<Finding> {
    let files: Vec<&Entry> = reading
        .archive
        .entries
        .iter()
        .filter(|entry| !entry.is_folder())
        .collect();
    let MetadataFile::Missing = reading.metadata else {
        return None;
    };
    if files.is_empty()
        || files
            .iter()
            .any(|entry| entry.path().split('/').any(|part| part == REPOSITORY))
    {
        return None;
    }
    let at_root = |name: &str| {
        files
            .iter()
            .any(|entry| entry.path().eq_ignore_ascii_case(name))
    };
    if at_root("model.xml") && at_root("Origin.xml") {
        return Some(DATABASE_EXPORT.found());
    }
    // Build servers hand out artifacts as a zip around the zip.
    if let Some(inner) = files.iter().find(|entry| ends_with(entry, &[".zip"]))
        && files.len() <= 5
    {
        return Some(
            INSIDE_A_ZIP
                .found()
                .with("inner", &inner.name)
                .at([Evidence::of(inner)]),
        );
    }
    let projects = files
        .iter()
        .filter(|entry| ends_with(entry, &[".csproj", ".sln", ".slnx"]));
    SOURCE_CODE.found_at(projects.map(|entry| Evidence::of(entry)))
}

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !reading.layout.root.is_empty() {
        let folder = reading.layout.root.trim_end_matches('/');
        let place = Evidence::named(&format!("{}{FILE}", reading.layout.root));
        findings.push(WRAPPED.found().with("folder", folder).at([place]));
    }
    match &reading.metadata {
        MetadataFile::Missing if reading.archive.entries.iter().all(Entry::is_folder) => {}
        MetadataFile::Missing => findings.push(METADATA_MISSING.found()),
        MetadataFile::Closed => {}
        MetadataFile::NotJson { evidence } => {
            findings.push(METADATA_NOT_JSON.found().at([evidence.clone()]))
        }
        MetadataFile::Read(metadata) => findings.extend(keys(metadata)),
    }
    findings.extend(spelling(reading));
    findings
}

fn keys(metadata: &Metadata) -> Vec<Finding> {
    let missing: Vec<&str> = [(ASSEMBLY, &metadata.assembly), (VERSION, &metadata.version)]
        .into_iter()
        .filter(|(_, field)| **field == Field::Missing)
        .map(|(key, _)| key)
        .collect();
    let words = [
        (ASSEMBLY, &metadata.assembly),
        (VERSION, &metadata.version),
        (ASSETS_DIRECTORY, &metadata.assets_directory),
        (ASSETS_MODE, &metadata.assets_mode),
    ];
    let wrong: Vec<&str> = words
        .into_iter()
        .filter(|(_, field)| **field == Field::Wrong)
        .map(|(key, _)| key)
        .chain((metadata.zero_downtime == Field::Wrong).then_some(ZERO_DOWNTIME))
        .collect();
    let mut findings = Vec::new();
    if !missing.is_empty() {
        let place = Evidence::named(&metadata.entry);
        findings.push(
            METADATA_KEY_MISSING
                .found()
                .with("keys", missing.join(", "))
                .at([place]),
        );
    }
    if !wrong.is_empty() {
        let places = wrong.iter().map(|key| metadata.place(key));
        findings.push(
            METADATA_KEY_WRONG
                .found()
                .with("keys", wrong.join(", "))
                .at(places),
        );
    }
    findings
}

/// Names that are right but for upper and lower case: Windows finds them, Linux does not.
fn spelling(reading: &Reading) -> Option<Finding> {
    let assembly = match &reading.metadata {
        MetadataFile::Read(metadata) => metadata.assembly.as_ref(),
        _ => None,
    };
    let beside = assembly.into_iter().flat_map(|name| {
        [".dll", ".deps.json", ".runtimeconfig.json"].map(|extension| format!("{name}{extension}"))
    });
    let repository =
        ["repository.config", "Before.txt", "After.txt"].map(|file| format!("{REPOSITORY}/{file}"));
    let wanted = [FILE.to_owned()]
        .into_iter()
        .chain(beside)
        .chain(repository);
    NAME_CASE.found_at(wanted.filter_map(|path| {
        let entry = &reading.archive.entries[reading.layout.find(&reading.archive, &path)?];
        (reading.layout.inside(entry)? != path).then(|| Evidence::of(entry).showing(path))
    }))
}

pub(super) fn ends_with(entry: &Entry, extensions: &[&str]) -> bool {
    let name = entry.file_name().to_lowercase();
    extensions.iter().any(|extension| name.ends_with(extension))
}
