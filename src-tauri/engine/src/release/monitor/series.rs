//! Windows of time, one after the other, never more than a chart can show.

use super::Tally;
use crate::units::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What all probes showed in one stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Its start.
    pub at: Moment,
    /// How long it is.
    pub seconds: u32,
    /// By probe; none for a probe that was not looked at.
    pub tallies: BTreeMap<String, Tally>,
}

impl Window {
    pub(super) fn all(&self) -> Tally {
        let mut all = Tally::default();
        self.tallies.values().for_each(|tally| all.merge(tally));
        all
    }

    fn take_in(&mut self, later: Self) {
        self.seconds += later.seconds;
        for (probe, tally) in later.tallies {
            self.tallies.entry(probe).or_default().merge(&tally);
        }
    }
}

/// Windows in the order of time. When there are too many, neighbours are put together; looks are
/// never left out.
#[derive(Debug, Clone)]
pub(super) struct Series {
    windows: Vec<Window>,
    most: usize,
    /// How long a window may be, in seconds.
    width: u32,
}

impl Series {
    pub(super) fn new(most: usize, width: u32) -> Self {
        Self {
            windows: Vec::new(),
            most,
            width,
        }
    }

    /// As it was kept.
    pub(super) fn of(windows: Vec<Window>, most: usize, width: u32) -> Self {
        let longest = windows.iter().map(|window| window.seconds).max();
        let mut series = Self {
            width: longest.unwrap_or(width).max(width),
            ..Self::new(most, width)
        };
        for window in windows {
            series.push(window);
        }
        series
    }

    /// Adds a window; true if earlier ones were put together.
    pub(super) fn push(&mut self, window: Window) -> bool {
        let before = self.windows.len();
        self.windows.push(window);
        self.coarsen();
        self.windows.len() != before + 1
    }

    pub(super) fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// Twice as long windows until there are few enough. A window that lies far from the one before
    /// it stays its own: nothing was looked at in between.
    fn coarsen(&mut self) {
        while self.windows.len() > self.most {
            self.width = self.width.saturating_mul(2);
            let mut merged: Vec<Window> = Vec::with_capacity(self.windows.len() / 2 + 1);
            for window in self.windows.drain(..) {
                match merged.last_mut() {
                    Some(last) if fits(last, &window, self.width) => last.take_in(window),
                    _ => merged.push(window),
                }
            }
            self.windows = merged;
        }
    }
}

fn fits(last: &Window, next: &Window, width: u32) -> bool {
    let to_end = next.at.0.as_second() - last.at.0.as_second() + i64::from(next.seconds);
    to_end <= i64::from(width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::monitor::tests::made_look;
    use crate::release::probe::LookBecause;
    use proptest::prelude::*;

    fn window(second: i64) -> Window {
        let at = Moment(jiff::Timestamp::from_second(second).expect("a time"));
        let mut tally = Tally::default();
        tally.add(&made_look("p", LookBecause::AsExpected, 1, at));
        Window {
            at,
            seconds: 10,
            tallies: BTreeMap::from([("p".to_owned(), tally)]),
        }
    }

    proptest! {
        #[test]
        fn however_long_it_takes_a_chart_has_no_more_points_than_it_can_show_and_no_look_is_lost(
            windows in 1_i64..5_000, gap in 0_i64..100_000,
        ) {
            let mut series = Series::new(240, 10);
            for number in 0..windows {
                let slept = if number > windows / 2 { gap } else { 0 };
                series.push(window(number * 10 + slept));
            }
            prop_assert!(series.windows().len() <= 240);
            let looks: u32 = series.windows().iter().map(|window| window.all().looks()).sum();
            prop_assert_eq!(i64::from(looks), windows);
            prop_assert!(series.windows().is_sorted_by_key(|window| window.at));
        }
    }

    #[test]
    fn half_an_hour_keeps_its_windows_of_ten_seconds() {
        let mut series = Series::new(240, 10);
        assert!((0..180).all(|number| !series.push(window(number * 10))));
        assert!(series.windows().iter().all(|window| window.seconds == 10));
    }

    #[test]
    fn what_lies_on_both_sides_of_a_gap_is_not_put_together() {
        let mut series = Series::new(3, 10);
        for second in [0, 10, 5_000, 5_010] {
            series.push(window(second));
        }
        let starts: Vec<i64> = series
            .windows()
            .iter()
            .map(|window| window.at.0.as_second())
            .collect();
        assert_eq!(starts, [0, 5_000]);
    }
}
