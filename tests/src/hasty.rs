//! A clock on which an hour passes in a minute or less. Everybody who is given the same start tells
//! the same time, in whatever process.

use futures_util::future::BoxFuture;
use slipway_engine::clock::Clock;
use slipway_engine::units::Moment;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

pub struct HastyClock {
    /// The moment both clocks were the same.
    start: jiff::Timestamp,
    begun: Instant,
    /// Seconds here for one of the computer's.
    speed: u32,
    /// Milliseconds the wall clock is wrong.
    wrong_ms: AtomicI64,
}

impl HastyClock {
    pub fn since(start: jiff::Timestamp, speed: u32) -> Self {
        Self {
            start,
            begun: Instant::now(),
            speed: speed.max(1),
            wrong_ms: AtomicI64::new(0),
        }
    }

    /// Moves only the wall clock, as a user, a time server or a sleeping computer does.
    pub fn set_wrong(&self, by_ms: i64) {
        self.wrong_ms.store(by_ms, Ordering::SeqCst);
    }
}

impl Clock for HastyClock {
    fn now(&self) -> Moment {
        let passed = jiff::Timestamp::now()
            .duration_since(self.start)
            .as_millis();
        let ms = i64::try_from(passed).unwrap_or(i64::MAX);
        let wrong = self.wrong_ms.load(Ordering::SeqCst);
        let here = ms.saturating_mul(self.speed.into()).saturating_add(wrong);
        let moved = self.start + jiff::SignedDuration::from_millis(here);
        Moment(moved)
    }

    fn elapsed(&self) -> Duration {
        self.begun.elapsed() * self.speed
    }

    fn wait(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration / self.speed))
    }
}
