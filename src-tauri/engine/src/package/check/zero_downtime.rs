//! Number 18, as far as the package tells: the flag and the version it needs (facts 2.6). The
//! comparison with the last package is in [`super::ground`].

use super::catalog::*;
use crate::package::content::XperienceVersion;
use crate::package::content::metadata::{FILE, ZERO_DOWNTIME};
use crate::package::forecast::first_zero_downtime;
use crate::package::report::{Evidence, Finding, PackageFacts};

const MINIMUM: XperienceVersion = first_zero_downtime();

pub(super) fn check(facts: &PackageFacts) -> Option<Finding> {
    let version = XperienceVersion::parse(&facts.code_version.as_ref()?.value)?;
    if facts.zero_downtime != Some(true) || version >= MINIMUM {
        return None;
    }
    let finding = ZERO_DOWNTIME_TOO_EARLY
        .found()
        .with("version", version)
        .with("minimum", MINIMUM);
    Some(finding.at([Evidence::named(FILE).showing(ZERO_DOWNTIME)]))
}
