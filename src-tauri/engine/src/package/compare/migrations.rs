//! Migrations by name: a name runs once per database (facts 2.3), so a new one is what will run.

use super::answer::{Change, MigrationChange, MigrationStage};
use super::side::Side;
use std::collections::{BTreeMap, HashMap};

/// By name.
pub(super) fn migrations(old: &Side<'_>, new: &Side<'_>) -> Vec<MigrationChange> {
    let (before, after) = (listed(old), listed(new));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let told = |name: &String| {
        let (a, b) = (before.get(name), after.get(name));
        let change = match (a, b) {
            (None, _) => Change::Added,
            (Some(_), None) => Change::Removed,
            (Some(a), Some(b)) if a.stage == b.stage && a.sql == b.sql => return None,
            _ => Change::Changed,
        };
        let known = b.or(a)?;
        Some(MigrationChange {
            name: known.name.clone(),
            change,
            stage: known.stage,
            entry: known.entry.clone(),
        })
    };
    names.into_iter().filter_map(told).collect()
}

struct Known {
    /// As the list writes it.
    name: String,
    stage: MigrationStage,
    entry: Option<String>,
    /// Size and checksum.
    sql: Option<(u64, u32)>,
}

/// By name in lower case.
fn listed(side: &Side<'_>) -> BTreeMap<String, Known> {
    let mut known = BTreeMap::new();
    let by_name: HashMap<&str, usize> = side
        .archive
        .entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (&*entry.name, at))
        .collect();
    let file = |name: &str| {
        let at = *by_name.get(side.migrations.files.get(name)?.as_str())?;
        let found = &side.archive.entries[at];
        Some((side.path(at).to_owned(), (found.uncompressed, found.crc32)))
    };
    for listed in &side.migrations.listed {
        let name = listed.name.to_lowercase();
        let name = name.strip_suffix(".sql").unwrap_or(&name).to_owned();
        let before = listed.list.to_lowercase().ends_with("before.txt");
        known.entry(name.clone()).or_insert_with(|| Known {
            name: listed.name.clone(),
            stage: if before {
                MigrationStage::BeforeRestore
            } else {
                MigrationStage::AfterRestore
            },
            entry: None,
            sql: None,
        });
    }
    for name in side.migrations.files.keys() {
        known.entry(name.clone()).or_insert_with(|| Known {
            name: name.clone(),
            stage: MigrationStage::NotListed,
            entry: None,
            sql: None,
        });
    }
    for (name, migration) in &mut known {
        if let Some((path, sql)) = file(name) {
            migration.entry = Some(path);
            migration.sql = Some(sql);
        }
    }
    known
}
