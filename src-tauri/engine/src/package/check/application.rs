//! Number 3: the application the metadata names (facts 1.2, step 9).

use super::catalog::*;
use super::metadata::ends_with;
use crate::package::content::metadata::ASSEMBLY;
use crate::package::content::{Described, MetadataFile, Reading};
use crate::package::report::{Evidence, Finding};

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    let mut findings = garbled(reading);
    let MetadataFile::Read(metadata) = &reading.metadata else {
        return findings;
    };
    let Some(assembly) = metadata.assembly.as_ref() else {
        return findings;
    };
    let is_there = |extension: &str| {
        reading
            .layout
            .find(&reading.archive, &format!("{assembly}{extension}"))
            .is_some()
    };
    if !is_there(".dll") {
        let finding = ASSEMBLY_MISSING.found().with("assembly", assembly);
        findings.push(
            finding
                .at([metadata.place(ASSEMBLY)])
                .at(applications(reading)),
        );
        return findings;
    }
    let missing: Vec<String> = [".deps.json", ".runtimeconfig.json"]
        .into_iter()
        .filter(|extension| !is_there(extension))
        .map(|extension| format!("{assembly}{extension}"))
        .collect();
    if !missing.is_empty() {
        let finding = COMPANION_MISSING
            .found()
            .with("assembly", assembly)
            .with("files", missing.join(", "));
        findings.push(finding.at([metadata.place(ASSEMBLY)]));
    }
    findings
}

fn garbled(reading: &Reading) -> Vec<Finding> {
    let dependencies = match &reading.dependencies {
        Described::Garbled(entry) => Some(entry),
        _ => None,
    };
    let runtime = match &reading.runtime {
        Described::Garbled(entry) => Some(entry),
        _ => None,
    };
    let places = dependencies
        .into_iter()
        .chain(runtime)
        .map(|entry| Evidence::named(entry));
    COMPANION_GARBLED.found_at(places).into_iter().collect()
}

/// What the package holds that could have been meant: an application has its own runtime file.
fn applications(reading: &Reading) -> impl Iterator<Item = Evidence> {
    let entries = reading.archive.entries.iter();
    entries
        .filter(|entry| {
            reading
                .layout
                .inside(entry)
                .is_some_and(|inside| !inside.contains('/'))
        })
        .filter(|entry| ends_with(entry, &[".runtimeconfig.json"]))
        .map(Evidence::of)
}
