//! A clock that stands still until it is told to move.

use super::Clock;
use crate::units::Moment;
use futures_util::future::BoxFuture;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// Time in the hands of a test: nothing passes until [`ManualClock::advance`]. Clones share it.
#[derive(Clone)]
pub struct ManualClock(Arc<Shared>);

struct Shared {
    hands: Mutex<Hands>,
    /// How many wait right now, so that a test can wait for the waiting.
    waiting: watch::Sender<usize>,
}

struct Hands {
    now: Moment,
    elapsed: Duration,
    sleepers: Vec<(Duration, oneshot::Sender<()>)>,
}

impl ManualClock {
    pub fn at(now: Moment) -> Self {
        let hands = Hands {
            now,
            elapsed: Duration::ZERO,
            sleepers: Vec::new(),
        };
        Self(Arc::new(Shared {
            hands: Mutex::new(hands),
            waiting: watch::Sender::new(0),
        }))
    }

    /// Lets `duration` pass on both clocks and wakes whoever waited for a moment up to then.
    pub fn advance(&self, duration: Duration) {
        let mut hands = self.hands();
        hands.sleepers.retain(|(_, sleeper)| !sleeper.is_closed());
        hands.elapsed += duration;
        hands.now = Moment(
            hands
                .now
                .0
                .saturating_add(as_signed(duration))
                .unwrap_or(hands.now.0),
        );
        let elapsed = hands.elapsed;
        let (due, later): (Vec<_>, Vec<_>) = std::mem::take(&mut hands.sleepers)
            .into_iter()
            .partition(|(at, _)| *at <= elapsed);
        hands.sleepers = later;
        self.0.waiting.send_replace(hands.sleepers.len());
        drop(hands);
        for (_, sleeper) in due {
            // A sleeper that no longer listens was cancelled.
            let _ = sleeper.send(());
        }
    }

    /// Moves only the wall clock, as a user, a time server or a sleeping computer does.
    pub fn set_wall(&self, now: Moment) {
        self.hands().now = now;
    }

    /// Resolves once at least `count` callers wait for this clock.
    pub async fn waited_for_by(&self, count: usize) {
        let mut waiting = self.0.waiting.subscribe();
        // The sender lives as long as this clock, so this only ends by the condition.
        let _ = waiting.wait_for(|now| *now >= count).await;
    }

    /// How many wait this moment. Those who gave up waiting are not counted.
    pub fn sleepers(&self) -> usize {
        let mut hands = self.hands();
        hands.sleepers.retain(|(_, sleeper)| !sleeper.is_closed());
        hands.sleepers.len()
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0
            .hands
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Default for ManualClock {
    /// Starts at 17 July 2026, 19:57 UTC.
    fn default() -> Self {
        Self::at(Moment(jiff::Timestamp::constant(1_784_318_220, 0)))
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        self.hands().now
    }

    fn elapsed(&self) -> Duration {
        self.hands().elapsed
    }

    fn wait(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration.is_zero() {
            return Box::pin(std::future::ready(()));
        }
        let (wake, woken) = oneshot::channel();
        let mut hands = self.hands();
        hands.sleepers.retain(|(_, sleeper)| !sleeper.is_closed());
        let at = hands.elapsed + duration;
        hands.sleepers.push((at, wake));
        self.0.waiting.send_replace(hands.sleepers.len());
        Box::pin(async move {
            let _ = woken.await;
        })
    }
}

fn as_signed(duration: Duration) -> jiff::SignedDuration {
    jiff::SignedDuration::try_from(duration).unwrap_or(jiff::SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn nothing_passes_until_it_is_advanced() {
        let clock = ManualClock::default();
        assert_eq!(clock.now().to_string(), "2026-07-17T19:57:00Z");
        let mut wait = clock.wait(Duration::from_secs(5));
        assert!((&mut wait).now_or_never().is_none());
        clock.advance(Duration::from_secs(4));
        assert!((&mut wait).now_or_never().is_none());
        clock.advance(Duration::from_secs(1));
        assert!((&mut wait).now_or_never().is_some());
        assert_eq!(clock.elapsed(), Duration::from_secs(5));
        assert_eq!(clock.now().to_string(), "2026-07-17T19:57:05Z");
    }

    #[test]
    fn the_wall_clock_may_jump_while_elapsed_time_does_not() {
        let clock = ManualClock::default();
        clock.set_wall(Moment(jiff::Timestamp::UNIX_EPOCH));
        assert_eq!(clock.now().to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(clock.elapsed(), Duration::ZERO);
    }

    #[tokio::test]
    async fn a_test_can_wait_until_somebody_waits() {
        let clock = ManualClock::default();
        let sleeper = tokio::spawn(clock.wait(Duration::from_secs(1)));
        clock.waited_for_by(1).await;
        clock.advance(Duration::from_secs(1));
        sleeper.await.expect("the sleeper wakes");
    }
}
