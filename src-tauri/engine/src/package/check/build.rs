//! Number 23: a build that was sent before, or a long time ago.

use super::catalog::*;
use crate::package::content::metadata::FILE;
use crate::package::report::{Evidence, Finding, Ground, PackageFacts};

/// A build that waited longer was probably forgotten rather than tested.
const STALE_AFTER_DAYS: i64 = 30;

pub(super) fn check(facts: &PackageFacts, ground: &Ground) -> Vec<Finding> {
    sent_before(facts, ground)
        .into_iter()
        .chain(stale(facts, ground))
        .collect()
}

/// The same bytes are no news; other bytes under the same number cannot be told apart later. As
/// long as a package is hashed, nobody knows which of the two it is.
fn sent_before(facts: &PackageFacts, ground: &Ground) -> Option<Finding> {
    match (&ground.sha256, &ground.last_sha256) {
        (None, Some(_)) => return None,
        (Some(own), Some(last)) if own == last => return Some(SAME_PACKAGE.found()),
        _ => {}
    }
    let build = facts
        .build_number
        .as_ref()
        .filter(|build| Some(*build) == ground.last_build.as_ref())?;
    Some(
        SAME_BUILD
            .found()
            .with("build", build)
            .at([Evidence::named(FILE).showing(build)]),
    )
}

fn stale(facts: &PackageFacts, ground: &Ground) -> Option<Finding> {
    let built: jiff::Timestamp = facts.built_at.as_ref()?.parse().ok()?;
    let days = ground.now?.0.duration_since(built).as_hours() / 24;
    (days > STALE_AFTER_DAYS).then(|| STALE_BUILD.found().with("days", days))
}
