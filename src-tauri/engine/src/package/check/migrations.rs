//! Number 16: migrations and their lists (facts 2.3).

use super::catalog::*;
use crate::package::content::{Listed, Migrations};
use crate::package::report::{Evidence, Finding};
use std::collections::BTreeSet;

pub(super) fn check(migrations: &Migrations) -> Vec<Finding> {
    let named = |listed: &Listed| listed.name.to_lowercase();
    let has_extension = |listed: &&Listed| named(listed).ends_with(".sql");
    let has_file = |listed: &&Listed| migrations.files.contains_key(&named(listed));
    let wanted: BTreeSet<String> = migrations
        .listed
        .iter()
        .map(|listed| named(listed).trim_end_matches(".sql").to_owned())
        .collect();

    let with_extension = migrations
        .listed
        .iter()
        .filter(|listed| has_extension(listed) && !has_file(listed));
    let without_file = migrations
        .listed
        .iter()
        .filter(|listed| !has_extension(listed) && !has_file(listed));
    let not_listed = migrations
        .files
        .iter()
        .filter(|(name, _)| !wanted.contains(*name));
    let mut seen = BTreeSet::new();
    let twice = migrations
        .listed
        .iter()
        .filter(|listed| !seen.insert(named(listed)));
    let removing = migrations.removing.iter().map(|statement| Evidence {
        entry: statement.entry.clone(),
        line: Some(statement.line),
        excerpt: Some(statement.excerpt.clone()),
    });
    [
        MIGRATION_WITH_EXTENSION.found_at(with_extension.map(place)),
        MIGRATION_WITHOUT_FILE.found_at(without_file.map(place)),
        MIGRATION_NOT_LISTED.found_at(not_listed.map(|(_, entry)| Evidence::named(entry))),
        MIGRATION_LISTED_TWICE.found_at(twice.map(place)),
        MIGRATION_REMOVES.found_at(removing),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn place(listed: &Listed) -> Evidence {
    Evidence {
        entry: listed.list.clone(),
        line: Some(listed.line),
        excerpt: Some(listed.name.clone()),
    }
}
