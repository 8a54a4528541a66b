//! What lies in a folder, all the way down, files whose names begin with a dot included.

use super::fault::{file_unreadable, folder_unreadable};
use crate::disk::{join, on_disk};
use crate::fault::Fault;
use crate::package::inspect::cancelled;
use crate::package::stamp::FileStamp;
use std::fs::FileType;
use std::path::{Path, PathBuf};

/// A folder's files.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub root: PathBuf,
    pub files: Vec<TreeFile>,
    /// Folders with nothing in them.
    pub empty: Vec<String>,
    /// What is neither a file nor a folder.
    pub odd: Vec<(String, Odd)>,
    /// Names that are no Unicode, as far as they can be shown.
    pub garbled: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct TreeFile {
    /// From the root, with `/` between folders.
    pub path: Box<str>,
    pub stamp: FileStamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Odd {
    /// A symbolic link, or what Windows has for it.
    Link,
    /// A pipe, a socket, a device.
    Special,
}

/// Something in the tree that cannot be looked at.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// From the root, with `/` between folders; empty for the root.
    pub path: String,
    pub is_folder: bool,
    pub cause: std::io::Error,
}

impl Tree {
    /// Walks `root`, without what is in `leave_out`, given as paths from the root.
    ///
    /// # Errors
    /// `build-folder-unreadable` for a folder that cannot be listed, `build-file-unreadable` for
    /// a file about which nothing can be learned, `cancelled`.
    pub(super) fn walk(
        root: &Path,
        leave_out: &[&str],
        cancel: &dyn Fn() -> bool,
    ) -> Result<Self, Fault> {
        let mut give_up = |trouble: Trouble| {
            let path = on_disk(root, &trouble.path);
            Err(match trouble.is_folder {
                true => folder_unreadable(&path, &trouble.cause),
                false => file_unreadable(&path, &trouble.cause),
            })
        };
        Self::walk_past(root, leave_out, &mut give_up, cancel)
    }

    /// As [`Self::walk`]; what cannot be looked at goes to `trouble`, which says whether to go on.
    ///
    /// # Errors
    /// `cancelled`, and those of `trouble`.
    pub(crate) fn walk_past(
        root: &Path,
        leave_out: &[&str],
        trouble: &mut dyn FnMut(Trouble) -> Result<(), Fault>,
        cancel: &dyn Fn() -> bool,
    ) -> Result<Self, Fault> {
        let mut tree = Self {
            root: root.to_owned(),
            ..Self::default()
        };
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            if cancel() {
                return Err(cancelled());
            }
            let inside = tree.list(&folder, leave_out, &mut folders, trouble)?;
            if inside == 0 && !folder.is_empty() {
                tree.empty.push(folder);
            }
        }
        // The disk lists in any order.
        tree.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        tree.empty.sort_unstable();
        tree.odd.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        tree.garbled.sort_unstable();
        Ok(tree)
    }

    /// Takes in one folder and says how many things are in it.
    fn list(
        &mut self,
        folder: &str,
        leave_out: &[&str],
        folders: &mut Vec<String>,
        trouble: &mut dyn FnMut(Trouble) -> Result<(), Fault>,
    ) -> Result<usize, Fault> {
        let mut inside = 0;
        let unreadable = |path: &str, is_folder, cause| Trouble {
            path: path.to_owned(),
            is_folder,
            cause,
        };
        let listing = match std::fs::read_dir(on_disk(&self.root, folder)) {
            Ok(listing) => listing,
            // It holds something, only nobody knows what.
            Err(cause) => return trouble(unreadable(folder, true, cause)).map(|()| 1),
        };
        for entry in listing {
            inside += 1;
            let entry = match entry {
                Ok(entry) => entry,
                Err(cause) => {
                    trouble(unreadable(folder, true, cause))?;
                    break;
                }
            };
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                self.garbled.push(join(folder, &name.to_string_lossy()));
                continue;
            };
            let name = join(folder, name);
            if leave_out.contains(&name.as_str()) {
                continue;
            }
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(cause) => {
                    trouble(unreadable(&name, false, cause))?;
                    continue;
                }
            };
            if let Some(odd) = odd(kind) {
                self.odd.push((name, odd));
            } else if kind.is_dir() {
                folders.push(name);
            } else {
                match FileStamp::of_entry(&entry) {
                    Ok(stamp) => self.files.push(TreeFile {
                        path: name.into(),
                        stamp,
                    }),
                    Err(cause) => trouble(unreadable(&name, false, cause))?,
                }
            }
        }
        Ok(inside)
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.stamp.size).sum()
    }

    /// The file with exactly that path.
    pub(super) fn find(&self, path: &str) -> Option<&TreeFile> {
        let at = self.files.binary_search_by(|file| (*file.path).cmp(path));
        at.ok().map(|at| &self.files[at])
    }

    /// Paths of files and empty folders.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let files = self.files.iter().map(|file| &*file.path);
        files.chain(self.empty.iter().map(String::as_str))
    }
}

fn odd(kind: FileType) -> Option<Odd> {
    if kind.is_symlink() {
        Some(Odd::Link)
    } else if kind.is_dir() || kind.is_file() {
        None
    } else {
        Some(Odd::Special)
    }
}
