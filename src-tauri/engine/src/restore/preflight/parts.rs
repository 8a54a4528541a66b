//! Numbers 25 to 27: what is sent, and that both parts are.

use super::{Ground, Parts};
use crate::package::{Finding, Severity, XperienceVersion};
use crate::restore::catalog::*;

pub(super) fn check(parts: &Parts<'_>, ground: &Ground) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(database) = parts.database {
        findings.extend(database.findings.iter().cloned());
        findings.extend(version(database.facts.version.version(), ground));
    }
    if let Some(storage) = parts.storage {
        findings.extend(storage.findings.iter().cloned());
    }
    findings.extend(one_of_two(parts));
    findings
}

/// Number 25: the database must have the version that is in the environment now (facts 3.7).
fn version(version: Option<&str>, ground: &Ground) -> Option<Finding> {
    let version = version?;
    let Some(target) = ground.target_version.as_deref() else {
        return Some(TARGET_VERSION_UNKNOWN.found().with("version", version));
    };
    let same = match (
        XperienceVersion::parse(version),
        XperienceVersion::parse(target),
    ) {
        (Some(one), Some(other)) => one == other,
        _ => version == target,
    };
    let differs = || {
        let finding = VERSION_DIFFERS.found().with("version", version);
        finding.with("target_version", target)
    };
    (!same).then(differs)
}

/// Number 27: **Restore to environment** rebuilds the whole storage from what was sent, and needs a
/// database. A part that was not named is told; one that is known to be empty stops.
fn one_of_two(parts: &Parts<'_>) -> Option<Finding> {
    let database = parts.database.is_some() || parts.there.database == Some(true);
    let storage = match (parts.storage, parts.there.storage) {
        (Some(check), there) => check.facts.files.0 > 0 || there.is_some_and(|blobs| blobs > 0),
        (None, there) => there.is_some_and(|blobs| blobs > 0),
    };
    if database == storage || parts.storage.is_some_and(|check| check.facts.files.0 == 0) {
        // With both there is nothing to say; an empty folder was told already.
        return None;
    }
    let (missing, known) = match database {
        true => ("storage", parts.there.storage.is_some()),
        false => ("database", parts.there.database.is_some()),
    };
    let weight = if known {
        Severity::Blocker
    } else {
        Severity::Warning
    };
    let finding = ONE_PART_ONLY.found().with("missing", missing);
    Some(finding.weighing(weight))
}
