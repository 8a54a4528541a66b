//! Time is passed in, so that a test can move it and never waits for it.

mod manual;
mod times;

pub use manual::ManualClock;
pub(crate) use times::{SLEPT, Times};

use crate::units::Moment;
use std::time::Duration;

/// Tells the time and waits.
pub trait Clock: Send + Sync + 'static {
    /// The wall clock, which may jump.
    fn now(&self) -> Moment;
    /// Time since an arbitrary start, which never goes back.
    fn elapsed(&self) -> Duration;
    /// Resolves once `duration` has passed on this clock.
    fn wait(&self, duration: Duration) -> futures_util::future::BoxFuture<'static, ()>;
}

/// The computer's own clock.
pub struct SystemClock {
    start: std::time::Instant,
}

impl SystemClock {
    pub fn new() -> Self {
        Self {
            start: std::time::Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment(jiff::Timestamp::now())
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn wait(&self, duration: Duration) -> futures_util::future::BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
