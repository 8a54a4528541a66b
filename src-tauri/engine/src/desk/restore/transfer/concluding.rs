//! What a transfer came to: kept, told to the session, and the end of its job.

use super::FROM;
use super::carry::{Ordered, Reports};
use crate::blob::transfer::End;
use crate::desk::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{JobRun, JobState};
use crate::restore::session::Event;

impl Desk {
    pub(super) fn conclude_transfer(
        &self,
        run: JobRun,
        ordered: &Ordered,
        came: Result<Reports, Fault>,
    ) {
        let id = &ordered.restore;
        // What was seen in the containers before is not what is there now.
        self.0.restores.of(id, |known| known.there = None);
        let from = run.snapshot().params.get(FROM).cloned();
        let state = came.and_then(|reports| {
            self.keep_reports(id, run.id(), from.as_deref(), &reports)?;
            Ok(state_of(&reports))
        });
        let state = state.unwrap_or_else(|fault| JobState::Failed { fault });
        let told = match (ordered.part, &state) {
            (None, state) => self.tell_session(id, run.id(), state),
            (Some(part), JobState::Succeeded) => self.copied(id, part, run.id()),
            (Some(_), _) => Ok(state.clone()),
        };
        let state = told.unwrap_or_else(|fault| {
            tracing::warn!(code = fault.code, "a session was not told of its transfer");
            JobState::Failed { fault }
        });
        // Free before anybody hears of the end and starts the next.
        self.0.transfers.is_over(id, &ordered.steering);
        run.finish(state);
    }

    fn tell_session(&self, id: &str, job: &str, state: &JobState) -> Result<JobState, Fault> {
        let job = job.to_owned();
        let event = match state {
            JobState::Succeeded => Event::TransferDone {
                job,
                verified: self.all_is_well(id)?,
            },
            _ => Event::TransferEnded { job },
        };
        self.restore_happens(id, &event)?;
        Ok(state.clone())
    }
}

fn state_of(reports: &Reports) -> JobState {
    match reports.last().map(|(_, report)| &report.end) {
        None => JobState::Failed {
            fault: Fault::new("restore-nothing-to-send", Retry::ByUser, NextStep::None),
        },
        Some(End::Complete) => JobState::Succeeded,
        Some(End::Stopped) => JobState::Cancelled,
        Some(End::NeedsLink { fault } | End::GaveUp { fault }) => JobState::Failed {
            fault: fault.clone(),
        },
    }
}
