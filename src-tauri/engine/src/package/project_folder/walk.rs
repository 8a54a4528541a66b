//! Looking through a folder without getting lost in it: level by level, without links, up to a
//! limit.

use crate::disk::{join, name_of};
use crate::units::Moment;
use std::collections::VecDeque;
use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

/// Entries looked at in one folder tree; a large solution has a few thousand.
pub(super) const MOST_ENTRIES: usize = 40_000;
/// Folders below folders.
const DEEPEST: usize = 16;

/// Folders that hold what tools made or what is looked at on its own.
const PASSED_OVER: [&str; 10] = [
    "bin",
    "obj",
    "node_modules",
    ".git",
    ".vs",
    ".idea",
    ".svn",
    "TestResults",
    "$CDRepository",
    "$StorageAssets",
];

/// What lies in a folder.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub files: Vec<FoundFile>,
    /// Folders, also those that were not looked into.
    pub folders: Vec<String>,
    pub cut_short: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundFile {
    /// Relative to the folder, with `/`.
    pub path: String,
    pub size: u64,
    pub modified: Option<Moment>,
}

impl FoundFile {
    pub fn name(&self) -> &str {
        name_of(&self.path)
    }
}

/// Everything in `root`, the upper levels first, without what tools made.
pub(super) fn walk(root: &Path) -> Tree {
    look(root, &|name| {
        !PASSED_OVER
            .iter()
            .any(|passed| passed.eq_ignore_ascii_case(name))
    })
}

/// Everything in `root`.
pub(super) fn walk_whole(root: &Path) -> Tree {
    look(root, &|_| true)
}

fn look(root: &Path, enters: &dyn Fn(&str) -> bool) -> Tree {
    let mut tree = Tree::default();
    let mut seen = 0;
    let mut waiting = VecDeque::from([(root.to_owned(), String::new(), 0)]);
    while let Some((folder, path, depth)) = waiting.pop_front() {
        for (name, about) in entries(&folder) {
            seen += 1;
            if seen > MOST_ENTRIES {
                tree.cut_short = true;
                return tree;
            }
            let inner = join(&path, &name);
            if about.is_dir() {
                if enters(&name) {
                    if depth < DEEPEST {
                        waiting.push_back((folder.join(&name), inner.clone(), depth + 1));
                    } else {
                        tree.cut_short = true;
                    }
                }
                tree.folders.push(inner);
            } else if about.is_file() {
                tree.files.push(FoundFile {
                    path: inner,
                    size: about.len(),
                    modified: about.modified().ok().and_then(moment),
                });
            }
        }
    }
    tree
}

/// Names and kinds, sorted; links and what cannot be read are left out, so that nothing outside
/// the folder is ever looked at.
fn entries(folder: &Path) -> Vec<(String, Metadata)> {
    let Ok(listing) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut entries: Vec<_> = listing
        .take(MOST_ENTRIES + 1)
        .flatten()
        .filter_map(|entry| {
            let about = entry.metadata().ok()?;
            let name = entry.file_name().into_string().ok()?;
            (!about.file_type().is_symlink()).then_some((name, about))
        })
        .collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries
}

/// A moment as the file system keeps it, in whole seconds.
pub(super) fn moment(time: SystemTime) -> Option<Moment> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    jiff::Timestamp::from_second(i64::try_from(since.as_secs()).ok()?)
        .ok()
        .map(Moment)
}

/// A relative path as project files write it, brought to one form: none if it leads out.
pub(super) fn resolve(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Reads a file unless it is larger than `most` bytes.
pub(super) fn read_small(path: &Path, most: u64) -> Option<Vec<u8>> {
    use std::io::Read;
    let file = std::fs::File::open(path).ok()?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_out_is_not_followed() {
        assert_eq!(
            resolve("src/Web", "..\\Core\\Core.csproj").as_deref(),
            Some("src/Core/Core.csproj")
        );
        assert_eq!(resolve("Web", "../../secret/x.csproj"), None);
    }

    #[test]
    fn what_tools_made_is_passed_over_and_upper_levels_come_first() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [
            "b/c/deep.cs",
            "bin/Debug/x.dll",
            "node_modules/a/index.js",
            "z.cs",
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, "x").expect("a file");
        }
        let tree = walk(folder.path());
        let files: Vec<&str> = tree.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(files, ["z.cs", "b/c/deep.cs"]);
        assert!(tree.folders.contains(&"bin".to_owned()));
        assert_eq!(walk_whole(folder.path()).files.len(), 4);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let outside = tempfile::tempdir().expect("a folder");
        std::fs::write(outside.path().join("secret.cs"), "x").expect("a file");
        let folder = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).expect("a link");
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).expect("a link");
        assert!(walk(folder.path()).files.is_empty());
    }
}
