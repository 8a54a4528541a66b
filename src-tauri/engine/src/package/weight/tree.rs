//! Folders within folders with what they weigh, small enough to draw.

use crate::fault::Fault;
use crate::package::inspect::open;
use crate::units::{Bytes, Count};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Nodes of a tree at most, files and sums of the rest included.
pub(super) const MOST_NODES: usize = 2_000;

/// Folders below which everything is summed up.
const DEEPEST: usize = 64;

/// A folder, or a file without children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FolderNode {
    /// Last part of the path; empty for the package itself.
    pub name: String,
    /// Files in it and below; 1 for a file.
    pub files: Count,
    /// What it takes in the package.
    pub compressed: Bytes,
    /// What it takes once unpacked, as the package claims.
    pub uncompressed: Bytes,
    /// Whether it is a file.
    pub file: bool,
    /// The most bytes first.
    pub children: Vec<FolderNode>,
    /// Files in it that are not among `children`, and what they take: too small to be told alone.
    pub more_files: Count,
    pub more_compressed: Bytes,
    pub more_uncompressed: Bytes,
}

/// What fills the package at `path`: at most 2,000 folders and files, those that weigh most; what
/// is left of a folder is summed up in its `more_…`.
///
/// # Errors
/// `file-unreadable`, `not-a-package` if it is no zip, `cancelled`.
pub fn contents(path: &Path, cancel: &dyn Fn() -> bool) -> Result<FolderNode, Fault> {
    let file = open(path)?;
    let (archive, layout) = super::listed(path, &file, cancel)?;
    let files = archive
        .entries
        .iter()
        .filter(|entry| !entry.is_folder())
        .map(|entry| Weighed {
            path: layout.inside(entry).unwrap_or(entry.path()),
            compressed: entry.compressed,
            uncompressed: entry.uncompressed,
        });
    Ok(tree(files, MOST_NODES))
}

pub(super) struct Weighed<'p> {
    pub path: &'p str,
    pub compressed: u64,
    pub uncompressed: u64,
}

#[derive(Default)]
struct Sum {
    files: u64,
    compressed: u64,
    uncompressed: u64,
}

impl Sum {
    fn add(&mut self, file: &Weighed<'_>) {
        self.files += 1;
        // Claimed sizes may be any number.
        self.compressed = self.compressed.saturating_add(file.compressed);
        self.uncompressed = self.uncompressed.saturating_add(file.uncompressed);
    }
}

#[derive(Default)]
struct Folder<'p> {
    sum: Sum,
    file: bool,
    children: BTreeMap<&'p str, Folder<'p>>,
}

pub(super) fn tree<'p>(files: impl Iterator<Item = Weighed<'p>>, most: usize) -> FolderNode {
    let mut root = Folder::default();
    for file in files {
        root.sum.add(&file);
        let mut at = &mut root;
        let parts = file.path.split('/').filter(|part| !part.is_empty());
        for part in parts.take(DEEPEST) {
            at = at.children.entry(part).or_default();
            at.sum.add(&file);
        }
        at.file = true;
    }
    let least = weight_of_the_last(&root, most);
    shown("", &root, least)
}

/// The weight from which on nodes are shown, so that no more than `most` are.
fn weight_of_the_last(root: &Folder<'_>, most: usize) -> u64 {
    let mut weights = Vec::new();
    collect(root, &mut weights);
    if weights.len() <= most {
        return 0;
    }
    let (_, last, _) = weights.select_nth_unstable_by(most, |a, b| b.cmp(a));
    // Nodes of just this weight are left out: there may be thousands of them.
    last.saturating_add(1)
}

fn collect(folder: &Folder<'_>, weights: &mut Vec<u64>) {
    for child in folder.children.values() {
        weights.push(child.sum.compressed);
        collect(child, weights);
    }
}

/// A child is never heavier than its folder, so nothing is shown whose folder is not.
fn shown(name: &str, folder: &Folder<'_>, least: u64) -> FolderNode {
    let mut more = Sum::default();
    let mut children = Vec::new();
    for (name, child) in &folder.children {
        if child.sum.compressed >= least {
            children.push(shown(name, child, least));
        } else {
            more.files += child.sum.files;
            more.compressed = more.compressed.saturating_add(child.sum.compressed);
            more.uncompressed = more.uncompressed.saturating_add(child.sum.uncompressed);
        }
    }
    children.sort_by(|a, b| {
        b.compressed
            .cmp(&a.compressed)
            .then_with(|| a.name.cmp(&b.name))
    });
    FolderNode {
        name: name.to_owned(),
        files: Count(folder.sum.files),
        compressed: Bytes(folder.sum.compressed),
        uncompressed: Bytes(folder.sum.uncompressed),
        file: folder.file && folder.children.is_empty(),
        children,
        more_files: Count(more.files),
        more_compressed: Bytes(more.compressed),
        more_uncompressed: Bytes(more.uncompressed),
    }
}
