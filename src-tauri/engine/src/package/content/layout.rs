//! Finding things in a package: where its root is, and entries by their path.

use crate::package::archive::{Archive, Entry};

/// Name of the folder with the serialized objects, and how it is written by the script.
pub(crate) const REPOSITORY: &str = "$CDRepository";
/// Usual name of the folder with storage assets; the metadata may name another (facts 1.4).
pub(crate) const STORAGE_ASSETS: &str = "$StorageAssets";

/// A package that was zipped with folders around it is still read, from there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Empty, or the folders around everything, ending with `/`.
    pub root: String,
}

/// Folders around the root that are looked through for the metadata.
const DEEPEST_ROOT: usize = 4;

impl Layout {
    pub(crate) fn of(archive: &Archive) -> Self {
        let folders = archive.entries.iter().filter_map(|entry| {
            let path = entry.path();
            let folder = path.len().checked_sub(super::metadata::FILE.len())?;
            // The length may fall inside a character.
            let (folder, file) = path.split_at_checked(folder)?;
            let is_metadata = file.eq_ignore_ascii_case(super::metadata::FILE);
            (is_metadata && (folder.is_empty() || folder.ends_with('/'))).then_some(folder)
        });
        let shallowest = folders.min_by_key(|folder| folder.matches('/').count());
        let root = shallowest.filter(|folder| folder.matches('/').count() <= DEEPEST_ROOT);
        Self {
            root: root.unwrap_or_default().to_owned(),
        }
    }

    /// The path inside the package, or none for what lies beside its root.
    pub(crate) fn inside<'e>(&self, entry: &'e Entry) -> Option<&'e str> {
        entry.path().strip_prefix(self.root.as_str())
    }

    /// The rest of the path of what lies below `folder`.
    pub(crate) fn below<'e>(&self, entry: &'e Entry, folder: &str) -> Option<&'e str> {
        self.inside(entry)?.strip_prefix(folder)?.strip_prefix('/')
    }

    /// The entry with that path, by preference spelled exactly so.
    pub(crate) fn find(&self, archive: &Archive, path: &str) -> Option<usize> {
        let exact = archive
            .entries
            .iter()
            .position(|entry| self.inside(entry) == Some(path));
        exact.or_else(|| {
            let alike = |inside: &str| inside.eq_ignore_ascii_case(path);
            archive
                .entries
                .iter()
                .position(|entry| self.inside(entry).is_some_and(alike))
        })
    }
}
