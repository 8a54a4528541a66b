//! Paths from a root, with `/` between folders whatever the system: how packages, repositories and
//! Slipway's own lists write them.

use std::path::{Path, PathBuf};

/// The path on this computer, with the system's own separators: what is shown has one kind.
pub(crate) fn on_disk(root: &Path, path: &str) -> PathBuf {
    let mut at = root.to_owned();
    at.extend(path.split('/').filter(|name| !name.is_empty()));
    at
}

pub(crate) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

pub(crate) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder a path lies in; empty for the top.
pub(crate) fn parent_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_apart_and_put_together_again() {
        for path in ["App.zip", "content/a/b.xml", "ü/ö.txt"] {
            assert_eq!(join(parent_of(path), name_of(path)), path);
        }
    }

    #[test]
    fn on_this_computer_a_path_has_its_separators() {
        let root = Path::new("root");
        let wanted: PathBuf = ["root", "a", "b.xml"].iter().collect();
        assert_eq!(on_disk(root, "a/b.xml").as_os_str(), wanted.as_os_str());
        assert_eq!(on_disk(root, "a//b.xml").as_os_str(), wanted.as_os_str());
        assert_eq!(on_disk(root, "").as_os_str(), "root");
    }
}
