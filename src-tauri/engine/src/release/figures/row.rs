//! What one release adds to the figures.

use super::FigureRow;
use crate::package::built_at;
use crate::release::journey::{PressOutcome, Release, Stage, StageKind, VerdictKind};
use crate::units::{Count, Moment};

/// None as long as it neither reached production nor was sent there in vain. `downtime` is what was
/// measured when it went there.
pub fn figure_row(release: &Release, downtime: Option<Count>) -> Option<FigureRow> {
    let mut there = release
        .stages
        .iter()
        .filter(|s| s.kind == StageKind::Production);
    let stage = there
        .clone()
        .find(|stage| stage.arrived.is_some())
        .or_else(|| there.next())?;
    let arrived = stage.arrived.as_ref().map(|arrival| arrival.at);
    let to_prod_at = arrived.or_else(|| sent_in_vain(stage))?;
    let rolled_back = release.rolled_back.as_ref();
    let judged = release.verdict.as_ref().map(|verdict| verdict.kind);
    Some(FigureRow {
        release_id: release.id.clone(),
        name: release.name.clone(),
        to_prod_at,
        lead_time_hours: arrived.and_then(|at| hours(began(release), at)),
        downtime_ms: downtime,
        failed: arrived.is_none()
            || rolled_back.is_some()
            || judged == Some(VerdictKind::RolledBack),
        restored_minutes: rolled_back
            .and_then(|back| hours(back.at, back.restored_at?))
            .map(|hours| hours * 60.0),
    })
}

fn sent_in_vain(stage: &Stage) -> Option<Moment> {
    let mut presses = stage.presses.iter().rev();
    let last = presses.find(|press| press.cancelled_at.is_none())?;
    (last.outcome == Some(PressOutcome::DidNotWork)).then_some(last.at)
}

/// The build is when the change was finished; where the number does not tell it, the release began
/// with it.
fn began(release: &Release) -> Moment {
    let package = release.package.as_ref();
    package
        .and_then(|package| built_at(package.build_number.as_deref()?))
        .unwrap_or(release.started_at)
}

/// None where one clock or the other was wrong.
fn hours(from: Moment, until: Moment) -> Option<f64> {
    let seconds = (until.0 - from.0).total(jiff::Unit::Second).ok()?;
    (seconds >= 0.0).then_some(seconds / 3_600.0)
}
