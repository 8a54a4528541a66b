//! What the Portal accepted while nothing could be written, as on a full disk: it is noted as soon as
//! something can be.

use super::entry_of;
use crate::desk::{Desk, KnownBy, Placement};
use crate::fault::Fault;
use crate::job::{Job, JobKind, JobState};

/// Parameter of the job of such an upload: the code of what hindered.
pub(super) const NOT_RECORDED: &str = "not_recorded";

impl Desk {
    /// Notes them all. Faults: those of the ledger; what was not noted is noted the next time.
    pub(in crate::desk) fn catch_up_with_accepted(&self) -> Result<(), Fault> {
        for job in self.jobs()? {
            let ended = job.kind == JobKind::Upload && job.state == JobState::Succeeded;
            if ended && job.params.contains_key(NOT_RECORDED) {
                self.note_late(job)?;
            }
        }
        Ok(())
    }

    fn note_late(&self, mut job: Job) -> Result<(), Fault> {
        let at = job.updated_at;
        if let Some(placement) = self.placement_by(&job, KnownBy::Sent)? {
            let placement = Placement { at, ..placement };
            self.0.ledger.add_placement(&job.id, &placement)?;
        }
        job.params.remove(NOT_RECORDED);
        let line = entry_of("upload-accepted", &job)
            .param("at", at)
            .person(self.preferences()?.person);
        // With the line, so that it is there once.
        self.0.jobs.note(job, line)
    }
}
