//! Number 1: the Portal takes packages up to 2 GB (facts 1.5).

use super::catalog::*;
use super::finding::gigabytes;
use crate::package::report::{Evidence, Finding, PackageFacts};

/// Where it becomes uncertain: the documents do not say whether their gigabyte is decimal.
const WARNING_LINE: u64 = 2_000_000_000;
/// No reading of "2 GB" allows more.
const HARD_STOP: u64 = 2_147_483_647;
/// How many of the largest folders are shown.
const SHOWN_FOLDERS: usize = 8;

pub(super) fn check(facts: &PackageFacts) -> Option<Finding> {
    let size = facts.size.0;
    let (check, limit) = if size > HARD_STOP {
        (TOO_LARGE, HARD_STOP)
    } else if size > WARNING_LINE {
        (NEAR_LIMIT, WARNING_LINE)
    } else {
        return None;
    };
    let largest = facts.folders.iter().take(SHOWN_FOLDERS);
    let places = largest.map(|folder| {
        Evidence::named(&folder.name).showing(format_args!("{} GB", gigabytes(folder.bytes.0)))
    });
    Some(
        check
            .found()
            .with("size_gb", gigabytes(size))
            .with("limit_gb", gigabytes(limit))
            .at(places),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::facts::unread;
    use crate::package::report::Severity;

    #[test]
    fn the_limit_is_soft_at_two_billion_bytes_and_hard_at_two_gibibytes() {
        let weight = |size| check(&unread(size)).map(|finding| (finding.check, finding.severity));
        assert_eq!(weight(2_000_000_000), None);
        assert_eq!(
            weight(2_000_000_001),
            Some(("package-near-limit".into(), Severity::Warning))
        );
        assert_eq!(
            weight(2_147_483_647),
            Some(("package-near-limit".into(), Severity::Warning))
        );
        assert_eq!(
            weight(2_147_483_648),
            Some(("package-too-large".into(), Severity::Blocker))
        );
    }
}
