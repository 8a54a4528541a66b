//! Questions that read for a while, so that whoever asked can do without the answer.

use crate::fault::{Fault, NextStep, Retry};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use tokio_util::sync::CancellationToken;

/// Readings at work, by the name whoever asked gave them.
#[derive(Default)]
pub(super) struct Readings(Mutex<Known>);

#[derive(Default)]
struct Known {
    at_work: HashMap<String, CancellationToken>,
    /// Stopped before they began: the question and its end may overtake each other on the way.
    stopped: VecDeque<String>,
}

/// Names kept of what was stopped before it began.
const STOPPED: usize = 64;

/// A reading at work, until it is dropped.
pub(super) struct Reading<'r> {
    readings: &'r Readings,
    name: String,
    token: CancellationToken,
}

impl Readings {
    /// Faults: `cancelled`, if it was stopped already.
    pub fn begin(&self, name: &str) -> Result<Reading<'_>, Fault> {
        let mut known = self.known();
        if let Some(at) = known.stopped.iter().position(|one| one == name) {
            known.stopped.remove(at);
            return Err(Fault::new("cancelled", Retry::ByUser, NextStep::None));
        }
        let token = CancellationToken::new();
        known.at_work.insert(name.to_owned(), token.clone());
        Ok(Reading {
            readings: self,
            name: name.to_owned(),
            token,
        })
    }

    pub fn stop(&self, name: &str) {
        let mut known = self.known();
        if let Some(token) = known.at_work.get(name) {
            return token.cancel();
        }
        if known.stopped.len() == STOPPED {
            known.stopped.pop_front();
        }
        known.stopped.push_back(name.to_owned());
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Reading<'_> {
    pub fn is_stopped(&self) -> bool {
        self.token.is_cancelled()
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.readings.known().at_work.remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::Readings;

    #[test]
    fn a_reading_ends_when_it_is_stopped_also_before_it_began() {
        let readings = Readings::default();
        let reading = readings.begin("one").expect("it begins");
        assert!(!reading.is_stopped());
        readings.stop("one");
        assert!(reading.is_stopped());

        readings.stop("two");
        let never = readings
            .begin("two")
            .map(|_| ())
            .map_err(|fault| fault.code);
        assert_eq!(never, Err("cancelled".to_owned()));
        assert!(readings.begin("two").is_ok(), "a name is free again");
    }
}
