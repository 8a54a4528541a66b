//! What speaks against a build: every refusal of the official script (facts 1.2), and the traps it
//! leaves open.

mod application;
mod assets;
mod catalog;
mod folders;
mod names;
mod repository;

pub(super) use application::{Application, applications};
pub use catalog::CHECKS as BUILD_CHECKS;
pub(super) use catalog::PREVIOUS_NOT_OURS;
pub(super) use folders::{Folders, leave_out};
pub(super) use repository::Stored;

use super::order::BuildOrder;
use super::trees::Trees;
use crate::package::report::Finding;

/// All there is to judge by.
pub(super) struct Case<'a> {
    pub order: &'a BuildOrder,
    pub folders: &'a Folders,
    pub trees: &'a Trees,
    pub application: &'a Application,
    pub stored: &'a Stored,
}

/// Worst first.
pub(super) fn findings(case: &Case) -> Vec<Finding> {
    let mut findings = folders::check(case);
    findings.extend(application::check(case));
    findings.extend(repository::check(case));
    findings.extend(assets::check(case));
    findings.extend(names::check(case.trees));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}
