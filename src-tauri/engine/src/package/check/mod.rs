//! The checks of facts 4, one file per family. Each looks at what was read and says what it found;
//! none reads a byte itself.

mod application;
mod archive;
pub(super) mod assets;
mod build;
pub(super) mod catalog;
mod config;
mod config_scope;
mod downtime;
mod finding;
mod framework;
mod ground;
mod metadata;
mod migrations;
pub(super) mod names;
mod offline_page;
mod repository;
mod secrets;
mod size;
mod versions;
mod whole_file;
mod zero_downtime;

pub(crate) use assets::is_container_name as container_name;
pub(crate) use catalog::checks;
pub use catalog::{CHECKS, Check};
pub(crate) use ground::{demanding_confirmation, depends_on_ground, with_ground};
pub(crate) use names::{key as name_key, leads_elsewhere};
pub(crate) use whole_file::not_a_zip;

use super::content::Reading;
use super::report::{Finding, PackageFacts, Verdict};

/// Everything the package alone gives reason for; `facts` are those of `reading`.
pub(super) fn run(reading: &Reading, facts: &PackageFacts) -> Vec<Finding> {
    let mut findings = whole_file::check(&reading.archive);
    findings.extend(size::check(facts));
    findings.extend(archive::check(reading));
    findings.extend(names::check(&reading.archive, &reading.layout, facts));
    // A file that is something else altogether would only be told what else it is not.
    if let Some(something_else) = metadata::something_else(reading) {
        // An archive inside is what this one is about, if it is told at all.
        findings.retain(|finding| finding.check != catalog::ARCHIVE_INSIDE.id);
        findings.push(something_else);
        return findings;
    }
    findings.extend(metadata::check(reading));
    findings.extend(application::check(reading));
    findings.extend(versions::check(reading, facts));
    findings.extend(framework::check(reading));
    findings.extend(repository::check(reading));
    findings.extend(config::check(reading));
    findings.extend(config_scope::check(reading));
    findings.extend(migrations::check(reading));
    findings.extend(assets::check(reading, facts));
    findings.extend(zero_downtime::check(facts));
    findings.extend(secrets::check(reading));
    findings.extend(offline_page::check(reading));
    findings
}

/// Blockers first, then warnings, then notes; within a weight in the order of the catalog, so that
/// judging again for another target gives the same list as inspecting for it.
pub(super) fn worst_first(findings: &mut [Finding]) {
    let place = |id: &str| CHECKS.iter().position(|check| check.id == id);
    findings
        .sort_by_cached_key(|finding| (std::cmp::Reverse(finding.severity), place(&finding.check)));
}

pub(crate) fn verdict(findings: &[Finding]) -> Verdict {
    use super::report::Severity;
    match findings.iter().map(|finding| finding.severity).max() {
        Some(Severity::Blocker) => Verdict::WillNotWork,
        Some(Severity::Warning) => Verdict::ReadyWithWarnings,
        Some(Severity::Note) | None => Verdict::Ready,
    }
}
