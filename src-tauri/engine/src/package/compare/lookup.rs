//! Finding files of a package by path, and those that describe a content item by its code name.

use super::pairs::below;
use super::side::Side;
use crate::package::content::REPOSITORY;
use std::collections::HashMap;

/// Entries by their path.
pub(super) struct Lookup<'s>(HashMap<&'s str, usize>);

impl<'s> Lookup<'s> {
    pub(super) fn by_path(side: &'s Side<'_>) -> Self {
        // The first one of a name counts.
        let entries = (0..side.archive.entries.len()).rev();
        Self(entries.map(|at| (side.path(at), at)).collect())
    }

    pub(super) fn at(&self, path: &str) -> Option<usize> {
        self.0.get(path).copied()
    }
}

/// Files about content items, by the stem of their code names.
#[derive(Default)]
pub(super) struct ItemFiles<'s> {
    /// `cms.contentitem/<stem>.xml`.
    items: HashMap<&'s str, Vec<usize>>,
    /// `cms.contentitemlanguagemetadata/<stem>@…/….xml`.
    languages: HashMap<&'s str, Vec<usize>>,
    /// `cms.webpageitem/…`, by channel: their names come from the page tree.
    pages: HashMap<&'s str, Vec<usize>>,
    /// `cms.contenttype/<stem>.xml`.
    types: HashMap<&'s str, Vec<usize>>,
}

impl<'s> ItemFiles<'s> {
    pub(super) fn of(side: &'s Side<'_>) -> Self {
        let mut files = Self::default();
        for at in 0..side.archive.entries.len() {
            let Some(inside) = below(side.path(at), REPOSITORY) else {
                continue;
            };
            let mut parts = inside.splitn(3, '/');
            let (Some(channel), Some(kind), Some(rest)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            if !rest.ends_with(".xml") {
                continue;
            }
            let (map, key) = match kind {
                "cms.contentitem" => (&mut files.items, stem(rest)),
                "cms.contenttype" => (&mut files.types, stem(rest)),
                "cms.contentitemlanguagemetadata" => (&mut files.languages, stem(rest)),
                "cms.webpageitem" => (&mut files.pages, channel),
                _ => continue,
            };
            map.entry(key).or_default().push(at);
        }
        files
    }

    /// Files that may be the item of that code name; whether one is, it says itself.
    pub(super) fn items(&self, code_name: &str) -> impl Iterator<Item = usize> {
        named(&self.items, code_name)
    }

    pub(super) fn languages(&self, code_name: &str) -> impl Iterator<Item = usize> {
        named(&self.languages, code_name)
    }

    pub(super) fn types(&self, code_name: &str) -> impl Iterator<Item = usize> {
        named(&self.types, code_name)
    }

    pub(super) fn pages(&self, channel: &str) -> &[usize] {
        self.pages.get(channel).map_or(&[], Vec::as_slice)
    }
}

/// The name of a file or parent folder without hash and extension.
fn stem(rest: &str) -> &str {
    let first = rest.split('/').next().unwrap_or_default();
    let first = first.strip_suffix(".xml").unwrap_or(first);
    first.split('@').next().unwrap_or_default()
}

/// Files by candidates of one name.
fn named(map: &HashMap<&str, Vec<usize>>, code_name: &str) -> impl Iterator<Item = usize> {
    let found: Vec<usize> = stems(code_name)
        .iter()
        .filter_map(|stem| map.get(stem.as_str()))
        .flatten()
        .copied()
        .take(MOST_CANDIDATES)
        .collect();
    found.into_iter()
}

/// Files of one stem that are looked into; real ones are one or two.
const MOST_CANDIDATES: usize = 32;

/// Characters a name keeps at either end once it is too long (facts 2.1).
const KEPT: usize = 18;

/// What a code name may have become as the name of a file: itself in lower case, or its two ends.
fn stems(code_name: &str) -> Vec<String> {
    let whole = code_name.to_lowercase();
    let letters: Vec<char> = whole.chars().collect();
    if letters.len() <= 2 * KEPT + 2 {
        return vec![whole];
    }
    let start: String = letters[..KEPT].iter().collect();
    let end: String = letters[letters.len() - KEPT..].iter().collect();
    vec![whole, format!("{start}..{end}")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_code_name_is_looked_for_whole_and_by_its_ends() {
        assert_eq!(stems("Blog-8emciqon"), ["blog-8emciqon"]);
        assert_eq!(
            stems("V29-00-content-hub-classic-folders-bulk-move-7q9irzn6")[1],
            "v29-00-content-hub..bulk-move-7q9irzn6"
        );
    }

    #[test]
    fn the_hash_and_the_extension_are_no_part_of_the_name() {
        assert_eq!(
            stem("blog-8emciqon@a5faf3fa77/de2c_en-us@e4397ee394.xml"),
            "blog-8emciqon"
        );
        assert_eq!(stem("v29..q9irzn6@985d291450.xml"), "v29..q9irzn6");
        assert_eq!(stem("shop.coffee.xml"), "shop.coffee");
    }
}
