//! From a plan to findings: numbers 26 and 27 of facts 4, and what a user has to decide.

use super::facts::{Placement, StorageCheck};
use super::names::{LONGEST_NAME, LONGEST_SEGMENT, is_odd, is_too_long};
use super::plan::{StoragePlan, leaves_out};
use super::zipped::Refusal;
use crate::package::archive::MAX_RATIO;
use crate::package::{Check, Evidence, Finding, Severity, container_name, verdict_of};
use crate::restore::catalog::*;
use crate::restore::worst_first;
use crate::units::Bytes;

/// What was left out before the plan was made.
#[derive(Default)]
pub(super) struct Seen {
    pub systems_own: Vec<String>,
    pub left_out: u64,
}

/// Part of the limit from which on it is worth a warning, in hundredths.
const NEAR: u64 = 90;

pub(super) fn judge(plan: &StoragePlan, seen: &Seen) -> Vec<Finding> {
    let found = plan.found();
    let named = |names: &[String]| -> Vec<Evidence> {
        names.iter().map(|name| Evidence::named(name)).collect()
    };
    // What was decided to be left out needs no further answer.
    let open = |names: &[String]| -> Vec<String> {
        let kept = |name: &&String| !leaves_out(plan.choices(), name.trim_end_matches('/'));
        names.iter().filter(kept).cloned().collect()
    };
    let unreadable = found
        .unreadable
        .iter()
        .filter(|(path, _)| !leaves_out(plan.choices(), path.trim_end_matches('/')))
        .map(|(path, why)| Evidence::named(path).showing(why));
    let mut findings: Vec<Finding> = [
        STORAGE_LINK.found_at(named(&open(&found.links))),
        STORAGE_SPECIAL.found_at(named(&open(&found.special))),
        STORAGE_NOT_UNICODE.found_at(named(&found.garbled)),
        STORAGE_UNREADABLE.found_at(unreadable),
        STORAGE_EMPTY_FOLDERS.found_at(named(&found.empty_folders)),
        STORAGE_SYSTEM_FILES.found_at(named(&seen.systems_own)),
    ]
    .into_iter()
    .flatten()
    .collect();
    findings.extend(of_zip(plan));
    if plan.check.facts.files.0 == 0 {
        findings.push(STORAGE_EMPTY.found());
    } else {
        findings.extend(of_layout(plan));
        findings.extend(of_names(plan));
        let limit = plan.choices().limit;
        findings.extend(of_size(plan.check.facts.bytes, limit));
    }
    worst_first(&mut findings);
    findings
}

/// Files of a zip that are not unpacked, unless they are to be left out.
fn of_zip(plan: &StoragePlan) -> Vec<Finding> {
    let kind = |check: Check, refusal: Refusal| {
        let refused = plan.found().refused.iter();
        let names =
            refused.filter(move |(name, why)| *why == refusal && !leaves_out(plan.choices(), name));
        check.found_at(names.map(|(name, _)| Evidence::named(name)))
    };
    [
        kind(STORAGE_ZIP_ENCRYPTED, Refusal::Encrypted),
        kind(STORAGE_ZIP_COMPRESSION, Refusal::Compression),
        kind(STORAGE_ZIP_CONTRADICTS, Refusal::Contradicts),
        kind(STORAGE_ZIP_SWELLS, Refusal::Swells).map(|finding| finding.with("ratio", MAX_RATIO)),
        kind(STORAGE_ZIP_NAME, Refusal::Name),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_layout(plan: &StoragePlan) -> Vec<Finding> {
    let recognised = plan.recognised();
    match &recognised.placement {
        Placement::Unclear => vec![STORAGE_UNCLEAR.found()],
        // Chosen by the user, or proposed for what surely lies inside a container.
        Placement::Into { container, .. } => {
            let good = container_name(container);
            let bad = (!good).then(|| {
                STORAGE_CONTAINER_NAME
                    .found()
                    .at([Evidence::named(container)])
            });
            let chosen = plan.choices().container.is_some();
            let proposed = (!chosen).then(|| STORAGE_PROPOSED.found().with("container", container));
            bad.into_iter().chain(proposed).collect()
        }
        Placement::Containers { .. } => {
            let containers = &plan.check.facts.containers;
            let loose = plan.files().filter(|file| !plan.blob(file).contains('/'));
            let loose = STORAGE_LOOSE.found_at(loose.map(|file| Evidence::named(&file.path)));
            let unsure = (!recognised.sure).then(|| {
                let names = containers.iter().map(|c| Evidence::named(&c.name));
                STORAGE_UNSURE.found().at(names)
            });
            loose.into_iter().chain(unsure).collect()
        }
    }
}

fn of_names(plan: &StoragePlan) -> Vec<Finding> {
    let with = |test: fn(&str) -> bool| {
        let found = plan.files().filter_map(move |file| {
            let blob = plan.blob(file);
            test(&blob).then(|| Evidence::named(&file.path).showing(&blob))
        });
        found.collect::<Vec<_>>()
    };
    let colliding = plan.collisions().into_iter().flat_map(|collision| {
        let blob = collision.blob;
        let sources = collision.sources.into_iter();
        sources.map(move |source| Evidence::named(&source.path).showing(&blob))
    });
    let odd_weighs = match plan.choices().keep_odd_names {
        true => Severity::Warning,
        false => Severity::Blocker,
    };
    let lowered = plan.check.facts.renamed.0;
    let changes = plan
        .changes()
        .map(|change| Evidence::named(&change.from).showing(&change.to));
    let lowered = (lowered > 0).then(|| {
        let finding = STORAGE_LOWERED.found().with("count", lowered);
        finding.at(changes)
    });
    [
        STORAGE_TOO_LONG.found_at(with(is_too_long)).map(|finding| {
            finding
                .with("limit", LONGEST_NAME)
                .with("part_limit", LONGEST_SEGMENT)
        }),
        STORAGE_ODD_NAME
            .found_at(with(is_odd))
            .map(|finding| finding.weighing(odd_weighs)),
        STORAGE_COLLISION.found_at(colliding),
        lowered,
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl StorageCheck {
    /// The same files judged by another limit.
    pub fn under_limit(mut self, limit: Option<Bytes>) -> Self {
        let of_limit = [STORAGE_OVER_LIMIT.id, STORAGE_NEAR_LIMIT.id];
        self.findings
            .retain(|finding| !of_limit.contains(&finding.check.as_str()));
        if self.facts.files.0 > 0 {
            self.findings.extend(of_size(self.facts.bytes, limit));
        }
        worst_first(&mut self.findings);
        self.verdict = verdict_of(&self.findings);
        self
    }
}

fn of_size(bytes: Bytes, limit: Option<Bytes>) -> Option<Finding> {
    let (bytes, limit) = (bytes.0, limit?.0);
    let check = if bytes > limit {
        STORAGE_OVER_LIMIT
    } else if bytes / NEAR > limit / 100 {
        STORAGE_NEAR_LIMIT
    } else {
        return None;
    };
    let gigabytes = |bytes: u64| format!("{:.2}", bytes as f64 / 1e9);
    let finding = check.found().with("size_gb", gigabytes(bytes));
    Some(finding.with("limit_gb", gigabytes(limit)))
}
