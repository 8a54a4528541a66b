//! The four figures by which teams compare how they deliver (deployment frequency, lead time for
//! changes, change failure rate, time to restore), and the downtime beside them, over the releases
//! of a project.
//!
//! Only what reached production counts, and only what is known: a value nobody measured or told is
//! missing, never zero.

mod row;
mod sum;
#[cfg(test)]
mod tests;

pub use row::figure_row;
pub use sum::figures;

use crate::units::{Count, Moment};
use serde::{Deserialize, Serialize};

/// All of it, and what it was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Figures {
    /// Newest first.
    pub releases: Vec<FigureRow>,
    /// Every month from the first deployment to this one, also those without any; UTC.
    pub deployments_per_month: Vec<MonthCount>,
    pub lead_time_hours: Figure,
    /// None before the first release reached production.
    pub change_failure_percent: Option<f64>,
    pub time_to_restore_minutes: Figure,
    pub downtime_minutes: Figure,
}

/// One release that reached production, or was sent there and did not arrive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FigureRow {
    pub release_id: String,
    pub name: String,
    /// When it ran there, or was sent there in vain.
    pub to_prod_at: Moment,
    /// From when the package was built, as its Build number says (facts 1.3), otherwise from when
    /// the release began, until it ran in production.
    pub lead_time_hours: Option<f64>,
    /// Measured from outside; none where nobody looked.
    pub downtime_ms: Option<Count>,
    /// It was rolled back, or did not arrive.
    pub failed: bool,
    /// From calling the rollback until everything worked again.
    pub restored_minutes: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MonthCount {
    /// `2026-07`
    pub month: String,
    pub count: Count,
}

/// A figure over all releases of which it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Figure {
    pub median: Option<f64>,
    /// Of the newest release of which it is known.
    pub last: Option<f64>,
}
