//! The figures over many releases.

use super::{Figure, FigureRow, Figures, MonthCount};
use crate::units::{Count, Moment};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A chart of more is not read by anybody.
const MONTHS: usize = 36;

/// In any order; `now` says which month is this one.
pub fn figures(mut releases: Vec<FigureRow>, now: Moment) -> Figures {
    releases.sort_by(|a, b| {
        let newest = b.to_prod_at.cmp(&a.to_prod_at);
        newest.then_with(|| a.release_id.cmp(&b.release_id))
    });
    let of = |value: fn(&FigureRow) -> Option<f64>| figure(releases.iter().filter_map(value));
    Figures {
        deployments_per_month: months(&releases, now),
        lead_time_hours: of(|row| row.lead_time_hours),
        change_failure_percent: failures(&releases),
        time_to_restore_minutes: of(|row| row.restored_minutes),
        downtime_minutes: of(|row| row.downtime_ms.map(|ms| ms.0 as f64 / 60_000.0)),
        releases,
    }
}

/// `values` newest first.
fn figure(values: impl Iterator<Item = f64>) -> Figure {
    let mut values: Vec<f64> = values.collect();
    let last = values.first().copied();
    values.sort_by(f64::total_cmp);
    let median = match values.as_slice() {
        [] => None,
        sorted if sorted.len() % 2 == 1 => Some(sorted[sorted.len() / 2]),
        sorted => {
            let upper = sorted.len() / 2;
            Some(f64::midpoint(sorted[upper - 1], sorted[upper]))
        }
    };
    Figure { median, last }
}

fn failures(releases: &[FigureRow]) -> Option<f64> {
    let failed = releases.iter().filter(|row| row.failed).count();
    (!releases.is_empty()).then(|| failed as f64 * 100.0 / releases.len() as f64)
}

/// What ran in production in each month; what did not arrive is no deployment.
fn months(releases: &[FigureRow], now: Moment) -> Vec<MonthCount> {
    let arrived = releases
        .iter()
        .filter(|row| row.lead_time_hours.is_some() || !row.failed);
    let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
    for row in arrived {
        *counts.entry(month(row.to_prod_at)).or_default() += 1;
    }
    let Some(first) = counts.keys().next().copied() else {
        return Vec::new();
    };
    // A clock that was ahead put some of them into the future.
    let last = counts
        .keys()
        .next_back()
        .copied()
        .unwrap_or(first)
        .max(month(now));
    let mut all = Vec::new();
    let mut at = last;
    while at >= first && all.len() < MONTHS {
        all.push(MonthCount {
            month: at.strftime("%Y-%m").to_string(),
            count: Count(counts.get(&at).copied().unwrap_or(0)),
        });
        let Ok(before) = at.checked_sub(jiff::Span::new().months(1)) else {
            break;
        };
        at = before;
    }
    all.reverse();
    all
}

/// The first day of it.
fn month(at: Moment) -> Date {
    at.0.to_zoned(TimeZone::UTC).date().first_of_month()
}
