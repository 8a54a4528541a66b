//! Numbers 28 and 29: the session's clocks (facts 3.7) and the way back.

use super::Ground;
use crate::package::{Finding, Severity};
use crate::project::EnvironmentKind;
use crate::restore::catalog::*;
use crate::units::Moment;
use jiff::SignedDuration;

/// Uploads are taken for one week after a session was created.
pub const UPLOAD_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What was uploaded can be restored for 180 days.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(180 * 24);
/// Less than this is worth a warning: a large upload takes a night.
const ENDING: SignedDuration = SignedDuration::from_hours(24);
/// An older restore point misses what was written since.
const FRESH: SignedDuration = SignedDuration::from_hours(4);

pub(super) fn check(ground: &Ground) -> Vec<Finding> {
    let Some(now) = ground.now else {
        return Vec::new();
    };
    session(ground, now)
        .into_iter()
        .chain(restore_point(ground, now))
        .collect()
}

fn session(ground: &Ground, now: Moment) -> Option<Finding> {
    let age = now.0.duration_since(ground.session_created?.0);
    if age >= SESSION_LASTS {
        return Some(SESSION_OVER.found());
    }
    let left = UPLOAD_LASTS - age;
    if left <= SignedDuration::ZERO {
        let days = age.as_hours() / 24;
        return Some(UPLOAD_TIME_OVER.found().with("days", days));
    }
    let ending = || UPLOAD_TIME_ENDING.found().with("hours", left.as_hours());
    (left <= ENDING).then(ending)
}

/// There is no way back from a restore but a restore point; in production that is never a matter
/// of taste.
fn restore_point(ground: &Ground, now: Moment) -> Option<Finding> {
    let made = ground.restore_point?;
    let weight = match ground.target {
        Some(EnvironmentKind::Prod) => Severity::Blocker,
        _ => Severity::Warning,
    };
    let Some(made) = made else {
        return Some(RESTORE_POINT_MISSING.found().weighing(weight));
    };
    let age = now.0.duration_since(made.0);
    let old = || {
        let finding = RESTORE_POINT_OLD.found().with("hours", age.as_hours());
        finding.weighing(weight)
    };
    (age > FRESH).then(old)
}
