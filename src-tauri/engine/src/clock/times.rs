use super::Clock;
use std::time::Duration;

/// The wall clock being this far off the running time means that the computer slept.
pub(crate) const SLEPT: Duration = Duration::from_secs(30);

/// The same moment on the wall clock and on the clock that never goes back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub wall: jiff::Timestamp,
    pub elapsed: Duration,
}

impl Times {
    pub(crate) fn of(clock: &dyn Clock) -> Self {
        Self {
            wall: clock.now().0,
            elapsed: clock.elapsed(),
        }
    }

    /// Whether the wall clock jumped ahead of the running time since, as it does while a computer
    /// sleeps (promise 14).
    pub(crate) fn slept_since(&self, before: &Self) -> bool {
        let wall = self.wall.duration_since(before.wall);
        let ran = self.elapsed.saturating_sub(before.elapsed);
        jiff::SignedDuration::try_from(ran + SLEPT).is_ok_and(|expected| wall > expected)
    }
}
