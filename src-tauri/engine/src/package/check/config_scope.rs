//! Numbers 6, 11, 13, 14 and 15: what a restore with this configuration takes in, leaves out without
//! a word, or refuses (facts 2.2).

use super::catalog::*;
use crate::package::content::config::{Noted, RepositoryConfig};
use crate::package::content::text::excerpt;
use crate::package::content::{ConfigFile, Reading, Wanted};
use crate::package::explanation::NOT_FILTERED;
use crate::package::report::{Evidence, Finding, RestoreMode};
use crate::units::Count;

/// Types that stop a restore when they are named (facts 2.2).
const NOT_SUPPORTED: [&str; 1] = ["cms.member"];

/// Places shown of each finding.
const MOST_SHOWN: usize = 20;
/// Names told in a sentence; all of them stand in the evidence.
const MOST_NAMED: usize = 3;

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    let ConfigFile::Read(config) = &reading.config else {
        return Vec::new();
    };
    [
        deletes(config),
        nothing_included(reading, config),
        everything_included(reading, config),
        filtered_content_types(config),
        without_file(reading, config),
        filters_not_allowed(config),
        types_not_supported(config),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn deletes(config: &RepositoryConfig) -> Option<Finding> {
    let mode = config.restore_mode.as_ref()?;
    let full = config.mode() == Some(RestoreMode::Full);
    full.then(|| RESTORE_FULL.found().at([config.place(mode.line)]))
}

/// Version 2 that includes nothing while the repository holds objects: they stay where they are.
fn nothing_included(reading: &Reading, config: &RepositoryConfig) -> Option<Finding> {
    // A configuration that is refused anyway is told that first.
    config.mode()?;
    let objects: u64 = reading
        .objects
        .by_kind()
        .iter()
        .map(|tally| tally.count.0)
        .sum();
    (config.includes_nothing() && objects > 0).then(|| {
        let finding = INCLUDES_NOTHING.found().with("count", objects);
        finding.at([Evidence::named(&config.entry)])
    })
}

/// Version 1 that lists nothing means everything.
fn everything_included(reading: &Reading, config: &RepositoryConfig) -> Option<Finding> {
    let everything =
        config.generation() == Some(1) && config.object_types.is_empty() && !config.all_objects;
    let everything = everything && !reading.objects.is_empty();
    everything.then(|| {
        INCLUDES_EVERYTHING
            .found()
            .at([Evidence::named(&config.entry)])
    })
}

/// A content type that is included, and whose class a filter leaves out: its items do not come.
fn filtered_content_types(config: &RepositoryConfig) -> Option<Finding> {
    let filter = config
        .filters
        .iter()
        .find(|filter| filter.is_about("cms.contenttype"))?;
    let left_out = config
        .content_types
        .iter()
        .filter(|name| !name.value.starts_with("##") && !filter.passes(&name.value));
    named(&CONTENT_TYPE_FILTERED, "types", config, left_out)
}

/// A name the configuration asks for and no object has. Where objects could not be read, nothing
/// is said: it may be one of them.
fn without_file(reading: &Reading, config: &RepositoryConfig) -> Option<Finding> {
    if reading.objects.is_empty() || !reading.troubles.are_none() {
        return None;
    }
    let wanted = Wanted::of(&reading.config);
    let missing: Vec<Noted> = wanted
        .names
        .iter()
        .enumerate()
        .filter(|(at, _)| !reading.objects.answered.contains(at))
        .map(|(_, name)| Noted {
            value: name.name.clone(),
            line: name.line,
        })
        .collect();
    named(&INCLUDED_WITHOUT_FILE, "names", config, missing.iter())
}

fn filters_not_allowed(config: &RepositoryConfig) -> Option<Finding> {
    let types = config
        .filters
        .iter()
        .filter_map(|filter| filter.object_type.as_ref())
        .filter(|name| config.generation() == Some(2) && is_among(&NOT_FILTERED, &name.value));
    named(&FILTER_NOT_ALLOWED, "types", config, types)
}

fn types_not_supported(config: &RepositoryConfig) -> Option<Finding> {
    let types = config
        .object_types
        .iter()
        .filter(|name| is_among(&NOT_SUPPORTED, &name.value) || !is_type_name(&name.value));
    named(&TYPE_NOT_SUPPORTED, "types", config, types)
}

fn is_among(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// One name; several in one element are none.
fn is_type_name(name: &str) -> bool {
    name.contains('.') && !name.contains([' ', ',', ';', '\t', '\n', '%', '*'])
}

/// A finding that names the first few and shows where all of them stand.
fn named<'n>(
    check: &Check,
    param: &str,
    config: &RepositoryConfig,
    names: impl Iterator<Item = &'n Noted>,
) -> Option<Finding> {
    let names: Vec<&Noted> = names.collect();
    let mut told: Vec<String> = names
        .iter()
        .take(MOST_NAMED)
        .map(|name| excerpt(&name.value))
        .collect();
    if names.len() > MOST_NAMED {
        told.push("…".to_owned());
    }
    // Finding a line means counting up to it, so that is done for those that are shown only.
    let places = names.iter().take(MOST_SHOWN).map(|name| Evidence {
        excerpt: Some(excerpt(&name.value)),
        ..config.place(name.line)
    });
    let mut finding = check.found_at(places)?.with(param, told.join(", "));
    finding.more = Count(names.len().saturating_sub(MOST_SHOWN) as u64);
    Some(finding)
}
