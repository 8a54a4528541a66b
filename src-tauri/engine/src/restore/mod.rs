//! A custom restore: a database file and a folder of files are looked at before a byte moves, and
//! the way through the Portal is kept as a session that survives days.
//!
//! [`bacpac::check`] reads the database file, [`storage::look`] the files; [`preflight`] judges
//! both against the target, the links and the clocks (numbers 25 to 29 of facts 4); a
//! [`session::Session`] holds how far the user has come in the Portal's own order (facts 3.7).

pub mod bacpac;
mod catalog;
mod items;
mod part;
pub mod preflight;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
pub mod session;
pub mod storage;

pub use catalog::CHECKS as RESTORE_CHECKS;
pub use items::{DATABASE_BLOB, storage_items};
pub use part::PartName;

use crate::package::Finding;

/// Blockers first, then warnings, then notes; within a weight in the order of the catalog.
fn worst_first(findings: &mut [Finding]) {
    let place = |id: &str| RESTORE_CHECKS.iter().position(|check| check.id == id);
    findings
        .sort_by_cached_key(|finding| (std::cmp::Reverse(finding.severity), place(&finding.check)));
}

/// Every finding is one of the catalog, with the values its text may mention and nothing empty.
#[cfg(test)]
fn assert_told_as_promised(findings: &[Finding]) {
    use std::collections::BTreeSet;
    for finding in findings {
        let check = RESTORE_CHECKS
            .iter()
            .find(|check| check.id == finding.check);
        let check = check.unwrap_or_else(|| panic!("{} is in no catalog", finding.check));
        let params: BTreeSet<&str> = finding.params.keys().map(String::as_str).collect();
        assert_eq!(
            params,
            check.params.iter().copied().collect(),
            "{}",
            check.id
        );
        assert!(finding.params.values().all(|value| !value.is_empty()));
        assert_eq!(finding.ask, check.ask, "{}", check.id);
    }
}
