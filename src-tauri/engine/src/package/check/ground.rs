//! What depends on where the package goes: numbers 7, 18 and 23, and weights that change with the
//! target. All of it runs from facts, so it can be judged again without the file.

use super::build;
use super::catalog::*;
use super::downtime;
use crate::package::content::XperienceVersion;
use crate::package::content::metadata::{FILE, ZERO_DOWNTIME};
use crate::package::report::{Evidence, Finding, Ground, PackageFacts, Severity};
use crate::project::EnvironmentKind;

/// Checks whose findings are made anew for each ground.
const JUDGED_ANEW: [Check; 9] = [
    DOWNGRADE,
    DOWNTIME_OFFLINE,
    DOWNTIME_READ_ONLY,
    DOWNTIME_NONE,
    ZERO_DOWNTIME_LOST,
    ZERO_DOWNTIME_NOT_YET,
    SAME_PACKAGE,
    SAME_BUILD,
    STALE_BUILD,
];

/// Whether a finding was made for one ground and says nothing about another.
pub(crate) fn depends_on_ground(finding: &Finding) -> bool {
    JUDGED_ANEW.iter().any(|check| check.id == finding.check)
}

/// Adds what the ground gives reason for and weighs the rest for it.
pub(crate) fn with_ground(
    mut findings: Vec<Finding>,
    facts: &PackageFacts,
    ground: &Ground,
) -> Vec<Finding> {
    for finding in &mut findings {
        if finding.check == INCLUDE_ALL.id || finding.check == INCLUDES_EVERYTHING.id {
            finding.severity = include_all(ground);
        }
    }
    findings.extend(downgrade(facts, ground));
    findings.extend(zero_downtime(facts, ground));
    findings.extend(downtime::check(facts, ground));
    findings.extend(build::check(facts, ground));
    findings
}

/// Which of the findings whoever deploys has to confirm by typing the target's name: those that
/// take away what people made in PROD. Where the target is not known, so is whether it is PROD.
pub(crate) fn demanding_confirmation(findings: &[Finding], ground: &Ground) -> Vec<String> {
    let at_stake = matches!(ground.target, Some(EnvironmentKind::Prod));
    let told = findings
        .iter()
        .filter(|finding| at_stake && finding.check == RESTORE_FULL.id);
    told.map(|finding| finding.check.clone()).collect()
}

/// Restoring everything is slow wherever there is content already; where nobody said where the
/// package goes, it may be the first one (facts 2.2).
fn include_all(ground: &Ground) -> Severity {
    if ground.target.is_some() {
        Severity::Warning
    } else {
        Severity::Note
    }
}

/// Number 7: never lower than what runs in the target; equal is fine (facts 2.6).
fn downgrade(facts: &PackageFacts, ground: &Ground) -> Option<Finding> {
    let own = facts
        .code_version
        .as_ref()
        .or(facts.repository_version.as_ref())?;
    let target = XperienceVersion::parse(ground.target_version.as_ref()?)?;
    let version = XperienceVersion::parse(&own.value)?;
    (version < target).then(|| {
        let finding = DOWNGRADE
            .found()
            .with("version", version)
            .with("target_version", target);
        finding.at([Evidence::named(&own.source).showing(&own.value)])
    })
}

/// Number 18: only a flagged package on a flagged one goes without downtime, and an unflagged one
/// switches it off again (facts 3.5).
fn zero_downtime(facts: &PackageFacts, ground: &Ground) -> Option<Finding> {
    let flagged = facts.zero_downtime.unwrap_or(false);
    let place = Evidence::named(FILE).showing(ZERO_DOWNTIME);
    match (ground.last_zero_downtime?, flagged) {
        (true, false) => Some(ZERO_DOWNTIME_LOST.found().at([place])),
        (false, true) => Some(ZERO_DOWNTIME_NOT_YET.found().at([place])),
        _ => None,
    }
}
