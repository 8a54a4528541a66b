//! Which states may follow which. Pause, stop and undo are different words, and nothing leads out
//! of an ending.

use super::{JobState, WaitingFor};
use crate::fault::Fault;

/// What can happen to a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEvent {
    Begin,
    Pause,
    WaitFor(WaitingFor),
    /// Goes on after a pause, a wait or an interruption.
    CarryOn,
    /// Slipway ends while the job does not.
    Interrupt,
    Succeed,
    Fail(Fault),
    Cancel,
}

/// The state after `event`, or none where the event means nothing in `state`.
///
/// A job that waits for the user to look in the Portal needs no process, so an interruption leaves
/// it alone; and what the user saw there ends it, as it ends an interrupted upload.
pub fn next(state: &JobState, event: JobEvent) -> Option<JobState> {
    use JobEvent as E;
    use JobState as S;
    const LOOK: WaitingFor = WaitingFor::LookInPortal;

    Some(match (state, event) {
        (S::Queued, E::Begin) => S::Running,
        (S::Running, E::Pause) => S::Paused,
        (S::Running, E::WaitFor(waiting_for)) => S::Waiting { waiting_for },
        (S::Interrupted, E::WaitFor(LOOK)) => S::Waiting { waiting_for: LOOK },
        (S::Paused | S::Waiting { .. } | S::Interrupted, E::CarryOn) => S::Running,

        (S::Waiting { waiting_for: LOOK }, E::Interrupt) => return None,
        (S::Queued | S::Running | S::Paused | S::Waiting { .. }, E::Interrupt) => S::Interrupted,

        (S::Running | S::Interrupted | S::Waiting { waiting_for: LOOK }, E::Succeed) => {
            S::Succeeded
        }
        (
            S::Queued | S::Running | S::Paused | S::Waiting { .. } | S::Interrupted,
            E::Fail(fault),
        ) => S::Failed { fault },
        (S::Queued | S::Running | S::Paused | S::Waiting { .. } | S::Interrupted, E::Cancel) => {
            S::Cancelled
        }
        _ => return None,
    })
}

impl JobState {
    /// Work is going on, or will by itself: ending Slipway now would break it off.
    pub fn is_under_way(&self) -> bool {
        matches!(
            self,
            Self::Queued
                | Self::Running
                | Self::Paused
                | Self::Waiting {
                    waiting_for: WaitingFor::Retry
                }
        )
    }

    /// Nothing will change it any more.
    pub fn has_ended(&self) -> bool {
        matches!(
            self,
            Self::Succeeded | Self::Failed { .. } | Self::Cancelled
        )
    }
}

impl JobEvent {
    /// The event that ends a job in `state`; none for a state that is no ending.
    pub(super) fn ending_in(state: JobState) -> Option<Self> {
        match state {
            JobState::Succeeded => Some(Self::Succeed),
            JobState::Failed { fault } => Some(Self::Fail(fault)),
            JobState::Cancelled => Some(Self::Cancel),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{NextStep, Retry};

    fn fault() -> Fault {
        Fault::new("no-connection", Retry::ByUser, NextStep::CheckNetwork)
    }

    fn waiting(waiting_for: WaitingFor) -> JobState {
        JobState::Waiting { waiting_for }
    }

    /// One letter per state; a dot means that nothing changes.
    fn letter(state: Option<JobState>) -> char {
        match state {
            None => '.',
            Some(JobState::Queued) => 'Q',
            Some(JobState::Running) => 'R',
            Some(JobState::Paused) => 'P',
            Some(JobState::Waiting {
                waiting_for: WaitingFor::Retry,
            }) => 'W',
            Some(JobState::Waiting {
                waiting_for: WaitingFor::LookInPortal,
            }) => 'L',
            Some(JobState::Waiting {
                waiting_for: WaitingFor::Link,
            }) => 'K',
            Some(JobState::Interrupted) => 'I',
            Some(JobState::Succeeded) => 'S',
            Some(JobState::Failed { .. }) => 'F',
            Some(JobState::Cancelled) => 'C',
        }
    }

    #[test]
    fn every_state_answers_every_event_as_the_table_says() {
        let events = [
            JobEvent::Begin,
            JobEvent::Pause,
            JobEvent::WaitFor(WaitingFor::Retry),
            JobEvent::WaitFor(WaitingFor::LookInPortal),
            JobEvent::WaitFor(WaitingFor::Link),
            JobEvent::CarryOn,
            JobEvent::Interrupt,
            JobEvent::Succeed,
            JobEvent::Fail(fault()),
            JobEvent::Cancel,
        ];
        let table = [
            //                               begin pause retry look link carry interrupt succeed fail cancel
            (JobState::Queued, "R.....I.FC"),
            (JobState::Running, ".PWLK.ISFC"),
            (JobState::Paused, ".....RI.FC"),
            (waiting(WaitingFor::Retry), ".....RI.FC"),
            (waiting(WaitingFor::LookInPortal), ".....R.SFC"),
            (waiting(WaitingFor::Link), ".....RI.FC"),
            (JobState::Interrupted, "...L.R.SFC"),
            (JobState::Succeeded, ".........."),
            (JobState::Failed { fault: fault() }, ".........."),
            (JobState::Cancelled, ".........."),
        ];
        for (state, expected) in table {
            let found: String = events
                .iter()
                .map(|event| letter(next(&state, event.clone())))
                .collect();
            assert_eq!(found, expected, "from {state:?}");
        }
    }

    #[test]
    fn a_fault_survives_the_way_into_the_state() {
        assert_eq!(
            next(&JobState::Running, JobEvent::Fail(fault())),
            Some(JobState::Failed { fault: fault() })
        );
    }

    #[test]
    fn closing_breaks_off_what_is_under_way_but_not_a_question_to_the_user() {
        assert!(JobState::Running.is_under_way());
        assert!(waiting(WaitingFor::Retry).is_under_way());
        assert!(!waiting(WaitingFor::LookInPortal).is_under_way());
        assert!(!waiting(WaitingFor::Link).is_under_way());
        assert!(!JobState::Interrupted.is_under_way());
        assert!(!JobState::Cancelled.is_under_way());
    }
}
