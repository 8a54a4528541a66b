//! Whole packages, from their bytes to the verdict.

mod accepted;
mod catalog;
mod checks;
mod compared;
mod deterministic;
mod hostile;
mod mutations;
mod real_package;
mod stored;
pub(crate) mod zipper;

use super::inspect::inspect_source;
use super::sample::SamplePackage;
use super::{Finding, Ground, Inspection};
use crate::package::archive::Source;

/// What is said about a package of which it is not known where it goes.
fn inspected(package: &SamplePackage) -> Inspection {
    inspected_for(package, &Ground::default())
}

fn inspected_for(package: &SamplePackage, ground: &Ground) -> Inspection {
    inspect_all(&package.bytes(), ground)
}

fn inspect_all(source: &dyn Source, ground: &Ground) -> Inspection {
    inspect_source(source, ground, &|| false)
        .expect("memory can be read")
        .expect("nobody cancelled")
}

/// Ids of all findings, worst first.
fn ids(inspection: &Inspection) -> Vec<&str> {
    let findings = inspection.findings.iter();
    findings.map(|finding| finding.check.as_str()).collect()
}

fn find<'i>(inspection: &'i Inspection, id: &str) -> Option<&'i Finding> {
    inspection.findings.iter().find(|found| found.check == id)
}

/// The finding of that check, which has to be there.
#[track_caller]
fn told<'i>(inspection: &'i Inspection, id: &str) -> &'i Finding {
    match find(inspection, id) {
        Some(finding) => finding,
        None => panic!("{id} is missing among {:?}", ids(inspection)),
    }
}

#[track_caller]
fn silent(inspection: &Inspection, id: &str) {
    if let Some(finding) = find(inspection, id) {
        panic!("{finding:?}");
    }
}

/// Entry and line of each piece of evidence.
fn places(finding: &Finding) -> Vec<(&str, Option<u32>)> {
    let evidence = finding.evidence.iter();
    evidence
        .map(|evidence| (evidence.entry.as_str(), evidence.line))
        .collect()
}
