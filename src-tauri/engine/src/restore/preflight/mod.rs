//! Everything that is to be right before a byte moves, and again before **Restore to environment**
//! is pressed: numbers 25 to 29 of facts 4, as findings.

mod clocks;
mod links;
mod parts;
#[cfg(test)]
mod tests;

pub use clocks::{SESSION_LASTS, UPLOAD_LASTS};
pub use links::Links;

use super::bacpac::DatabaseCheck;
use super::storage::StorageCheck;
use super::worst_first;
use crate::package::{Finding, Verdict, verdict_of};
use crate::project::EnvironmentKind;
use crate::units::Moment;
use serde::{Deserialize, Serialize};

/// What is about to be sent, or was.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    pub database: Option<&'a DatabaseCheck>,
    pub storage: Option<&'a StorageCheck>,
    /// What is in the session's containers already; none where that is not known.
    pub there: There,
}

/// What was found in the containers of a session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct There {
    /// Whether `db.bacpac` is in the database container.
    pub database: Option<bool>,
    /// How many blobs are in the storage container.
    pub storage: Option<u64>,
}

/// What is known about where it goes and when; an empty one is fine.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    pub now: Option<Moment>,
    pub target: Option<EnvironmentKind>,
    /// Xperience version of the target environment.
    pub target_version: Option<String>,
    /// When the session was created in the Portal.
    pub session_created: Option<Moment>,
    /// When the last restore point of the target was made, as the user told; `Some(None)` if there
    /// is none.
    pub restore_point: Option<Option<Moment>>,
    pub links: Links,
}

/// The judgement, with everything the parts were found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Preflight {
    /// Those of the parts included; blockers first, then warnings, then notes.
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
}

pub fn preflight(parts: &Parts<'_>, ground: &Ground) -> Preflight {
    let mut findings = parts::check(parts, ground);
    findings.extend(clocks::check(ground));
    findings.extend(links::check(ground));
    worst_first(&mut findings);
    Preflight {
        verdict: verdict_of(&findings),
        findings,
    }
}
