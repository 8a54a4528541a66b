//! How many requests run at once: more and more as long as all is well, half as many as soon as
//! the service asks for less (promise 11).

use crate::clock::Clock;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

const AT_FIRST: f64 = 8.0;
/// From nothing back to what it was takes this long.
const RECOVERY: Duration = Duration::from_secs(60);
/// A longer silence between two answers tells nothing about what the service can take.
const LONGEST_STEP: Duration = Duration::from_secs(5);

/// The number itself. Knows no clock.
#[derive(Debug, Clone)]
struct Pressure {
    limit: f64,
    most: f64,
    /// What was reached before the service asked for less; none while it never did.
    reached: Option<f64>,
    halved_at: Option<Duration>,
    grown_at: Duration,
}

impl Pressure {
    fn new(most: u64) -> Self {
        let most = most.max(1) as f64;
        Self {
            limit: AT_FIRST.min(most),
            most,
            reached: None,
            halved_at: None,
            grown_at: Duration::ZERO,
        }
    }

    /// A request was answered well: one more, and after a throttling as many as time allows.
    fn fine(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.grown_at).min(LONGEST_STEP);
        self.grown_at = now;
        let more = match self.reached {
            None => 1.0,
            Some(reached) => reached * passed.as_secs_f64() / RECOVERY.as_secs_f64(),
        };
        self.limit = (self.limit + more).min(self.most);
    }

    /// The service asked for less. Of the requests that were under way together, one counts.
    fn throttled(&mut self, begun: Duration, now: Duration) {
        if self.halved_at.is_some_and(|halved| begun <= halved) {
            return;
        }
        self.reached = Some(self.reached.unwrap_or(0.0).max(self.limit));
        self.limit = (self.limit / 2.0).max(1.0);
        self.halved_at = Some(now);
        self.grown_at = now;
    }

    fn limit(&self) -> usize {
        self.limit as usize
    }
}

/// The door every request goes through.
pub(crate) struct AtOnce {
    clock: Arc<dyn Clock>,
    door: Arc<Mutex<Door>>,
}

struct Door {
    pressure: Pressure,
    inside: usize,
    waiting: VecDeque<oneshot::Sender<()>>,
}

impl AtOnce {
    pub(crate) fn new(most: u64, clock: Arc<dyn Clock>) -> Self {
        let door = Door {
            pressure: Pressure::new(most),
            inside: 0,
            waiting: VecDeque::new(),
        };
        Self {
            clock,
            door: Arc::new(Mutex::new(door)),
        }
    }

    /// Whether a request more may begin. Those that are made again come first.
    pub(crate) fn has_room(&self) -> bool {
        let door = lock(&self.door);
        door.inside < door.pressure.limit() && door.waiting.is_empty()
    }

    pub(crate) fn limit(&self) -> u64 {
        lock(&self.door).pressure.limit() as u64
    }

    /// For a request that begins because there [`Self::has_room`].
    pub(crate) fn enter(&self) -> Inside {
        lock(&self.door).inside += 1;
        Inside(self.door.clone())
    }

    /// Waits until there is room.
    pub(crate) async fn enter_in_turn(&self) -> Inside {
        let turn = {
            let mut door = lock(&self.door);
            if door.inside < door.pressure.limit() {
                door.inside += 1;
                None
            } else {
                let (call, called) = oneshot::channel();
                door.waiting.push_back(call);
                Some(called)
            }
        };
        if let Some(called) = turn {
            // Whoever calls has counted this one in.
            let _ = called.await;
        }
        Inside(self.door.clone())
    }

    pub(crate) fn fine(&self) {
        let mut door = lock(&self.door);
        door.pressure.fine(self.clock.elapsed());
        door.call();
    }

    pub(crate) fn throttled(&self, begun: Duration) {
        lock(&self.door)
            .pressure
            .throttled(begun, self.clock.elapsed());
    }
}

impl Door {
    fn call(&mut self) {
        while self.inside < self.pressure.limit() {
            let Some(next) = self.waiting.pop_front() else {
                return;
            };
            if next.send(()).is_ok() {
                self.inside += 1;
            }
        }
    }
}

/// A request under way; it leaves when this is dropped.
pub(crate) struct Inside(Arc<Mutex<Door>>);

impl Drop for Inside {
    fn drop(&mut self) {
        let mut door = lock(&self.0);
        door.inside -= 1;
        door.call();
    }
}

fn lock(door: &Mutex<Door>) -> MutexGuard<'_, Door> {
    door.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    fn grown(most: u64) -> Pressure {
        let mut pressure = Pressure::new(most);
        for _ in 0..most {
            pressure.fine(seconds(1.0));
        }
        pressure
    }

    #[test]
    fn as_long_as_all_is_well_every_answer_makes_room_for_one_more() {
        let mut pressure = Pressure::new(128);
        assert_eq!(pressure.limit(), 8);
        for _ in 0..8 {
            pressure.fine(seconds(0.1));
        }
        assert_eq!(pressure.limit(), 16);
        assert_eq!(grown(128).limit(), 128);
        assert_eq!(Pressure::new(2).limit(), 2);
    }

    #[test]
    fn promise_11_one_throttled_request_halves_and_its_companions_do_not_halve_again() {
        let mut pressure = grown(128);
        pressure.throttled(seconds(1.5), seconds(2.0));
        assert_eq!(pressure.limit(), 64);
        for _ in 0..63 {
            pressure.throttled(seconds(1.9), seconds(2.1));
        }
        assert_eq!(pressure.limit(), 64);
        pressure.throttled(seconds(2.2), seconds(2.5));
        assert_eq!(pressure.limit(), 32);
    }

    #[test]
    fn promise_11_four_fifths_are_back_within_a_minute_however_low_it_went() {
        for answers_a_second in [1, 20, 500] {
            let mut pressure = grown(128);
            for halving in 0..12 {
                let now = seconds(2.0 + f64::from(halving));
                pressure.throttled(now, now);
            }
            assert_eq!(pressure.limit(), 1);
            let mut now = 13.0;
            while now < 73.0 {
                now += 1.0 / f64::from(answers_a_second);
                pressure.fine(seconds(now));
            }
            assert!(
                pressure.limit() >= 103,
                "{answers_a_second}: {}",
                pressure.limit()
            );
        }
    }
}
