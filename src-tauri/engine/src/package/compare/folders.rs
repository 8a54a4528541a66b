//! Files that are told by number and size: storage assets, and everything without a meaning of its
//! own here.

use super::answer::{FileChange, FolderChange};
use super::objects::change_of;
use super::pairs::{Pair, Place};
use super::side::Side;
use crate::package::facts::two_levels;
use crate::units::Bytes;
use std::collections::BTreeMap;

/// Every storage asset that differs, by path.
pub(super) fn assets(old: &Side<'_>, new: &Side<'_>, pairs: &[Pair]) -> Vec<FileChange> {
    pairs
        .iter()
        .filter(|pair| pair.place == Place::Asset)
        .map(|pair| FileChange {
            entry: pair.path.clone(),
            change: change_of(pair),
            before: pair.old.map(|at| old.size(at)),
            after: pair.new.map(|at| new.size(at)),
        })
        .collect()
}

/// Files of those places, summed up by folder; the most bytes first.
pub(super) fn folders(
    old: &Side<'_>,
    new: &Side<'_>,
    pairs: &[Pair],
    wanted: impl Fn(Place) -> bool,
) -> Vec<FolderChange> {
    let mut sums: BTreeMap<&str, FolderChange> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| wanted(pair.place)) {
        let folder = two_levels(&pair.path);
        let sum = sums.entry(folder).or_insert_with(|| FolderChange {
            folder: folder.to_owned(),
            changes: Default::default(),
            before: Bytes(0),
            after: Bytes(0),
        });
        sum.changes = sum
            .changes
            .and(super::answer::Changes::of([change_of(pair)].into_iter()));
        let size = |side: &Side<'_>, at: Option<usize>| at.map_or(0, |at| side.size(at).0);
        sum.before.0 = sum.before.0.saturating_add(size(old, pair.old));
        sum.after.0 = sum.after.0.saturating_add(size(new, pair.new));
    }
    let mut folders: Vec<FolderChange> = sums.into_values().collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(folder.after.max(folder.before)));
    folders
}
