//! Promises 30 and 31: entries that are not what they claim, and archives out of proportion.

use super::catalog::*;
use super::finding::gigabytes;
use super::metadata::ends_with;
use crate::package::archive::{
    Archive, DEFLATED, Entry, Local, MAX_ENTRIES, MAX_FILE, MAX_RATIO, MAX_UNPACKED, STORED,
};
use crate::package::content::{REPOSITORY, Reading};
use crate::package::report::{Evidence, Finding};
use std::collections::BTreeSet;

/// Kinds of archive that are never opened; compressed copies of web files are none of them.
const ARCHIVES: [&str; 8] = [
    ".zip", ".7z", ".rar", ".tar", ".tar.gz", ".tgz", ".nupkg", ".cab",
];

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    let archive = &reading.archive;
    let entries = || archive.entries.iter();
    let encrypted = |entry: &&Entry| entry.is_encrypted();
    let packed_otherwise = |entry: &&Entry| {
        !entry.is_encrypted() && !matches!(entry.method, STORED | DEFLATED) && !entry.is_folder()
    };
    let inner = |entry: &&Entry| {
        !entry.is_folder()
            && ends_with(entry, &ARCHIVES)
            && reading.layout.below(entry, REPOSITORY).is_none()
    };
    let mut findings: Vec<Finding> = [
        SYMLINK.found_at(
            entries()
                .filter(|entry| entry.is_symlink())
                .map(Evidence::of),
        ),
        ENCRYPTED.found_at(entries().filter(encrypted).map(Evidence::of)),
        COMPRESSION.found_at(entries().filter(packed_otherwise).map(Evidence::of)),
        OVERLAP.found_at(places(archive, archive.overlapping.iter().copied())),
        HEADERS_DISAGREE.found_at(places(archive, disagreeing(archive))),
        DAMAGED.found_at(places(archive, reading.troubles.damaged.iter().copied())),
        OTHER_SIZE.found_at(places(archive, other_size(reading))),
        ARCHIVE_INSIDE.found_at(entries().filter(inner).map(Evidence::of)),
    ]
    .into_iter()
    .flatten()
    .collect();
    findings.extend(out_of_proportion(archive));
    findings
}

fn places(
    archive: &Archive,
    found: impl IntoIterator<Item = usize>,
) -> impl Iterator<Item = Evidence> {
    found
        .into_iter()
        .map(|at| Evidence::of(&archive.entries[at]))
}

fn disagreeing(archive: &Archive) -> impl Iterator<Item = usize> {
    let locals = archive.locals.iter().enumerate();
    locals
        .filter(|(_, local)| !matches!(local, Local::Good { .. }))
        .map(|(at, _)| at)
}

/// Entries whose content was another size than claimed, and those where it cannot be right.
fn other_size(reading: &Reading) -> BTreeSet<usize> {
    let entries = reading.archive.entries.iter().enumerate();
    let impossible = entries
        .filter(|(_, entry)| entry.has_impossible_size())
        .map(|(at, _)| at);
    reading
        .troubles
        .other_size
        .iter()
        .copied()
        .chain(impossible)
        .collect()
}

fn out_of_proportion(archive: &Archive) -> impl Iterator<Item = Finding> {
    let entries = || archive.entries.iter();
    let unpacked = archive.uncompressed();
    let many = archive
        .over_limit
        .then(|| TOO_MANY_ENTRIES.found().with("limit", MAX_ENTRIES));
    let total = (unpacked > MAX_UNPACKED).then(|| {
        UNPACKS_TOO_LARGE
            .found()
            .with("size_gb", gigabytes(unpacked))
            .with("limit_gb", gigabytes(MAX_UNPACKED))
    });
    let large = entries()
        .filter(|entry| entry.uncompressed > MAX_FILE)
        .map(Evidence::of);
    let large = ENTRY_TOO_LARGE
        .found_at(large)
        .map(|finding| finding.with("limit_gb", gigabytes(MAX_FILE)));
    let swelling = |entry: &&Entry| entry.swells(MAX_RATIO);
    let ratio = ENTRY_RATIO.found_at(entries().filter(swelling).map(Evidence::of));
    let ratio = ratio.map(|finding| finding.with("ratio", MAX_RATIO));
    [many, total, large, ratio].into_iter().flatten()
}
