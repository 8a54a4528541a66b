//! The files of both packages side by side, and those that differ.

use super::side::Side;
use crate::package::content::metadata;
use crate::package::content::{REPOSITORY, is_object, settings};

/// A file that is another one in the two packages, or in one of them only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// Path inside the package.
    pub path: String,
    /// Index of the entry in the old package.
    pub old: Option<usize>,
    pub new: Option<usize>,
    pub place: Place,
}

/// What a file is, by where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// XML of the CD repository.
    Object,
    /// A file that was separated from an object.
    Binary,
    Config,
    /// `Before.txt`, `After.txt` and what lies in `@migrations`.
    Migration,
    Asset,
    Settings,
    Dependencies,
    Metadata,
    Other,
}

impl Place {
    /// Whether the file is part of the CD repository.
    pub(super) fn is_repository(self, path: &str) -> bool {
        match self {
            Self::Object | Self::Binary | Self::Config | Self::Migration => true,
            Self::Other => below(path, REPOSITORY).is_some(),
            Self::Asset | Self::Settings | Self::Dependencies | Self::Metadata => false,
        }
    }
}

/// Every file that differs, by path. Lock files come and go with the machine that made the package
/// and are not looked at (facts 2.1).
pub(super) fn differing(old: &Side<'_>, new: &Side<'_>) -> Vec<Pair> {
    let (before, after) = (sorted(old), sorted(new));
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < before.len() || b < after.len() {
        let order = match (before.get(a), after.get(b)) {
            // Files of one name are taken in turn, in the order of the package.
            (Some(x), Some(y)) => x.0.cmp(y.0),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, _) => std::cmp::Ordering::Greater,
        };
        let (x, y) = match order {
            std::cmp::Ordering::Less => (Some(before[a]), None),
            std::cmp::Ordering::Greater => (None, Some(after[b])),
            std::cmp::Ordering::Equal => (Some(before[a]), Some(after[b])),
        };
        a += usize::from(x.is_some());
        b += usize::from(y.is_some());
        if let (Some((_, x)), Some((_, y))) = (x, y)
            && same(old, x, new, y)
        {
            continue;
        }
        let Some((path, _)) = x.or(y) else { continue };
        pairs.push(Pair {
            path: path.to_owned(),
            old: x.map(|(_, at)| at),
            new: y.map(|(_, at)| at),
            place: place(path, old, new),
        });
    }
    pairs
}

fn same(old: &Side<'_>, x: usize, new: &Side<'_>, y: usize) -> bool {
    let (x, y) = (&old.archive.entries[x], &new.archive.entries[y]);
    x.uncompressed == y.uncompressed && x.crc32 == y.crc32
}

fn sorted<'a>(side: &'a Side<'_>) -> Vec<(&'a str, usize)> {
    let mut files: Vec<(&str, usize)> = (0..side.archive.entries.len())
        .filter(|at| !side.archive.entries[*at].is_folder())
        .map(|at| (side.path(at), at))
        .filter(|(path, _)| !is_lock(path))
        .collect();
    files.sort_unstable();
    files
}

fn is_lock(path: &str) -> bool {
    below(path, REPOSITORY).is_some_and(|path| path.starts_with(".lock/"))
}

fn place(path: &str, old: &Side<'_>, new: &Side<'_>) -> Place {
    if let Some(inside) = below(path, REPOSITORY) {
        return match inside {
            "repository.config" => Place::Config,
            "Before.txt" | "After.txt" => Place::Migration,
            _ if inside.starts_with("@migrations/") => Place::Migration,
            _ if is_object(Some(inside)) => Place::Object,
            _ if is_binary(inside) => Place::Binary,
            _ => Place::Other,
        };
    }
    let is = |known: &Option<String>| known.as_deref() == Some(path);
    if is(&old.dependencies_path) || is(&new.dependencies_path) {
        return Place::Dependencies;
    }
    if below(path, &old.assets).is_some() || below(path, &new.assets).is_some() {
        return Place::Asset;
    }
    if path.eq_ignore_ascii_case(metadata::FILE) {
        return Place::Metadata;
    }
    if !path.contains('/') && settings::is_settings_file(path) {
        return Place::Settings;
    }
    Place::Other
}

/// `<object>#<identifier>.<ext>`, beside the object's XML (facts 2.1).
fn is_binary(inside: &str) -> bool {
    inside
        .rsplit_once('/')
        .is_some_and(|(folder, file)| folder.contains('/') && file.contains('#'))
}

pub(super) fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}
