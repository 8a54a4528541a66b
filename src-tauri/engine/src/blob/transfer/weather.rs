//! Whether requests can be made at all: not while the service cannot be reached, and not while
//! another link is needed.

use super::observer::Doing;
use crate::fault::Fault;
use crate::units::Moment;
use std::time::Duration;
use tokio::sync::watch;

/// The first look for the service comes after this long, the later ones less and less often
/// (promise 13).
const FIRST_PROBE: Duration = Duration::from_secs(2);
const LAST_PROBE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Weather {
    Fine,
    Offline { since: Moment, fault: Fault },
    NeedsLink { fault: Fault },
}

/// Where requests wait for better days.
pub(crate) struct Gate(watch::Sender<Weather>);

impl Gate {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Weather::Fine))
    }

    pub(crate) async fn fine(&self) {
        if *self.0.borrow() == Weather::Fine {
            return;
        }
        // The gate lives as long as whoever waits at it.
        let _ = self
            .0
            .subscribe()
            .wait_for(|now| *now == Weather::Fine)
            .await;
    }

    /// True for the first one that notices: it has to look for the service until it is there.
    pub(crate) fn offline(&self, since: Moment, fault: Fault) -> bool {
        self.0.send_if_modified(|weather| {
            let first = *weather == Weather::Fine;
            if first {
                *weather = Weather::Offline { since, fault };
            }
            first
        })
    }

    pub(crate) fn needs_link(&self, fault: Fault) {
        self.0.send_replace(Weather::NeedsLink { fault });
    }

    pub(crate) fn clears_up(&self) {
        self.0.send_replace(Weather::Fine);
    }

    /// What to say while it is not fine.
    pub(crate) fn doing(&self) -> Option<Doing> {
        match &*self.0.borrow() {
            Weather::Fine => None,
            Weather::Offline { since, fault } => Some(Doing::Offline {
                since: *since,
                fault: fault.clone(),
            }),
            Weather::NeedsLink { fault } => Some(Doing::NeedsLink {
                fault: fault.clone(),
            }),
        }
    }
}

/// Resolves when another link is needed, with the reason.
pub(crate) async fn link_needed(gate: &Gate) -> Fault {
    let mut weather = gate.0.subscribe();
    loop {
        if let Weather::NeedsLink { fault } = &*weather.borrow_and_update() {
            return fault.clone();
        }
        if weather.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// How long to wait before probe `number` (from 0).
pub(crate) fn until_probe(number: u32) -> Duration {
    FIRST_PROBE
        .saturating_mul(1 << number.min(8))
        .min(LAST_PROBE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promise_13_the_service_is_looked_for_every_two_to_thirty_seconds() {
        let waits: Vec<u64> = (0..7).map(|number| until_probe(number).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(until_probe(u32::MAX), LAST_PROBE);
    }
}
