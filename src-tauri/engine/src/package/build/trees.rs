//! The folders of a build, and the entry names their files get.

use super::item::{Content, Item, items_of, sort};
use super::order::{BuildOrder, EntryTimes};
use super::tree::Tree;
use super::zip::DosTime;
use crate::package::content::{REPOSITORY, STORAGE_ASSETS, metadata};

/// What was found in each folder.
#[derive(Debug)]
pub(super) struct Trees {
    pub publish: Tree,
    pub repository: Tree,
    pub assets: Option<Assets>,
}

/// Storage assets, and what their folder is called in the package.
#[derive(Debug)]
pub(super) struct Assets {
    pub tree: Tree,
    pub directory: String,
}

impl Trees {
    /// The name of the assets folder, if it holds anything.
    pub(super) fn assets_directory(&self) -> Option<&str> {
        let assets = self.assets.as_ref()?;
        let any = assets.tree.paths().next().is_some();
        any.then_some(assets.directory.as_str())
    }

    /// All trees, with the function that names their files in the package.
    pub(super) fn named(&self) -> impl Iterator<Item = (&Tree, Naming<'_>)> {
        let assets = self
            .assets
            .iter()
            .map(|assets| (&assets.tree, Naming::Lower(&assets.directory)));
        [
            (&self.publish, Naming::AsItIs),
            (&self.repository, Naming::Below(REPOSITORY)),
        ]
        .into_iter()
        .chain(assets)
    }

    /// Everything that goes into the package, in its order.
    pub(super) fn into_items(self, times: EntryTimes, metadata: Vec<u8>) -> Vec<Item> {
        let mut items: Vec<Item> = self
            .named()
            .flat_map(|(tree, naming)| items_of(tree, times, move |path| naming.name(path)))
            .collect();
        items.push(Item {
            name: metadata::FILE.into(),
            content: Content::Given(metadata),
            time: DosTime::FIRST,
        });
        sort(&mut items);
        items
    }
}

/// How the files of a tree are called in the package.
#[derive(Debug, Clone, Copy)]
pub(super) enum Naming<'a> {
    AsItIs,
    Below(&'a str),
    /// In lower case, as blob storage has them (facts 1.2, step 8).
    Lower(&'a str),
}

impl Naming<'_> {
    pub(super) fn name(self, path: &str) -> String {
        match self {
            Self::AsItIs => path.to_owned(),
            Self::Below(folder) => format!("{folder}/{path}"),
            Self::Lower(folder) => format!("{folder}/{}", lower(path)),
        }
    }
}

/// Letter by letter, as `ToLowerInvariant` does: a letter that has no single small one stays.
pub(crate) fn lower(path: &str) -> String {
    path.chars()
        .map(|letter| {
            let mut small = letter.to_lowercase();
            match (small.next(), small.next()) {
                (Some(one), None) => one,
                _ => letter,
            }
        })
        .collect()
}

/// What the assets folder is called in the package: its own name if it begins as such names do.
pub(super) fn assets_directory(order: &BuildOrder) -> String {
    let own = order
        .assets
        .as_deref()
        .and_then(|folder| folder.file_name()?.to_str());
    own.filter(|name| name.starts_with('$') && name.len() > 1)
        .unwrap_or(STORAGE_ASSETS)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_small_one_by_one() {
        assert_eq!(lower("Images/ÄÖ.JPG"), "images/äö.jpg");
        assert_eq!(lower("ΟΔΟΣ"), "οδοσ");
        assert_eq!(lower("İ"), "İ");
    }

    #[test]
    fn a_renamed_assets_folder_keeps_its_name_and_another_gets_the_usual_one() {
        let mut order = BuildOrder::new("p", "cd", "Shop", "out.zip");
        order.assets = Some("project/$Files".into());
        assert_eq!(assets_directory(&order), "$Files");
        order.assets = Some("project/assets".into());
        assert_eq!(assets_directory(&order), "$StorageAssets");
    }
}
