//! What zero-downtime deployments need of the code (facts 3.5): it must know read-only mode.

use super::Looked;
use super::catalog::*;
use crate::package::content::XperienceVersion;
use crate::package::report::{Evidence, Finding};

const FIRST: XperienceVersion = XperienceVersion::new(31, 0, 2);
/// Code that takes read-only mode into account names one of these.
const SUPPORT: [&str; 2] = ["IReadOnlyModeProvider", "ReadOnlyModeException"];

pub(super) fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if SUPPORT.iter().all(|name| looked.names(name).is_empty()) {
        let place = Evidence::named(&looked.start_up());
        findings.push(READ_ONLY_UNSUPPORTED.found().at([place]));
    }
    if let Some(version) = looked.version.filter(|version| *version < FIRST) {
        let places = looked.references.iter().filter_map(|one| {
            let own = XperienceVersion::parse(one.version.as_ref()?)?;
            (own == version).then(|| one.place.clone())
        });
        findings.push(
            ZERO_DOWNTIME_EARLY
                .found()
                .with("version", version)
                .with("minimum", FIRST)
                .at(places.take(1)),
        );
    }
    findings
}
