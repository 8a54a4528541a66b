//! Time as a monitor sees it pass.

use super::{Gap, GapBecause};
use crate::clock::{SLEPT, Times};
use crate::units::Moment;
use std::time::Duration;

/// What became of the time since the last reading.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Passed {
    Watched(Duration),
    /// The computer slept in between.
    Slept,
}

/// Reads both clocks. Moments follow the running clock, so that a wall clock that is set back does
/// not put later looks before earlier ones; one that jumps ahead is a sleep (promise 14).
#[derive(Debug, Default)]
pub(super) struct Passing {
    last: Option<Times>,
    /// Where the wall clock was believed last.
    anchor: Option<Times>,
    /// Nothing is put before this: an earlier session saw it last.
    pub floor: Option<Moment>,
    pub gaps: Vec<Gap>,
}

/// Readings further apart than this by the running clock alone: on some systems it goes on while
/// the computer sleeps.
const LONGEST_APART: Duration = SLEPT.saturating_add(Duration::from_secs(15));

impl Passing {
    pub(super) fn pass(&mut self, now: Times) -> Passed {
        let Some(last) = self.last.replace(now) else {
            self.anchor = Some(Self::not_before(now, self.floor));
            return Passed::Watched(Duration::ZERO);
        };
        let ran = now.elapsed.saturating_sub(last.elapsed);
        if !now.slept_since(&last) && ran <= LONGEST_APART {
            return Passed::Watched(ran);
        }
        let from = self.moment(last);
        self.anchor = Some(Self::not_before(now, Some(self.moment(now))));
        self.gap(from, self.moment(now), GapBecause::Asleep);
        Passed::Slept
    }

    pub(super) fn moment(&self, at: Times) -> Moment {
        let anchor = self.anchor.unwrap_or(at);
        let since = at.elapsed.saturating_sub(anchor.elapsed);
        let wall = jiff::SignedDuration::try_from(since)
            .ok()
            .and_then(|since| anchor.wall.checked_add(since).ok());
        Moment(wall.unwrap_or(at.wall))
    }

    /// A reading whose wall clock is no earlier than that.
    fn not_before(mut now: Times, floor: Option<Moment>) -> Times {
        now.wall = floor.map_or(now.wall, |floor| now.wall.max(floor.0));
        now
    }

    /// The last moment anything was seen.
    pub(super) fn seen_at(&self) -> Option<Moment> {
        self.last.map(|last| self.moment(last))
    }

    /// Adds a gap, or makes the last one longer.
    pub(super) fn gap(&mut self, from: Moment, to: Moment, because: GapBecause) {
        match self.gaps.last_mut() {
            Some(last) if last.because == because && last.to >= from => last.to = last.to.max(to),
            _ if to > from => self.gaps.push(Gap { from, to, because }),
            _ => {}
        }
    }
}
