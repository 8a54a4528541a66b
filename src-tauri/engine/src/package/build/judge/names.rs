//! Names that do not survive the way through the package.

use super::catalog::SPECIAL_FILE;
use crate::package::archive::MAX_NAME;
use crate::package::build::tree::Odd;
use crate::package::build::trees::{Naming, Trees};
use crate::package::check::catalog::{
    CASE_COLLISION, FILE_AND_FOLDER, INVALID_NAME, LONG_NAME, SYMLINK, UNSAFE_NAME,
};
use crate::package::check::names::{disguises, key, windows_takes};
use crate::package::report::{Evidence, Finding, Severity};
use std::collections::HashSet;

pub(super) fn check(trees: &Trees) -> Vec<Finding> {
    let names: Vec<String> = trees
        .named()
        .flat_map(|(tree, naming)| tree.paths().map(move |path| naming.name(path)))
        .collect();
    let all = || names.iter().map(String::as_str);
    let unsafe_names = all().filter(|name| disguises(name));
    let garbled = trees
        .named()
        .flat_map(|(tree, naming)| tree.garbled.iter().map(move |path| naming.name(path)));
    // What is no text, or would be read as a folder, has no name in a package at all.
    let nameless = all()
        .filter(|name| name.contains('\\'))
        .map(Evidence::named)
        .chain(garbled.map(|name| Evidence::named(&name)));
    // Whether the rest can be unpacked is for the place it goes to; an inspection weighs it.
    let invalid = all().filter(|name| !windows_takes(name) && !name.contains('\\'));
    let long = all().filter(|name| name.len() > MAX_NAME);
    [
        SYMLINK.found_at(odd(trees, Odd::Link)),
        SPECIAL_FILE.found_at(odd(trees, Odd::Special)),
        UNSAFE_NAME.found_at(unsafe_names.map(Evidence::named)),
        INVALID_NAME.found_at(nameless),
        INVALID_NAME
            .found_at(invalid.map(Evidence::named))
            .map(|finding| finding.weighing(Severity::Warning)),
        collisions(trees),
        file_and_folder(&names),
        LONG_NAME
            .found_at(long.map(Evidence::named))
            .map(|finding| finding.with("limit", MAX_NAME)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn odd(trees: &Trees, kind: Odd) -> impl Iterator<Item = Evidence> {
    trees.named().flat_map(move |(tree, naming)| {
        let of_kind = tree.odd.iter().filter(move |(_, odd)| *odd == kind);
        of_kind.map(move |(path, _)| Evidence::named(&naming.name(path)))
    })
}

/// Storage assets have a check of their own, because there it is the build that makes them alike.
fn collisions(trees: &Trees) -> Option<Finding> {
    let others = trees
        .named()
        .filter(|(_, naming)| !matches!(naming, Naming::Lower(_)));
    let mut keyed: Vec<(String, String)> = others
        .flat_map(|(tree, naming)| tree.paths().map(move |path| naming.name(path)))
        .map(|name| (key(&name), name))
        .collect();
    keyed.sort_unstable();
    let same = keyed
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1);
    CASE_COLLISION.found_at(same.flatten().map(|(_, name)| Evidence::named(name)))
}

/// A file whose name is, but for case, that of a folder.
fn file_and_folder(names: &[String]) -> Option<Finding> {
    let folders: HashSet<String> = names
        .iter()
        .filter_map(|name| name.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect::<HashSet<_>>()
        .into_iter()
        .flat_map(|folder| {
            let ends = folder.match_indices('/').map(|(at, _)| at);
            ends.chain([folder.len()]).map(|end| key(&folder[..end]))
        })
        .collect();
    FILE_AND_FOLDER.found_at(
        names
            .iter()
            .filter(|name| folders.contains(&key(name)))
            .map(|name| Evidence::named(name)),
    )
}
