//! Number 28: whether the two links will do, before a byte moves (promise 15).

use super::Ground;
use crate::blob::sas::{self, Need, Right, SasFacts, SasFinding};
use crate::package::{Finding, Severity};
use crate::restore::PartName;
use crate::restore::catalog::*;
use crate::units::Moment;
use jiff::SignedDuration;

/// What **Get access** gave.
#[derive(Debug, Clone, Default)]
pub struct Links {
    pub database: Option<SasFacts>,
    pub storage: Option<SasFacts>,
    /// The service's own time, once it was heard.
    pub service_time: Option<Moment>,
}

/// A link that ends earlier is worth a warning: a large upload takes a night.
const SOON: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn check(ground: &Ground) -> Vec<Finding> {
    let Some(now) = ground.now else {
        return Vec::new();
    };
    let links = &ground.links;
    let both = [
        (PartName::Database, links.database.as_ref()),
        (PartName::Storage, links.storage.as_ref()),
    ];
    let each = both
        .into_iter()
        .filter_map(|(part, facts)| Some((part, facts?)))
        .flat_map(|(part, facts)| of_one(part, facts, now, links.service_time));
    each.chain(together(links)).collect()
}

fn of_one(
    part: PartName,
    facts: &SasFacts,
    now: Moment,
    service_time: Option<Moment>,
) -> Vec<Finding> {
    let needs = [Need::Create, Need::Read, Need::List];
    let judged = sas::judge(facts, now, service_time, &needs);
    let mut findings: Vec<Finding> = judged
        .iter()
        .map(|found| finding(found).with("part", part.word()))
        .collect();
    let left = facts
        .expires
        .map(|at| at.0.duration_since(service_time.unwrap_or(now).0));
    if let Some(left) = left.filter(|left| (SignedDuration::ZERO..SOON).contains(left)) {
        let soon = LINK_ENDS_SOON.found().with("hours", left.as_hours());
        findings.push(soon.with("part", part.word()));
    }
    if let Some(addresses) = &facts.addresses {
        let limited = LINK_ADDRESSES.found().with("addresses", addresses);
        findings.push(limited.with("part", part.word()));
    }
    findings
}

fn finding(found: &SasFinding) -> Finding {
    match found {
        SasFinding::Expired { .. } => LINK_EXPIRED.found(),
        SasFinding::NotYetValid { .. } => LINK_NOT_YET_VALID.found(),
        SasFinding::ClockOff { minutes } => LINK_CLOCK_OFF.found().with("minutes", minutes.abs()),
        SasFinding::MissingRight { right } => {
            let weight = match right {
                Right::Write => Severity::Blocker,
                Right::Read | Right::List | Right::Delete => Severity::Warning,
            };
            let finding = LINK_LACKS_RIGHT.found().with("right", right.name());
            finding.weighing(weight)
        }
        SasFinding::AccountLink | SasFinding::BlobLink | SasFinding::BelowContainer { .. } => {
            LINK_NOT_OF_CONTAINER.found()
        }
        SasFinding::NeedsHttps => LINK_NEEDS_HTTPS.found(),
        SasFinding::RightsInPolicy => LINK_RIGHTS_UNKNOWN.found(),
    }
}

fn together(links: &Links) -> Option<Finding> {
    let (database, storage) = (links.database.as_ref()?, links.storage.as_ref()?);
    if database.same_place(storage) {
        return Some(LINKS_SAME.found());
    }
    let swapped = PartName::told_by(&database.container) == Some(PartName::Storage)
        && PartName::told_by(&storage.container) == Some(PartName::Database);
    swapped.then(|| LINKS_SWAPPED.found())
}
