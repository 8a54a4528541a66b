//! Which folders are containers, by their names and what lies in them (facts 2.4, 3.7).

use super::facts::Placement;
use crate::package::{container_name, lower};
use std::collections::{BTreeMap, BTreeSet};

/// The container Xperience uses unless a project maps others.
pub(super) const DEFAULT: &str = "default";
/// A folder that lies in a container, never beside one.
const CONTENT: &str = "assets";
/// Folders around the tree, as exports and copies have them.
const MOST_WRAPPED: usize = 4;

/// How the tree is laid out, and whether the names leave no doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recognised {
    pub placement: Placement,
    pub sure: bool,
}

pub(super) fn recognise<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Recognised {
    let mut folder = String::new();
    for _ in 0..=MOST_WRAPPED {
        let tops = Tops::below(&folder, paths.clone());
        if tops.has_content_folder() {
            let placement = Placement::Into {
                folder,
                container: DEFAULT.to_owned(),
            };
            return recognised(placement, true);
        }
        if tops.are_containers() && tops.any_known() {
            // One folder of another name may as well be a folder around the tree.
            let sure = tops.folders.len() > 1 || tops.has_default();
            return recognised(Placement::Containers { folder }, sure);
        }
        match tops.only_folder() {
            Some(only) => folder = format!("{folder}{only}/"),
            None if tops.are_containers() => {
                return recognised(Placement::Containers { folder }, false);
            }
            None => break,
        }
    }
    // A single folder in which nothing is known may be a container of the project's own.
    let tops = Tops::below("", paths);
    if tops.are_containers() {
        return recognised(
            Placement::Containers {
                folder: String::new(),
            },
            false,
        );
    }
    recognised(Placement::Unclear, false)
}

fn recognised(placement: Placement, sure: bool) -> Recognised {
    Recognised { placement, sure }
}

/// What lies at the top of a folder.
struct Tops<'p> {
    files: usize,
    /// Folders with the names of what lies in them.
    folders: BTreeMap<&'p str, BTreeSet<&'p str>>,
}

impl<'p> Tops<'p> {
    fn below(folder: &str, paths: impl Iterator<Item = &'p str>) -> Self {
        let mut tops = Self {
            files: 0,
            folders: BTreeMap::new(),
        };
        for path in paths {
            let Some(rest) = path.strip_prefix(folder) else {
                continue;
            };
            match rest.split_once('/') {
                None => tops.files += 1,
                Some((top, inner)) => {
                    let inside = tops.folders.entry(top).or_default();
                    if let Some((child, _)) = inner.split_once('/') {
                        inside.insert(child);
                    }
                }
            }
        }
        tops
    }

    fn has_content_folder(&self) -> bool {
        self.folders.keys().any(|name| lower(name) == CONTENT)
    }

    fn are_containers(&self) -> bool {
        let named = |name: &&str| container_name(&lower(name));
        self.files == 0 && !self.folders.is_empty() && self.folders.keys().all(named)
    }

    fn has_default(&self) -> bool {
        self.folders.keys().any(|name| lower(name) == DEFAULT)
    }

    /// Whether one of the folders is a container by its name or by what lies in it.
    fn any_known(&self) -> bool {
        let holds_content =
            |inside: &BTreeSet<&str>| inside.iter().any(|child| lower(child) == CONTENT);
        self.has_default() || self.folders.values().any(holds_content)
    }

    fn only_folder(&self) -> Option<&'p str> {
        let mut names = self.folders.keys();
        match (names.next(), names.next()) {
            (Some(only), None) if self.files == 0 => Some(only),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str]) -> Recognised {
        recognise(paths.iter().copied())
    }

    fn containers(folder: &str, sure: bool) -> Recognised {
        recognised(
            Placement::Containers {
                folder: folder.into(),
            },
            sure,
        )
    }

    fn into_default(folder: &str) -> Recognised {
        let placement = Placement::Into {
            folder: folder.into(),
            container: DEFAULT.into(),
        };
        recognised(placement, true)
    }

    #[test]
    fn container_folders_are_recognised_with_or_without_folders_around_them() {
        assert_eq!(of(&["default/assets/a.jpg"]), containers("", true));
        assert_eq!(
            of(&["default/x.txt", "documents/assets/b.pdf"]),
            containers("", true)
        );
        assert_eq!(
            of(&["export/files/Default/Assets/a.jpg"]),
            containers("export/files/", true)
        );
        assert_eq!(
            of(&["$StorageAssets/default/a.jpg"]),
            containers("$StorageAssets/", true)
        );
    }

    #[test]
    fn what_lies_inside_a_container_is_proposed_for_the_default_one() {
        assert_eq!(of(&["assets/media/a.jpg", "readme.txt"]), into_default(""));
        assert_eq!(of(&["wwwroot/Assets/a.jpg"]), containers("", false));
        assert_eq!(of(&["my site/assets/a.jpg"]), into_default("my site/"));
    }

    #[test]
    fn names_that_tell_nothing_leave_it_open() {
        assert_eq!(of(&["photos/a.jpg", "videos/b.mp4"]), containers("", false));
        assert_eq!(of(&["photos/a.jpg"]), containers("", false));
        let unclear = recognised(Placement::Unclear, false);
        assert_eq!(of(&["a.jpg"]), unclear);
        assert_eq!(of(&["My Files/a.jpg", "Other/b.jpg"]), unclear);
        assert_eq!(of(&[]), unclear);
    }
}
