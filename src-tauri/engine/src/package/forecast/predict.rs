//! Applying the rules to what is known, which may be little. What is unknown is never taken for
//! unchanged, and never for changed either.

use super::answer::{Forecast, MinutesRange, Missing, Sureness};
use super::rules::{
    Condition, OFFLINE_MINUTES, OTHERWISE, Outage, RULES, Rule, first_zero_downtime,
};
use crate::package::content::XperienceVersion;
use crate::package::report::PackageFacts;
use crate::units::Count;
use serde::{Deserialize, Serialize};

/// What of a package decides about downtime.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DowntimeFacts {
    /// Xperience version, e.g. `31.6.2`; none if the package does not tell.
    pub xperience_version: Option<String>,
    /// Equal hashes mean the same CD repository.
    pub repository_hash: Option<String>,
    /// Marked as ready for zero-downtime deployment.
    pub zero_downtime: bool,
    /// Carries storage assets.
    pub storage_assets: bool,
}

impl From<&PackageFacts> for DowntimeFacts {
    fn from(facts: &PackageFacts) -> Self {
        let version = facts
            .code_version
            .as_ref()
            .or(facts.repository_version.as_ref());
        Self {
            xperience_version: version.map(|version| version.value.clone()),
            repository_hash: facts.repository_hash.clone(),
            zero_downtime: facts.zero_downtime.unwrap_or(false),
            storage_assets: facts
                .storage_assets
                .as_ref()
                .is_some_and(|assets| assets.files.0 > 0),
        }
    }
}

/// What was deployed to the environment last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum LastPackage {
    /// Nobody told, and nothing was seen.
    #[default]
    Unknown,
    /// The environment is empty.
    Nothing,
    Known(DowntimeFacts),
}

/// Forecasts what deploying `next` over `last` does. Both may be unknown: then the worst is told,
/// and that it is not sure.
pub fn forecast(next: Option<&DowntimeFacts>, last: &LastPackage) -> Forecast {
    let mut found = Found::default();
    for rule in &RULES {
        match holds(rule.when, next, last) {
            Some(true) => {
                found.applies(rule);
                if rule.settles {
                    break;
                }
            }
            Some(false) => {}
            None => found.open.push(rule),
        }
    }
    found.conclude(missing(next, last))
}

#[derive(Default)]
struct Found<'r> {
    applying: Vec<&'r Rule>,
    /// Rules of which it is not known whether they apply.
    open: Vec<&'r Rule>,
}

impl<'r> Found<'r> {
    fn applies(&mut self, rule: &'r Rule) {
        self.applying.push(rule);
    }

    fn conclude(self, missing: Vec<Missing>) -> Forecast {
        let told = self.applying.iter().map(|rule| rule.outage).max();
        // A rule that settles would have put all others aside, for better or worse.
        let could_settle = self.open.iter().any(|rule| rule.settles);
        let worst_open = self.open.iter().map(|rule| rule.outage).max();
        let (outage, sure) = match (told, worst_open) {
            (Some(outage), None) => (outage, Sureness::Known),
            (Some(outage), Some(open)) if open <= outage => (
                outage,
                if could_settle {
                    Sureness::Unknown
                } else {
                    Sureness::Likely
                },
            ),
            (_, Some(open)) => (open, Sureness::Unknown),
            (None, None) => (OTHERWISE.0, Sureness::Known),
        };
        let mut reasons: Vec<_> = self.applying.iter().map(|rule| rule.reason).collect();
        if reasons.is_empty() && self.open.is_empty() {
            reasons.push(OTHERWISE.1);
        }
        Forecast {
            outage,
            reasons,
            sure,
            // What nothing depends on any more is not missed.
            missing: if sure == Sureness::Known {
                Vec::new()
            } else {
                missing
            },
            minutes: (outage == Outage::Offline).then_some(MinutesRange {
                least: Count(OFFLINE_MINUTES.0),
                most: Count(OFFLINE_MINUTES.1),
            }),
        }
    }
}

/// Whether a condition holds; none if too little is known.
fn holds(when: Condition, next: Option<&DowntimeFacts>, last: &LastPackage) -> Option<bool> {
    let before = match last {
        LastPackage::Known(facts) => Some(facts),
        LastPackage::Nothing | LastPackage::Unknown => None,
    };
    match when {
        Condition::NothingDeployedBefore => match last {
            LastPackage::Nothing => Some(true),
            LastPackage::Known(_) => Some(false),
            // An environment of which nothing is known is rarely an empty one, and what the rule
            // would lead to is what has to be expected anyway.
            LastPackage::Unknown => Some(false),
        },
        // One package that is not ready is enough to know.
        Condition::BothReadyForZeroDowntime => both(next.map(is_ready), before.map(is_ready)),
        Condition::RepositoryDiffers => {
            let hash = |facts: Option<&DowntimeFacts>| facts?.repository_hash.clone();
            Some(hash(next)? != hash(before)?)
        }
        Condition::XperienceVersionDiffers => {
            let version = |facts: Option<&DowntimeFacts>| facts?.xperience_version.clone();
            Some(differ(&version(next)?, &version(before)?))
        }
        Condition::CarriesStorageAssets => next.map(|facts| facts.storage_assets),
    }
}

fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn is_ready(facts: &DowntimeFacts) -> bool {
    let version = facts
        .xperience_version
        .as_deref()
        .and_then(XperienceVersion::parse);
    facts.zero_downtime && version.is_some_and(|version| version >= first_zero_downtime())
}

fn differ(a: &str, b: &str) -> bool {
    match (XperienceVersion::parse(a), XperienceVersion::parse(b)) {
        (Some(a), Some(b)) => a != b,
        _ => a != b,
    }
}

fn missing(next: Option<&DowntimeFacts>, last: &LastPackage) -> Vec<Missing> {
    let mut missing = Vec::new();
    let known: Vec<&DowntimeFacts> = next
        .into_iter()
        .chain(match last {
            LastPackage::Known(facts) => Some(facts),
            LastPackage::Nothing | LastPackage::Unknown => None,
        })
        .collect();
    if next.is_none() {
        missing.push(Missing::ThisPackage);
    }
    if *last == LastPackage::Unknown {
        missing.push(Missing::LastPackage);
    }
    if known.iter().any(|facts| facts.xperience_version.is_none()) {
        missing.push(Missing::XperienceVersion);
    }
    if known.iter().any(|facts| facts.repository_hash.is_none()) {
        missing.push(Missing::RepositoryHash);
    }
    missing
}
