//! Which folders would bring a package under a limit, and how their files get to the environment
//! instead (facts 1.5, 3.7).

use crate::fault::Fault;
use crate::package::archive::{Archive, Entry, Source};
use crate::package::content::{Files, Layout, MetadataFile};
use crate::package::facts::assets_directory;
use crate::package::inspect::{open, unreadable};
use crate::units::{Bytes, Count};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// How what is taken out gets to the environment all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum WayOut {
    /// Storage assets and media: **Custom restore** brings them over.
    CustomRestore,
    /// Files below `wwwroot` and `App_Data`, which the application may not need at run time.
    LeaveOut,
}

/// A folder to take out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FitFolder {
    /// Path inside the package.
    pub folder: String,
    pub files: Count,
    /// What it takes in the package.
    pub compressed: Bytes,
    pub way_out: WayOut,
}

/// The way under a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToFit {
    pub size: Bytes,
    pub limit: Bytes,
    /// Taken out in this order; empty if it fits as it is.
    pub folders: Vec<FitFolder>,
    /// Size of the package without them.
    pub left: Bytes,
    /// Whether that is enough. If not, what is left is what the application needs.
    pub fits: bool,
}

/// Bytes an entry takes beside its data: both of its headers and its name in each.
const HEADERS: u64 = 30 + 46;

/// The folders whose removal brings the package at `path` to `limit` bytes or less: as few as do,
/// storage assets and media first, because Custom restore brings them over; then the heaviest
/// others of which the application may not need the files. Serialized objects, libraries and what
/// lies at the root never stand in the list.
///
/// # Errors
/// `file-unreadable`, `not-a-package` if it is no zip, `cancelled`.
pub fn to_fit(path: &Path, limit: Bytes, cancel: &dyn Fn() -> bool) -> Result<ToFit, Fault> {
    let file = open(path)?;
    let (archive, layout) = super::listed(path, &file, cancel)?;
    let assets = assets(&file, &archive, &layout).map_err(|cause| unreadable(path, &cause))?;
    Ok(fitting(&archive, &layout, &assets, limit.0))
}

/// Projects may give the folder another name (facts 1.4).
fn assets(source: &dyn Source, archive: &Archive, layout: &Layout) -> io::Result<String> {
    let metadata = Files::of(source, archive, layout).metadata()?;
    let named = match &metadata {
        MetadataFile::Read(metadata) => metadata.assets_directory.as_ref(),
        _ => None,
    };
    Ok(assets_directory(named.map(String::as_str)).to_owned())
}

pub(super) fn fitting(archive: &Archive, layout: &Layout, assets: &str, limit: u64) -> ToFit {
    let mut left = archive.size;
    let mut folders = Vec::new();
    for folder in candidates(archive, layout, assets) {
        if left <= limit {
            break;
        }
        left = left.saturating_sub(folder.compressed.0);
        folders.push(folder);
    }
    drop_needless(&mut folders, &mut left, limit);
    ToFit {
        size: Bytes(archive.size),
        limit: Bytes(limit),
        folders,
        left: Bytes(left),
        fits: left <= limit,
    }
}

/// A heavy folder may make an earlier, lighter one unnecessary.
fn drop_needless(folders: &mut Vec<FitFolder>, left: &mut u64, limit: u64) {
    if *left > limit {
        return;
    }
    let mut at = folders.len();
    while at > 0 {
        at -= 1;
        let with_it = left.saturating_add(folders[at].compressed.0);
        if with_it <= limit {
            *left = with_it;
            folders.remove(at);
        }
    }
}

/// Custom restore first, then the heaviest.
fn candidates(archive: &Archive, layout: &Layout, assets: &str) -> Vec<FitFolder> {
    let mut sums: BTreeMap<(WayOut, &str), (u64, u64)> = BTreeMap::new();
    for entry in archive.entries.iter().filter(|entry| !entry.is_folder()) {
        let path = layout.inside(entry).unwrap_or(entry.path());
        if let Some((way_out, folder)) = place(path, assets) {
            let sum = sums.entry((way_out, folder)).or_default();
            sum.0 += 1;
            sum.1 = sum.1.saturating_add(weight(entry));
        }
    }
    let mut folders: Vec<FitFolder> = sums
        .into_iter()
        .map(|((way_out, folder), (files, compressed))| FitFolder {
            folder: folder.to_owned(),
            files: Count(files),
            compressed: Bytes(compressed),
            way_out,
        })
        .collect();
    folders.sort_by(|a, b| {
        let heaviest = b.compressed.cmp(&a.compressed);
        a.way_out
            .cmp(&b.way_out)
            .then(heaviest)
            .then_with(|| a.folder.cmp(&b.folder))
    });
    folders
}

fn weight(entry: &Entry) -> u64 {
    let names = (entry.name_length as u64).saturating_mul(2);
    entry.compressed.saturating_add(HEADERS + names)
}

/// Folders below the assets' container, where media libraries lie one by one.
const ASSETS_DEPTH: usize = 5;
/// Folders of the web root that are told one by one.
const WEB_DEPTH: usize = 3;

/// The folder a file would go with, if it may go at all.
fn place<'p>(path: &'p str, assets: &str) -> Option<(WayOut, &'p str)> {
    let first = path.split('/').next()?;
    if first == assets {
        return Some((WayOut::CustomRestore, folder_of(path, ASSETS_DEPTH)?));
    }
    let may_go = ["wwwroot", "App_Data"].contains(&first);
    let folder = may_go.then(|| folder_of(path, WEB_DEPTH))??;
    Some((WayOut::LeaveOut, folder))
}

/// The folder of a file, at most that many levels deep.
fn folder_of(path: &str, depth: usize) -> Option<&str> {
    let folder = path.rsplit_once('/')?.0;
    let end = folder.match_indices('/').map(|(at, _)| at).nth(depth - 1);
    Some(&folder[..end.unwrap_or(folder.len())])
}
