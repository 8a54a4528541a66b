//! Number 16: migrations and their lists (facts 2.3).

use super::catalog::*;
use crate::package::content::{Listed, Reading, Risk};
use crate::package::report::{Evidence, Finding};
use std::collections::BTreeSet;

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    let migrations = &reading.migrations;
    let entries = &reading.archive.entries;
    let passed_over = migrations
        .passed_over
        .iter()
        .map(|at| Evidence::of(&entries[*at]));
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
    let risky = |check: &Check, risk: Risk| {
        let found = || {
            migrations
                .risky
                .iter()
                .filter(move |found| found.risk == risk)
        };
        let statements: BTreeSet<&str> = found().map(|found| found.statement.as_str()).collect();
        let statements: Vec<&str> = statements.into_iter().collect();
        let places = found().map(|statement| Evidence {
            entry: statement.entry.clone(),
            line: Some(statement.line),
            excerpt: Some(statement.excerpt.clone()),
        });
        let finding = check.found_at(places)?;
        Some(finding.with("statements", statements.join(", ")))
    };
    [
        MIGRATION_WITH_EXTENSION.found_at(with_extension.map(place)),
        MIGRATION_WITHOUT_FILE.found_at(without_file.map(place)),
        MIGRATION_NOT_LISTED.found_at(not_listed.map(|(_, entry)| Evidence::named(entry))),
        MIGRATION_LISTED_TWICE.found_at(twice.map(place)),
        risky(&MIGRATION_REMOVES, Risk::Removes),
        risky(&MIGRATION_CHANGES_ALL, Risk::ChangesAll),
        risky(&MIGRATION_NOT_REPEATABLE, Risk::NotRepeatable),
        SQL_NOT_SEARCHED.found_at(passed_over),
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
